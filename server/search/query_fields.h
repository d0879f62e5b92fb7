// What the requests of both searches have in common, on the way to values.
// Errors are INVALID_ARGUMENT or NOT_FOUND, naming the field.
#ifndef RAPPORT_SERVER_SEARCH_QUERY_FIELDS_H_
#define RAPPORT_SERVER_SEARCH_QUERY_FIELDS_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/catalog/service.h"
#include "server/search/slot_finder.h"
#include "server/transport/convert.h"
#include "server/vocabulary/caller.h"
#include "server/vocabulary/error.h"

namespace rapport::search {

// TOO_MANY if a list has more than `max`.
absl::Status CheckCount(absl::string_view field, int seen, int max);

// Sets `out` to the length of slots that `service`, which may be null, is
// wanted with: NEEDS_SERVICE or NOT_A_CHOICE if it can't be. Unset: leaves it.
template <typename Request>
absl::Status SetDuration(const Request& in, const catalog::Service* service,
                         std::optional<absl::Duration>& out) {
  if (!in.has_duration()) return absl::OkStatus();
  if (service == nullptr) {
    return InvalidField("duration", "NEEDS_SERVICE",
                        "needs a service, which says how long slots may be");
  }
  absl::StatusOr<absl::Duration> duration =
      transport::ToDuration("duration", in.duration());
  if (!duration.ok()) return duration.status();
  out = *duration;
  return CheckLength(*service, out);
}

// `list[i]`.
std::string Element(absl::string_view list, int i);

// Sets `out` to a market or region below the brand: `regions/r` or
// `regions/r/markets/m`. No name: leaves it as it is.
absl::Status SetMarket(const Caller& caller, absl::string_view name,
                       std::string& out);

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_QUERY_FIELDS_H_
