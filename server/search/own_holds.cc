#include "server/search/own_holds.h"

#include <algorithm>
#include <random>

#include "absl/hash/hash.h"

namespace rapport::search {

HolderTag TagOf(absl::string_view shopper) {
  if (shopper.empty()) return kNobody;
  static const uint64_t key = [] {
    std::random_device random;
    return std::uniform_int_distribution<uint64_t>()(random);
  }();
  const auto tag = static_cast<HolderTag>(absl::HashOf(key, shopper));
  return std::max<HolderTag>(tag, kNobody + 1);
}

HolderTag HolderOf(const Caller& caller) {
  return AsksAsShopper(caller.role()) ? TagOf(caller.shopper) : kNobody;
}

std::vector<OwnHold> InTheWayOf(absl::Span<const OwnHold> holds,
                                const Interval& occupied) {
  std::vector<OwnHold> found;
  for (const OwnHold& hold : holds) {
    if (hold.busy.interval.Overlaps(occupied)) found.push_back(hold);
  }
  return found;
}

}  // namespace rapport::search
