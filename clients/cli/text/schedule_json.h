// An associate's schedule as a file that people can edit: what `rapport
// schedule show --json` writes and `rapport schedule set` reads.
//
//   {
//     "weekly_hours": [
//       {"day": "monday", "start": "10:00", "end": "18:00",
//        "store": "1a2b...", "channels": ["in-store", "video"]}
//     ],
//     "overrides": [
//       {"date": "2026-12-24", "periods": [{"start": "10:00", "end": "14:00"}]}
//     ],
//     "time_off": [
//       {"start": "2026-12-27T00:00:00Z", "end": "2027-01-03T00:00:00Z"}
//     ],
//     "channel_capacities": {"chat": 3},
//     "travel_times": [
//       {"between": ["1a2b...", "3c4d..."], "minutes": 30}
//     ],
//     "off_on_public_holidays": true,
//     "limits": {"booked_per_day_minutes": 360, "booked_per_week_minutes": 1800,
//                "bookings_per_day": 8, "break_after_minutes": 180,
//                "break_length_minutes": 30},
//     "etag": "7"
//   }
//
// Hours are [start, end) on the store's wall clock, 24:00 being the end of the
// day; without a store they are the home store's, without channels all that
// the associate takes. An override stands in place of its date's weekly hours;
// no periods means not working. Time off is between instants, RFC 3339. A
// meeting on a channel that channel_capacities leaves out takes all of their
// time. Limits are how much of the time may be booked. With an etag the schedule
// is written only if nobody changed it since. Every part may be left out;
// unknown keys are refused, since they are slips.

#ifndef RAPPORT_CLIENTS_CLI_TEXT_SCHEDULE_JSON_H_
#define RAPPORT_CLIENTS_CLI_TEXT_SCHEDULE_JSON_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/type/timeofday.pb.h"
#include "nlohmann/json.hpp"
#include "rapport/v1/calendar_resources.pb.h"

namespace rapport::cli {

// Reads a file's text; store ids without a slash are stores of `brand`. The
// name is left empty. Returns INVALID_ARGUMENT, naming the place in the file,
// if it isn't as above; whether hours overlap or are on the tick the server
// judges.
absl::StatusOr<v1::Schedule> ScheduleFromJson(absl::string_view text,
                                              absl::string_view brand);

nlohmann::ordered_json ScheduleToJson(const v1::Schedule& schedule);

// `09:00`, `24:00`.
std::string FormatTimeOfDay(const google::type::TimeOfDay& time);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_TEXT_SCHEDULE_JSON_H_
