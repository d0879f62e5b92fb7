// What occupies an associate, as two planes of ticks: where all of their
// capacity is left, and where some of it is.
#ifndef RAPPORT_SERVER_CALENDAR_TAKEN_TICKS_H_
#define RAPPORT_SERVER_CALENDAR_TAKEN_TICKS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "server/calendar/slots.h"
#include "server/calendar/sparse_ticks.h"
#include "server/calendar/tick_bits.h"
#include "server/calendar/work_pattern.h"

namespace rapport::calendar {

// Thread-safe: immutable.
class TakenTicks {
 public:
  TakenTicks() = default;
  // Of `busy` what lies in the days that are covered. `capacity` is how many
  // loads of one the associate can have at a time, at least 1.
  TakenTicks(absl::Span<const Busy> busy, const CoveredDays& covered,
             int capacity);

  // The ticks from the `at`-th that is covered on that are taken for somebody
  // who needs the whole capacity, or else a load of one. Holds count as if
  // they never ran out.
  template <size_t kWords>
  TickBits<kWords> Load(size_t at, bool whole) const {
    return (whole ? touched_ : full()).template Load<kWords>(at);
  }

  // Whether a hold in it that had run out by `now` meets [first, end).
  bool HasStale(absl::Time now, int64_t first, int64_t end) const {
    return now >= next_expiry_ && AnyStale(now, first, end);
  }

  // Adds the days that anything is taken on, counted from the first that is
  // covered; not sorted, and some come more than once.
  void AddDays(std::vector<uint16_t>& days) const;

  // Adds the days on which some of the capacity is left at other times than in
  // `other`; as AddDays.
  void AddDaysUnlike(const TakenTicks& other,
                     std::vector<uint16_t>& days) const;

  // Memory besides the object's own.
  size_t bytes() const {
    return touched_.bytes() + full_.bytes() + holds_.capacity() * sizeof(Hold);
  }

 private:
  struct Hold {
    absl::Time expires;
    int64_t first_tick;
    int64_t end_tick;
  };

  // Where nothing is left.
  const SparseTicks& full() const { return same_ ? touched_ : full_; }
  bool AnyStale(absl::Time now, int64_t first, int64_t end) const;

  SparseTicks touched_;  // not all of the capacity is left
  SparseTicks full_;     // none is left; empty if the same as touched_
  bool same_ = true;
  absl::Time next_expiry_ = absl::InfiniteFuture();
  std::vector<Hold> holds_;
};

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_TAKEN_TICKS_H_
