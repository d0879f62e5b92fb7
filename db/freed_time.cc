#include "db/freed_time.h"

#include "db/booking_rows.h"
#include "server/booking/occupancy_change.h"

namespace rapport::db {

void FreedTime::Add(const booking::Booking& booking) {
  for (const booking::TimeOf& time : booking::OccupiedBy(booking)) {
    if (time.resource.has_value()) {
      resources_.insert(*time.resource);
    } else {
      calendars_[time.associate] |= time.load != booking::kWholeLoad;
    }
  }
}

absl::Status FreedTime::LockCalendars(Transaction& transaction,
                                      const BrandId& brand) const {
  for (const auto& [associate, has_seat] : calendars_) {
    absl::Status locked = has_seat
                              ? WriteCalendar(transaction, brand, associate)
                              : LockCalendar(transaction, brand, associate);
    if (!locked.ok()) return locked;
  }
  return absl::OkStatus();
}

absl::Status FreedTime::LockResources(Transaction& transaction,
                                      const BrandId& brand) const {
  for (const ResourceId& resource : resources_) {
    absl::Status locked = LockResource(transaction, brand, resource);
    if (!locked.ok()) return locked;
  }
  return absl::OkStatus();
}

std::set<AssociateId> FreedTime::associates() const {
  std::set<AssociateId> associates;
  for (const auto& [associate, has_seat] : calendars_) {
    associates.insert(associate);
  }
  return associates;
}

}  // namespace rapport::db
