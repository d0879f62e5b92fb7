#include "server/booking/seats.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "server/booking/changes.h"
#include "server/booking/work_check.h"
#include "server/vocabulary/error.h"

namespace rapport::booking {

absl::Status NoSuchSession() {
  return Error(absl::StatusCode::kNotFound, "SESSION_NOT_FOUND",
               "there is no such session");
}

absl::Status CheckSession(const Booking& session, absl::Time now) {
  if (!session.is_session()) return NoSuchSession();
  if (session.state != BookingState::kConfirmed) {
    return Error(
        absl::StatusCode::kFailedPrecondition, "SESSION_CANCELLED",
        absl::StrCat("the session is ", BookingStateWord(session.state),
                     "; choose another"));
  }
  if (session.meeting.start <= now) {
    return Error(absl::StatusCode::kFailedPrecondition, "MEETING_STARTED",
                 "the session has started; choose a later one");
  }
  return absl::OkStatus();
}

void SeatIn(const Booking& session, Booking& seat) {
  seat.session = session.id;
  seat.associate = session.associate;
  seat.more_associates = session.more_associates;
  seat.former_associates = session.former_associates;
  seat.store = session.store;
  seat.service = session.service;
  seat.channel = session.channel;
  seat.meeting = session.meeting;
  seat.occupied = session.occupied;
  seat.load = session.load;
  seat.time_zone = session.time_zone;
  seat.local_start = session.local_start;
  seat.utc_offset_s = session.utc_offset_s;
  seat.tzdata_version = session.tzdata_version;
}

int SeatsLeft(const Booking& session, absl::Span<const Booking> seats,
              absl::Time now) {
  int left = session.seats;
  for (const Booking& seat : seats) {
    if (!IsWork(seat) || HasRunOut(seat, now)) continue;
    left -= seat.party_size;
  }
  return left;
}

absl::Status CheckSeats(const Booking& session, const Booking& seat,
                        absl::Span<const Booking> others, absl::Time now) {
  const int left = SeatsLeft(session, others, now);
  if (left >= seat.party_size) return absl::OkStatus();
  return WithValues(
      Error(absl::StatusCode::kAlreadyExists, "SESSION_FULL",
            left <= 0 ? "the session is full; choose another"
                      : absl::StrCat("the session has ", left,
                                     left == 1 ? " seat" : " seats",
                                     " left; choose another")),
      {{"seats_left", absl::StrCat(left)}});
}

absl::Status CheckFollows(const Booking& before, const Booking& after,
                          absl::Span<const Booking> seats) {
  if (IsLive(after.state) && after.meeting == before.meeting &&
      after.associate == before.associate) {
    return absl::OkStatus();
  }
  for (const Booking& seat : seats) {
    if (seat.state != BookingState::kCheckedIn &&
        seat.state != BookingState::kCompleted &&
        seat.state != BookingState::kNoShow) {
      continue;
    }
    return Error(absl::StatusCode::kFailedPrecondition, "MEETING_STARTED",
                 "shoppers have come to the session, or were waited for; it "
                 "stays as it was");
  }
  return absl::OkStatus();
}

std::optional<Booking> Followed(const Booking& session, const Booking& seat,
                                absl::Time now) {
  if (!IsLive(seat.state)) return std::nullopt;
  // The seat may have been taken while the session's change waited for a lock.
  const absl::Time when = std::max(now, seat.update_time);
  if (session.state == BookingState::kCancelled) {
    return Ended(seat, BookingState::kCancelled, when);
  }
  Booking after = seat;
  SeatIn(session, after);
  if (after == seat) return std::nullopt;
  if (after.meeting != seat.meeting) after.cancel_notice = absl::ZeroDuration();
  after.update_time = when;
  ++after.version;
  return after;
}

}  // namespace rapport::booking
