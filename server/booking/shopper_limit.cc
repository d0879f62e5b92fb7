#include "server/booking/shopper_limit.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/str_cat.h"
#include "server/booking/changes.h"
#include "server/vocabulary/error.h"

namespace rapport::booking {
namespace {

// No meeting is longer, so what started before has ended.
constexpr absl::Duration kMeetingMax = absl::Hours(24);

absl::Status Refused(absl::string_view message) {
  return Error(absl::StatusCode::kFailedPrecondition, "SHOPPER_LIMIT", message);
}

bool IsAhead(const Booking& booking, absl::Time now) {
  return IsLive(booking.state) && !HasRunOut(booking, now) &&
         booking.meeting.end > now;
}

bool Counts(const Booking& booking, absl::Time now) {
  return booking.state != BookingState::kCancelled &&
         booking.state != BookingState::kExpired && !HasRunOut(booking, now);
}

// Those that count and start within the period of one that starts then.
ptrdiff_t CountAround(absl::Time start, absl::Duration period,
                      absl::Span<const Booking> others, absl::Time now) {
  return std::count_if(others.begin(), others.end(), [&](const Booking& each) {
    return Counts(each, now) &&
           absl::AbsDuration(each.meeting.start - start) < period;
  });
}

absl::Status CheckAhead(int live_max, absl::Span<const Booking> others,
                        absl::Time now) {
  const ptrdiff_t ahead =
      std::count_if(others.begin(), others.end(),
                    [&](const Booking& each) { return IsAhead(each, now); });
  if (ahead < live_max) return absl::OkStatus();
  return Refused(absl::StrCat(
      "the shopper has ", ahead,
      " bookings of this service that have not ended; one may have at most ",
      live_max));
}

}  // namespace

absl::Status CheckShopperLimit(const ShopperLimit& limit, const Booking* before,
                               const Booking& after,
                               absl::Span<const Booking> others,
                               absl::Time now) {
  if (limit.live_max != 0 && before == nullptr) {
    absl::Status ahead = CheckAhead(limit.live_max, others, now);
    if (!ahead.ok()) return ahead;
  }
  if (limit.count_max == 0) return absl::OkStatus();
  const ptrdiff_t count =
      CountAround(after.meeting.start, limit.period, others, now);
  if (count < limit.count_max) return absl::OkStatus();
  if (before != nullptr &&
      count <= CountAround(before->meeting.start, limit.period, others, now)) {
    return absl::OkStatus();
  }
  return Refused(absl::StrCat("the shopper has ", count,
                              " bookings of this service within ",
                              limit.period / absl::Hours(24),
                              " days of that start; one may have at most ",
                              limit.count_max, ", with it"));
}

absl::Time LimitReach(const ShopperLimit& limit, const Booking* before,
                      const Booking& after, absl::Time now) {
  absl::Time reach = absl::InfiniteFuture();
  if (limit.live_max != 0) reach = now - kMeetingMax;
  if (limit.count_max == 0) return reach;
  reach = std::min(reach, after.meeting.start - limit.period);
  if (before == nullptr) return reach;
  return std::min(reach, before->meeting.start - limit.period);
}

}  // namespace rapport::booking
