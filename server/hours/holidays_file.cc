#include "server/hours/holidays_file.h"

#include <fstream>
#include <sstream>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace rapport::hours {

absl::StatusOr<HolidayTable> LoadHolidays(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return absl::NotFoundError(
        absl::StrCat("no table of holidays at ", path, "; the build makes it"));
  }
  std::ostringstream text;
  text << file.rdbuf();
  return HolidayTable::Parse(text.str());
}

}  // namespace rapport::hours
