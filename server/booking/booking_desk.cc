#include "server/booking/booking_desk.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "server/calendar/local_time.h"
#include "server/calendar/time_zone.h"
#include "server/vocabulary/error.h"

namespace rapport::booking {
namespace {

// How often a hold whose schedule has changed under it is computed again.
constexpr int kTriesMax = 3;

BookingId RandomId(absl::Time now) {
  thread_local absl::BitGen random;
  return BookingId(TimeOrderedId(absl::ToUnixMillis(now),
                                 absl::Uniform<uint64_t>(random),
                                 absl::Uniform<uint16_t>(random)));
}

absl::Status NotFound(absl::string_view reason, absl::string_view what) {
  return Error(absl::StatusCode::kNotFound, reason,
               absl::StrCat("there is no such ", what));
}

}  // namespace

bool MaySee(const Caller& caller, const Booking& booking) {
  switch (caller.role()) {
    case Role::kShopper:
    case Role::kBrandBackend:
      return !caller.shopper.empty() && caller.shopper == booking.shopper;
    case Role::kAssociate:
      return caller.associate == booking.associate;
    case Role::kStoreManager:
      return std::find(caller.stores.begin(), caller.stores.end(),
                       booking.store) != caller.stores.end();
    case Role::kBrandAdmin:
      return true;
    case Role::kOperator:
      return false;
  }
  return false;
}

absl::Status CheckShopper(const Caller& caller) {
  if (!caller.shopper.empty()) return absl::OkStatus();
  return Error(absl::StatusCode::kInvalidArgument, "SHOPPER_REQUIRED",
               "the call does not say for which shopper the slot is");
}

// The border calls what a shopper has to say about a slot `start_time`.
absl::Status SlotError(const calendar::SlotVerdict& verdict,
                       const catalog::Service& service, absl::Time now,
                       const absl::TimeZone& zone) {
  const absl::Status status = calendar::SlotStatus(
      verdict, search::RulesOf(service, service.duration), now, zone);
  const absl::string_view code = calendar::SlotReasonCode(verdict.reason);
  if (status.code() == absl::StatusCode::kInvalidArgument) {
    return InvalidField("start_time", code, status.message());
  }
  return Error(status.code(), code, status.message());
}

BookingDesk::BookingDesk(BookingStore& bookings,
                         calendar::ScheduleStore& schedules,
                         search::ReadModel& model, NewId new_id)
    : bookings_(bookings),
      schedules_(schedules),
      model_(model),
      new_id_(new_id ? std::move(new_id) : RandomId) {}

absl::StatusOr<HoldWrite> BookingDesk::Prepare(const Caller& caller,
                                               const HoldWish& wish) {
  std::shared_ptr<const search::BrandIndex> index = model_.Find(caller.brand());
  if (index == nullptr) return NotFound("BRAND_NOT_FOUND", "brand");
  const search::AssociateRecord* associate =
      index->FindAssociate(wish.associate);
  if (associate == nullptr) {
    return NotFound("ASSOCIATE_NOT_FOUND", "associate");
  }
  const catalog::Service* service = index->FindService(wish.service);
  if (service == nullptr) return NotFound("SERVICE_NOT_FOUND", "service");
  const absl::Time now = model_.Now();
  const search::SlotWish slot = {service, wish.channel, wish.store, now,
                                 wish.duration};
  absl::Status offered = search::CheckOffered(*index, *associate, slot);
  if (!offered.ok()) return offered;
  const search::JudgedSlot judged =
      search::JudgeSlot(*index, *associate, slot, wish.start);
  const calendar::SlotVerdict& verdict = judged.verdict;
  const StoreId store = verdict.store.value_or(
      wish.store.value_or(associate->associate->content.stores.front()));
  const absl::TimeZone zone = index->ZoneOf(store);
  // Whether it is taken is for the store to say: memory may be behind.
  if (!verdict.free() &&
      verdict.reason != calendar::SlotVerdict::Reason::kTaken) {
    return SlotError(verdict, *service, now, zone);
  }
  HoldWrite write = {.booking = {},
                     .schedule_version = judged.schedule_version,
                     .hold_duration = service->hold_duration};
  const calendar::LocalTime local =
      calendar::ToLocalTime(verdict.interval.start, zone);
  Booking& booking = write.booking;
  booking.id = new_id_(now);
  booking.associate = wish.associate;
  booking.store = store;
  booking.service = wish.service;
  booking.channel = wish.channel;
  booking.meeting = verdict.interval;
  booking.occupied = {verdict.interval.start - service->buffer_before,
                      verdict.interval.end + service->buffer_after};
  booking.time_zone = zone.name();
  booking.local_start = local.reading;
  booking.utc_offset_s =
      static_cast<int>(absl::ToInt64Seconds(local.utc_offset));
  booking.tzdata_version = calendar::TzdataVersion();
  booking.shopper = caller.shopper;
  return write;
}

absl::StatusOr<Booking> BookingDesk::Hold(const Caller& caller,
                                          const RequestKey& request,
                                          const HoldWish& wish,
                                          absl::Time deadline) {
  absl::Status shopper = CheckShopper(caller);
  if (!shopper.ok()) return shopper;
  absl::StatusOr<Booking> held;
  BookingId fresh;
  for (int i = 0; i < kTriesMax; ++i) {
    absl::StatusOr<HoldWrite> write = Prepare(caller, wish);
    if (!write.ok()) return AnswerOr(caller, request, write.status(), deadline);
    if (!MaySee(caller, write->booking)) {
      return Error(absl::StatusCode::kPermissionDenied, "NOT_YOURS_TO_BOOK",
                   "the caller may book neither this associate nor at this "
                   "store");
    }
    fresh = write->booking.id;
    held = bookings_.Hold(caller.actor, request, *write, deadline);
    if (held.ok() || ReasonOf(held.status()) != "SCHEDULE_CHANGED") break;
    absl::Status refreshed = RefreshSchedule(caller.brand(), wish.associate);
    if (!refreshed.ok()) return refreshed;
  }
  // An answer of old says nothing of what is so now.
  if (held.ok() && held->id != fresh) return held;
  return Remember(caller.brand(), std::move(held));
}

// A wish that was granted once may be impossible by now, and its request must
// be answered as before all the same.
absl::StatusOr<Booking> BookingDesk::AnswerOr(const Caller& caller,
                                              const RequestKey& request,
                                              const absl::Status& error,
                                              absl::Time deadline) {
  absl::StatusOr<std::optional<Booking>> before =
      bookings_.Replay(caller.actor, request, deadline);
  if (!before.ok()) return before.status();
  if (before->has_value()) return **before;
  return error;
}

absl::Status BookingDesk::RefreshSchedule(const BrandId& brand,
                                          const AssociateId& associate) {
  return schedules_.Read(
      brand, {associate}, [&](const calendar::StoredSchedule& schedule) {
        model_.Apply(brand, absl::MakeConstSpan(&schedule, 1));
      });
}

// Of an answer of old, only with what was seen since: memory may not know how
// the booking has ended.
absl::StatusOr<Booking> BookingDesk::Remember(const BrandId& brand,
                                              absl::StatusOr<Booking> booking) {
  if (booking.ok()) model_.Apply(brand, absl::MakeConstSpan(&*booking, 1));
  return booking;
}

absl::StatusOr<Booking> BookingDesk::Confirm(const Caller& caller,
                                             const RequestKey& request,
                                             const ChangeWish& wish,
                                             absl::Time deadline) {
  absl::StatusOr<Booking> seen =
      Remember(caller.brand(), Get(caller, wish.id, deadline));
  if (!seen.ok()) return seen;
  return Remember(caller.brand(),
                  bookings_.Confirm(caller.actor, request, wish.id,
                                    wish.expected_version, deadline));
}

absl::StatusOr<Booking> BookingDesk::Cancel(const Caller& caller,
                                            const RequestKey& request,
                                            const ChangeWish& wish,
                                            absl::Time deadline) {
  absl::StatusOr<Booking> seen =
      Remember(caller.brand(), Get(caller, wish.id, deadline));
  if (!seen.ok()) return seen;
  return Remember(caller.brand(),
                  bookings_.Cancel(caller.actor, request, wish.id,
                                   wish.expected_version, deadline));
}

absl::StatusOr<Booking> BookingDesk::Get(const Caller& caller,
                                         const BookingId& id,
                                         absl::Time deadline) {
  absl::StatusOr<Booking> booking = bookings_.Get(caller.brand(), id, deadline);
  if (booking.ok() && !MaySee(caller, *booking)) {
    return NotFound("BOOKING_NOT_FOUND", "booking");
  }
  return booking;
}

absl::StatusOr<std::vector<Booking>> BookingDesk::List(
    const Caller& caller, const ListWish& wish, const BookingCursor& after,
    size_t limit, absl::Time deadline) {
  BookingFilter filter = {.window = wish.window,
                          .associate = wish.associate,
                          .shopper = std::nullopt,
                          .stores = {},
                          .state = wish.state};
  switch (caller.role()) {
    case Role::kShopper:
    case Role::kBrandBackend:
      if (caller.shopper.empty()) return std::vector<Booking>();
      filter.shopper = caller.shopper;
      break;
    case Role::kAssociate:
      if (!caller.associate.has_value() ||
          wish.associate.value_or(*caller.associate) != *caller.associate) {
        return std::vector<Booking>();
      }
      filter.associate = caller.associate;
      break;
    case Role::kStoreManager:
      if (caller.stores.empty()) return std::vector<Booking>();
      filter.stores = caller.stores;
      break;
    case Role::kBrandAdmin:
      break;
    case Role::kOperator:
      return std::vector<Booking>();
  }
  return bookings_.List(caller.brand(), filter, after, limit, deadline);
}

}  // namespace rapport::booking
