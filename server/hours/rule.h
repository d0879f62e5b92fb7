// The parts that opening hours are made of, as OpenStreetMap's specification of
// `opening_hours` names them
// (https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification):
//
//   2026 Dec 24-26 week 52 Mo-Fr,PH 10:00-18:00 open "by the garden gate"
//   years and dates | weeks | days  | times   | state and comment
//
// A part that is not written selects everything. All of a rule's parts must
// hold; of a list's items, one.
#ifndef RAPPORT_SERVER_HOURS_RULE_H_
#define RAPPORT_SERVER_HOURS_RULE_H_

#include <cstdint>
#include <string>
#include <vector>

namespace rapport::hours {

inline constexpr int kMinutesADay = 24 * 60;

// Hours are written up to 48:00, the end of the next day.
inline constexpr int kLastMinute = 2 * kMinutesADay;

// A later one prevails where two spans of one day meet those of the day before.
enum class State : uint8_t { kClosed, kUnknown, kOpen };

// How a rule joins those before it.
enum class Joint : uint8_t {
  kNormal,      // `;` stands in place of what they say of the days it selects
  kAdditional,  // `,` adds to it
  kFallback,    // `||` holds where they leave the store closed
};

// What the sun does on a date; kNone for a time of the clock.
enum class Sun : uint8_t { kNone, kDawn, kSunrise, kSunset, kDusk };

// A time of day: minutes after midnight, or after (before, if negative) what
// the sun does.
struct Moment {
  Sun sun = Sun::kNone;
  int minutes = 0;

  friend bool operator==(const Moment&, const Moment&) = default;
};

// [start, end) of the clock, from 00:00 of the selected day: an end after
// midnight is 24:00 or more. `18:00+` is open_end with end equal to start;
// `16:00-18:00+` is open until 18:00, and perhaps longer.
struct TimeSpan {
  Moment start;
  Moment end;
  bool open_end = false;

  friend bool operator==(const TimeSpan&, const TimeSpan&) = default;
};

// Week days from first to last, over the week's end if last is the earlier.
// 0 is Monday. `nth`, if not 0, has bit 0 to 4 for the first to the fifth of
// the month and bit 5 to 9 for the last to the last but four; it goes with
// first == last. A day is selected if the one day_offset days before it is.
struct WeekdayRange {
  int first = 0;
  int last = 0;
  uint16_t nth = 0;
  int day_offset = 0;

  friend bool operator==(const WeekdayRange&, const WeekdayRange&) = default;
};

// PH or SH, moved by days as a week day is.
struct HolidaySelector {
  bool school = false;
  int day_offset = 0;

  friend bool operator==(const HolidaySelector&,
                         const HolidaySelector&) = default;
};

// Years, or ISO 8601 weeks: first, first + step, ... up to last.
struct NumberRange {
  int first = 0;
  int last = 0;
  int step = 1;

  friend bool operator==(const NumberRange&, const NumberRange&) = default;
};

inline constexpr int kYearMin = 1900;
inline constexpr int kYearMax = 9999;  // `2026+` ends here

// A date that comes every year, or once if the year is not 0.
struct DateMark {
  enum Kind : uint8_t {
    kMonth,    // the whole month
    kDay,      // `Dec 24`
    kWeekday,  // `Oct Su[-1]`
    kEaster,   // Easter Sunday of the western churches
  };
  Kind kind = kMonth;
  int year = 0;
  int month = 0;    // 1 to 12; 0 for Easter
  int day = 0;      // kDay
  int weekday = 0;  // kWeekday; 0 is Monday
  int nth = 0;      // kWeekday: 1 to 5, or -1 (the last) to -5
  int day_offset = 0;

  friend bool operator==(const DateMark&, const DateMark&) = default;
};

// From first to last, both included; over the year's end if last is earlier in
// the year. Both are months, or neither is.
struct DateRange {
  DateMark first;
  DateMark last;
  bool open_end = false;  // `2026 Dec 1+`; then last is first

  friend bool operator==(const DateRange&, const DateRange&) = default;
};

struct Rule {
  Joint joint = Joint::kNormal;  // that of the first rule is kNormal
  std::vector<NumberRange> years = {};
  std::vector<DateRange> dates = {};
  std::vector<NumberRange> weeks = {};
  std::vector<WeekdayRange> weekdays = {};
  std::vector<HolidaySelector> holidays = {};
  // `PH Mo-Fr`: holidays that are such week days. Otherwise either suffices.
  bool weekdays_of_holidays = false;
  std::vector<TimeSpan> times = {};  // none: the whole day
  State state = State::kOpen;
  std::string comment = {};  // what a shopper is to read; any UTF-8 without `"`

  friend bool operator==(const Rule&, const Rule&) = default;
};

// No hours that somebody wrote need more; each bounds work and memory.
inline constexpr int kTextLengthMax = 2000;  // bytes
inline constexpr int kRulesMax = 100;
inline constexpr int kItemsMax = 60;  // of one list in a rule
inline constexpr int kDayOffsetMax = 366;
inline constexpr int kSunOffsetMax = 12 * 60;  // minutes

}  // namespace rapport::hours

#endif  // RAPPORT_SERVER_HOURS_RULE_H_
