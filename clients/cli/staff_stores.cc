#include "clients/cli/staff_stores.h"

#include <filesystem>
#include <fstream>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/demo/associate_line.h"
#include "clients/cli/demo/demo_files.h"
#include "clients/cli/demo/staff.h"
#include "clients/cli/demo/vocabulary.h"
#include "clients/cli/demo_brand.h"
#include "clients/cli/import_command.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/number_text.h"
#include "clients/cpp/pages.h"
#include "geo/cities.h"
#include "geo/data_dir.h"
#include "geo/spatial_index.h"

namespace rapport::cli {
namespace {

using client::Client;
using client::Role;

// The country of a place: that of the nearest city.
class CountryFinder {
 public:
  static absl::StatusOr<CountryFinder> Load() {
    const auto path = geo::FindDataFile(geo::kCitiesFileName);
    if (!path.ok()) return path.status();
    auto cities = geo::LoadCities(*path);
    if (!cities.ok()) return cities.status();
    CountryFinder finder;
    finder.cities_ = *std::move(cities);
    std::vector<geo::Point> points;
    for (const geo::City& city : finder.cities_) points.push_back(city.point);
    finder.index_ = geo::SpatialIndex::Build(points);
    return finder;
  }

  std::string CountryOf(const v1::Store& store) const {
    if (!store.address().region_code().empty()) {
      return store.address().region_code();
    }
    std::string country;
    const auto point = geo::MakePoint(store.location().latitude(),
                                      store.location().longitude());
    if (!point.ok()) return country;
    index_.ForEachNearest(*point, geo::kNoDistanceLimit,
                          [&](uint32_t entry, geo::Meters) {
                            country = cities_[entry].country_code;
                            return false;
                          });
    return country;
  }

 private:
  std::vector<geo::City> cities_;
  geo::SpatialIndex index_;
};

absl::StatusOr<std::vector<demo::Site>> ListSites(const Client& client,
                                                  const std::string& source,
                                                  const Session& session) {
  const auto finder = CountryFinder::Load();
  if (!finder.ok()) return finder.status();
  std::vector<demo::Site> sites;
  v1::ListStoresRequest request;
  request.set_parent(session.parent());
  request.set_page_size(client::kPageSizeMax);
  absl::Status status = client::ForEachPage(
      request, [&](const auto& page) { return client.ListStores(page); },
      [&](const v1::ListStoresResponse& page) {
        for (const v1::Store& store : page.stores()) {
          if (store.source() != source) continue;
          sites.push_back({.store = store.name(),
                           .sibling = "",
                           .country_code = finder->CountryOf(store)});
        }
        return true;
      });
  if (!status.ok()) return status;
  if (sites.empty()) {
    return absl::NotFoundError(absl::StrCat(
        "no store of ", session.parent(), " is from the source '", source,
        "'; `rapport stores import FILE --source ", source, "` makes some"));
  }
  return sites;
}

absl::StatusOr<std::vector<v1::Service>> ListServices(const Client& client,
                                                      const Session& session) {
  std::vector<v1::Service> services;
  v1::ListServicesRequest request;
  request.set_parent(session.parent());
  request.set_page_size(client::kPageSizeMax);
  absl::Status status = client::ForEachPage(
      request, [&](const auto& page) { return client.ListServices(page); },
      [&](const v1::ListServicesResponse& page) {
        for (const v1::Service& service : page.services()) {
          services.push_back(service);
        }
        return true;
      });
  if (!status.ok()) return status;
  return services;
}

// The demo brand's services and styles for a brand that has none.
absl::Status GiveServices(const Session& session) {
  absl::Status status = EnsureBrand(demo::DemoBrand(), session);
  if (!status.ok()) return status;
  std::vector<v1::Service> services = demo::DemoServices();
  for (v1::Service& service : services) {
    service.set_name(FullName(session.brand(), "services", service.name()));
  }
  return WriteServices(services, session);
}

absl::StatusOr<demo::Vocabulary> VocabularyOf(const Client& client,
                                              const Session& session) {
  auto services = ListServices(client, session);
  if (services.ok() && services->empty()) {
    absl::Status status = GiveServices(session);
    if (!status.ok()) return status;
    services = ListServices(client, session);
  }
  if (!services.ok()) return services.status();
  v1::GetBrandRequest request;
  request.set_name(session.parent());
  const auto brand = client.GetBrand(request);
  if (!brand.ok()) return brand.status();
  demo::Vocabulary vocabulary;
  for (const v1::Style& style : brand->styles()) {
    vocabulary.styles.push_back(style.style_id());
  }
  for (v1::Service& service : *services) {
    service.set_name(ShortId(service.name()));
    vocabulary.services.push_back(std::move(service));
  }
  return vocabulary;
}

absl::StatusOr<std::string> WriteStaff(const std::vector<demo::Site>& sites,
                                       const demo::Staff& staff,
                                       const DemoStaffOptions& options) {
  std::error_code error;
  std::filesystem::create_directories(options.folder, error);
  const std::string path =
      (std::filesystem::path(options.folder) / demo::kAssociatesFile).string();
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  for (const demo::Site& site : sites) {
    for (size_t number = 0; number < options.per_store; ++number) {
      file << demo::AssociateLine(staff.At(site, number)) << '\n';
    }
  }
  file.close();
  if (file.good()) return path;
  return absl::UnavailableError(absl::StrCat("can't write ", path));
}

}  // namespace

absl::Status RunDemoStaff(const DemoStaffOptions& options,
                          const Session& session) {
  const auto client = session.Connect(Role::kBrandAdmin);
  if (!client.ok()) return client.status();
  const auto sites = ListSites(*client, options.source, session);
  if (!sites.ok()) return sites.status();
  auto vocabulary = VocabularyOf(*client, session);
  if (!vocabulary.ok()) return vocabulary.status();
  const demo::Staff staff(*std::move(vocabulary), options.seed);
  const auto path = WriteStaff(*sites, staff, options);
  if (!path.ok()) return path.status();
  if (!session.json()) {
    session.out() << FormatCount(sites->size()) << " stores, "
                  << FormatCount(options.per_store)
                  << " associates each: " << *path << '\n';
  }
  return RunImport(*client, ImportKind::kAssociates,
                   {.file = *path, .source = options.source, .format = ""},
                   session);
}

}  // namespace rapport::cli
