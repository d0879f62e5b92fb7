#include "clients/cli/demo/demo_files.h"

#include <filesystem>
#include <fstream>
#include <functional>
#include <system_error>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clients/cli/demo/associate_line.h"
#include "clients/cli/demo/opening_hours.h"
#include "clients/cli/demo/vocabulary.h"
#include "clients/cli/text/json_text.h"
#include "clients/cli/text/words.h"
#include "nlohmann/json.hpp"

namespace rapport::demo {
namespace {

using cli::JsonLine;
using nlohmann::ordered_json;

std::string StoreId(size_t index) {
  return absl::StrFormat("s%05d", index + 1);
}

ordered_json FeatureOf(absl::Span<const geo::City> cities,
                       const PlannedStore& store, size_t index,
                       const std::string& brand_name) {
  const geo::City& place = cities[store.place];
  const geo::City& city = cities[store.city];
  const std::string where = store.place == store.city
                                ? city.name
                                : absl::StrCat(city.name, " ", place.name);
  ordered_json feature;
  feature["type"] = "Feature";
  feature["geometry"] = {
      {"type", "Point"},
      {"coordinates", {place.point.longitude_deg, place.point.latitude_deg}}};
  feature["properties"] = {
      {"ref", StoreId(index)},
      {"name", absl::StrCat(brand_name, " ", where)},
      {"brand", brand_name},
      {"addr:city", place.name},
      {"addr:country", place.country_code},
      {"opening_hours", OpeningHoursIn(place.country_code).osm_text}};
  return feature;
}

absl::Status WriteFile(const std::filesystem::path& path,
                       const std::function<void(std::ostream&)>& write) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  write(file);
  file.close();
  if (file.good()) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat("can't write ", path.string()));
}

Vocabulary DemoVocabulary() {
  Vocabulary vocabulary;
  const v1::Brand brand = DemoBrand();
  for (const v1::Style& style : brand.styles()) {
    vocabulary.styles.push_back(style.style_id());
  }
  vocabulary.services = DemoServices();
  return vocabulary;
}

void WriteAssociates(const std::vector<Site>& sites, const BrandSize& size,
                     std::ostream& out) {
  const Staff staff(DemoVocabulary(), size.seed);
  const std::vector<size_t> sizes = StaffSizes(sites.size(), size.associates);
  for (size_t i = 0; i < sites.size(); ++i) {
    for (size_t number = 0; number < sizes[i]; ++number) {
      out << AssociateLine(staff.At(sites[i], number)) << '\n';
    }
  }
}

}  // namespace

void WriteStores(absl::Span<const geo::City> cities,
                 absl::Span<const PlannedStore> stores, std::ostream& out) {
  const std::string brand_name = DemoBrand().display_name();
  out << "{\"type\": \"FeatureCollection\", \"attribution\": \""
      << kGeoNamesAttribution << "\", \"features\": [";
  for (size_t i = 0; i < stores.size(); ++i) {
    out << (i == 0 ? "\n" : ",\n")
        << JsonLine(FeatureOf(cities, stores[i], i, brand_name));
  }
  out << "\n]}\n";
}

std::vector<Site> SitesOf(absl::Span<const geo::City> cities,
                          absl::Span<const PlannedStore> stores) {
  std::vector<Site> sites;
  absl::flat_hash_map<size_t, size_t> first_in_city;
  for (size_t i = 0; i < stores.size(); ++i) {
    Site site{.store = StoreId(i),
              .sibling = "",
              .country_code = cities[stores[i].place].country_code};
    const auto [first, is_first] = first_in_city.try_emplace(stores[i].city, i);
    if (!is_first) site.sibling = StoreId(first->second);
    sites.push_back(std::move(site));
  }
  return sites;
}

absl::Status WriteBrand(absl::Span<const geo::City> cities,
                        const BrandSize& size, const std::string& folder) {
  const auto stores = PlanStores(cities, size.stores, size.seed);
  if (!stores.ok()) return stores.status();
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    return absl::UnavailableError(
        absl::StrCat("can't make ", folder, ": ", error.message()));
  }
  const std::filesystem::path path = folder;
  absl::Status status = WriteFile(path / kBrandFile, [](std::ostream& out) {
    out << JsonLine(DemoBrand()) << '\n';
  });
  if (!status.ok()) return status;
  status = WriteFile(path / kServicesFile, [](std::ostream& out) {
    for (const v1::Service& service : DemoServices()) {
      out << JsonLine(service) << '\n';
    }
  });
  if (!status.ok()) return status;
  status = WriteFile(path / kStoresFile, [&](std::ostream& out) {
    WriteStores(cities, *stores, out);
  });
  if (!status.ok()) return status;
  return WriteFile(path / kAssociatesFile, [&](std::ostream& out) {
    WriteAssociates(SitesOf(cities, *stores), size, out);
  });
}

}  // namespace rapport::demo
