// Rings for those who watch somebody's time: when it changes, or the catalog
// does. While nobody watches anybody it costs a look at one number.
#ifndef RAPPORT_SERVER_SEARCH_TIME_BELL_H_
#define RAPPORT_SERVER_SEARCH_TIME_BELL_H_

#include <atomic>
#include <cstddef>
#include <mutex>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "server/vocabulary/id.h"

namespace rapport::search {

// Thread-safe.
class TimeBell {
 public:
  // Who hears. Called under a lock, in the thread of whoever made the change:
  // must return at once, and not call the bell.
  class Ear {
   public:
    virtual ~Ear() = default;
    virtual void OnTimeChanged(const AssociateId& associate) = 0;
    virtual void OnCatalogChanged() = 0;
  };

  // From its return on `ear` hears of every change that is made. It must be
  // removed, with the same associates, before its end.
  void Add(const BrandId& brand, absl::Span<const AssociateId> associates,
           Ear* ear);
  void Remove(const BrandId& brand, absl::Span<const AssociateId> associates,
              Ear* ear);

  // To be called after the change can be seen.
  void RingFor(const BrandId& brand, const AssociateId& associate) const;
  void RingForAll(const BrandId& brand) const;

 private:
  using Ears = std::vector<Ear*>;

  // How many there are. Whoever rings writes it too: either they see an ear
  // that is added, or it sees their change.
  mutable std::atomic<size_t> count_ = 0;
  mutable std::mutex mutex_;  // guards the next two
  absl::flat_hash_map<std::pair<BrandId, AssociateId>, Ears> by_associate_;
  absl::flat_hash_map<BrandId, Ears> by_brand_;
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_TIME_BELL_H_
