// The words of the opening_hours grammar: week days, months, the sun.
#ifndef RAPPORT_SERVER_HOURS_WORDS_H_
#define RAPPORT_SERVER_HOURS_WORDS_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "server/hours/rule.h"

namespace rapport::hours {

// A word's meaning, and whether it is written as the specification writes it.
template <typename T>
struct Meaning {
  T value;
  bool as_specified = true;
};

// `Mo` is 0. Also `mo`, `Mon`, `monday`, not as specified.
std::optional<Meaning<int>> WeekdayOf(absl::string_view word);
absl::string_view WeekdayWord(int weekday);

// `Jan` is 1. Also `JAN`, `january`, not as specified.
std::optional<Meaning<int>> MonthOf(absl::string_view word);
absl::string_view MonthWord(int month);

std::optional<Sun> SunOf(absl::string_view word);
absl::string_view SunWord(Sun sun);

}  // namespace rapport::hours

#endif  // RAPPORT_SERVER_HOURS_WORDS_H_
