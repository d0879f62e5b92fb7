// The weekly patterns of a brand's associates: one for all who have the same
// hours, made when it is first asked for and kept while anybody has it.
#ifndef RAPPORT_SERVER_SEARCH_WORK_PATTERNS_H_
#define RAPPORT_SERVER_SEARCH_WORK_PATTERNS_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "server/calendar/work_pattern.h"

namespace rapport::search {

// Free time is laid out from two days before now or earlier, so that meetings
// that have begun are whole, ...
inline constexpr int kCoveredBehindDays = 2;
// ... from days that are a multiple of these, so that people whose time is laid
// out at different times share patterns ...
inline constexpr int kCoveredStepDays = 64;
// ... and for so long: a booking horizon (at most 365 days) beyond the end of
// the step, with two weeks to spare before anybody is laid out again.
inline constexpr int kCoveredDays = 7 * kCoveredStepDays;

// Thread-safe.
class WorkPatterns {
 public:
  using Clock = std::function<absl::Time()>;

  explicit WorkPatterns(Clock clock) : clock_(std::move(clock)) {}

  // The days that time laid out now is to cover.
  calendar::CoveredDays Covered() const;

  // As WorkPattern::Build.
  std::shared_ptr<const calendar::WorkPattern> Of(
      absl::Span<const calendar::WeeklyPeriod> weekly,
      const calendar::WorkPlaces& places, const calendar::CoveredDays& covered,
      absl::Span<const calendar::TravelTime> travel = {});

  // How many there are that somebody has.
  size_t size() const;

 private:
  void DropUnused();  // needs mutex_

  const Clock clock_;

  mutable std::mutex mutex_;  // guards the next two
  absl::flat_hash_map<std::string, std::weak_ptr<const calendar::WorkPattern>>
      patterns_;
  size_t look_at_ = 64;  // when there are so many, unused ones are looked for
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_WORK_PATTERNS_H_
