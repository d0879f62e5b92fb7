#include "server/search/demand_log.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/types/span.h"

namespace rapport::search {
namespace {

// Whether what failed so may work later.
bool IsPassing(const absl::Status& status) {
  return status.code() == absl::StatusCode::kUnavailable ||
         status.code() == absl::StatusCode::kAborted ||
         status.code() == absl::StatusCode::kDeadlineExceeded ||
         status.code() == absl::StatusCode::kResourceExhausted;
}

}  // namespace

void DemandLog::Count(const Demand& demand, int64_t searches) {
  std::lock_guard lock(mutex_);
  const auto found = counts_.find(demand);
  if (found != counts_.end()) {
    found->second += searches;
  } else if (counts_.size() < kinds_max_) {
    counts_.emplace(demand, searches);
  } else {
    dropped_ += searches;
  }
}

void DemandLog::Drop(absl::Span<const DemandCount> counts) {
  std::lock_guard lock(mutex_);
  for (const DemandCount& each : counts) dropped_ += each.searches;
}

DemandLog::Counts DemandLog::Take() {
  std::lock_guard lock(mutex_);
  return std::exchange(counts_, {});
}

absl::Status DemandLog::WriteTo(DemandStore& store) {
  std::vector<DemandCount> counts;
  for (auto& [demand, searches] : Take()) counts.push_back({demand, searches});
  absl::Span<const DemandCount> left = counts;
  absl::Status trouble;
  while (!left.empty()) {
    const absl::Span<const DemandCount> batch =
        left.first(std::min(left.size(), kDemandAddMax));
    const absl::Status added = store.Add(batch);
    if (!added.ok() && IsPassing(added)) {
      for (const DemandCount& each : left) Count(each.demand, each.searches);
      return added;
    }
    // What the store will never take must not keep the rest from it.
    if (!added.ok()) Drop(batch);
    trouble.Update(added);
    left.remove_prefix(batch.size());
  }
  return trouble;
}

int64_t DemandLog::dropped() const {
  std::lock_guard lock(mutex_);
  return dropped_;
}

}  // namespace rapport::search
