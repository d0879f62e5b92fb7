// With whom shoppers hold time, so that nobody has to look through everybody's
// time for what one shopper holds.
//
// It is a hint: a hold that has ended is known for as long as it would have
// lasted. Person::HoldsOf says what is held.
#ifndef RAPPORT_SERVER_SEARCH_HOLD_BOOK_H_
#define RAPPORT_SERVER_SEARCH_HOLD_BOOK_H_

#include <cstddef>
#include <functional>
#include <mutex>
#include <queue>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "absl/time/time.h"
#include "server/search/own_holds.h"
#include "server/vocabulary/id.h"

namespace rapport::search {

// With so many count a shopper's holds, those with whom the newest are.
inline constexpr size_t kHeldAssociatesMax = 32;

// Thread-safe.
class HoldBook {
 public:
  // Says that the shopper holds time of the associate's until `expires`. What has
  // run out by `now` is forgotten on the way.
  void Note(HolderTag holder, const AssociateId& associate, absl::Time expires,
            absl::Time now);

  // All with whom they may hold time, each once.
  std::vector<AssociateId> With(HolderTag holder) const;

  // How many shoppers it knows of.
  size_t size() const;

 private:
  struct Held {
    AssociateId associate;
    absl::Time expires;
  };
  using End = std::pair<absl::Time, HolderTag>;

  void Forget(absl::Time now);  // needs mutex_

  mutable std::mutex mutex_;  // guards the next two
  absl::flat_hash_map<HolderTag, absl::InlinedVector<Held, 1>> held_;
  // When something of a shopper's runs out, the first on top.
  std::priority_queue<End, std::vector<End>, std::greater<>> ends_;
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_HOLD_BOOK_H_
