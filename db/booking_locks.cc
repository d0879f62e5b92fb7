#include "db/booking_locks.h"

#include "db/booking_rows.h"

namespace rapport::db {

using booking::Booking;
using booking::TimeOf;

void BookingLocks::WillTake(const booking::BookingWrite& write) {
  for (const booking::TimeTaken& taken : write.takes) {
    calendars_[taken.associate].version = taken.schedule_version;
  }
  for (const booking::ResourceTaken& taken : write.resources) {
    resources_.insert(taken.resource);
  }
}

void BookingLocks::WillFree(absl::Span<const TimeOf> times) {
  for (const TimeOf& time : times) {
    if (time.resource.has_value()) {
      resources_.insert(*time.resource);
    } else {
      // As claim_seats.h asks.
      calendars_[time.associate].writes |= time.load != booking::kWholeLoad;
    }
  }
}

void BookingLocks::WillChangeSession(const AssociateId& associate) {
  calendars_[associate].writes = true;
}

absl::Status BookingLocks::Lock() {
  for (const auto& [associate, calendar] : calendars_) {
    absl::StatusOr<bool> locked = LockOne(associate, calendar);
    if (!locked.ok()) return locked.status();
    schedules_are_those_ = schedules_are_those_ && *locked;
    locked_.insert(associate);
  }
  for (const ResourceId& resource : resources_) {
    absl::Status status = LockResource(transaction_, brand_, resource);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

// Out of the order of all writers: so it waits for nobody.
absl::Status BookingLocks::LockOutOfTurn(const Booking& booking) {
  for (const TimeOf& time : booking::OccupiedBy(booking)) {
    absl::Status locked;
    if (!time.resource.has_value()) {
      const bool is_new = locked_.insert(time.associate).second;
      if (is_new) {
        locked = LockCalendar(transaction_, brand_, time.associate, Wait::kNo);
      }
      if (locked.ok() && time.load != booking::kWholeLoad) {
        locked = WriteCalendar(transaction_, brand_, time.associate);
      }
    } else {
      if (!resources_.insert(*time.resource).second) continue;
      locked = LockResource(transaction_, brand_, *time.resource, Wait::kNo);
    }
    if (!locked.ok()) return locked;
  }
  return absl::OkStatus();
}

// Whether its schedule has that version.
absl::StatusOr<bool> BookingLocks::LockOne(const AssociateId& associate,
                                           const Calendar& calendar) {
  if (calendar.version.has_value()) {
    return TouchCalendar(transaction_, brand_, associate, *calendar.version);
  }
  absl::Status status = calendar.writes
                            ? WriteCalendar(transaction_, brand_, associate)
                            : LockCalendar(transaction_, brand_, associate);
  if (!status.ok()) return status;
  return true;
}

}  // namespace rapport::db
