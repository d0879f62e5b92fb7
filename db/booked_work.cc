#include "db/booked_work.h"

#include "absl/strings/string_view.h"
#include "db/booking_rows.h"
#include "server/calendar/work_limits.h"

namespace rapport::db {

using booking::Booking;

absl::StatusOr<std::vector<Booking>> FindWork(
    Transaction& transaction, const BrandId& brand,
    const AssociateId& associate, absl::Time start,
    const booking::BookingId& except) {
  // associate_time
  constexpr absl::string_view kFirst =
      "SELECT " RAPPORT_BOOKING_COLUMNS
      " FROM booking WHERE brand_id = ? AND associate_id = ?"
      " AND start_time >= ? AND start_time < ? AND state IN (1, 2, 3, 4)"
      " AND booking_id <> ? ORDER BY start_time";
  // booking_associate.PRIMARY, then booking.PRIMARY
  constexpr absl::string_view kMore =
      "SELECT " RAPPORT_BOOKING_COLUMNS
      " FROM booking WHERE brand_id = ? AND booking_id IN (SELECT booking_id"
      " FROM booking_associate WHERE brand_id = ? AND associate_id = ?"
      " AND start_time >= ? AND start_time < ?) AND state IN (1, 2, 3, 4)"
      " AND booking_id <> ?";
  std::vector<Booking> work;
  const auto add = [&](const Row& row) {
    work.push_back(BookingOf(row));
    return absl::OkStatus();
  };
  const Interval reach = calendar::WorkReach(start);
  absl::Status status =
      transaction.Query(kFirst,
                        {brand.text(), associate.stored(), reach.start,
                         reach.end, except.stored()},
                        add);
  if (!status.ok()) return status;
  status = transaction.Query(kMore,
                             {brand.text(), brand.text(), associate.stored(),
                              reach.start, reach.end, except.stored()},
                             add);
  if (!status.ok()) return status;
  return work;
}

}  // namespace rapport::db
