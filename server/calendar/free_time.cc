#include "server/calendar/free_time.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

#include "server/calendar/work_ticks.h"

namespace rapport::calendar {

using Reason = SlotVerdict::Reason;

template <size_t kWords>
TickBits<kWords> FreeTime::Worked(size_t work_class, int64_t tick) const {
  TickBits<kWords> bits;
  if (work_class < pattern_->classes().size()) {
    bits = pattern_->Worked<kWords>(work_class, tick);
  }
  if (own_ != nullptr) {
    bits ^= own_->changed[work_class].Load<kWords>(
        static_cast<size_t>(tick - pattern_->covered().first_tick()));
  }
  return bits;
}

template <size_t kWords>
TickBits<kWords> FreeTime::WorkedIn(uint16_t classes, int64_t tick) const {
  TickBits<kWords> bits;
  for (unsigned left = classes; left != 0; left &= left - 1) {
    bits |= Worked<kWords>(std::countr_zero(left), tick);
  }
  return bits;
}

bool FreeTime::Counts(const TickAsk& ask, uint16_t store) const {
  if (!ask.store.has_value() && ask.left_out.empty()) return true;
  const StoreId& id = places_->places[store].store;
  if (ask.store.has_value() && *ask.store != id) return false;
  return std::find(ask.left_out.begin(), ask.left_out.end(), id) ==
         ask.left_out.end();
}

FreeTime::Lanes FreeTime::LanesOf(const TickAsk& ask) const {
  Lanes lanes;
  const WorkClasses& all = classes();
  if (all.size() == 1) {  // as most people's hours are
    const WorkClass& only = all.front();
    if (!(only.channels & ask.channels).empty() && Counts(ask, only.store)) {
      lanes.push_back({only.store, 1});
    }
    return lanes;
  }
  // One lane for each channel on which other classes count than on those
  // before. A channel more is one bit more of `channels` at a time.
  const auto stores = static_cast<uint16_t>(places_->places.size());
  for (uint16_t store = 0; store < stores; ++store) {
    if (!Counts(ask, store)) continue;
    for (unsigned left = ask.channels.bits(); left != 0; left &= left - 1) {
      uint16_t classes = 0;
      for (size_t i = 0; i < all.size(); ++i) {
        if (all[i].store != store) continue;
        if ((all[i].channels.bits() & left & -left) == 0) continue;
        classes |= static_cast<uint16_t>(1u << i);
      }
      const bool is_new =
          classes != 0 &&
          std::none_of(lanes.begin(), lanes.end(), [&](const Lane& lane) {
            return lane.store == store && (lane.classes & classes) == classes;
          });
      if (is_new) lanes.push_back({store, classes});
    }
  }
  return lanes;
}

uint16_t FreeTime::LongestFree(int64_t day_tick) const {
  const auto day = static_cast<uint16_t>(
      (day_tick - pattern_->covered().first_tick()) / kTicksOfDay);
  const auto at = std::lower_bound(
      days_.begin(), days_.end(), day,
      [](const Day& one, uint16_t wanted) { return one.day < wanted; });
  if (at != days_.end() && at->day == day) return at->longest;
  return pattern_->LongestRun(day_tick);
}

template <size_t kWords, typename Each>
void FreeTime::WalkIn(const TickAsk& ask, const Lanes& lanes,
                      Each& each) const {
  const CoveredDays& covered = pattern_->covered();
  // Of so many starts in a row these words hold all that they need.
  const int64_t starts_max = std::min<int64_t>(
      TickBits<kWords>::kTicks - ask.reach() + 1, kTicksOfWord);
  const int64_t end =
      std::min(ask.last, covered.end_tick() - ask.length - ask.after) + 1;
  int64_t tick = std::max(ask.first, covered.first_tick() + ask.before);
  while (tick < end) {
    const int64_t day_tick = tick - tick % kTicksOfDay;
    const int64_t day_end = day_tick + kTicksOfDay;
    if (LongestFree(day_tick) < ask.length) {
      tick = day_end;
      continue;
    }
    const int64_t here_end = std::min({end, day_end, tick + starts_max});
    bool looked = false;
    TickBits<kWords> free;
    int64_t next = here_end;
    for (const Lane& lane : lanes) {
      const WorkPattern::Offset offset = pattern_->OffsetAt(lane.store, tick);
      next = std::min(here_end, offset.end_tick);
      uint64_t starts =
          RunStarts(WorkedIn<kWords>(lane.classes, tick), ask.length).words[0];
      starts &= LowBits(next - tick) &
                GridFrom(tick + offset.ticks, ask.step, ask.comb);
      if (starts == 0) continue;
      if (!looked) {
        const auto at =
            static_cast<size_t>(tick - ask.before - covered.first_tick());
        free = RunStarts(~taken_.Load<kWords>(at, IsWhole(ask)), ask.reach());
        looked = true;
      }
      starts &= free.words[0];
      if (starts != 0 && !each(tick, lane, starts)) return;
    }
    tick = next;
  }
}

template <typename Each>
void FreeTime::Walk(const TickAsk& ask, Each each) const {
  if (ask.empty()) return;
  const Lanes lanes = LanesOf(ask);
  if (lanes.empty()) return;
  if (ask.last - ask.first + ask.reach() <= kTicksOfWord) {
    WalkIn<1>(ask, lanes, each);
  } else if (ask.reach() <= kTicksOfWord + 1) {
    WalkIn<2>(ask, lanes, each);
  } else {
    WalkIn<5>(ask, lanes, each);
  }
}

std::optional<FreeSlot> FreeTime::FirstSlot(const TickAsk& ask) const {
  std::optional<FreeSlot> first;
  ForEachSlot(ask, [&](const FreeSlot& slot) {
    first = slot;
    return false;
  });
  return first;
}

void FreeTime::ForEachSlot(
    const TickAsk& ask, absl::FunctionRef<bool(const FreeSlot&)> visit) const {
  // Lanes come one after the other with the same ticks; their slots are put in
  // order, each once, before they are visited.
  int64_t at = 0;
  uint64_t any = 0;
  absl::InlinedVector<std::pair<Lane, uint64_t>, 4> found;
  const auto visit_found = [&] {
    for (; any != 0; any &= any - 1) {
      const int tick = std::countr_zero(any);
      const auto holder = std::find_if(
          found.begin(), found.end(),
          [&](const auto& lane) { return lane.second >> tick & 1; });
      const FreeSlot slot = {
          {TimeOfTick(at + tick), TimeOfTick(at + tick + ask.length)},
          places_->places[holder->first.store].store};
      if (!visit(slot)) return false;
    }
    found.clear();
    return true;
  };
  bool go_on = true;
  Walk(ask, [&](int64_t tick, const Lane& lane, uint64_t starts) {
    if (tick != at) {
      go_on = visit_found();
      at = tick;
    }
    any |= starts;
    found.push_back({lane, starts});
    return go_on;
  });
  if (go_on) visit_found();
}

template <size_t kWords>
Reason FreeTime::Judge(const TickAsk& ask, const Lane& lane) const {
  const int64_t tick = ask.first;
  const auto work = RunStarts(WorkedIn<kWords>(lane.classes, tick), ask.length);
  if ((work.words[0] & 1) == 0) return Reason::kOutsideSchedule;
  const int64_t local = tick + pattern_->OffsetAt(lane.store, tick).ticks;
  if (local % ask.step != 0) return Reason::kOffGrid;
  const auto at =
      static_cast<size_t>(tick - ask.before - pattern_->covered().first_tick());
  const auto free =
      RunStarts(~taken_.Load<kWords>(at, IsWhole(ask)), ask.reach());
  return (free.words[0] & 1) != 0 ? Reason::kFree : Reason::kTaken;
}

SlotVerdict FreeTime::Check(const SlotAsk& ask, absl::Time start) const {
  SlotVerdict verdict;
  verdict.interval = {start, start + ask.rules.duration};
  verdict.reason = JudgeStart(ask.rules, ask.now, start);
  if (!verdict.free()) return verdict;
  const TickAsk ticks(ask, verdict.interval);
  verdict.reason = Reason::kOutsideSchedule;
  if (ticks.empty()) return verdict;  // before all time
  for (const Lane& lane : LanesOf(ticks)) {
    if ((WorkedIn<1>(lane.classes, ticks.first).words[0] & 1) == 0) continue;
    verdict.store = places_->places[lane.store].store;
    verdict.reason = Judge<5>(ticks, lane);
  }
  return verdict;
}

WeekMask FreeTime::AnyWeek(const std::optional<StoreId>& store) const {
  if (pattern_ == nullptr) return WeekMask::All();
  WeekMask mask;
  for (size_t i = 0; i < places_->places.size(); ++i) {
    if (store.has_value() && places_->places[i].store != *store) continue;
    mask |= pattern_->AnyWeek(i);
    if (own_ != nullptr) mask |= own_->any_week[i];
  }
  return mask;
}

FreeTime::Day FreeTime::LookAtDay(uint16_t day) const {
  const auto all = static_cast<uint16_t>((1u << classes().size()) - 1);
  const size_t at = size_t{day} * kTicksOfDay;
  TickBits<5> free = WorkedIn<5>(all, pattern_->covered().first_tick() + at);
  free &= ~taken_.Load<5>(at, /*whole=*/false);
  return {day, LongestInDay(free)};
}

void FreeTime::FindDays() {
  std::vector<uint16_t> days = pattern_->changed_days();
  if (own_ != nullptr) {
    days.insert(days.end(), own_->days.begin(), own_->days.end());
  }
  taken_.AddDays(days);
  SortOnce(days);
  days_.reserve(days.size());
  for (uint16_t day : days) days_.push_back(LookAtDay(day));
}

void FreeTime::FindDays(const FreeTime& before) {
  std::vector<uint16_t> changed;
  taken_.AddDaysUnlike(before.taken_, changed);
  SortOnce(changed);
  days_.reserve(before.days_.size() + changed.size());
  auto old = before.days_.begin();
  const auto keep_until = [&](uint16_t day) {
    while (old != before.days_.end() && old->day < day) {
      days_.push_back(*old++);
    }
  };
  // A day that is as its weekday again stays in the list, which does no harm.
  for (uint16_t day : changed) {
    keep_until(day);
    if (old != before.days_.end() && old->day == day) ++old;
    days_.push_back(LookAtDay(day));
  }
  keep_until(std::numeric_limits<uint16_t>::max());
}

void FreeTime::SetCapacities(const Schedule& schedule) {
  for (const ChannelCapacity& one : schedule.channel_capacities) {
    if (one.capacity <= 1) continue;
    shared_.Add(one.channel);
    if (one.capacity > capacity_) widest_ = ChannelSet();
    if (one.capacity >= capacity_) widest_.Add(one.channel);
    capacity_ = std::max(capacity_, one.capacity);
  }
}

FreeTime FreeTime::Build(const Schedule& schedule,
                         std::shared_ptr<const WorkPlaces> places,
                         std::shared_ptr<const WorkPattern> pattern,
                         absl::Span<const Busy> busy) {
  FreeTime made;
  // Limits are of lengths of days and weeks, which bits do not count.
  if (pattern == nullptr || schedule.limits.limits()) return made;
  auto own = BuildOwnWork(schedule, *places, *pattern);
  if (!own.ok()) return made;
  made.places_ = std::move(places);
  made.pattern_ = std::move(pattern);
  made.own_ = *std::move(own);
  made.SetCapacities(schedule);
  made.taken_ = TakenTicks(busy, made.pattern_->covered(), made.capacity_);
  made.FindDays();
  return made;
}

FreeTime FreeTime::WithBusy(absl::Span<const Busy> busy) const {
  FreeTime made;
  if (pattern_ == nullptr) return made;
  made.places_ = places_;
  made.pattern_ = pattern_;
  made.own_ = own_;
  made.taken_ = TakenTicks(busy, pattern_->covered(), capacity_);
  made.capacity_ = capacity_;
  made.widest_ = widest_;
  made.shared_ = shared_;
  made.FindDays(*this);
  return made;
}

}  // namespace rapport::calendar
