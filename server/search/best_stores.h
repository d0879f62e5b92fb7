// A page of an ordered answer, whatever order its candidates come in: keeps the
// best that lie behind the page before.
//
// The order is by rank, then distance, then the stores' numbers, which is that
// of their ids. It depends on nothing but the stores, so that pages fit
// together however each was found.
#ifndef RAPPORT_SERVER_SEARCH_BEST_STORES_H_
#define RAPPORT_SERVER_SEARCH_BEST_STORES_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <tuple>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/search/brand_index.h"
#include "server/search/store_query.h"

namespace rapport::search {

// A candidate. What has no distance has 0.
struct RankedStore {
  double rank = 0;
  double distance_m = 0;
  uint32_t store = 0;

  friend bool operator<(const RankedStore& a, const RankedStore& b) {
    return std::tie(a.rank, a.distance_m, a.store) <
           std::tie(b.rank, b.distance_m, b.store);
  }
};

// Not thread-safe.
class BestStores {
 public:
  // Keeps at most `limit` behind `after`, both of which outlive this.
  BestStores(const BrandIndex& index, size_t limit,
             const std::optional<StoreCursor>& after);

  void Offer(const RankedStore& candidate);

  // Whether nothing of that rank or a later one can change the page any more.
  bool IsFullBefore(double rank) const;

  // The page, best first, and whether there is more behind it.
  std::vector<RankedStore> Take(bool& more);

 private:
  bool IsBehind(const RankedStore& candidate) const;

  const BrandIndex& index_;
  const size_t limit_;
  const std::optional<StoreCursor>& after_;
  // A heap with the last on top; one more than the page, to know of more.
  std::vector<RankedStore> best_;
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_BEST_STORES_H_
