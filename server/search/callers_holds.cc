#include "server/search/callers_holds.h"

#include <utility>

namespace rapport::search {

CallersHolds::CallersHolds(const BrandIndex& index, HolderTag holder,
                           absl::Time now) {
  for (const AssociateId& id : index.hold_book().With(holder)) {
    const AssociateRecord* const associate = index.FindAssociate(id);
    if (associate == nullptr) continue;
    std::vector<OwnHold> holds = associate->person->HoldsOf(holder, now);
    if (holds.empty()) continue;
    by_associate_.emplace(associate->number, std::move(holds));
  }
}

absl::Span<const OwnHold> CallersHolds::With(uint32_t associate) const {
  if (by_associate_.empty()) return {};
  const auto it = by_associate_.find(associate);
  if (it == by_associate_.end()) return {};
  return it->second;
}

}  // namespace rapport::search
