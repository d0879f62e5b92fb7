// Hours by day of the week, as lists of stores have them in columns or
// members, made into one text in the grammar of OpenStreetMap's opening_hours
// (wiki.openstreetmap.org/wiki/Key:opening_hours/specification).
//
// Only what is plain is read here; what is ambiguous is left for the reader of
// hours, as a text.
#ifndef RAPPORT_SERVER_CATALOG_WEEK_HOURS_H_
#define RAPPORT_SERVER_CATALOG_WEEK_HOURS_H_

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace rapport::catalog {

inline constexpr int kDayMinutes = 24 * 60;

// [open, close) in minutes of the day; a close past kDayMinutes is on the next.
struct DayRange {
  int open_min = 0;
  int close_min = 0;

  friend bool operator==(const DayRange&, const DayRange&) = default;
};

// Of one day: nothing is known, or the ranges; none: closed.
using DayHours = std::optional<std::vector<DayRange>>;
using WeekHours = std::array<DayHours, 7>;  // Monday first

// 0 for Monday to 6: an English name, its first two or three letters, in any
// case, with or without a point. schema.org's address of a day counts.
std::optional<int> WeekdayOf(absl::string_view text);

// `Mo` to `Su`.
absl::string_view WeekdayWord(int weekday);

// From `open` to `close` minutes of the day; a close that is not later than the
// open is on the next day.
DayRange MakeRange(int open_min, int close_min);

// The minutes of the day of `09:00`, `9:00`, `09:00:00`, `0900`, `9 am`,
// `9:30PM`, `24:00`. Nothing if it is none of these.
std::optional<int> ReadClock(absl::string_view text);

// A day's hours: ranges such as `10:00-20:00` or `9 AM to 5 PM` with commas,
// semicolons, slashes or & between; `closed`, `off` or `x`; `24 hours`. Nothing
// if it is not plain, as `10:00 - 8:00` and `9 - 5 pm` are not.
DayHours ReadDayHours(absl::string_view text);

// `Mo-Fr 10:00-20:00; Su off`; empty if no day is known. `24/7` if every day
// is open all round.
std::string ComposeWeek(const WeekHours& week);

// The time part of a rule: `10:00-12:00,13:00-17:00`, `off`.
std::string ComposeDay(const std::vector<DayRange>& ranges);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_WEEK_HOURS_H_
