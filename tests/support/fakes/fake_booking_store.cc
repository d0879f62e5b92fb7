#include "tests/support/fakes/fake_booking_store.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "server/booking/making_way.h"
#include "server/booking/work_check.h"
#include "server/vocabulary/error.h"

namespace rapport::booking {
namespace {

absl::Status NoSuchBooking() {
  return Error(absl::StatusCode::kNotFound, "BOOKING_NOT_FOUND",
               "there is no such booking");
}

absl::Status ScheduleChanged() {
  return Error(absl::StatusCode::kAborted, "SCHEDULE_CHANGED",
               "the associate's schedule has just changed; search again");
}

bool Matches(const Booking& booking, const BookingFilter& filter) {
  const absl::Time start = booking.meeting.start;
  const auto& stores = filter.stores;
  const auto& more = booking.more_associates;
  const AssociateId associate = filter.associate.value_or(booking.associate);
  const bool takes_part =
      booking.associate == associate ||
      std::find(more.begin(), more.end(), associate) != more.end();
  return filter.window.start <= start && start < filter.window.end &&
         takes_part &&
         booking.shopper == filter.shopper.value_or(booking.shopper) &&
         booking.state == filter.state.value_or(booking.state) &&
         (!filter.session || booking.session == filter.session) &&
         (stores.empty() || std::find(stores.begin(), stores.end(),
                                      booking.store) != stores.end());
}

// Whose time it is, by the bytes that associates and resources are known by.
AssociateId Claimant(const TimeOf& time) {
  return AssociateId::FromBytes(time.claimant());
}

absl::Status Taken(const Booking& after, const TimeOf& time) {
  if (!time.resource.has_value()) {
    return Error(absl::StatusCode::kAlreadyExists, "SLOT_TAKEN",
                 "the slot has been taken; choose another");
  }
  ErrorValues values = {{"resource", time.resource->ToString()}};
  for (const KeptResource& kept : after.resources) {
    if (kept.id == *time.resource)
      values.emplace_back("kind", kept.kind.text());
  }
  return WithValues(Error(absl::StatusCode::kAlreadyExists, "RESOURCE_TAKEN",
                          "it has been taken; choose another time"),
                    values);
}

bool Before(const Booking& a, const Booking& b) {
  return std::tie(a.meeting.start, a.id) < std::tie(b.meeting.start, b.id);
}

}  // namespace

FakeBookingStore::FakeBookingStore(std::function<absl::Time()> now,
                                   calendar::ScheduleStore& schedules)
    : now_(std::move(now)), schedules_(schedules) {}

void FakeBookingStore::FailNext(absl::Status status) {
  std::lock_guard<std::mutex> lock(mutex_);
  failure_ = std::move(status);
}

void FakeBookingStore::BeforeNextHold(std::function<void()> between) {
  std::lock_guard<std::mutex> lock(mutex_);
  before_hold_ = std::move(between);
}

void FakeBookingStore::RunOut(const BrandId& brand, const BookingId& id) {
  std::lock_guard<std::mutex> lock(mutex_);
  const auto at = bookings_.find({brand, id});
  if (at == bookings_.end() || at->second.state != BookingState::kHeld) return;
  at->second.hold_expire_time = now_();
}

std::multimap<FakeBookingStore::Tick, BookingId> FakeBookingStore::Claims()
    const {
  std::lock_guard<std::mutex> lock(mutex_);
  return claims_;
}

int FakeBookingStore::holds() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return holds_;
}

absl::Status FakeBookingStore::Begin(absl::Time deadline) {
  if (deadline <= absl::Now()) {
    return absl::DeadlineExceededError("the deadline has passed");
  }
  return std::exchange(failure_, absl::OkStatus());
}

absl::StatusOr<std::optional<Booking>> FakeBookingStore::AnswerTo(
    const Actor& actor, const RequestKey& request) {
  const auto at =
      answers_.find({actor.brand, actor.principal, request.request_id});
  if (at == answers_.end()) return std::optional<Booking>();
  if (at->second.request_hash != request.request_hash) {
    return InvalidField("request_id", "REQUEST_ID_REUSED",
                        "was used for another request; each needs its own");
  }
  return std::optional<Booking>(at->second.reply);
}

absl::StatusOr<Booking> FakeBookingStore::Write(const Actor& actor,
                                                const RequestKey& request,
                                                const BookingWrite& write,
                                                absl::Time deadline) {
  std::function<void()> between;
  if (!write.id.has_value()) {
    std::lock_guard<std::mutex> lock(mutex_);
    between = std::exchange(before_hold_, nullptr);
  }
  if (between) between();
  std::lock_guard<std::mutex> lock(mutex_);
  if (!write.id.has_value()) ++holds_;
  absl::Status begun = Begin(deadline);
  if (!begun.ok()) return begun;
  absl::StatusOr<std::optional<Booking>> answer = AnswerTo(actor, request);
  if (!answer.ok()) return answer.status();
  if (answer->has_value()) return **answer;
  absl::StatusOr<Booking> written = Judge(actor.brand, write);
  if (!written.ok()) return written;
  MakeOffers(written->update_time);
  answers_[{actor.brand, actor.principal, request.request_id}] = {
      request.request_hash, *written};
  changes_[{actor.brand, written->id}].push_back(
      {std::string(write.action), actor.role, actor.principal,
       written->update_time, *written});
  return written;
}

absl::StatusOr<Booking> FakeBookingStore::Judge(const BrandId& brand,
                                                const BookingWrite& write) {
  for (const TimeTaken& taken : write.takes) {
    if (write.id.has_value()) break;  // of those, the booking comes first
    if (ScheduleVersion(brand, taken.associate) != taken.schedule_version) {
      return ScheduleChanged();
    }
  }
  const Booking* before = nullptr;
  if (write.id.has_value()) {
    const auto at = bookings_.find({brand, *write.id});
    if (at == bookings_.end()) return NoSuchBooking();
    before = &at->second;
    if (before->version != write.expected_version.value_or(before->version)) {
      return Error(absl::StatusCode::kAborted, "ETAG_MISMATCH",
                   "the booking has changed since; read it again");
    }
  }
  const absl::Time now = now_();
  absl::StatusOr<Booking> after = write.become(before, now);
  if (!after.ok()) return after;
  absl::Status may = CheckBecame(before, *after);
  if (!may.ok()) return may;
  for (const TimeTaken& taken : write.takes) {
    if (ScheduleVersion(brand, taken.associate) != taken.schedule_version) {
      return ScheduleChanged();
    }
  }
  if (write.session.has_value()) {
    absl::Status sits = SitDown(brand, *write.session, now, *after);
    if (!sits.ok()) return sits;
  }
  if (before == nullptr && bookings_.contains({brand, after->id})) {
    return absl::AlreadyExistsError("there is a booking of that id");
  }
  Stamp(before, now, *after);
  const OccupancyChange change = OccupancyChangeOf(before, *after);
  std::set<BookingId> ended;
  absl::Status replaced = FindReplaced(brand, write, *after, now, ended);
  if (replaced.ok() && write.session.has_value()) {
    replaced = TakeSeats(brand, *after, now, ended);
  }
  if (!replaced.ok()) return replaced;
  for (const TimeOf& time : change.taken) {
    absl::Status free = FindBlockers(brand, write, *after, time, now, ended);
    if (!free.ok()) return free;
  }
  absl::Status allowed = CheckLimit(brand, write, before, *after, now, ended);
  if (allowed.ok())
    allowed = CheckWorkOf(brand, write, before, *after, now, ended);
  if (!allowed.ok()) return allowed;
  for (const BookingId& id : ended) End(brand, bookings_.at({brand, id}), now);
  Occupy(brand, after->id, change);
  if (before != nullptr) Became(brand, *before, *after);
  bookings_[{brand, after->id}] = *after;
  if (write.id.has_value() && after->is_session()) {
    FollowSession(brand, *after, now);
  }
  return after;
}

absl::Status FakeBookingStore::FindReplaced(const BrandId& brand,
                                            const BookingWrite& write,
                                            const Booking& after,
                                            absl::Time now,
                                            std::set<BookingId>& ended) {
  if (!write.replaces.has_value()) return absl::OkStatus();
  const auto at = bookings_.find({brand, *write.replaces});
  if (at == bookings_.end() || at->second.state != BookingState::kHeld ||
      HasRunOut(at->second, now) || at->second.shopper != after.shopper) {
    return Error(absl::StatusCode::kFailedPrecondition, "NOT_HELD",
                 "the booking to replace is not held by the same shopper");
  }
  ended.insert(*write.replaces);
  return absl::OkStatus();
}

std::vector<Booking> FakeBookingStore::InTheWayOf(
    const BrandId& brand, const TimeOf& time, std::set<BookingId> but) const {
  std::vector<Booking> there;
  const auto end =
      claims_.lower_bound({brand, Claimant(time), TickOf(time.interval.end)});
  for (auto at = claims_.lower_bound(
           {brand, Claimant(time), TickOf(time.interval.start)});
       at != end; ++at) {
    if (!but.insert(at->second).second) continue;
    there.push_back(bookings_.at({brand, at->second}));
  }
  return there;
}

// Adds those to `ended` that make way, if that is enough.
absl::Status FakeBookingStore::FindBlockers(const BrandId& brand,
                                            const BookingWrite& write,
                                            const Booking& after,
                                            const TimeOf& time, absl::Time now,
                                            std::set<BookingId>& ended) {
  std::set<BookingId> but = ended;
  but.insert(after.id);  // frees what it no longer has
  const std::vector<Booking> there = InTheWayOf(brand, time, std::move(but));
  const auto manners_of = [&](const Booking& blocker) {
    if (HasRunOut(blocker, now)) return Manners::kIsOver;
    const bool own = write.own_holds_give_way && !time.resource.has_value() &&
                     blocker.state == BookingState::kHeld &&
                     blocker.shopper == after.shopper;
    return own ? Manners::kGivesWay : Manners::kStays;
  };
  int capacity = 1;
  for (const TimeTaken& taken : write.takes) {
    if (taken.associate == time.associate) capacity = taken.capacity;
  }
  const auto ending = WhoMakesWay(time, capacity, there, manners_of);
  if (!ending.has_value()) return Taken(after, time);
  for (const size_t place : *ending) ended.insert(there[place].id);
  return absl::OkStatus();
}

absl::Status FakeBookingStore::CheckLimit(
    const BrandId& brand, const BookingWrite& write, const Booking* before,
    const Booking& after, absl::Time now,
    const std::set<BookingId>& ended) const {
  if (!write.guard.has_value()) return absl::OkStatus();
  const auto& [shopper, service, limit] = *write.guard;
  std::vector<Booking> others;
  for (const auto& [key, booking] : bookings_) {
    if (key.first == brand && booking.shopper == shopper &&
        booking.service == service && booking.id != after.id &&
        !ended.contains(booking.id)) {
      others.push_back(booking);
    }
  }
  return CheckShopperLimit(limit, before, after, others, now);
}

absl::Status FakeBookingStore::CheckWorkOf(
    const BrandId& brand, const BookingWrite& write, const Booking* before,
    const Booking& after, absl::Time now,
    const std::set<BookingId>& ended) const {
  for (const TimeTaken& taken : write.takes) {
    if (!taken.work.limits.limits() ||
        !GetsMeeting(before, after, taken.associate)) {
      continue;
    }
    std::vector<Booking> others;
    for (const auto& [key, booking] : bookings_) {
      if (key.first == brand && TakesPart(booking, taken.associate) &&
          booking.id != after.id && !ended.contains(booking.id)) {
        others.push_back(booking);
      }
    }
    absl::Status may = CheckWork(taken.work, after, others, now);
    if (!may.ok()) return may;
  }
  return absl::OkStatus();
}

void FakeBookingStore::End(const BrandId& brand, Booking& booking,
                           absl::Time now) {
  const Booking before = booking;
  booking = Ended(before,
                  HasRunOut(before, now) ? BookingState::kExpired
                                         : BookingState::kCancelled,
                  now);
  Occupy(brand, booking.id, OccupancyChangeOf(&before, booking));
  Became(brand, before, booking);
}

void FakeBookingStore::Occupy(const BrandId& brand, const BookingId& id,
                              const OccupancyChange& change) {
  for (const TimeOf& time : change.freed) {
    const auto end =
        claims_.lower_bound({brand, Claimant(time), TickOf(time.interval.end)});
    auto at = claims_.lower_bound(
        {brand, Claimant(time), TickOf(time.interval.start)});
    while (at != end) at = at->second == id ? claims_.erase(at) : std::next(at);
  }
  for (const TimeOf& time : change.taken) {
    for (int64_t tick = TickOf(time.interval.start);
         tick < TickOf(time.interval.end); ++tick) {
      claims_.insert({{brand, Claimant(time), tick}, id});
    }
  }
}

absl::StatusOr<std::optional<Booking>> FakeBookingStore::Replay(
    const Actor& actor, const RequestKey& request, absl::Time deadline) {
  std::lock_guard<std::mutex> lock(mutex_);
  absl::Status begun = Begin(deadline);
  if (!begun.ok()) return begun;
  return AnswerTo(actor, request);
}

absl::StatusOr<Booking> FakeBookingStore::Get(const BrandId& brand,
                                              const BookingId& id,
                                              absl::Time deadline) {
  std::lock_guard<std::mutex> lock(mutex_);
  absl::Status begun = Begin(deadline);
  if (!begun.ok()) return begun;
  const auto at = bookings_.find({brand, id});
  if (at == bookings_.end()) return NoSuchBooking();
  return at->second;
}

absl::StatusOr<std::vector<BookingChange>> FakeBookingStore::Changes(
    const BrandId& brand, const BookingId& id, absl::Time deadline) {
  std::lock_guard<std::mutex> lock(mutex_);
  absl::Status begun = Begin(deadline);
  if (!begun.ok()) return begun;
  const auto at = bookings_.find({brand, id});
  if (at == bookings_.end()) return NoSuchBooking();
  std::vector<BookingChange> changes = changes_[{brand, id}];
  CompleteChanges(at->second, changes);
  return changes;
}

absl::StatusOr<std::vector<Booking>> FakeBookingStore::List(
    const BrandId& brand, const BookingFilter& filter,
    const BookingCursor& after, size_t limit, absl::Time deadline) {
  std::lock_guard<std::mutex> lock(mutex_);
  absl::Status begun = Begin(deadline);
  if (!begun.ok()) return begun;
  Booking last;
  last.meeting.start = after.start;
  last.id = after.id;
  std::vector<Booking> found;
  for (const auto& [key, booking] : bookings_) {
    if (key.first != brand || !Matches(booking, filter)) continue;
    if (Before(last, booking)) found.push_back(booking);
  }
  std::sort(found.begin(), found.end(), Before);
  if (found.size() > limit) found.resize(limit);
  return found;
}

absl::StatusOr<std::vector<FakeBookingStore::Expired>>
FakeBookingStore::ExpireDue() {
  std::lock_guard<std::mutex> lock(mutex_);
  absl::Status begun = Begin(absl::InfiniteFuture());
  if (!begun.ok()) return begun;
  const absl::Time now = now_();
  std::vector<Expired> expired;
  for (auto& [key, booking] : bookings_) {
    if (!HasRunOut(booking, now) || expired.size() >= kExpireMax) continue;
    End(key.first, booking, now);
    expired.push_back({key.first, booking});
  }
  MakeOffers(now);
  return expired;
}

absl::Status FakeBookingStore::Read(
    const BrandId& brand, absl::Span<const BookingId> ids,
    absl::FunctionRef<void(const Booking&)> each) {
  std::vector<Booking> found;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    absl::Status begun = Begin(absl::InfiniteFuture());
    if (!begun.ok()) return begun;
    for (const BookingId& id : ids) {
      const auto at = bookings_.find({brand, id});
      if (at != bookings_.end()) found.push_back(at->second);
    }
  }
  for (const Booking& booking : found) each(booking);
  return absl::OkStatus();
}

absl::Status FakeBookingStore::ReadWork(
    const BrandId& brand, absl::Time from,
    absl::FunctionRef<void(const Booking&)> each) {
  std::vector<Booking> found;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    absl::Status begun = Begin(absl::InfiniteFuture());
    if (!begun.ok()) return begun;
    for (const auto& [key, booking] : bookings_) {
      if (key.first != brand || !IsWork(booking)) continue;
      if (booking.occupied.end > from) found.push_back(booking);
    }
  }
  for (const Booking& booking : found) each(booking);
  return absl::OkStatus();
}

int64_t FakeBookingStore::ScheduleVersion(const BrandId& brand,
                                          const AssociateId& associate) {
  int64_t version = -1;  // of none: matches nothing
  schedules_
      .Read(brand, {associate},
            [&](const calendar::StoredSchedule& stored) {
              version = stored.version;
            })
      .IgnoreError();
  return version;
}

}  // namespace rapport::booking
