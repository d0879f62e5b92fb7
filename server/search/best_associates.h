// A page of associates in order of rank, whatever order they come in.
#ifndef RAPPORT_SERVER_SEARCH_BEST_ASSOCIATES_H_
#define RAPPORT_SERVER_SEARCH_BEST_ASSOCIATES_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "server/search/associate_query.h"
#include "server/search/lot.h"

namespace rapport::search {

// The draw that settles the order of equals: as good as random, different from
// seed to seed, and the same on every server. `lot` is an associate's LotOf.
uint64_t DrawnNumber(uint64_t seed, uint64_t lot);
inline uint64_t DrawnNumber(uint64_t seed, const AssociateId& associate) {
  return DrawnNumber(seed, LotOf(associate));
}

// Somebody who fits, where they fit best.
struct AssociateCandidate {
  AssociateRank rank;
  AssociateScore score;
  std::optional<geo::Meters> distance;
  uint32_t entry = 0;
  Channel channel = Channel::kInStore;

  // By rank.
  friend bool operator<(const AssociateCandidate& a,
                        const AssociateCandidate& b);
};

// Keeps the best that come after the cursor. Not thread-safe.
class BestAssociates {
 public:
  // Keeps as many as the query's limit; what it is made from outlives it.
  BestAssociates(const BrandIndex& index, const AssociateQuery& query);

  // Each associate once.
  void Offer(const AssociateCandidate& candidate);

  // Whoever ranks after this by the first of their rank changes nothing.
  double worst_first() const { return worst_first_; }

  // The page, best first, and whether there is more behind it.
  std::vector<AssociateCandidate> Take(bool& more);

 private:
  bool IsBehind(const AssociateCandidate& candidate) const;

  const BrandIndex& index_;
  const size_t limit_;
  const std::optional<AssociateCursor>& after_;
  const uint64_t after_drawn_;
  double worst_first_ = std::numeric_limits<double>::infinity();
  // A heap with the last on top; one more than the page, to know of more.
  std::vector<AssociateCandidate> best_;
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_BEST_ASSOCIATES_H_
