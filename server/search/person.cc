#include "server/search/person.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "server/booking/work_check.h"

namespace rapport::search {
namespace {

static_assert(booking::kWholeLoad == calendar::kWholeCapacity);

constexpr int64_t kNever = std::numeric_limits<int64_t>::max();

// The greatest that TakenTime has room for; see the bounds in catalog/service.h.
constexpr int64_t kTicksMax = (1 << 9) - 1;
constexpr int64_t kBeforeMax = (1 << 8) - 1;
constexpr int64_t kAfterMax = (1 << 6) - 1;

std::unique_ptr<PersonMoment> MomentOf(
    std::shared_ptr<const calendar::StoredSchedule> schedule) {
  auto moment = std::make_unique<PersonMoment>();
  moment->schedule = std::move(schedule);
  return moment;
}

// The empty schedule of all who have none.
std::shared_ptr<const calendar::StoredSchedule> NoSchedule() {
  static const auto* const none =
      new std::shared_ptr<const calendar::StoredSchedule>(
          std::make_shared<calendar::StoredSchedule>());
  return *none;
}

// Outwards to the tick, where it should lie already.
TakenTime TakenBy(const booking::Booking& booking) {
  const absl::Time end = booking.occupied.end;
  int64_t end_tick = TickOf(end);
  if (TimeOfTick(end_tick) < end) ++end_tick;
  const bool forever = booking.hold_expire_time == absl::InfiniteFuture();
  const int64_t first_tick = TickOf(booking.occupied.start);
  const Interval& meeting = booking.meeting;
  TakenTime taken = {};
  taken.first_tick = static_cast<int32_t>(first_tick);
  taken.ticks = std::clamp<int64_t>(end_tick - first_tick, 0, kTicksMax);
  taken.load = booking.load;
  taken.before = static_cast<int32_t>(std::clamp<int64_t>(
      TickOf(meeting.start) - first_tick, -kBeforeMax - 1, kBeforeMax));
  taken.after =
      std::clamp<int64_t>(end_tick - TickOf(meeting.end), 0, kAfterMax);
  taken.expires_ns =
      forever ? kNever : absl::ToUnixNanos(booking.hold_expire_time);
  return taken;
}

HolderTag HoldersTag(const booking::Booking& booking) {
  return booking.state == booking::BookingState::kHeld ? TagOf(booking.shopper)
                                                       : kNobody;
}

uint32_t CeilSeconds(absl::Time time) {
  const int64_t whole = absl::ToUnixSeconds(time);
  const int64_t seconds =
      absl::FromUnixSeconds(whole) < time ? whole + 1 : whole;
  return static_cast<uint32_t>(
      std::clamp<int64_t>(seconds, 0, std::numeric_limits<uint32_t>::max()));
}

}  // namespace

absl::Time TakenTime::expires() const {
  return expires_ns == kNever ? absl::InfiniteFuture()
                              : absl::FromUnixNanos(expires_ns);
}

calendar::Busy TakenTime::busy() const {
  return {{TimeOfTick(first_tick), TimeOfTick(end_tick())},
          expires(),
          static_cast<uint8_t>(load)};
}

Interval TakenTime::meeting() const {
  return {TimeOfTick(first_tick + before),
          TimeOfTick(end_tick() - static_cast<int32_t>(after))};
}

std::vector<calendar::Busy> PersonMoment::Busy() const {
  std::vector<calendar::Busy> busy;
  busy.reserve(taken.size());
  for (const TakenTime& each : taken) busy.push_back(each.busy());
  return busy;
}

Person::Person() : moment_(MomentOf(NoSchedule())) {
  SetWeek(calendar::WeekMask::All());
}

void Person::SetWeek(const calendar::WeekMask& week) {
  for (size_t i = 0; i < week.words.size(); ++i) {
    week_[i].store(week.words[i], std::memory_order_release);
  }
}

// While it changes, MayHaveTime says yes.
void Person::Publish(std::unique_ptr<const PersonMoment> next) {
  const calendar::WeekMask week = next->free.AnyWeek();
  const uint32_t placing = next->placing;
  if (moment_.Mine().placing == placing &&
      moment_.Mine().free.AnyWeek() == week) {
    moment_.Set(std::move(next));  // as most are: a booking
    return;
  }
  const uint32_t turn = turn_.load(std::memory_order_relaxed);
  turn_.store(turn + 1, std::memory_order_release);
  moment_.Set(std::move(next));
  placing_.store(placing, std::memory_order_release);
  SetWeek(week);
  turn_.store(turn + 2, std::memory_order_release);
}

std::shared_ptr<const PersonTime> Person::time() const {
  const EpochGuard guard;
  const PersonMoment& moment = moment_.Get(guard);
  return std::make_shared<const PersonTime>(
      PersonTime{moment.schedule, moment.Busy()});
}

uint32_t Person::Place(
    const std::shared_ptr<const calendar::WorkPlaces>& places,
    const std::shared_ptr<WorkPatterns>& patterns) {
  std::lock_guard lock(mutex_);
  const PersonMoment& now = moment_.Mine();
  const bool same = places_ != nullptr && *places_ == *places;
  if (same && patterns_ == patterns && LaidOutInTime()) return now.placing;
  auto next = std::make_unique<PersonMoment>(now);
  if (!same) {
    places_ = places;
    ++next->placing;
  }
  patterns_ = patterns;
  LayOut(*next);
  const uint32_t placing = next->placing;
  Publish(std::move(next));
  return placing;
}

void Person::Apply(const calendar::StoredSchedule& schedule) {
  std::lock_guard lock(mutex_);
  const PersonMoment& now = moment_.Mine();
  if (schedule.version <= now.schedule->version) return;
  auto next = std::make_unique<PersonMoment>(now);
  next->schedule = std::make_shared<calendar::StoredSchedule>(schedule);
  next->worked = Worked(schedule.schedule);
  LayOut(*next);
  Publish(std::move(next));
}

void Person::Apply(const booking::Booking& booking, absl::Time past) {
  std::lock_guard lock(mutex_);
  if (!Note(booking)) return;
  Forget(past);
  const PersonMoment& now = moment_.Mine();
  auto next = MomentOf(now.schedule);
  next->placing = now.placing;
  next->taken = Taken();
  next->worked = Worked(now.schedule->schedule);
  if (LaidOutInTime()) {
    next->free = now.free.WithBusy(next->Busy());
  } else {
    LayOut(*next);
  }
  Publish(std::move(next));
}

bool Person::Note(const booking::Booking& booking) {
  auto at = std::lower_bound(
      bookings_.begin(), bookings_.end(), booking.id,
      [](const Known& known, const auto& id) { return known.id < id; });
  if (at == bookings_.end() || at->id != booking.id) {
    if (booking.version <= 0) return false;
    // Most people have few, and there are many people.
    if (bookings_.size() == bookings_.capacity()) {
      const auto place = at - bookings_.begin();
      bookings_.reserve(bookings_.size() + bookings_.size() / 4 + 1);
      at = bookings_.begin() + place;
    }
    at = bookings_.insert(at, Known{.id = booking.id});
  }
  if (booking.version <= at->version) return false;
  at->version = static_cast<uint32_t>(booking.version);
  at->taken = TakenBy(booking);
  at->live = booking::IsLive(booking.state);
  at->holder_or_end_s =
      at->live ? HoldersTag(booking) : CeilSeconds(booking.update_time);
  at->work = booking::IsWork(booking);
  return true;
}

std::vector<OwnHold> Person::HoldsOf(HolderTag holder, absl::Time now) const {
  if (holder == kNobody || !HasHolds(now)) return {};
  std::vector<OwnHold> holds;
  const std::lock_guard lock(mutex_);
  for (const Known& known : bookings_) {
    if (!known.live || known.holder_or_end_s != holder) continue;
    if (known.taken.expires() <= now) continue;
    if (holds.size() == kOwnHoldsMax) holds.erase(holds.begin());
    holds.push_back({known.id, known.taken.busy(), known.taken.meeting()});
  }
  return holds;
}

bool Person::HasHolds(absl::Time now) const {
  const int64_t now_ns = absl::ToUnixNanos(now);
  const EpochGuard guard;
  const std::vector<TakenTime>& taken = moment_.Get(guard).taken;
  return std::any_of(taken.begin(), taken.end(), [&](const TakenTime& each) {
    return each.expires_ns != kNever && each.expires_ns > now_ns;
  });
}

void Person::AddLive(std::vector<booking::BookingId>& ids) const {
  const std::lock_guard lock(mutex_);
  for (const Known& known : bookings_) {
    if (known.live) ids.push_back(known.id);
  }
}

void Person::Forget(absl::Time past) {
  const int64_t past_s = absl::ToUnixSeconds(past);
  const bool limits = moment_.Mine().schedule->schedule.limits.limits();
  bookings_.erase(
      std::remove_if(bookings_.begin(), bookings_.end(),
                     [&](const Known& known) {
                       const absl::Time end =
                           TimeOfTick(known.taken.end_tick());
                       if (limits && known.work) {
                         return end <= past - calendar::kWorkReach;
                       }
                       return end <= past ||
                              (!known.live && known.holder_or_end_s <= past_s);
                     }),
      bookings_.end());
}

std::vector<WorkedTime> Person::Worked(
    const calendar::Schedule& schedule) const {
  std::vector<WorkedTime> worked;
  if (!schedule.limits.limits()) return worked;
  for (const Known& known : bookings_) {
    if (!known.work) continue;
    worked.push_back({known.taken.meeting(), known.taken.expires()});
  }
  std::sort(worked.begin(), worked.end(),
            [](const WorkedTime& a, const WorkedTime& b) {
              return a.meeting.start < b.meeting.start;
            });
  return worked;
}

std::vector<TakenTime> Person::Taken() const {
  std::vector<TakenTime> taken;
  taken.reserve(std::count_if(bookings_.begin(), bookings_.end(),
                              [](const Known& known) { return known.live; }));
  for (const Known& known : bookings_) {
    if (known.live) taken.push_back(known.taken);
  }
  std::sort(taken.begin(), taken.end(),
            [](const TakenTime& a, const TakenTime& b) {
              return a.first_tick < b.first_tick;
            });
  return taken;
}

bool Person::LaidOutInTime() const {
  return patterns_ == nullptr || patterns_->Covered() == covered_;
}

void Person::LayOut(PersonMoment& moment) {
  if (places_ == nullptr) return;
  covered_ = patterns_->Covered();
  const calendar::Schedule& schedule = moment.schedule->schedule;
  moment.free =
      calendar::FreeTime::Build(schedule, places_,
                                patterns_->Of(schedule.weekly_periods, *places_,
                                              covered_, schedule.travel_times),
                                moment.Busy());
}

size_t Person::bytes() const {
  std::lock_guard lock(mutex_);
  const PersonMoment& now = moment_.Mine();
  return sizeof(*this) + bookings_.capacity() * sizeof(Known) + sizeof(now) +
         now.taken.capacity() * sizeof(TakenTime) +
         now.worked.capacity() * sizeof(WorkedTime) + now.free.bytes() -
         sizeof(now.free);
}

}  // namespace rapport::search
