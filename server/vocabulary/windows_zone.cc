#include "server/vocabulary/windows_zone.h"

#include <unicode/stringpiece.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include <cstddef>

namespace rapport {
namespace {

// The longest of theirs has 34.
constexpr size_t kNameMax = 64;

}  // namespace

std::string ZoneOfWindowsName(absl::string_view name) {
  if (name.empty() || name.size() > kNameMax) return "";
  icu::UnicodeString found;
  UErrorCode error = U_ZERO_ERROR;
  icu::TimeZone::getIDForWindowsID(
      icu::UnicodeString::fromUTF8(
          icu::StringPiece(name.data(), static_cast<int32_t>(name.size()))),
      nullptr, found, error);
  std::string zone;
  if (U_SUCCESS(error)) found.toUTF8String(zone);
  return zone;
}

}  // namespace rapport
