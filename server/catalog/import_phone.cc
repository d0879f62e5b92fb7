#include "server/catalog/import_phone.h"

#include <phonenumbers/phonenumberutil.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace rapport::catalog {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

// libphonenumber's word for no region.
constexpr char kNoRegion[] = "ZZ";
// It reads at most 250 itself.
constexpr size_t kPhoneTextMax = 100;

}  // namespace

std::optional<std::string> ReadPhone(absl::string_view text,
                                     absl::string_view region_code) {
  text = absl::StripAsciiWhitespace(text.substr(0, text.find(';')));
  if (text.size() > kPhoneTextMax) return std::nullopt;
  if (region_code.empty() && !absl::StartsWith(text, "+")) return std::nullopt;
  const PhoneNumberUtil& util = *PhoneNumberUtil::GetInstance();
  PhoneNumber number;
  const std::string region =
      region_code.empty() ? kNoRegion : std::string(region_code);
  if (util.Parse(std::string(text), region, &number) !=
          PhoneNumberUtil::NO_PARSING_ERROR ||
      number.has_extension() || !util.IsValidNumber(number)) {
    return std::nullopt;
  }
  std::string formatted;
  util.Format(number, PhoneNumberUtil::E164, &formatted);
  return formatted;
}

}  // namespace rapport::catalog
