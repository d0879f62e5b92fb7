// A place with a location, a zone and opening hours.
#ifndef RAPPORT_SERVER_CATALOG_STORE_H_
#define RAPPORT_SERVER_CATALOG_STORE_H_

#include <string>
#include <vector>

#include "geo/point.h"
#include "server/catalog/brand.h"
#include "server/catalog/store_details.h"
#include "server/vocabulary/field_problem.h"
#include "server/vocabulary/id.h"

namespace rapport::catalog {

inline constexpr size_t kSourceLengthMax = 40;
inline constexpr size_t kSourceIdLengthMax = 200;
inline constexpr size_t kAddressLinesMax = 5;
inline constexpr size_t kAddressLineLengthMax = 200;
inline constexpr size_t kAddressPartLengthMax = 100;
inline constexpr size_t kPostalCodeLengthMax = 20;
inline constexpr size_t kPhoneLengthMax = 40;
inline constexpr size_t kWebsiteLengthMax = 500;
inline constexpr size_t kOpeningHoursLengthMax = 2000;
inline constexpr size_t kStoreServicesMax = 256;

// Where a store is, in words. An empty part is unknown.
struct StoreAddress {
  std::string region_code;  // ISO 3166-1 alpha-2
  std::string administrative_area;
  std::string locality;
  std::string postal_code;
  std::vector<std::string> lines;

  friend bool operator==(const StoreAddress&, const StoreAddress&) = default;
};

// Everything of a store but its revision; what an import compares.
struct StoreContent {
  std::string display_name;
  geo::Point location;
  std::string time_zone;  // IANA; empty only before the zone is filled in
  StoreAddress address;
  std::string phone_number;
  std::string website_uri;
  std::string opening_hours_text;
  std::vector<ServiceId> services;  // empty: all that the brand offers
  std::string market;               // resource name below the brand, or empty
  StoreDetails details;

  friend bool operator==(const StoreContent&, const StoreContent&) = default;
};

struct Store {
  StoreId id;
  std::string source;
  std::string source_id;
  StoreContent content;
  Revision revision;
};

// Everything wrong with a source by itself; empty if nothing is.
FieldProblems CheckSourceName(const std::string& source);

// Everything wrong with a source and an id there; empty if nothing is.
FieldProblems CheckSource(const std::string& source,
                          const std::string& source_id);

// Everything wrong with `content` by the bounds of rapport.v1.Store, as far as
// it can be told without the catalog; empty if nothing is. An empty time_zone
// passes. A market is `regions/{region}/markets/{market}`, each of 1 to 40 of
// a-z, 0-9 and -, starting with a letter.
FieldProblems CheckStore(const StoreContent& content);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_STORE_H_
