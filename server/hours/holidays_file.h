// The table of holidays that the build makes in share/rapport, from a file: the
// one place of this room that reads anything.
#ifndef RAPPORT_SERVER_HOURS_HOLIDAYS_FILE_H_
#define RAPPORT_SERVER_HOURS_HOLIDAYS_FILE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/hours/holidays.h"

namespace rapport::hours {

// The file's name within the data folder (see geo/data_dir.h).
inline constexpr absl::string_view kHolidaysFileName = "holidays.txt";

// Returns NOT_FOUND if the file cannot be opened, DATA_LOSS as
// HolidayTable::Parse does.
absl::StatusOr<HolidayTable> LoadHolidays(const std::string& path);

}  // namespace rapport::hours

#endif  // RAPPORT_SERVER_HOURS_HOLIDAYS_FILE_H_
