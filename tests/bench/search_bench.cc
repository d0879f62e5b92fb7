// What a search costs in memory.
//
//   search_bench [ENTRIES]
//
// A synthetic brand: stores scattered around 400 places, associates with two
// languages of 40 and services of 50, weekly hours; searches from near those
// places. Medians and p99 of single searches.
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "server/search/read_model.h"
#include "server/search/search.h"
#include "tests/bench/figures.h"

namespace rapport::bench {
namespace {

constexpr int kPlaces = 400;
constexpr int kAssociatesAStore = 10;
constexpr int kSearches = 2000;
constexpr int kLanguages = 40;
constexpr int kServices = 50;

class World {
 public:
  explicit World(int entries) {
    catalog::Brand brand;
    brand.id = brand_;
    brand.revision.version = 1;
    model_.Apply(brand);
    MakeServices();
    const int stores = entries / kAssociatesAStore;
    for (int i = 0; i < kPlaces; ++i) {
      places_.push_back({absl::Uniform(random_, -55.0, 65.0),
                         absl::Uniform(random_, -170.0, 170.0)});
    }
    for (int i = 0; i < stores; ++i) MakeStore(i);
    model_.WaitPublished(brand_);
  }

  std::shared_ptr<const search::BrandIndex> index() const {
    return model_.Find(brand_);
  }

  // A shopper's question, from near one of the places.
  search::AssociateQuery Question(int language, bool with_service) {
    search::AssociateQuery query;
    query.near = Near(absl::Uniform(random_, 0, kPlaces));
    query.languages.push_back({absl::StrCat("l", language)});
    query.now = now_;
    query.window = {now_, now_ + absl::Hours(14 * 24)};
    if (with_service) {
      const int number = absl::Uniform(random_, 0, kServices);
      query.service = index()->FindService(ServiceOf(number));
      query.channels = {Channel::kVideo};
    }
    return query;
  }

 private:
  static ServiceId ServiceOf(int number) {
    return ServiceId::FromStored(absl::StrCat("s", number));
  }

  geo::Point Near(int place) {
    return {places_[place].latitude_deg + absl::Gaussian(random_, 0.0, 0.2),
            places_[place].longitude_deg + absl::Gaussian(random_, 0.0, 0.2)};
  }

  void MakeServices() {
    std::vector<catalog::Service> services(kServices);
    for (int i = 0; i < kServices; ++i) {
      services[i].id = ServiceOf(i);
      services[i].channels = ChannelSet::All();
      services[i].revision.version = 1;
    }
    model_.Apply(brand_, absl::MakeConstSpan(services));
  }

  void MakeStore(int number) {
    catalog::Store store;
    store.id = StoreIdOf("bench", absl::StrCat(number));
    store.content.location = Near(absl::Uniform(random_, 0, kPlaces));
    store.content.time_zone = "Europe/Paris";
    store.revision.version = 1;
    model_.Apply(brand_, absl::MakeConstSpan(&store, 1));
    for (int i = 0; i < kAssociatesAStore; ++i) {
      MakeAssociate(store.id, number * kAssociatesAStore + i);
    }
  }

  void MakeAssociate(const StoreId& store, int number) {
    catalog::Associate associate;
    associate.id = AssociateIdOf("bench", absl::StrCat(number));
    associate.content.stores = {store};
    for (int i = 0; i < 2; ++i) {
      associate.content.languages.push_back(
          {absl::StrCat("l", absl::Zipf(random_, kLanguages - 1)),
           LanguageLevel::kFluent});
    }
    for (int i = 0; i < 5; ++i) {
      associate.content.services.push_back(
          ServiceOf(absl::Uniform(random_, 0, kServices)));
    }
    associate.content.channels = ChannelSet::All();
    associate.revision.version = 1;
    model_.Apply(brand_, absl::MakeConstSpan(&associate, 1));
    calendar::StoredSchedule schedule;
    schedule.associate = associate.id;
    schedule.version = 1;
    for (absl::Weekday day : {absl::Weekday::monday, absl::Weekday::tuesday,
                              absl::Weekday::wednesday, absl::Weekday::friday,
                              absl::Weekday::saturday}) {
      schedule.schedule.weekly_periods.push_back(
          {day, {10 * 60, 18 * 60, std::nullopt, {}}});
    }
    model_.Apply(brand_, absl::MakeConstSpan(&schedule, 1));
  }

  absl::BitGen random_;
  const BrandId brand_ = BrandId::FromStored("bench");
  const absl::Time now_ = absl::Now();
  search::ReadModel model_;
  std::vector<geo::Point> places_;
};

// Times single searches, one after the other.
void Measure(const std::string& name, World& world,
             const std::function<search::AssociateQuery()>& question) {
  const std::shared_ptr<const search::BrandIndex> index = world.index();
  std::vector<double> micros;
  size_t hits = 0;
  for (int i = 0; i < kSearches; ++i) {
    const search::AssociateQuery query = question();
    const absl::Time start = absl::Now();
    search::SearchAssociates(*index, query,
                             [&](const search::AssociateFound&) { ++hits; });
    micros.push_back(absl::ToDoubleMicroseconds(absl::Now() - start));
  }
  Print(absl::StrCat("search.", name, "_p50"), Quantile(micros, 0.5), "us");
  Print(absl::StrCat("search.", name, "_p99"), Quantile(micros, 0.99), "us");
  Print(absl::StrCat("search.", name, "_hits"),
        static_cast<double>(hits) / kSearches, "hits/search");
}

void Run(int entries) {
  const absl::Time start = absl::Now();
  World world(entries);
  Print("search.entries", world.index()->entries().size(), "entries");
  Print("search.build", absl::ToDoubleSeconds(absl::Now() - start), "s");
  Measure("common_language", world, [&] { return world.Question(0, false); });
  Measure("common_language_slots", world,
          [&] { return world.Question(0, true); });
  Measure("rare_language_slots", world,
          [&] { return world.Question(kLanguages - 1, true); });
}

}  // namespace
}  // namespace rapport::bench

int main(int argc, char** argv) {
  rapport::bench::Run(argc > 1 ? std::atoi(argv[1]) : 200'000);
}
