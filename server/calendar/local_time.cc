#include "server/calendar/local_time.h"

#include "absl/strings/str_cat.h"

namespace rapport::calendar {

LocalTime ToLocalTime(absl::Time time, const absl::TimeZone& zone) {
  const absl::TimeZone::CivilInfo info = zone.At(time);
  return {info.cs, absl::Seconds(info.offset)};
}

std::string FormatLocalTime(absl::Time time, const absl::TimeZone& zone) {
  const bool whole_minute = absl::ToUnixNanos(time) % 60'000'000'000 == 0;
  const bool twice =
      zone.At(zone.At(time).cs).kind == absl::TimeZone::TimeInfo::REPEATED;
  return absl::StrCat(
      absl::FormatTime(whole_minute ? "%Y-%m-%d %H:%M" : "%Y-%m-%d %H:%M:%E*S",
                       time, zone),
      " ", zone.name(),
      twice ? absl::FormatTime(", UTC%Ez", time, zone) : std::string());
}

}  // namespace rapport::calendar
