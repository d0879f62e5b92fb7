// One row of a file of stores as named texts, whatever its format is, and what
// the names mean.
//
// The names that are known are in one table, OpenStreetMap's tags as All The
// Places writes them and the column names of store lists. Names are compared
// in lower case with _ for spaces and hyphens. Where a row has several names
// for one thing, the first in the table that has a text is taken.
#ifndef RAPPORT_SERVER_CATALOG_STORE_RECORD_H_
#define RAPPORT_SERVER_CATALOG_STORE_RECORD_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace rapport::catalog {

// What a file can say of a store.
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
};
inline constexpr size_t kStoreFieldCount = 21;

// A name's meaning. The lower rank wins.
struct StoreFieldName {
  StoreField field;
  size_t rank;
};

// The rank of names that are in no table.
inline constexpr size_t kLastRank = 1000;

// What a column or tag of that name means, or nothing.
std::optional<StoreFieldName> FindStoreField(absl::string_view name);

// A value type.
class StoreRecord {
 public:
  // Says that the file has `text` under `name`.
  void Set(StoreFieldName meaning, absl::string_view name,
           absl::string_view text);

  // As the file has it; empty where it has none.
  const std::string& text(StoreField field) const;
  // What the file calls it, or what is usual where the file has none.
  std::string name(StoreField field) const;

 private:
  struct Entry {
    std::string name;
    std::string text;
    size_t rank = kLastRank + 1;
  };
  std::array<Entry, kStoreFieldCount> entries_;
};

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_STORE_RECORD_H_
