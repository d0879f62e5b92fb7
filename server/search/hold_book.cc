#include "server/search/hold_book.h"

#include <algorithm>

namespace rapport::search {

void HoldBook::Note(HolderTag holder, const AssociateId& associate,
                    absl::Time expires, absl::Time now) {
  if (holder == kNobody) return;
  const std::lock_guard lock(mutex_);
  Forget(now);
  if (expires <= now) return;
  auto& theirs = held_[holder];
  const auto known = std::find_if(
      theirs.begin(), theirs.end(),
      [&](const Held& each) { return each.associate == associate; });
  if (known != theirs.end()) {
    expires = std::max(expires, known->expires);
    theirs.erase(known);
  } else if (theirs.size() == kHeldAssociatesMax) {
    theirs.erase(theirs.begin());
  }
  theirs.push_back({associate, expires});
  ends_.emplace(expires, holder);
}

std::vector<AssociateId> HoldBook::With(HolderTag holder) const {
  std::vector<AssociateId> associates;
  if (holder == kNobody) return associates;
  const std::lock_guard lock(mutex_);
  const auto it = held_.find(holder);
  if (it == held_.end()) return associates;
  for (const Held& each : it->second) associates.push_back(each.associate);
  return associates;
}

size_t HoldBook::size() const {
  const std::lock_guard lock(mutex_);
  return held_.size();
}

void HoldBook::Forget(absl::Time now) {
  for (; !ends_.empty() && ends_.top().first <= now; ends_.pop()) {
    const auto it = held_.find(ends_.top().second);
    if (it == held_.end()) continue;
    auto& theirs = it->second;
    theirs.erase(
        std::remove_if(theirs.begin(), theirs.end(),
                       [&](const Held& each) { return each.expires <= now; }),
        theirs.end());
    if (theirs.empty()) held_.erase(it);
  }
}

}  // namespace rapport::search
