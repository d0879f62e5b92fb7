#include "server/search/time_bell.h"

#include <algorithm>

namespace rapport::search {
namespace {

template <typename Map, typename Key, typename Ear>
void Erase(Map& map, const Key& key, Ear* ear) {
  const auto it = map.find(key);
  if (it == map.end()) return;
  auto& ears = it->second;
  ears.erase(std::remove(ears.begin(), ears.end(), ear), ears.end());
  if (ears.empty()) map.erase(it);
}

}  // namespace

void TimeBell::Add(const BrandId& brand,
                   absl::Span<const AssociateId> associates, Ear* ear) {
  std::lock_guard lock(mutex_);
  by_brand_[brand].push_back(ear);
  for (const AssociateId& associate : associates) {
    by_associate_[{brand, associate}].push_back(ear);
  }
  count_.fetch_add(1);
}

void TimeBell::Remove(const BrandId& brand,
                      absl::Span<const AssociateId> associates, Ear* ear) {
  std::lock_guard lock(mutex_);
  count_.fetch_sub(1);
  Erase(by_brand_, brand, ear);
  for (const AssociateId& associate : associates) {
    Erase(by_associate_, std::make_pair(brand, associate), ear);
  }
}

void TimeBell::RingFor(const BrandId& brand,
                       const AssociateId& associate) const {
  if (count_.fetch_add(0) == 0) return;
  std::lock_guard lock(mutex_);
  const auto it = by_associate_.find({brand, associate});
  if (it == by_associate_.end()) return;
  for (Ear* ear : it->second) ear->OnTimeChanged(associate);
}

void TimeBell::RingForAll(const BrandId& brand) const {
  if (count_.fetch_add(0) == 0) return;
  std::lock_guard lock(mutex_);
  const auto it = by_brand_.find(brand);
  if (it == by_brand_.end()) return;
  for (Ear* ear : it->second) ear->OnCatalogChanged();
}

}  // namespace rapport::search
