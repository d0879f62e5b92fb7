// What a search that found nobody asked, as the JSON text of a column.
#ifndef RAPPORT_DB_DEMAND_JSON_H_
#define RAPPORT_DB_DEMAND_JSON_H_

#include <string>

#include "absl/status/statusor.h"
#include "server/search/demand.h"

namespace rapport::db {

// Keys are those of DemandFilters, in order; what was not asked is absent:
// {"languages":["es:3"],"service":"styling"}. Equal filters have equal texts.
// Returns INVALID_ARGUMENT if a string is not UTF-8.
absl::StatusOr<std::string> FiltersJson(const search::DemandFilters& filters);

}  // namespace rapport::db

#endif  // RAPPORT_DB_DEMAND_JSON_H_
