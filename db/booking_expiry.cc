#include "db/booking_expiry.h"

#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "db/booking_rows.h"

namespace rapport::db {

using booking::Booking;
using booking::BookingState;
using Expired = booking::BookingStore::Expired;

namespace {

absl::Status FindDue(Transaction& transaction, absl::Time& now,
                     std::vector<Expired>& due) {
  // held
  constexpr absl::string_view kDue =
      "SELECT " RAPPORT_BOOKING_COLUMNS
      ", brand_id, UTC_TIMESTAMP(6) FROM booking WHERE state = 1"
      " AND hold_expire_time <= UTC_TIMESTAMP(6) ORDER BY hold_expire_time"
      " LIMIT ?";
  return transaction.Query(kDue, {booking::kExpireMax}, [&](const Row& row) {
    due.push_back({BrandId::FromStored(row.String(20)), BookingOf(row)});
    now = row.Time(21);
    return absl::OkStatus();
  });
}

// In the order of all writers, so that none waits for one that waits for it.
absl::Status LockCalendars(Transaction& transaction,
                           const std::vector<Expired>& due) {
  // Of each, whether a seat of it is freed.
  std::map<std::pair<BrandId, AssociateId>, bool> calendars;
  std::set<std::pair<BrandId, ResourceId>> resources;
  for (const auto& [brand, booking] : due) {
    for (const booking::TimeOf& time : booking::OccupiedBy(booking)) {
      if (time.resource.has_value()) {
        resources.insert({brand, *time.resource});
      } else {
        calendars[{brand, time.associate}] |= time.load != booking::kWholeLoad;
      }
    }
  }
  for (const auto& [calendar, has_seat] : calendars) {
    const auto& [brand, associate] = calendar;
    absl::Status locked = has_seat
                              ? WriteCalendar(transaction, brand, associate)
                              : LockCalendar(transaction, brand, associate);
    if (!locked.ok()) return locked;
  }
  for (const auto& [brand, resource] : resources) {
    absl::Status locked = LockResource(transaction, brand, resource);
    if (!locked.ok()) return locked;
  }
  return absl::OkStatus();
}

// Whether `hold` was still one; it is then as it has become.
absl::StatusOr<bool> Expire(Transaction& transaction, absl::Time now,
                            Expired& hold) {
  const Booking before = hold.booking;
  hold.booking = booking::Ended(before, BookingState::kExpired, now);
  absl::StatusOr<bool> changed =
      UpdateBooking(transaction, hold.brand, before, hold.booking);
  if (!changed.ok() || !*changed) return changed;  // confirmed just now
  const booking::OccupancyChange change =
      booking::OccupancyChangeOf(&before, hold.booking);
  for (const booking::TimeOf& time : change.freed) {
    absl::Status freed = DeleteClaims(transaction, hold.brand, time, before.id);
    if (!freed.ok()) return freed;
  }
  return true;
}

absl::Status Tell(EventWriter& events, const std::vector<Expired>& expired) {
  std::map<BrandId, std::string> subjects;
  for (const Expired& each : expired) {
    absl::StrAppend(&subjects[each.brand], each.booking.id.stored());
  }
  for (const auto& [brand, ids] : subjects) {
    absl::Status appended = events.Append({.kind = EventKind::kBookings,
                                           .actor = {.brand = brand,
                                                     .role = Role::kOperator,
                                                     .principal = "rapport"},
                                           .action = "ExpireHolds",
                                           .subjects = ids,
                                           .reply = ""});
    if (!appended.ok()) return appended;
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ExpireDueHolds(Transaction& transaction, EventWriter& events,
                            std::vector<Expired>& expired) {
  expired.clear();
  std::vector<Expired> due;
  absl::Time now;
  absl::Status status = FindDue(transaction, now, due);
  if (!status.ok()) return status;
  status = LockCalendars(transaction, due);
  if (!status.ok()) return status;
  for (Expired& hold : due) {
    absl::StatusOr<bool> ended = Expire(transaction, now, hold);
    if (!ended.ok()) return ended.status();
    if (*ended) expired.push_back(hold);
  }
  return Tell(events, expired);
}

}  // namespace rapport::db
