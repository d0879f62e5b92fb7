// The public holidays of a store, as far as they are known.
#ifndef RAPPORT_SERVER_CALENDAR_PUBLIC_HOLIDAYS_H_
#define RAPPORT_SERVER_CALENDAR_PUBLIC_HOLIDAYS_H_

#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/types/span.h"

namespace rapport::calendar {

// Dates that surely are. Thread-safe: immutable.
class PublicHolidays {
 public:
  PublicHolidays() = default;
  // `dates` in any order.
  explicit PublicHolidays(absl::Span<const absl::CivilDay> dates) {
    days_.reserve(dates.size());
    for (absl::CivilDay date : dates) {
      days_.push_back(static_cast<int32_t>(date - kEpoch));
    }
    std::sort(days_.begin(), days_.end());
  }

  bool Has(absl::CivilDay date) const {
    return std::binary_search(days_.begin(), days_.end(), date - kEpoch);
  }

  // Days from 1970-01-01, ascending: few bytes, since whoever works at a store
  // is compared by them.
  const std::vector<int32_t>& days() const { return days_; }
  static absl::CivilDay DateOf(int32_t day) { return kEpoch + day; }

  friend bool operator==(const PublicHolidays&,
                         const PublicHolidays&) = default;

 private:
  static constexpr absl::CivilDay kEpoch = absl::CivilDay(1970, 1, 1);

  std::vector<int32_t> days_;
};

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_PUBLIC_HOLIDAYS_H_
