// Times as people write and read them.
//
// What an instant is in local time only the server says (its zone rules may
// differ from this machine's): times are shown as it sent them. Local times
// that people type are turned into instants here only for searches (--from,
// --to, --open-at), where being an hour off near a change of clocks costs
// nothing: what is found is told as the server sends it.

#ifndef RAPPORT_CLIENTS_CLI_TEXT_TIME_TEXT_H_
#define RAPPORT_CLIENTS_CLI_TEXT_TIME_TEXT_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/datetime.pb.h"

namespace rapport::cli {

// What ParseTime reads, for --help.
inline constexpr char kTimeSyntax[] =
    "2026-11-23T15:00:00+01:00, or local: 2026-11-23 15:00, 2026-11-23, "
    "tomorrow 15:00, today, 15:00; or from now: now, +90m, +3h, +2d, +1w";

// A time as it was typed. Exactly one of the three is set.
struct TimeText {
  struct Local {
    // Unset: `days_from_today` days after today.
    std::optional<absl::CivilDay> date;
    int days_from_today = 0;
    // Since midnight on the wall clock. Unset: the whole day.
    std::optional<absl::Duration> time_of_day;
  };
  std::optional<absl::Time> instant;
  std::optional<absl::Duration> from_now;
  std::optional<Local> local;
};

// Returns INVALID_ARGUMENT if `text` is none of kTimeSyntax.
absl::StatusOr<TimeText> ParseTime(absl::string_view text);

// A local time's reading on the wall clock, given the zone for "today"; a
// whole day's is its midnight. `text.local` is set.
absl::CivilSecond WallTime(const TimeText& text, absl::Time now,
                           absl::TimeZone zone);

// The instant at which a window from there starts: a whole day's midnight.
// Local times that the clock shows twice are the first; those it skips are
// taken with the offset before (RFC 5545, section 3.3.5).
absl::Time StartOf(const TimeText& text, absl::Time now, absl::TimeZone zone);

// The instant at which a window until there ends: of a whole day, the next
// midnight.
absl::Time EndOf(const TimeText& text, absl::Time now, absl::TimeZone zone);

// The IANA zone of that name. Returns INVALID_ARGUMENT if there is none.
absl::StatusOr<absl::TimeZone> ZoneOfName(absl::string_view name);

google::protobuf::Timestamp ToTimestamp(absl::Time time);
absl::Time FromTimestamp(const google::protobuf::Timestamp& timestamp);

// The civil time a message tells; its zone and offset are ignored.
absl::CivilSecond CivilOf(const google::type::DateTime& local);

// `Mon 23 Nov 2026 15:30 Europe/Paris`.
std::string FormatLocal(const google::type::DateTime& local,
                        absl::string_view zone_name);

// The same of an instant, in that zone; FormatUtc, if it is not known here.
std::string FormatInZone(const google::protobuf::Timestamp& instant,
                         absl::string_view zone_name);

// `2026-11-23T15:30:00+01:00`: the instant with the offset at which the wall
// clock shows `local`.
std::string FormatRfc3339(const google::protobuf::Timestamp& instant,
                          const google::type::DateTime& local);

// `2026-11-22T03:45:10Z`.
std::string FormatUtc(const google::protobuf::Timestamp& instant);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_TEXT_TIME_TEXT_H_
