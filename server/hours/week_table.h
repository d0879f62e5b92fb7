// A week of hours that are every week the same, minute by minute: what most
// stores have, answered without looking at rules.
#ifndef RAPPORT_SERVER_HOURS_WEEK_TABLE_H_
#define RAPPORT_SERVER_HOURS_WEEK_TABLE_H_

#include <memory>
#include <vector>

#include "absl/types/span.h"
#include "server/hours/day_plan.h"

namespace rapport::hours {

inline constexpr int kMinutesAWeek = 7 * kMinutesADay;

// Immutable. The comments are those of the rules it was made from.
class WeekTable {
 public:
  // The week of `hours`; null if not every week is the same: if a rule selects
  // by year, date, week, holiday or the place in a month, or by the sun.
  static std::shared_ptr<const WeekTable> Of(const OpeningHours& hours);

  // Minutes from Monday 00:00; covers the week without a gap.
  absl::Span<const Stretch> stretches() const { return stretches_; }

  // The stretch that has `minute`, which is in the week.
  const Stretch& At(int minute) const;

 private:
  std::vector<Stretch> stretches_;
};

}  // namespace rapport::hours

#endif  // RAPPORT_SERVER_HOURS_WEEK_TABLE_H_
