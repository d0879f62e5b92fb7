#include "server/search/attempts.h"

namespace rapport::search {

Attempts::Attempt Attempts::Begin(absl::Span<const AssociateId> associates,
                                  absl::Time start) {
  std::lock_guard lock(mutex_);
  size_t which = 0;
  while (which < associates.size() &&
         under_way_.contains({associates[which], start})) {
    ++which;
  }
  if (which == associates.size()) which = 0;
  ++under_way_[{associates[which], start}];
  return Attempt(this, associates[which], start, which);
}

void Attempts::End(const AssociateId& associate, absl::Time start) {
  std::lock_guard lock(mutex_);
  const auto it = under_way_.find({associate, start});
  if (--it->second == 0) under_way_.erase(it);
}

}  // namespace rapport::search
