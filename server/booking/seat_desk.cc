#include "server/booking/seat_desk.h"

#include <utility>

#include "server/booking/answer_desk.h"
#include "server/booking/changes.h"
#include "server/booking/random_id.h"
#include "server/booking/seats.h"
#include "server/vocabulary/error.h"

namespace rapport::booking {
namespace {

// How often seats are planned anew because their session has changed.
constexpr int kTriesMax = 3;

// Staff may still let somebody in.
absl::Status CheckNotice(const Caller& caller, const Booking& session,
                         const catalog::Service& service, absl::Time now) {
  if (AskerOf(caller.role()) == Asker::kStaff ||
      now + service.minimum_notice <= session.meeting.start) {
    return absl::OkStatus();
  }
  return Error(absl::StatusCode::kFailedPrecondition, "SESSION_TOO_SOON",
               "the session starts too soon for the service's notice; choose a "
               "later one, or ask the store");
}

}  // namespace

HoldWrite HoldOfSeats(const Booking& session, const catalog::Service& service,
                      int party_size, const std::string& shopper) {
  HoldWrite hold = {.booking = {},
                    .hold_duration = service.hold_duration,
                    .shopper_limit = LimitOf(service),
                    .session_version = session.version};
  SeatIn(session, hold.booking);
  hold.booking.shopper = shopper;
  hold.booking.party_size = party_size;
  hold.booking.cancel_notice = service.cancel_notice;
  hold.booking.move_notice = service.move_notice;
  return hold;
}

SeatDesk::SeatDesk(BookingStore& bookings, calendar::ScheduleStore& schedules,
                   search::ReadModel& model, BookingDesk& desk)
    : bookings_(bookings),
      model_(model),
      slots_(schedules, model),
      desk_(desk) {}

absl::StatusOr<HoldWrite> SeatDesk::Plan(const Caller& caller,
                                         const SeatsWish& wish,
                                         absl::Time deadline) const {
  const auto index = model_.Find(caller.brand());
  if (index == nullptr) return NoSuchSession();
  const absl::StatusOr<Booking> session =
      bookings_.Get(caller.brand(), wish.session, deadline);
  if (absl::IsNotFound(session.status())) return NoSuchSession();
  if (!session.ok()) return session.status();
  const absl::Time now = model_.Now();
  absl::Status may = CheckSession(*session, now);
  if (!may.ok()) return may;
  const catalog::Service* const service = index->FindService(session->service);
  if (service == nullptr) return NoSuchSession();
  may = CheckParty(*service, wish.party_size);
  if (may.ok()) may = CheckNotice(caller, *session, *service, now);
  if (!may.ok()) return may;
  HoldWrite hold =
      HoldOfSeats(*session, *service, wish.party_size, caller.shopper);
  hold.booking.id = RandomId<BookingId>(now);
  may = CheckMayBook(caller, hold.booking);
  if (!may.ok()) return may;
  return hold;
}

absl::StatusOr<Booking> SeatDesk::Hold(const Caller& caller,
                                       const RequestKey& request,
                                       const SeatsWish& wish,
                                       absl::Time deadline) {
  absl::Status shopper = CheckShopper(caller);
  if (!shopper.ok()) return shopper;
  absl::StatusOr<Booking> held;
  for (int i = 0; i < kTriesMax; ++i) {
    const absl::StatusOr<HoldWrite> plan = Plan(caller, wish, deadline);
    if (!plan.ok()) {
      return desk_.AnswerOr(caller, request, plan.status(), deadline);
    }
    BookingWrite write = Holding(*plan);
    write.action = "HoldSeats";
    write.replaces = wish.replaces;
    held = bookings_.Write(caller.actor, request, write, deadline);
    if (ReasonOf(held.status()) == "SESSION_CHANGED") continue;
    // An answer of old says nothing of what is so now.
    if (!held.ok() || held->id != plan->booking.id) break;
    return slots_.Remember(caller.brand(), *std::move(held));
  }
  return held;
}

}  // namespace rapport::booking
