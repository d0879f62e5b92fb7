// How much of an associate's time may be booked, and which limit one meeting
// more would break. Pure.
//
//   BookedWork work(rule);
//   for (const Interval& meeting : theirs) work.Add(meeting);
//   if (work.Judge(wished) == WorkLimit::kNone) ...
//
// Whoever judges must have all meetings that start within WorkReach, and for a
// promise nobody else may book for the associate meanwhile.
#ifndef RAPPORT_SERVER_CALENDAR_WORK_LIMITS_H_
#define RAPPORT_SERVER_CALENDAR_WORK_LIMITS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "server/vocabulary/field_problem.h"
#include "server/vocabulary/interval.h"

namespace rapport::calendar {

inline constexpr absl::Duration kBookedPerDayMax = absl::Hours(24);
inline constexpr absl::Duration kBookedPerWeekMax = absl::Hours(7 * 24);
inline constexpr int kBookingsPerDayMax = 100;
inline constexpr absl::Duration kBreakAfterMin = absl::Minutes(30);
inline constexpr absl::Duration kBreakAfterMax = absl::Hours(12);
inline constexpr absl::Duration kBreakLengthMax = absl::Hours(2);

// See rapport.v1.WorkLimits, which has the bounds. Unset does not limit.
struct WorkLimits {
  std::optional<absl::Duration> booked_per_day = {};
  std::optional<absl::Duration> booked_per_week = {};
  int bookings_per_day = 0;  // 0: any number
  // These two come together.
  std::optional<absl::Duration> break_after = {};
  std::optional<absl::Duration> break_length = {};

  bool limits() const {
    return booked_per_day.has_value() || booked_per_week.has_value() ||
           bookings_per_day != 0 || break_after.has_value();
  }
  friend bool operator==(const WorkLimits&, const WorkLimits&) = default;
};

// The limits of somebody whose days are those of that zone.
struct WorkRule {
  WorkLimits limits = {};
  absl::TimeZone home_zone = {};
};

// Everything wrong with `limits` by the bounds of rapport.v1.WorkLimits, under
// the path `schedule.limits`; empty if nothing is.
FieldProblems CheckWorkLimits(const WorkLimits& limits);

// What would be broken, in the order in which it is looked at.
enum class WorkLimit : uint8_t {
  kNone,
  kBookedPerDay,
  kBookedPerWeek,
  kBookingsPerDay,
  kBreak,
};

// The field of rapport.v1.WorkLimits that says so: `booked_per_day`,
// `break_after`; `none`.
absl::string_view WorkLimitField(WorkLimit limit);

// No meeting that starts further than this before or after another matters to
// it: a week with a day whose clock is put back.
inline constexpr absl::Duration kWorkReach = absl::Hours(8 * 24);

// Where meetings start that matter to one that starts then.
Interval WorkReach(absl::Time start);

// The meetings of one associate, by their days. Not thread-safe while it is
// added to.
class BookedWork {
 public:
  explicit BookedWork(const WorkRule& rule) : rule_(rule) {}

  // In any order; cheapest in order of start.
  void Add(const Interval& meeting);

  // The first limit that would be broken if `meeting` were one of them, which it
  // must not be yet.
  WorkLimit Judge(const Interval& meeting) const;

 private:
  struct Meeting {
    Interval interval;
    absl::CivilDay day;  // in which it starts
  };
  using Meetings = std::vector<Meeting>;

  Meeting On(const Interval& meeting) const;
  // Those that may matter to `meeting`, and itself.
  Meetings Around(const Meeting& meeting) const;

  WorkRule rule_;
  Meetings meetings_;  // in order of start
};

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_WORK_LIMITS_H_
