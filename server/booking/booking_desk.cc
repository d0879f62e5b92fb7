#include "server/booking/booking_desk.h"

#include <utility>

#include "absl/types/span.h"
#include "server/booking/answer_desk.h"
#include "server/booking/changes.h"
#include "server/booking/random_id.h"
#include "server/vocabulary/error.h"

namespace rapport::booking {
namespace {

// How often a hold whose schedule has changed under it is computed again.
constexpr int kTriesMax = 3;

// What is no hold any more, by the store's clock, is refused as that, whatever
// was answered.
Become RefusedFor(const absl::Status& why, Become become) {
  return [why, become = std::move(become)](
             const Booking* before, absl::Time now) -> absl::StatusOr<Booking> {
    absl::StatusOr<Booking> after = become(before, now);
    if (!after.ok()) return after;
    return why;
  };
}

}  // namespace

absl::Status CheckShopper(const Caller& caller) {
  if (!caller.shopper.empty()) return absl::OkStatus();
  return Error(absl::StatusCode::kInvalidArgument, "SHOPPER_REQUIRED",
               "the call does not say for which shopper the slot is");
}

BookingDesk::BookingDesk(BookingStore& bookings,
                         calendar::ScheduleStore& schedules,
                         search::ReadModel& model, NewId new_id)
    : bookings_(bookings),
      model_(model),
      slots_(schedules, model),
      new_id_(new_id ? std::move(new_id) : RandomId<BookingId>) {}

absl::StatusOr<Booking> BookingDesk::Hold(const Caller& caller,
                                          const RequestKey& request,
                                          const HoldWish& wish,
                                          absl::Time deadline) {
  return Book(caller, request, wish, Holding, deadline);
}

absl::StatusOr<Booking> BookingDesk::Create(const Caller& caller,
                                            const RequestKey& request,
                                            const HoldWish& wish,
                                            absl::Time deadline) {
  return Book(caller, request, wish, Creating, deadline);
}

absl::StatusOr<Booking> BookingDesk::Book(
    const Caller& caller, const RequestKey& request, const HoldWish& wish,
    BookingWrite (*start)(const HoldWrite&), absl::Time deadline) {
  const bool is_session = wish.session.has_value();
  absl::Status shopper = is_session ? absl::OkStatus() : CheckShopper(caller);
  if (!shopper.ok()) return shopper;
  absl::StatusOr<Booking> booked;
  BookingId fresh;
  HoldWish now = wish;
  for (int i = 0; i < kTriesMax;) {
    absl::StatusOr<HoldWrite> plan = slots_.Plan(caller.brand(), now);
    if (!plan.ok()) return AnswerOr(caller, request, plan.status(), deadline);
    if (!is_session) plan->booking.shopper = caller.shopper;
    absl::Status may = CheckMayBook(caller, plan->booking);
    if (!may.ok()) return may;
    fresh = new_id_(model_.Now());
    plan->booking.id = fresh;
    BookingWrite write = start(*plan);
    write.replaces = wish.replaces;
    write.own_holds_give_way =
        wish.own_holds_give_way && AskerOf(caller.role()) == Asker::kShopper;
    booked = bookings_.Write(caller.actor, request, write, deadline);
    if (MayTryOtherResources(booked.status(), now.refused)) continue;
    if (booked.ok() || ReasonOf(booked.status()) != "SCHEDULE_CHANGED") break;
    absl::Status refreshed = slots_.Refresh(caller.brand(), write.takes);
    if (!refreshed.ok()) return refreshed;
    ++i;
  }
  if (!booked.ok()) return booked;
  // An answer of old says nothing of what is so now.
  if (booked->id != fresh) return booked;
  return slots_.Remember(caller.brand(), *std::move(booked));
}

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

// The answer of old is remembered only with what was seen since: memory may not
// know how the booking has ended.
absl::StatusOr<Booking> BookingDesk::Change(const Caller& caller,
                                            const RequestKey& request,
                                            const BookingId& id,
                                            absl::Time deadline, Plan plan) {
  absl::StatusOr<Booking> seen = Get(caller, id, deadline);
  if (absl::IsNotFound(seen.status())) {
    return AnswerOr(caller, request, seen.status(), deadline);
  }
  if (!seen.ok()) return seen;
  slots_.Remember(caller.brand(), *seen);
  absl::StatusOr<BookingWrite> write = plan(*seen);
  if (!write.ok()) return AnswerOr(caller, request, write.status(), deadline);
  absl::StatusOr<Booking> changed =
      bookings_.Write(caller.actor, request, *write, deadline);
  if (!changed.ok()) return changed;
  return slots_.Remember(caller.brand(), *std::move(changed));
}

absl::StatusOr<Booking> BookingDesk::Confirm(const Caller& caller,
                                             const RequestKey& request,
                                             const ConfirmWish& wish,
                                             absl::Time deadline) {
  return Change(caller, request, wish.change.id, deadline,
                [&](const Booking& seen) {
                  return PlanConfirm(caller.brand(), seen, wish);
                });
}

absl::StatusOr<BookingWrite> BookingDesk::PlanConfirm(
    const BrandId& brand, const Booking& seen, const ConfirmWish& wish) const {
  const auto index = model_.Find(brand);
  const catalog::Service* const service =
      index == nullptr ? nullptr : index->FindService(seen.service);
  BookingWrite write =
      Confirming(wish.change.id, wish.change.expected_version, wish.answers);
  if (service == nullptr) return write;
  absl::Status answered = CheckAnswers(*service, wish.answers);
  if (!answered.ok()) write.become = RefusedFor(answered, write.become);
  write.guard = GuardOf(seen, LimitOf(*service));
  if (write.guard.has_value()) write.guard->limit = {};
  return write;
}

absl::StatusOr<Booking> BookingDesk::Cancel(const Caller& caller,
                                            const RequestKey& request,
                                            const ChangeWish& wish,
                                            absl::Time deadline) {
  return Change(caller, request, wish.id, deadline,
                [&](const Booking&) -> absl::StatusOr<BookingWrite> {
                  return Cancelling(wish.id, wish.expected_version,
                                    AskerOf(caller.role()));
                });
}

absl::StatusOr<Booking> BookingDesk::Get(const Caller& caller,
                                         const BookingId& id,
                                         absl::Time deadline) {
  absl::StatusOr<Booking> booking = bookings_.Get(caller.brand(), id, deadline);
  if (booking.ok() && !MaySee(caller, *booking)) {
    return Error(absl::StatusCode::kNotFound, "BOOKING_NOT_FOUND",
                 "there is no such booking");
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
                          .state = wish.state,
                          .session = wish.session};
  if (wish.session.has_value() && AskerOf(caller.role()) == Asker::kStaff) {
    return ListSeats(caller, filter, after, limit, deadline);
  }
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

// Whoever sees a session sees who has seats of it.
absl::StatusOr<std::vector<Booking>> BookingDesk::ListSeats(
    const Caller& caller, const BookingFilter& filter,
    const BookingCursor& after, size_t limit, absl::Time deadline) {
  const absl::StatusOr<Booking> session =
      Get(caller, *filter.session, deadline);
  if (absl::IsNotFound(session.status())) return std::vector<Booking>();
  if (!session.ok()) return session.status();
  return bookings_.List(caller.brand(), filter, after, limit, deadline);
}

}  // namespace rapport::booking
