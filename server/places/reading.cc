#include "server/places/reading.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/types/span.h"
#include "server/places/zip_code.h"
#include "server/vocabulary/folding.h"

namespace rapport::places {
namespace {

// "District of Columbia" has three; "Papua New Guinea" too.
constexpr size_t kAreaWordsMax = 3;

using Words = std::vector<absl::string_view>;

Words WordsOf(absl::string_view text) {
  return absl::StrSplit(text, absl::ByAnyChar(" \t"), absl::SkipEmpty());
}

std::string Joined(absl::Span<const absl::string_view> words) {
  return absl::StrJoin(words, " ");
}

// "Beverly Hills, CA 90210": a whole ZIP code after the name of its state, and
// what comes before is not needed.
std::optional<Reading> ZipAfterState(const PlaceTable& table,
                                     absl::string_view text) {
  const std::string no_commas = absl::StrReplaceAll(text, {{",", " "}});
  const Words words = WordsOf(no_commas);
  if (words.size() < 2) return std::nullopt;
  const ZipCode zip = ReadZipCode(words.back());
  if (zip.digits.empty() || zip.lost_zero) return std::nullopt;
  const absl::Span<const absl::string_view> before(words.data(),
                                                   words.size() - 1);
  for (size_t n = 1; n <= std::min(kAreaWordsMax, before.size()); ++n) {
    std::vector<Within> areas = Both(
        AreasNamed(table, Joined(before.subspan(before.size() - n))), {{"US"}});
    if (!areas.empty())
      return Reading{zip.digits, true, std::move(areas), false};
  }
  return std::nullopt;
}

// What is in `within`, if anything is said to be in that, and in `named`.
std::vector<Within> Narrowed(const std::vector<Within>& within,
                             std::vector<Within> named) {
  return within.empty() ? std::move(named) : Both(within, named);
}

// "Paris, TX": the name, and what it is in, the last of which may only be begun.
std::vector<Reading> WithCommas(const PlaceTable& table, const Words& parts) {
  Reading outer;
  outer.folded = FoldForSearch(parts[0]);
  if (outer.folded.empty()) return {};
  for (size_t i = 1; i + 1 < parts.size(); ++i) {
    std::vector<Within> named = AllNamed(table, parts[i]);
    if (named.empty()) continue;
    outer.within = Narrowed(outer.within, std::move(named));
    if (outer.within.empty()) return {};
  }
  std::vector<Reading> readings;
  const auto add = [&](std::vector<Within> last) {
    last = Narrowed(outer.within, std::move(last));
    if (last.empty()) return;
    readings.push_back({outer.folded, false, std::move(last), true});
  };
  std::vector<Within> named = AllNamed(table, parts.back());
  const bool names_nothing = named.empty();
  add(std::move(named));
  add(AreasBeginning(table, parts.back()));
  outer.is_fallback = true;
  if (names_nothing) readings.push_back(std::move(outer));
  return readings;
}

// "Springfield IL".
void AddTrailingAreas(const PlaceTable& table, absl::string_view text,
                      std::vector<Reading>& readings) {
  const Words words = WordsOf(text);
  for (size_t n = 1; n <= kAreaWordsMax && n < words.size(); ++n) {
    const absl::Span<const absl::string_view> all(words);
    std::vector<Within> named =
        AllNamed(table, Joined(all.subspan(words.size() - n)));
    std::string name = FoldForSearch(Joined(all.first(words.size() - n)));
    if (named.empty() || name.empty()) continue;
    readings.push_back({std::move(name), true, std::move(named), false});
  }
}

}  // namespace

std::vector<Reading> ReadingsOf(const PlaceTable& table,
                                absl::string_view text) {
  // The comma of Chinese, Japanese and Arabic too.
  const std::string with_commas =
      absl::StrReplaceAll(text, {{"，", ","}, {"、", ","}, {"،", ","}});
  if (std::optional<Reading> zip = ZipAfterState(table, with_commas)) {
    return {*std::move(zip)};
  }
  const Words parts = absl::StrSplit(with_commas, ',', absl::SkipWhitespace());
  if (parts.empty()) return {};
  if (parts.size() > 1) return WithCommas(table, parts);
  Reading plain;
  plain.folded = FoldForSearch(WithoutPlusFour(parts[0]));
  if (plain.folded.empty()) return {};
  std::vector<Reading> readings = {std::move(plain)};
  AddTrailingAreas(table, parts[0], readings);
  return readings;
}

}  // namespace rapport::places
