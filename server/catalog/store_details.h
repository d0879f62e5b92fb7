// What a locator tells of a store beyond its name, place and address.
#ifndef RAPPORT_SERVER_CATALOG_STORE_DETAILS_H_
#define RAPPORT_SERVER_CATALOG_STORE_DETAILS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "server/catalog/brand.h"
#include "server/catalog/field_checks.h"
#include "server/vocabulary/channel.h"

namespace rapport::catalog {

inline constexpr size_t kDescriptionLengthMax = 2000;
inline constexpr size_t kSecondaryHoursMax = 20;
inline constexpr size_t kSpecialDaysMax = 400;  // a year and its eves
inline constexpr size_t kSpecialDayLengthMax = 200;
inline constexpr size_t kStoreLanguagesMax = 50;
inline constexpr size_t kStoreAttributesMax = 100;
inline constexpr size_t kStoreWordLengthMax = 40;

// How exactly a location says where a store is. The values are those of
// rapport.v1.LocationPrecision and of the database.
enum class LocationPrecision : uint8_t {
  kPoint = 1,
  kPostalArea = 2,
  kLocality = 3,
};

// The hours of one thing that a store does: `pickup`, a service ...
struct SecondaryHours {
  std::string kind;
  std::string text;

  friend bool operator==(const SecondaryHours&,
                         const SecondaryHours&) = default;
};

// A day, in the store's zone, with other hours than usual.
struct SpecialDay {
  absl::CivilDay date;
  std::string text;
  std::string comment;

  friend bool operator==(const SpecialDay&, const SpecialDay&) = default;
};

struct StoreDetails {
  std::vector<LocalizedName> localized_names;
  std::vector<LocalizedName> descriptions;
  LocationPrecision location_precision = LocationPrecision::kPoint;
  std::vector<SecondaryHours> secondary_hours;
  std::vector<SpecialDay> special_days;
  std::vector<std::string> languages;   // BCP 47, canonical; empty: unknown
  ChannelSet channels;                  // empty: unknown
  std::vector<std::string> attributes;  // words of the brand
  bool temporarily_closed = false;

  friend bool operator==(const StoreDetails&, const StoreDetails&) = default;
};

// Puts the lists, whose order means nothing, in order: texts by language, hours
// by kind, days by date, languages and attributes by themselves. So whoever
// writes them writes the same.
void SortDetails(StoreDetails& details);

// Whether `word` is 1 to kStoreWordLengthMax of a-z, 0-9, - and _, starting
// with a letter: what an attribute and a kind of hours are.
bool IsStoreWord(absl::string_view word);

// Adds everything wrong with `details` by the bounds of rapport.v1.Store.
void CheckDetails(const StoreDetails& details, FieldChecks& checks);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_STORE_DETAILS_H_
