// What a search for stores costs, whole: the read model of a large brand, and
// each kind of question that a locator asks of it.
//
//   store_search_bench [STORES [SEARCHES]]
//
// Stores lie around real cities, with names of a few thousand words, the hours
// of real life, services and attributes.
#include <sys/resource.h>

#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "geo/polygon.h"
#include "server/search/store_relaxation.h"
#include "server/search/store_search.h"
#include "tests/bench/figures.h"
#include "tests/bench/store_world.h"

namespace rapport::bench {
namespace {

using search::StoreOrder;
using search::StoreQuery;

constexpr int kStoresDefault = 1'000'000;
constexpr int kSearchesDefault = 2000;
constexpr int kWords = 4000;
const absl::Time kNow = absl::FromUnixSeconds(1'795'000'000);

double PeakMegabytes() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

std::string Word(size_t number) {
  return absl::StrCat("w", number % 26, "x", number);
}

class Brand {
 public:
  explicit Brand(int stores) : world_(stores, 4096) {
    catalog_.brand = std::make_shared<catalog::Brand>();
    auto service = std::make_shared<catalog::Service>();
    service->id = ServiceId::FromStored("styling");
    catalog_.services[service->id] = service;
    for (int i = 0; i < stores; ++i) AddStore(i);
  }

  const search::BrandCatalog& catalog() const { return catalog_; }
  const geo::Point& Shopper(size_t number) const {
    return world_.shoppers()[number % world_.shoppers().size()];
  }

 private:
  void AddStore(int number) {
    auto store = std::make_shared<catalog::Store>();
    store->source = "bench";
    store->source_id = absl::StrCat(number);
    store->id = StoreIdOf(store->source, store->source_id);
    catalog::StoreContent& content = store->content;
    content.display_name = absl::StrCat("Maison ", Word(random_() % kWords));
    content.location = world_.stores()[number];
    content.time_zone = number % 2 == 0 ? "Europe/Paris" : "America/New_York";
    content.address.locality = Word(random_() % kWords);
    content.opening_hours_text =
        absl::StrCat("Mo-Sa ", 8 + number % 4, ":00-", 18 + number % 5, ":00");
    if (world_.Has(number, kTenth))
      content.services = {service_};
    else
      content.services = {ServiceId::FromStored("repair")};
    if (world_.Has(number, kThousandth)) {
      content.details.attributes = {"parking"};
    }
    catalog_.stores[store->id] = std::move(store);
  }

  StoreWorld world_;
  std::minstd_rand random_;
  const ServiceId service_ = ServiceId::FromStored("styling");
  search::BrandCatalog catalog_;
};

// A kind of question, from a shopper's place.
struct Kind {
  std::string name;
  std::function<void(const geo::Point& from, int number, StoreQuery& query)>
      ask;
  bool from_place = true;
};

search::StoreArea AreaOf(absl::string_view field,
                         std::shared_ptr<const geo::Region> region) {
  return {field, std::move(region), nullptr};
}

std::vector<Kind> Kinds() {
  return {
      {"nearest", [](auto&, int, StoreQuery&) {}},
      {"service_of_a_tenth",
       [](auto&, int, StoreQuery& q) {
         q.services = {ServiceId::FromStored("styling")};
       }},
      {"attribute_of_a_thousandth",
       [](auto&, int, StoreQuery& q) { q.attributes = {"parking"}; }},
      {"radius_5km", [](auto&, int, StoreQuery& q) { q.radius = {5000}; }},
      {"open_now", [](auto&, int, StoreQuery& q) { q.open_at = kNow; }},
      {"text_two_words",
       [](auto&, int number, StoreQuery& q) {
         q.words = {"maison", Word(number * 7 % kWords)};
         q.order = StoreOrder::kRelevance;
       }},
      {"text_one_letter", [](auto&, int, StoreQuery& q) { q.words = {"m"}; }},
      {"box_tenth_degree",
       [](const geo::Point& at, int, StoreQuery& q) {
         const auto box =
             geo::Box::Make({at.latitude_deg - 0.05, at.longitude_deg - 0.05},
                            {at.latitude_deg + 0.05, at.longitude_deg + 0.05});
         if (box.ok()) q.area = AreaOf("box", std::make_shared<geo::Box>(*box));
       }},
      {"triangle_by_name",
       [](const geo::Point& at, int, StoreQuery& q) {
         const auto polygon =
             geo::Polygon::Make({{at.latitude_deg, at.longitude_deg},
                                 {at.latitude_deg + 0.1, at.longitude_deg},
                                 {at.latitude_deg, at.longitude_deg + 0.1}});
         if (polygon.ok()) {
           q.area = AreaOf("polygon", std::make_shared<geo::Polygon>(*polygon));
         }
         q.near.reset();
         q.order = StoreOrder::kName;
       }},
  };
}

void Measure(const search::BrandIndex& index, const Brand& brand,
             const Kind& kind, int searches) {
  std::vector<double> micros;
  for (int i = 0; i < searches; ++i) {
    StoreQuery query;
    query.near = brand.Shopper(i);
    kind.ask(brand.Shopper(i), i, query);
    search::StoreCursor last;
    size_t found = 0;
    const absl::Time start = absl::Now();
    SearchStores(
        index, query, [&](const auto&) { ++found; }, last);
    micros.push_back(absl::ToDoubleMicroseconds(absl::Now() - start));
  }
  const std::string name = absl::StrCat("store_search.", kind.name);
  Print(name + ".p50", Quantile(micros, 0.5), "us");
  Print(name + ".p99", Quantile(micros, 0.99), "us");
}

void MeasureEmpty(const search::BrandIndex& index, const Brand& brand) {
  StoreQuery query;
  query.near = brand.Shopper(0);
  query.radius = {1000};
  query.attributes = {"parking"};
  query.words = {"nobody"};
  query.open_at = kNow;
  const absl::Time start = absl::Now();
  const search::EmptyStoreSearch empty = ExplainEmpty(index, query);
  Print("store_search.explain_empty",
        absl::ToDoubleMilliseconds(absl::Now() - start), "ms");
  if (empty.conditions.size() != 4) std::abort();
}

int Main(int argc, char** argv) {
  const int stores = argc > 1 ? std::atoi(argv[1]) : kStoresDefault;
  const int searches = argc > 2 ? std::atoi(argv[2]) : kSearchesDefault;
  const Brand brand(stores);
  const double before = PeakMegabytes();
  const absl::Time start = absl::Now();
  const search::BrandIndex index(brand.catalog(),
                                 std::make_shared<const hours::HolidayTable>());
  Print("store_search.stores", stores, "stores");
  Print("store_search.index_built", absl::ToDoubleSeconds(absl::Now() - start),
        "s");
  Print("store_search.index_memory", (PeakMegabytes() - before) * 1e6 / stores,
        "bytes/store");
  for (const Kind& kind : Kinds()) Measure(index, brand, kind, searches);
  MeasureEmpty(index, brand);
  return 0;
}

}  // namespace
}  // namespace rapport::bench

int main(int argc, char** argv) { return rapport::bench::Main(argc, argv); }
