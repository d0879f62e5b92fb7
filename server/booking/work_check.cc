#include "server/booking/work_check.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "server/booking/changes.h"
#include "server/vocabulary/error.h"

namespace rapport::booking {

using calendar::WorkLimit;

bool IsWork(const Booking& booking) {
  return IsLive(booking.state) || booking.state == BookingState::kCompleted;
}

bool TakesPart(const Booking& booking, const AssociateId& associate) {
  const auto& more = booking.more_associates;
  return booking.associate == associate ||
         std::find(more.begin(), more.end(), associate) != more.end();
}

bool GetsMeeting(const Booking* before, const Booking& after,
                 const AssociateId& associate) {
  if (!IsLive(after.state) || !TakesPart(after, associate)) return false;
  return before == nullptr || !IsWork(*before) ||
         !TakesPart(*before, associate) || before->meeting != after.meeting;
}

absl::Status CheckWork(const calendar::WorkRule& rule, const Booking& after,
                       absl::Span<const Booking> others, absl::Time now) {
  calendar::BookedWork work(rule);
  for (const Booking& other : others) {
    if (other.is_seat()) continue;  // its session is counted
    if (IsWork(other) && !HasRunOut(other, now)) work.Add(other.meeting);
  }
  const WorkLimit broken = work.Judge(after.meeting);
  if (broken == WorkLimit::kNone) return absl::OkStatus();
  const std::string limit(WorkLimitField(broken));
  return WithValues(
      Error(absl::StatusCode::kFailedPrecondition, "WORK_LIMIT",
            absl::StrCat("the associate would be booked beyond ", limit,
                         "; choose another time, or another associate")),
      {{"limit", limit}});
}

}  // namespace rapport::booking
