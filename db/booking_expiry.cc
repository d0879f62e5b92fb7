#include "db/booking_expiry.h"

#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "db/booking_rows.h"
#include "db/freed_time.h"
#include "db/waitlist_offering.h"

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

// What happens in one brand.
struct InBrand {
  FreedTime freed;
  std::string expired;  // ids, one after the other
  WaitlistOffering waiting;
};
using Brands = std::map<BrandId, InBrand>;

Brands BrandsOf(Transaction& transaction, const booking::OffersOf& offers,
                const std::vector<Expired>& due) {
  Brands brands;
  for (const auto& [brand, booking] : due) {
    InBrand none = {{}, "", {transaction, brand, offers}};
    const auto at = brands.try_emplace(brand, std::move(none)).first;
    at->second.freed.Add(booking);
  }
  return brands;
}

// In the order of all writers, so that none waits for one that waits for it.
absl::Status Lock(Transaction& transaction, const Brands& brands) {
  for (const auto& [brand, in] : brands) {
    absl::Status locked = in.freed.LockCalendars(transaction, brand);
    if (!locked.ok()) return locked;
  }
  for (const auto& [brand, in] : brands) {
    absl::Status locked = in.freed.LockResources(transaction, brand);
    if (!locked.ok()) return locked;
  }
  return absl::OkStatus();
}

// Whether `hold` was still one; it is then as it has become.
absl::StatusOr<bool> Expire(Transaction& transaction, absl::Time now,
                            Expired& hold, InBrand& in) {
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
  absl::Status followed = in.waiting.Became(before, hold.booking);
  if (!followed.ok()) return followed;
  absl::StrAppend(&in.expired, before.id.stored());
  return true;
}

absl::Status Tell(EventWriter& events, const Brands& brands) {
  constexpr absl::string_view kAction = "ExpireHolds";
  for (const auto& [brand, in] : brands) {
    if (in.expired.empty()) continue;
    const Actor actor = {
        .brand = brand, .role = Role::kOperator, .principal = "rapport"};
    absl::Status appended = events.Append(
        {.kind = EventKind::kBookings,
         .actor = actor,
         .action = kAction,
         .subjects = absl::StrCat(in.expired, in.waiting.bookings()),
         .reply = ""});
    if (appended.ok() && in.waiting.any_changed()) {
      appended = events.Append(in.waiting.EventOf(actor, kAction));
    }
    if (!appended.ok()) return appended;
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ExpireDueHolds(Transaction& transaction, EventWriter& events,
                            const booking::OffersOf& offers,
                            std::vector<Expired>& expired) {
  expired.clear();
  std::vector<Expired> due;
  absl::Time now;
  absl::Status status = FindDue(transaction, now, due);
  if (!status.ok()) return status;
  Brands brands = BrandsOf(transaction, offers, due);
  status = Lock(transaction, brands);
  if (!status.ok()) return status;
  for (Expired& hold : due) {
    absl::StatusOr<bool> ended =
        Expire(transaction, now, hold, brands.at(hold.brand));
    if (!ended.ok()) return ended.status();
    if (*ended) expired.push_back(hold);
  }
  for (auto& [brand, in] : brands) {
    status = in.waiting.Offer(now, in.freed.associates());
    if (!status.ok()) return status;
  }
  return Tell(events, brands);
}

}  // namespace rapport::db
