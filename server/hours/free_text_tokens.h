// The words, times and signs of hours that are written freely.
#ifndef RAPPORT_SERVER_HOURS_FREE_TEXT_TOKENS_H_
#define RAPPORT_SERVER_HOURS_FREE_TEXT_TOKENS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"

namespace rapport::hours {

// Days of the week as bits, Monday the lowest.
using DayBits = uint8_t;
inline constexpr DayBits kEveryDay = 0x7F;
inline constexpr DayBits kWeekdays = 0x1F;
inline constexpr DayBits kWeekend = 0x60;

enum class Half : uint8_t { kNone, kAm, kPm };

struct Token {
  enum Kind : uint8_t {
    kTime,
    kDay,      // one of the week
    kDays,     // a group: daily, weekend
    kHoliday,  // public holidays
    kMonth,
    kEaster,
    kChristmas,  // 25 December
    kNewYear,    // 1 January
    kClosed,
    kAppointment,
    kAllDay,  // 24 hours, 24/7
    kDash,    // -, to, bis
    kSlash,
    kAnd,    // and, &
    kComma,  // also ; and a line break
    kColon,
    kStop,  // the full stop
    kOpenParen,
    kCloseParen,
    kNoise,  // from, hours: says nothing
    kNo,     // no (closing days)
    kWord,   // any other
    kEnd,
  };
  Kind kind = kEnd;
  size_t position = 0;  // of its first byte
  // kTime: minutes as written, from 0 to 2459/100 hours; of kMonth the number;
  // of kDay from 0, Monday.
  int number = 0;
  Half half = Half::kNone;   // kTime
  bool has_minutes = false;  // kTime: not a bare number
  bool is_ordinal = false;   // kTime: 25th
  DayBits days = 0;          // kDay, kDays
};

// Ends with kEnd. At most one token a byte.
std::vector<Token> TokensOf(absl::string_view text);

// What a word, in lower case where it is Latin or Cyrillic, means; kWord if
// nothing. The position is not set.
Token TokenOfWord(absl::string_view word);

}  // namespace rapport::hours

#endif  // RAPPORT_SERVER_HOURS_FREE_TEXT_TOKENS_H_
