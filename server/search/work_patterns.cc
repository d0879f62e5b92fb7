#include "server/search/work_patterns.h"

#include <algorithm>

namespace rapport::search {

calendar::CoveredDays WorkPatterns::Covered() const {
  const absl::Time now = std::max(clock_(), absl::UnixEpoch());
  const auto today = static_cast<int32_t>(TickOf(now) / calendar::kTicksOfDay);
  const int32_t behind = std::max(today - kCoveredBehindDays, 0);
  return {std::max(behind / kCoveredStepDays * kCoveredStepDays, 1),
          kCoveredDays};
}

std::shared_ptr<const calendar::WorkPattern> WorkPatterns::Of(
    absl::Span<const calendar::WeeklyPeriod> weekly,
    const calendar::WorkPlaces& places, const calendar::CoveredDays& covered,
    absl::Span<const calendar::TravelTime> travel) {
  const std::string key =
      calendar::WorkPattern::KeyOf(weekly, places, covered, travel);
  {
    std::lock_guard lock(mutex_);
    const auto at = patterns_.find(key);
    if (at != patterns_.end()) {
      if (auto pattern = at->second.lock()) return pattern;
    }
  }
  // Made with nobody waiting; of two made at once the first is kept.
  auto made = calendar::WorkPattern::Build(weekly, places, covered, travel);
  if (made == nullptr) return nullptr;
  std::lock_guard lock(mutex_);
  if (patterns_.size() >= look_at_) DropUnused();
  auto& known = patterns_[key];
  if (auto pattern = known.lock()) return pattern;
  known = made;
  return made;
}

size_t WorkPatterns::size() const {
  std::lock_guard lock(mutex_);
  return std::count_if(patterns_.begin(), patterns_.end(),
                       [](const auto& one) { return !one.second.expired(); });
}

void WorkPatterns::DropUnused() {
  absl::erase_if(patterns_,
                 [](const auto& one) { return one.second.expired(); });
  look_at_ = std::max<size_t>(2 * patterns_.size(), 64);
}

}  // namespace rapport::search
