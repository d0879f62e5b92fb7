// Sources of busy time as the JSON text of a column.
#ifndef RAPPORT_DB_BUSY_JSON_H_
#define RAPPORT_DB_BUSY_JSON_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "server/calendar/busy_source.h"

namespace rapport::db {

std::string BusyJson(const std::vector<calendar::BusySource>& sources);

// Returns INTERNAL if the text was not written here. An empty text is none.
absl::Status ReadBusy(absl::string_view json,
                      std::vector<calendar::BusySource>& sources);

}  // namespace rapport::db

#endif  // RAPPORT_DB_BUSY_JSON_H_
