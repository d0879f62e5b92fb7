#include "tests/support/fakes/fake_demand_store.h"

#include <algorithm>
#include <utility>

namespace rapport::search {

absl::Status FakeDemandStore::Add(absl::Span<const DemandCount> counts) {
  if (counts.size() > kDemandAddMax) {
    return absl::InvalidArgumentError("too many counts at once");
  }
  std::lock_guard lock(mutex_);
  if (!failure_.ok()) return failure_;
  for (const DemandCount& count : counts) {
    const auto same = std::find_if(
        counts_.begin(), counts_.end(),
        [&](const auto& each) { return each.demand == count.demand; });
    if (same == counts_.end()) {
      counts_.push_back(count);
    } else {
      same->searches += count.searches;
    }
  }
  return absl::OkStatus();
}

std::vector<DemandCount> FakeDemandStore::counts() const {
  std::lock_guard lock(mutex_);
  return counts_;
}

void FakeDemandStore::Fail(absl::Status status) {
  std::lock_guard lock(mutex_);
  failure_ = std::move(status);
}

}  // namespace rapport::search
