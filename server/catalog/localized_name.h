// A text in one language: names and descriptions in several.
#ifndef RAPPORT_SERVER_CATALOG_LOCALIZED_NAME_H_
#define RAPPORT_SERVER_CATALOG_LOCALIZED_NAME_H_

#include <cstddef>
#include <string>

namespace rapport::catalog {

inline constexpr size_t kLocalizedNamesMax = 100;  // of one thing
inline constexpr size_t kLocalizedNameLengthMax = 200;

struct LocalizedName {
  std::string language_tag;  // canonical
  std::string text;

  friend bool operator==(const LocalizedName&, const LocalizedName&) = default;
};

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_LOCALIZED_NAME_H_
