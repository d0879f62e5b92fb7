// What a row says of a store beyond its place: see store_draft.h.
#ifndef RAPPORT_SERVER_CATALOG_DETAILS_DRAFT_H_
#define RAPPORT_SERVER_CATALOG_DETAILS_DRAFT_H_

#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/catalog/store_draft.h"
#include "server/catalog/store_record.h"

namespace rapport::catalog {

// Fills the details of `draft`, and its hours where the row has them by day.
// Texts of `record` are UTF-8.
void FillDetails(const StoreRecord& record, StoreDraft& draft);

// `2025-12-25: x, 2025-12-24: 9:00AM-2:00PM`, as Google Business Profile's bulk
// file has special hours: dates of ISO 8601, each with hours as ReadDayHours
// takes them; commas between ranges too. Nothing if a part is not so.
std::optional<std::vector<SpecialDay>> ReadSpecialDays(absl::string_view text);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_DETAILS_DRAFT_H_
