// Zones by name, and wall clocks turned into instants.
//
// absl::LoadTimeZone opens any path it is given and answers UTC where it
// fails. What users send therefore goes through LoadZone, which knows the names
// of the installed tzdata: those of zones and of their links (`Asia/Calcutta`),
// but no path, no `localtime`, no `right/...` and no `Factory`.
#ifndef RAPPORT_SERVER_CALENDAR_TIME_ZONE_H_
#define RAPPORT_SERVER_CALENDAR_TIME_ZONE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace rapport::calendar {

// The zone that tzdata calls `name`; case matters. Returns INVALID_ARGUMENT
// (TIME_ZONE_UNKNOWN) if tzdata has none of that name. The list of names is
// read from $TZDIR, else /usr/share/zoneinfo, at the first call, each zone's
// rules when it is first asked for; both are kept for the life of the program.
// Thread-safe.
absl::StatusOr<absl::TimeZone> LoadZone(absl::string_view name);

// The version of the installed tzdata, for example `2025b`; empty if it cannot
// be told. Read once. Thread-safe.
const std::string& TzdataVersion();

// When the clock of `zone` reads `reading`, by RFC 5545 §3.3.5: of a reading
// that comes twice, the first; one that the clock skips is taken with the
// offset before the skip, and so is later than the skip (02:30 in New York
// on the day the clock goes from 02:00 to 03:00 is 03:30).
absl::Time Resolve(absl::CivilSecond reading, const absl::TimeZone& zone);

// The first instant at which the clock of `zone` reads `reading` or later: as
// Resolve, but a skipped reading is the instant of the skip. Never decreases
// as `reading` grows.
absl::Time FirstReached(absl::CivilSecond reading, const absl::TimeZone& zone);

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_TIME_ZONE_H_
