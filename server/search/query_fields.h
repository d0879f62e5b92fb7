// What the requests of both searches have in common, on the way to values.
// Errors are INVALID_ARGUMENT or NOT_FOUND, naming the field.
#ifndef RAPPORT_SERVER_SEARCH_QUERY_FIELDS_H_
#define RAPPORT_SERVER_SEARCH_QUERY_FIELDS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "server/vocabulary/caller.h"

namespace rapport::search {

// TOO_MANY if a list has more than `max`.
absl::Status CheckCount(absl::string_view field, int seen, int max);

// `list[i]`.
std::string Element(absl::string_view list, int i);

// Sets `out` to a market or region below the brand: `regions/r` or
// `regions/r/markets/m`. No name: leaves it as it is.
absl::Status SetMarket(const Caller& caller, absl::string_view name,
                       std::string& out);

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_QUERY_FIELDS_H_
