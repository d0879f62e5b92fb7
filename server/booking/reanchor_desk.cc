#include "server/booking/reanchor_desk.h"

#include <utility>

#include "server/calendar/time_zone.h"

namespace rapport::booking {

ZoneRules InstalledRules() {
  return {calendar::TzdataVersion(), &calendar::LoadZone};
}

ReanchorDesk::ReanchorDesk(BookingStore& bookings, search::ReadModel& model,
                           ZoneRules rules)
    : bookings_(bookings), model_(model), rules_(std::move(rules)) {}

absl::StatusOr<ReanchorReport> ReanchorDesk::Step(const Caller& caller,
                                                  const RequestKey& request,
                                                  const ReanchorWish& wish,
                                                  absl::Time deadline) {
  absl::StatusOr<ReanchorAnswer> answer = bookings_.Reanchor(
      caller.actor, request, {wish.after, rules_, wish.dry_run}, deadline);
  if (!answer.ok()) return answer.status();
  model_.Apply(caller.brand(), answer->changed);
  return std::move(answer->report);
}

}  // namespace rapport::booking
