#include "server/vocabulary/country.h"

#include <unicode/locid.h>
#include <unicode/uloc.h>
#include <unicode/unistr.h>

#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "server/vocabulary/text.h"

namespace rapport {
namespace {

struct OtherName {
  absl::string_view folded;
  absl::string_view code;
};
constexpr OtherName kOtherNames[] = {
    {"uk", "GB"},
    {"great britain", "GB"},
    {"england", "GB"},
    {"scotland", "GB"},
    {"wales", "GB"},
    {"northern ireland", "GB"},
    {"united states of america", "US"},
    {"u.s.a.", "US"},
    {"u.s.", "US"},
    {"uae", "AE"},
    {"mainland china", "CN"},
    {"hong kong", "HK"},
    {"hong kong sar", "HK"},
    {"hong kong sar, china", "HK"},
    {"macau", "MO"},
    {"macau sar", "MO"},
    {"macau sar, china", "MO"},
    {"taiwan region", "TW"},
    {"taiwan, china", "TW"},
    {"macao", "MO"},
    {"korea", "KR"},
    {"korea (south)", "KR"},
    {"republic of korea", "KR"},
    {"russian federation", "RU"},
    {"czech republic", "CZ"},
    {"turkey", "TR"},
    {"viet nam", "VN"},
    {"the netherlands", "NL"},
    {"holland", "NL"},
    {"ivory coast", "CI"},
    {"myanmar", "MM"},
    {"burma", "MM"},
    {"principality of monaco", "MC"},
    {"united states virgin islands", "VI"},
    {"hong kong s.a.r., china", "HK"},
    {"macau s.a.r., china", "MO"},
    {"macao s.a.r., china", "MO"},
    {"macedonia", "MK"},
    {"brunei darussalam", "BN"},
    {"reunion", "RE"},
    {"curacao", "CW"},
    {"saint-barthelemy", "BL"},
    {"saint-barthélemy", "BL"},
    {"saint barthelemy", "BL"},
    {"saint martin (french part)", "MF"},
    {"saint martin(french part)", "MF"},
};

using CodesByName = std::map<std::string, std::string>;

void AddCountry(const std::string& code, CodesByName& codes) {
  const std::string locale_id = absl::StrCat("und_", code);
  const icu::Locale locale(locale_id.c_str());
  icu::UnicodeString name;
  std::string english;
  locale.getDisplayCountry(icu::Locale::getEnglish(), name);
  name.toUTF8String(english);
  codes[FoldText(english)] = code;
  // CLDR writes St. Lucia and Turks & Caicos Islands.
  codes[FoldText(absl::StrReplaceAll(
      english, {{"St. ", "Saint "}, {" & ", " and "}}))] = code;
  codes[FoldText(code)] = code;
  const std::string alpha3 = locale.getISO3Country();
  if (!alpha3.empty()) codes[FoldText(alpha3)] = code;
}

CodesByName ReadCountries() {
  CodesByName codes;
  for (const char* const* code = uloc_getISOCountries(); *code; ++code) {
    AddCountry(*code, codes);
  }
  AddCountry("XK", codes);
  for (const OtherName& other : kOtherNames) {
    codes.emplace(other.folded, other.code);
  }
  return codes;
}

}  // namespace

std::optional<std::string> CountryCodeOf(absl::string_view text) {
  static const auto& codes = *new CodesByName(ReadCountries());
  const auto found = codes.find(FoldText(text));
  if (found == codes.end()) return std::nullopt;
  return found->second;
}

}  // namespace rapport
