#include "server/places/zip_code.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace rapport::places {
namespace {

constexpr size_t kDigits = 5, kPlusFour = 4;

bool AllDigits(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

}  // namespace

ZipCode ReadZipCode(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  if (text.size() == kDigits + kPlusFour && AllDigits(text)) {
    return {std::string(text.substr(0, kDigits))};
  }
  const size_t dash = text.find('-');
  if (dash != absl::string_view::npos) {
    const absl::string_view plus_four = text.substr(dash + 1);
    if (plus_four.size() != kPlusFour || !AllDigits(plus_four)) return {};
    text = text.substr(0, dash);
  }
  if (!AllDigits(text)) return {};
  if (text.size() == kDigits) return {std::string(text)};
  if (text.size() == kDigits - 1) return {absl::StrCat("0", text), true};
  return {};
}

absl::string_view WithoutPlusFour(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  const bool is_zip =
      text.size() > kDigits && text.size() <= kDigits + 1 + kPlusFour &&
      text[kDigits] == '-' && AllDigits(text.substr(0, kDigits)) &&
      AllDigits(text.substr(kDigits + 1));
  return is_zip ? text.substr(0, kDigits) : text;
}

}  // namespace rapport::places
