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

absl::StatusOr<int64_t> FakeDemandStore::Forget(absl::Time before) {
  std::lock_guard lock(mutex_);
  int64_t forgotten = 0;
  const auto kept =
      std::remove_if(counts_.begin(), counts_.end(), [&](const auto& each) {
        if (each.demand.hour >= before || forgotten == kDemandForgetMax) {
          return false;
        }
        ++forgotten;
        return true;
      });
  counts_.erase(kept, counts_.end());
  return forgotten;
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
