// What one caller holds of a brand's people, for an answer about many of them.
#ifndef RAPPORT_SERVER_SEARCH_CALLERS_HOLDS_H_
#define RAPPORT_SERVER_SEARCH_CALLERS_HOLDS_H_

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "server/search/brand_index.h"
#include "server/search/own_holds.h"

namespace rapport::search {

// Immutable: a picture of what was held when it was made.
class CallersHolds {
 public:
  // Waits for who writes, as Person::HoldsOf: never under an EpochGuard.
  CallersHolds(const BrandIndex& index, HolderTag holder, absl::Time now);

  // Of their time, for SlotWish::own; empty for nearly everybody.
  absl::Span<const OwnHold> With(uint32_t associate) const;
  absl::Span<const OwnHold> With(const AssociateRecord& associate) const {
    return With(associate.number);
  }

 private:
  absl::flat_hash_map<uint32_t, std::vector<OwnHold>> by_associate_;
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_CALLERS_HOLDS_H_
