#include "server/vocabulary/reading_language.h"

#include <unicode/localematcher.h>
#include <unicode/locid.h>

#include <algorithm>

namespace rapport {
namespace {

icu::Locale LocaleOf(absl::string_view tag) {
  UErrorCode error = U_ZERO_ERROR;
  icu::Locale locale = icu::Locale::forLanguageTag(
      icu::StringPiece(tag.data(), static_cast<int32_t>(tag.size())), error);
  return U_SUCCESS(error) ? locale : icu::Locale::getRoot();
}

// The matcher itself is dear; most readers want just what there is.
std::optional<size_t> SameTag(absl::string_view wanted,
                              const std::vector<absl::string_view>& offered) {
  auto found = std::find(offered.begin(), offered.end(), wanted);
  if (found == offered.end()) return std::nullopt;
  return found - offered.begin();
}

}  // namespace

std::optional<size_t> BestForReader(
    const std::vector<std::string>& wanted,
    const std::vector<absl::string_view>& offered) {
  if (wanted.empty() || offered.empty()) return std::nullopt;
  if (auto same = SameTag(wanted[0], offered)) return same;
  std::vector<icu::Locale> theirs;
  theirs.reserve(offered.size());
  for (absl::string_view tag : offered) theirs.push_back(LocaleOf(tag));
  std::vector<icu::Locale> ours;
  ours.reserve(wanted.size());
  for (const std::string& tag : wanted) ours.push_back(LocaleOf(tag));
  UErrorCode error = U_ZERO_ERROR;
  icu::LocaleMatcher::Builder builder;
  builder.setSupportedLocales(theirs.begin(), theirs.end());
  builder.setNoDefaultLocale();
  const icu::LocaleMatcher matcher = builder.build(error);
  icu::Locale::RangeIterator<std::vector<icu::Locale>::iterator> readers(
      ours.begin(), ours.end());
  const icu::LocaleMatcher::Result best =
      matcher.getBestMatchResult(readers, error);
  if (U_FAILURE(error) || best.getSupportedIndex() < 0) return std::nullopt;
  return best.getSupportedIndex();
}

}  // namespace rapport
