// The demo brand as files: what `rapport demo brand` writes, and `rapport demo
// load` or the single import commands read.
//
//   brand.json        one rapport.v1.Brand
//   services.jsonl    one rapport.v1.Service a line
//   stores.geojson    a FeatureCollection with OpenStreetMap tags
//   associates.jsonl  one associate a line with their weekly hours
//
// Places are from GeoNames (CC BY 4.0), which stores.geojson says. Files are
// written row by row: memory does not grow with the number of associates.

#ifndef RAPPORT_CLIENTS_CLI_DEMO_DEMO_FILES_H_
#define RAPPORT_CLIENTS_CLI_DEMO_DEMO_FILES_H_

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "clients/cli/demo/staff.h"
#include "clients/cli/demo/store_plan.h"
#include "geo/cities.h"

namespace rapport::demo {

inline constexpr char kBrandFile[] = "brand.json";
inline constexpr char kServicesFile[] = "services.jsonl";
inline constexpr char kStoresFile[] = "stores.geojson";
inline constexpr char kAssociatesFile[] = "associates.jsonl";

inline constexpr char kGeoNamesAttribution[] =
    "Places: GeoNames (https://www.geonames.org), CC BY 4.0";

struct BrandSize {
  size_t stores = 250;
  size_t associates = 1200;
  uint64_t seed = 1;
};

// Writes all four files into a folder, which is made if it is missing.
// Returns INVALID_ARGUMENT if there are no places for so many stores,
// UNAVAILABLE if a file can't be written.
absl::Status WriteBrand(absl::Span<const geo::City> cities,
                        const BrandSize& size, const std::string& folder);

// The stores, as GeoJSON. Their ids are `s00001`, ...
void WriteStores(absl::Span<const geo::City> cities,
                 absl::Span<const PlannedStore> stores, std::ostream& out);

// What the staff of planned stores is drawn for.
std::vector<Site> SitesOf(absl::Span<const geo::City> cities,
                          absl::Span<const PlannedStore> stores);

}  // namespace rapport::demo

#endif  // RAPPORT_CLIENTS_CLI_DEMO_DEMO_FILES_H_
