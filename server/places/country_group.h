// Countries as small numbers, for arrays by country.
#ifndef RAPPORT_SERVER_PLACES_COUNTRY_GROUP_H_
#define RAPPORT_SERVER_PLACES_COUNTRY_GROUP_H_

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"

namespace rapport::places {

// Numbers are below it.
inline constexpr uint32_t kCountryGroups = 26 * 26;

// The number of a country; nothing if its code is not two letters A-Z.
inline std::optional<uint32_t> CountryGroup(absl::string_view country_code) {
  const auto is_letter = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (country_code.size() != 2 || !is_letter(country_code[0]) ||
      !is_letter(country_code[1])) {
    return std::nullopt;
  }
  return (country_code[0] - 'A') * 26 + (country_code[1] - 'A');
}

}  // namespace rapport::places

#endif  // RAPPORT_SERVER_PLACES_COUNTRY_GROUP_H_
