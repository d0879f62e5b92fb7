#include "db/datetime_text.h"

#include "absl/status/status.h"
#include "absl/strings/str_format.h"

namespace rapport::db {
namespace {

constexpr int kYearMax = 9999;

}  // namespace

absl::StatusOr<std::string> DatetimeText(absl::Time time) {
  const absl::TimeZone utc = absl::UTCTimeZone();
  const absl::TimeZone::CivilInfo at = utc.At(time);
  if (at.cs.year() < 1 || at.cs.year() > kYearMax) {
    return absl::InvalidArgumentError(
        "time outside what the database holds; years are 1 to 9999");
  }
  // A booking has seven of them, and absl::FormatTime takes its time.
  return absl::StrFormat("%04d-%02d-%02d %02d:%02d:%02d.%06d", at.cs.year(),
                         at.cs.month(), at.cs.day(), at.cs.hour(),
                         at.cs.minute(), at.cs.second(),
                         absl::ToInt64Microseconds(at.subsecond));
}

absl::StatusOr<absl::Time> ParseDatetime(absl::string_view text) {
  absl::Time time;
  std::string error;
  if (!absl::ParseTime("%Y-%m-%d %H:%M:%E*S", text, absl::UTCTimeZone(), &time,
                       &error)) {
    return absl::InvalidArgumentError(error);
  }
  return time;
}

}  // namespace rapport::db
