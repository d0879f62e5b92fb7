#include "server/search/attempts.h"

namespace rapport::search {

Attempts::Attempt Attempts::Begin(const BrandId& brand,
                                  absl::Span<const AssociateId> associates,
                                  absl::Time start) {
  std::lock_guard lock(mutex_);
  size_t which = 0;
  while (which < associates.size() &&
         under_way_.contains(Key(brand, associates[which], start))) {
    ++which;
  }
  if (which == associates.size()) which = 0;
  Key key(brand, associates[which], start);
  ++under_way_[key];
  return Attempt(this, std::move(key), which);
}

void Attempts::End(const Key& key) {
  std::lock_guard lock(mutex_);
  const auto it = under_way_.find(key);
  if (--it->second == 0) under_way_.erase(it);
}

}  // namespace rapport::search
