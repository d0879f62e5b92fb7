// A random brand, and what its searches must find, worked out the long way:
// every associate, every store, every tick.
#ifndef RAPPORT_TESTS_SEARCH_RANDOM_CATALOG_H_
#define RAPPORT_TESTS_SEARCH_RANDOM_CATALOG_H_

#include <cstdint>
#include <ostream>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "server/calendar/schedule.h"
#include "server/search/any_slots.h"
#include "server/search/associate_query.h"
#include "server/search/read_model.h"

namespace rapport::search {

// Deals what a search is made of. Not thread-safe.
class Dealer {
 public:
  explicit Dealer(uint64_t seed);

  int Below(int end) {
    return static_cast<int>(random_() % static_cast<uint64_t>(end));
  }
  int Between(int first, int last) { return first + Below(last - first + 1); }
  bool OneIn(int n) { return Below(n) == 0; }
  template <typename T>
  const T& Of(const std::vector<T>& things) {
    return things[Below(static_cast<int>(things.size()))];
  }
  // Points that lie on a small grid: many are equally far, or nearly so.
  geo::Point Place();

 private:
  std::mt19937_64 random_;
  geo::Point origin_;
  double grid_deg_ = 0;
};

// What is in the catalog, as it was dealt.
struct RandomCatalog {
  absl::TimeZone zone;  // of all stores
  catalog::Brand brand;
  std::vector<catalog::Store> stores;
  std::vector<catalog::Associate> associates;
  std::vector<catalog::Service> services;
  std::vector<calendar::StoredSchedule> schedules;  // one an associate
  std::vector<booking::Booking> bookings;
  catalog::OfferPolicies policies;  // mostly none
};

RandomCatalog DealCatalog(Dealer& dealer, absl::Time now);
void ApplyAll(const RandomCatalog& catalog, ReadModel& model);

// `index` is of the catalog: a query points into it.
AssociateQuery DealAssociateQuery(Dealer& dealer, const BrandIndex& index,
                                  absl::Time now);

// A hit by value, to be compared.
struct Hit {
  std::string id;
  StoreId store;
  double distance_m = 0;  // 0 where distance does not count
  Channel channel = Channel::kInStore;
  AssociateScore score;
  std::vector<absl::Time> slots;

  friend bool operator==(const Hit&, const Hit&) = default;
};
void PrintTo(const Hit& hit, std::ostream* out);

// Where anybody whom the query finds is free, and how many are.
std::vector<AnySlot> AnySlotsTheLongWay(const RandomCatalog& catalog,
                                        const AssociateQuery& query);

// All hits of the query, whatever its limit and cursor.
std::vector<Hit> FindTheLongWay(const RandomCatalog& catalog,
                                const AssociateQuery& query);

}  // namespace rapport::search

#endif  // RAPPORT_TESTS_SEARCH_RANDOM_CATALOG_H_
