// Random stores and random questions about them, and the answers worked out the
// long way: every store, one condition after another, from the words of the
// headers and nothing of their code.
#ifndef RAPPORT_TESTS_SEARCH_RANDOM_STORES_H_
#define RAPPORT_TESTS_SEARCH_RANDOM_STORES_H_

#include <string>
#include <vector>

#include "server/search/store_query.h"
#include "tests/search/random_catalog.h"

namespace rapport::search {

// Up to 120 stores: some at the poles, on the antimeridian, at one point, some
// in a crowd; with associates at a few of them.
RandomCatalog DealStores(Dealer& dealer);

// A question of every kind, with every order. Its texts come from the stores.
StoreQuery DealStoreQuery(Dealer& dealer, const RandomCatalog& catalog);

// A store that was found, by value.
struct StoreHit {
  std::string id;
  double rank = 0;
  double distance_m = 0;

  friend bool operator==(const StoreHit&, const StoreHit&) = default;
};
void PrintTo(const StoreHit& hit, std::ostream* out);

// All hits in order, whatever the query's limit and cursor.
std::vector<StoreHit> FindTheLongWay(const RandomCatalog& catalog,
                                     const StoreQuery& query);

}  // namespace rapport::search

#endif  // RAPPORT_TESTS_SEARCH_RANDOM_STORES_H_
