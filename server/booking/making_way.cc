#include "server/booking/making_way.h"

#include <algorithm>

namespace rapport::booking {
namespace {

// How many meetings there are beside a wanted one, tick by tick.
class Beside {
 public:
  Beside(const Interval& wanted, int capacity)
      : first_(TickOf(wanted.start)),
        counts_(static_cast<size_t>(TickOf(wanted.end) - first_)),
        capacity_(capacity) {}

  void Add(const Booking& booking, int count) {
    for (size_t i = FirstOf(booking); i < EndOf(booking); ++i) {
      counts_[i] += count;
    }
  }

  // Whether there is no place left some time, or some time of `booking`.
  bool IsFull() const { return IsFull(0, counts_.size()); }
  bool IsFullBeside(const Booking& booking) const {
    return IsFull(FirstOf(booking), EndOf(booking));
  }

 private:
  size_t Clamped(int64_t tick) const {
    return static_cast<size_t>(std::clamp<int64_t>(
        tick - first_, 0, static_cast<int64_t>(counts_.size())));
  }
  size_t FirstOf(const Booking& booking) const {
    return Clamped(TickOf(booking.occupied.start));
  }
  size_t EndOf(const Booking& booking) const {
    return Clamped(TickOf(booking.occupied.end));
  }
  bool IsFull(size_t first, size_t end) const {
    for (size_t i = first; i < end; ++i) {
      if (counts_[i] >= capacity_) return true;
    }
    return false;
  }

  const int64_t first_;
  std::vector<int> counts_;
  const int capacity_;
};

}  // namespace

std::optional<std::vector<size_t>> WhoMakesWay(
    const TimeOf& wanted, int capacity, absl::Span<const Booking> there,
    absl::FunctionRef<Manners(const Booking&)> manners_of) {
  std::vector<size_t> ending;
  std::vector<size_t> beside;  // who may stay
  Beside counts(wanted.interval, capacity);
  for (size_t i = 0; i < there.size(); ++i) {
    if (wanted.load == kWholeLoad || there[i].load == kWholeLoad) {
      if (manners_of(there[i]) == Manners::kStays) return std::nullopt;
      ending.push_back(i);
    } else {
      beside.push_back(i);
      counts.Add(there[i], 1);
    }
  }
  for (const Manners manners : {Manners::kIsOver, Manners::kGivesWay}) {
    for (const size_t i : beside) {
      if (!counts.IsFullBeside(there[i])) continue;
      if (manners_of(there[i]) != manners) continue;
      counts.Add(there[i], -1);
      ending.push_back(i);
    }
  }
  if (counts.IsFull()) return std::nullopt;
  std::sort(ending.begin(), ending.end());
  return ending;
}

}  // namespace rapport::booking
