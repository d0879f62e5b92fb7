// What a file can say of a store, what our own name of it is, and what the
// names in files mean.
//
// The names that are known are in tables: OpenStreetMap's tags as All The
// Places writes them, the columns of store lists and of Google Business
// Profile's bulk file, the members of schema.org. Names are compared in lower
// case with _ for spaces and hyphens and between the words of camelCase.
#ifndef RAPPORT_SERVER_CATALOG_STORE_FIELD_H_
#define RAPPORT_SERVER_CATALOG_STORE_FIELD_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace rapport::catalog {

enum class StoreField : uint8_t {
  kSourceId,
  kName,
  kBrand,
  kBranch,
  kHouseNumber,
  kStreet,
  kUnitName,
  kUnit,
  kAddress,
  kAddress2,
  kAddress3,
  kAddress4,
  kAddress5,
  kLocality,
  kArea,
  kPostalCode,
  kCountry,
  kPhone,
  kWebsite,
  kHours,
  kZone,
  kLatitude,
  kLongitude,
  kSpecialDays,
  kTemporarilyClosed,
  kLanguages,
  kServices,
  kMarket,
  kChannels,
  kAttributes,
  kPrecision,
  // Those from here on have a key.
  kDayHours,           // key: `Mo` to `Su`
  kSecondaryHours,     // key: the kind
  kLocalizedName,      // key: the language
  kDescription,        // key: the language
  kAttribute,          // key: the word
  kSpecialDay,         // key: the date, 2026-12-24
  kSpecialDayComment,  // key: the date
};
inline constexpr size_t kPlainStoreFieldCount = 31;

inline bool HasKey(StoreField field) {
  return static_cast<size_t>(field) >= kPlainStoreFieldCount;
}

// A field, with its key where it has one.
struct StoreFieldKey {
  StoreField field = StoreField::kSourceId;
  std::string key;

  friend bool operator==(const StoreFieldKey&, const StoreFieldKey&) = default;
};

// What a name means. Of several names for one thing the lowest rank wins.
struct StoreFieldName : StoreFieldKey {
  size_t rank = 0;
};

// The rank of names that are in no table.
inline constexpr size_t kLastRank = 100'000;

// Our own name: a path of rapport.v1.Store, or one of `brand`, `branch`,
// `house_number`, `street`, `unit_name`, `unit`, `latitude`, `longitude`. Lists
// are `address.address_lines[1]`; keys too are in brackets:
// `localized_names[fr]`, `descriptions[fr]`, `secondary_hours[pickup]`,
// `attributes[wifi]`, `opening_hours_text[Mo]`, `special_days[2026-12-24]`.
std::string FieldPath(const StoreFieldKey& field);

// The field of that name; nothing if there is none, or its key is not one.
std::optional<StoreFieldKey> FieldOfPath(absl::string_view path);

// What our own exports begin the names with that are paths.
inline constexpr absl::string_view kOwnPrefix = "rapport:";

// What a column, tag or member of that name means, or nothing. Beside the
// tables: `rapport:` and a path are our own name; `Name - FR`, `name:fr` (and `description` alike) are in a language,
// `opening_hours:pharmacy` are secondary hours, `Monday` and `Monday hours` are
// a day's.
std::optional<StoreFieldName> FindStoreField(absl::string_view name);

// The first known name of a plain field.
absl::string_view UsualName(StoreField field);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_STORE_FIELD_H_
