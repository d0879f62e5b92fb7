#include "server/hours/words.h"

#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace rapport::hours {
namespace {

// As specified; then its English name.
struct Name {
  absl::string_view word;
  absl::string_view english;
};

constexpr std::array<Name, 7> kWeekdays = {{{"Mo", "monday"},
                                            {"Tu", "tuesday"},
                                            {"We", "wednesday"},
                                            {"Th", "thursday"},
                                            {"Fr", "friday"},
                                            {"Sa", "saturday"},
                                            {"Su", "sunday"}}};

constexpr std::array<Name, 12> kMonths = {{{"Jan", "january"},
                                           {"Feb", "february"},
                                           {"Mar", "march"},
                                           {"Apr", "april"},
                                           {"May", "may"},
                                           {"Jun", "june"},
                                           {"Jul", "july"},
                                           {"Aug", "august"},
                                           {"Sep", "september"},
                                           {"Oct", "october"},
                                           {"Nov", "november"},
                                           {"Dec", "december"}}};

constexpr std::array<absl::string_view, 5> kSuns = {"", "dawn", "sunrise",
                                                    "sunset", "dusk"};

constexpr size_t kAbbreviation = 3;  // `Mon`, `Jan`

// The index of the name that `word` is.
template <size_t kCount>
std::optional<Meaning<int>> Find(const std::array<Name, kCount>& names,
                                 absl::string_view word) {
  for (size_t i = 0; i < names.size(); ++i) {
    const int index = static_cast<int>(i);
    if (word == names[i].word) return Meaning<int>{index, true};
    if (absl::EqualsIgnoreCase(word, names[i].word) ||
        absl::EqualsIgnoreCase(word, names[i].english) ||
        absl::EqualsIgnoreCase(word,
                               names[i].english.substr(0, kAbbreviation))) {
      return Meaning<int>{index, false};
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Meaning<int>> WeekdayOf(absl::string_view word) {
  return Find(kWeekdays, word);
}

absl::string_view WeekdayWord(int weekday) { return kWeekdays[weekday].word; }

std::optional<Meaning<int>> MonthOf(absl::string_view word) {
  std::optional<Meaning<int>> month = Find(kMonths, word);
  if (month) ++month->value;
  return month;
}

absl::string_view MonthWord(int month) { return kMonths[month - 1].word; }

std::optional<Sun> SunOf(absl::string_view word) {
  for (size_t i = 1; i < kSuns.size(); ++i) {
    if (word == kSuns[i]) return static_cast<Sun>(i);
  }
  return std::nullopt;
}

absl::string_view SunWord(Sun sun) { return kSuns[static_cast<size_t>(sun)]; }

}  // namespace rapport::hours
