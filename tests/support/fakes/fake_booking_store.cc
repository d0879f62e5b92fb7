#include "tests/support/fakes/fake_booking_store.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "server/vocabulary/error.h"

namespace rapport::booking {
namespace {

absl::Status NoSuchBooking() {
  return Error(absl::StatusCode::kNotFound, "BOOKING_NOT_FOUND",
               "there is no such booking");
}

bool RanOut(const Booking& booking, absl::Time now) {
  return booking.state == BookingState::kHeld &&
         booking.hold_expire_time <= now;
}

bool Matches(const Booking& booking, const BookingFilter& filter) {
  const absl::Time start = booking.meeting.start;
  const auto& stores = filter.stores;
  return filter.window.start <= start && start < filter.window.end &&
         booking.associate == filter.associate.value_or(booking.associate) &&
         booking.shopper == filter.shopper.value_or(booking.shopper) &&
         booking.state == filter.state.value_or(booking.state) &&
         (stores.empty() || std::find(stores.begin(), stores.end(),
                                      booking.store) != stores.end());
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

std::map<FakeBookingStore::Tick, BookingId> FakeBookingStore::Claims() const {
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

absl::StatusOr<Booking> FakeBookingStore::Hold(const Actor& actor,
                                               const RequestKey& request,
                                               const HoldWrite& write,
                                               absl::Time deadline) {
  std::function<void()> between;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    between = std::exchange(before_hold_, nullptr);
  }
  if (between) between();
  std::lock_guard<std::mutex> lock(mutex_);
  ++holds_;
  absl::Status begun = Begin(deadline);
  if (!begun.ok()) return begun;
  absl::StatusOr<std::optional<Booking>> answer = AnswerTo(actor, request);
  if (!answer.ok()) return answer.status();
  if (answer->has_value()) return **answer;
  Booking booking = write.booking;
  if (ScheduleVersion(actor.brand, booking.associate) !=
      write.schedule_version) {
    return Error(absl::StatusCode::kAborted, "SCHEDULE_CHANGED",
                 "the associate's schedule has just changed; search again");
  }
  const absl::Time now = now_();
  absl::Status free = MakeWay(actor.brand, booking, now);
  if (!free.ok()) return free;
  booking.state = BookingState::kHeld;
  booking.version = 1;
  booking.create_time = now;
  booking.update_time = now;
  booking.hold_expire_time = now + write.hold_duration;
  for (int64_t tick = TickOf(booking.occupied.start);
       tick < TickOf(booking.occupied.end); ++tick) {
    claims_[{actor.brand, booking.associate, tick}] = booking.id;
  }
  bookings_[{actor.brand, booking.id}] = booking;
  answers_[{actor.brand, actor.principal, request.request_id}] = {
      request.request_hash, booking};
  return booking;
}

// Ends the holds that are in the way and have run out, if all that are in the
// way have.
absl::Status FakeBookingStore::MakeWay(const BrandId& brand,
                                       const Booking& wanted, absl::Time now) {
  std::set<BookingId> blockers;
  const auto end = claims_.lower_bound(
      {brand, wanted.associate, TickOf(wanted.occupied.end)});
  for (auto at = claims_.lower_bound(
           {brand, wanted.associate, TickOf(wanted.occupied.start)});
       at != end; ++at) {
    blockers.insert(at->second);
  }
  for (const BookingId& id : blockers) {
    if (RanOut(bookings_.at({brand, id}), now)) continue;
    return Error(absl::StatusCode::kAlreadyExists, "SLOT_TAKEN",
                 "the slot has been taken; choose another");
  }
  for (const BookingId& id : blockers) {
    EndHold(brand, bookings_.at({brand, id}), now);
  }
  return absl::OkStatus();
}

void FakeBookingStore::EndHold(const BrandId& brand, Booking& booking,
                               absl::Time now) {
  booking.state = BookingState::kExpired;
  booking.hold_expire_time = absl::InfiniteFuture();
  booking.update_time = now;
  ++booking.version;
  FreeTicks(brand, booking);
}

void FakeBookingStore::FreeTicks(const BrandId& brand, const Booking& booking) {
  claims_.erase(claims_.lower_bound(
                    {brand, booking.associate, TickOf(booking.occupied.start)}),
                claims_.lower_bound(
                    {brand, booking.associate, TickOf(booking.occupied.end)}));
}

absl::StatusOr<Booking> FakeBookingStore::Change(
    const Actor& actor, const RequestKey& request, const BookingId& id,
    std::optional<int64_t> expected_version, BookingState to, Check check,
    absl::Time deadline) {
  absl::Status begun = Begin(deadline);
  if (!begun.ok()) return begun;
  absl::StatusOr<std::optional<Booking>> answer = AnswerTo(actor, request);
  if (!answer.ok()) return answer.status();
  if (answer->has_value()) return **answer;
  const auto at = bookings_.find({actor.brand, id});
  if (at == bookings_.end()) return NoSuchBooking();
  Booking& booking = at->second;
  if (booking.version != expected_version.value_or(booking.version)) {
    return Error(absl::StatusCode::kAborted, "ETAG_MISMATCH",
                 "the booking has changed since; read it again");
  }
  const absl::Time now = now_();
  absl::Status may = check(booking, now);
  if (!may.ok()) return may;
  booking.state = to;
  booking.hold_expire_time = absl::InfiniteFuture();
  booking.update_time = now;
  ++booking.version;
  if (!IsLive(to)) FreeTicks(actor.brand, booking);
  answers_[{actor.brand, actor.principal, request.request_id}] = {
      request.request_hash, booking};
  return booking;
}

absl::StatusOr<Booking> FakeBookingStore::Confirm(
    const Actor& actor, const RequestKey& request, const BookingId& id,
    std::optional<int64_t> expected_version, absl::Time deadline) {
  std::lock_guard<std::mutex> lock(mutex_);
  return Change(actor, request, id, expected_version, BookingState::kConfirmed,
                CheckConfirm, deadline);
}

absl::StatusOr<Booking> FakeBookingStore::Cancel(
    const Actor& actor, const RequestKey& request, const BookingId& id,
    std::optional<int64_t> expected_version, absl::Time deadline) {
  std::lock_guard<std::mutex> lock(mutex_);
  return Change(
      actor, request, id, expected_version, BookingState::kCancelled,
      [](const Booking& booking, absl::Time) { return CheckCancel(booking); },
      deadline);
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
    if (!RanOut(booking, now) || expired.size() >= kExpireMax) continue;
    EndHold(key.first, booking, now);
    expired.push_back({key.first, booking});
  }
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

absl::Status FakeBookingStore::ReadLive(
    const BrandId& brand, absl::Time from,
    absl::FunctionRef<void(const Booking&)> each) {
  std::vector<Booking> found;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    absl::Status begun = Begin(absl::InfiniteFuture());
    if (!begun.ok()) return begun;
    for (const auto& [key, booking] : bookings_) {
      if (key.first != brand || !IsLive(booking.state)) continue;
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
