// What only our own exports say of a store: names that begin with `rapport:`,
// see store_export.h.
#ifndef RAPPORT_SERVER_CATALOG_OWN_FIELDS_DRAFT_H_
#define RAPPORT_SERVER_CATALOG_OWN_FIELDS_DRAFT_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "server/catalog/store_details.h"
#include "server/catalog/store_draft.h"
#include "server/catalog/store_record.h"

namespace rapport::catalog {

// The word of a precision, and back: `point`, `postal_area`, `locality`.
absl::string_view PrecisionWord(LocationPrecision precision);
std::optional<LocationPrecision> PrecisionOfWord(absl::string_view word);

// Fills services, market, channels, attributes, precision and special days of
// `draft` where the row says them. A problem (UNKNOWN, MALFORMED) names the
// field as the file does. Texts of `record` are UTF-8.
std::optional<FieldProblem> FillOwnFields(const StoreRecord& record,
                                          StoreDraft& draft);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_OWN_FIELDS_DRAFT_H_
