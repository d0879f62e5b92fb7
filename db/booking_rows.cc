#include "db/booking_rows.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "db/errors.h"
#include "db/value.h"

namespace rapport::db {

using booking::Booking;
using booking::BookingId;
using booking::BookingState;

namespace {

// One seat a tick: meetings are exclusive.
constexpr int kExclusiveSeat = 0;

absl::string_view ClaimsHead() {
  return "INSERT INTO claim (brand_id, resource_id, tick, seat, booking_id)"
         " VALUES ";
}

// One statement a booking, whatever its length; a session keeps the few
// lengths that a brand's services have.
std::string ClaimsStatement(int64_t ticks) {
  std::string sql(ClaimsHead());
  for (int64_t i = 0; i < ticks; ++i) {
    absl::StrAppend(&sql, i == 0 ? "" : ",", "(?,?,?,?,?)");
  }
  return sql;
}

Value ExpireValue(const Booking& booking) {
  if (booking.hold_expire_time == absl::InfiniteFuture()) return std::nullopt;
  return booking.hold_expire_time;
}

}  // namespace

Booking BookingOf(const Row& row) {
  Booking booking;
  booking.id = BookingId::FromBytes(row.Bytes(0));
  booking.version = row.Int64(1);
  booking.state = static_cast<BookingState>(row.Int64(2));
  booking.associate = AssociateId::FromBytes(row.Bytes(3));
  booking.store = StoreId::FromBytes(row.Bytes(4));
  booking.service = ServiceId::FromStored(row.String(5));
  booking.channel = static_cast<Channel>(row.Int64(6));
  booking.meeting = {row.Time(7), row.Time(8)};
  booking.occupied = {TimeOfTick(row.Int64(9)), TimeOfTick(row.Int64(10))};
  booking.time_zone = row.String(11);
  booking.local_start = absl::ToCivilSecond(row.Time(12), absl::UTCTimeZone());
  booking.utc_offset_s = static_cast<int>(row.Int64(13));
  booking.tzdata_version = row.String(14);
  booking.shopper = row.String(15);
  booking.hold_expire_time =
      row.OptionalTime(16).value_or(absl::InfiniteFuture());
  booking.create_time = row.Time(17);
  booking.update_time = row.Time(18);
  return booking;
}

absl::StatusOr<std::optional<Booking>> FindBooking(Transaction& transaction,
                                                   const BrandId& brand,
                                                   const BookingId& id) {
  constexpr absl::string_view kSql =
      "SELECT " RAPPORT_BOOKING_COLUMNS
      " FROM booking WHERE brand_id = ? AND booking_id = ?";  // PRIMARY
  std::optional<Booking> found;
  absl::Status status = transaction
                            .QueryOne(kSql, {brand.text(), id.stored()},
                                      [&](const Row& row) {
                                        found = BookingOf(row);
                                        return absl::OkStatus();
                                      })
                            .status();
  if (!status.ok()) return status;
  return found;
}

absl::Status InsertBooking(Transaction& transaction, const BrandId& brand,
                           const Booking& booking) {
  constexpr absl::string_view kSql =
      "INSERT INTO booking (brand_id, " RAPPORT_BOOKING_COLUMNS
      ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
  return transaction
      .Execute(kSql, {brand.text(),
                      booking.id.stored(),
                      booking.version,
                      static_cast<int>(booking.state),
                      booking.associate.stored(),
                      booking.store.stored(),
                      booking.service.text(),
                      static_cast<int>(booking.channel),
                      booking.meeting.start,
                      booking.meeting.end,
                      TickOf(booking.occupied.start),
                      TickOf(booking.occupied.end),
                      booking.time_zone,
                      absl::FromCivil(booking.local_start, absl::UTCTimeZone()),
                      booking.utc_offset_s,
                      booking.tzdata_version,
                      booking.shopper,
                      ExpireValue(booking),
                      booking.create_time,
                      booking.update_time})
      .status();
}

absl::StatusOr<bool> UpdateBookingState(Transaction& transaction,
                                        const BrandId& brand,
                                        const Booking& changed) {
  // PRIMARY. The last line: 0 any other change, 1 confirming, 2 expiring.
  constexpr absl::string_view kSql =
      "UPDATE booking SET state = ?, version = ?, hold_expire_time = ?,"
      " update_time = ? WHERE brand_id = ? AND booking_id = ? AND version = ?"
      " AND (? = 0 OR (? = 1 AND hold_expire_time > UTC_TIMESTAMP(6))"
      " OR (? = 2 AND hold_expire_time <= UTC_TIMESTAMP(6)))";
  const int clock = changed.state == BookingState::kConfirmed ? 1
                    : changed.state == BookingState::kExpired ? 2
                                                              : 0;
  absl::StatusOr<int64_t> rows = transaction.Execute(
      kSql, {static_cast<int>(changed.state), changed.version,
             ExpireValue(changed), changed.update_time, brand.text(),
             changed.id.stored(), changed.version - 1, clock, clock, clock});
  if (!rows.ok()) return rows.status();
  return *rows == 1;
}

absl::StatusOr<bool> InsertClaims(Transaction& transaction,
                                  const BrandId& brand,
                                  const Booking& booking) {
  const int64_t first = TickOf(booking.occupied.start);
  const int64_t end = TickOf(booking.occupied.end);
  std::vector<Value> values;
  values.reserve((end - first) * 5);
  for (int64_t tick = first; tick < end; ++tick) {
    values.insert(values.end(), {brand.text(), booking.associate.stored(), tick,
                                 kExclusiveSeat, booking.id.stored()});
  }
  absl::Status status =
      transaction.Execute(ClaimsStatement(end - first), values).status();
  if (DuplicateOf(status, "claim.PRIMARY")) return false;
  if (!status.ok()) return status;
  return true;
}

absl::Status DeleteClaims(Transaction& transaction, const BrandId& brand,
                          const BookingId& id) {
  constexpr absl::string_view kSql =
      "DELETE FROM claim WHERE brand_id = ? AND booking_id = ?";  // booking
  return transaction.Execute(kSql, {brand.text(), id.stored()}).status();
}

absl::StatusOr<std::vector<Booking>> FindBlockers(Transaction& transaction,
                                                  const BrandId& brand,
                                                  const Booking& booking) {
  // claim.PRIMARY, then booking.PRIMARY
  constexpr absl::string_view kSql =
      "SELECT " RAPPORT_BOOKING_COLUMNS
      " FROM booking WHERE brand_id = ? AND booking_id IN"
      " (SELECT booking_id FROM claim WHERE brand_id = ? AND resource_id = ?"
      " AND tick >= ? AND tick < ?)";
  std::vector<Booking> blockers;
  absl::Status status = transaction.Query(
      kSql,
      {brand.text(), brand.text(), booking.associate.stored(),
       TickOf(booking.occupied.start), TickOf(booking.occupied.end)},
      [&](const Row& row) {
        blockers.push_back(BookingOf(row));
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  return blockers;
}

absl::StatusOr<bool> TouchCalendar(Transaction& transaction,
                                   const BrandId& brand,
                                   const AssociateId& associate,
                                   int64_t schedule_version) {
  constexpr absl::string_view kSql =
      "UPDATE calendar SET bookings = bookings + 1 WHERE brand_id = ?"
      " AND associate_id = ? AND version = ?";  // PRIMARY
  absl::StatusOr<int64_t> rows = transaction.Execute(
      kSql, {brand.text(), associate.stored(), schedule_version});
  if (!rows.ok()) return rows.status();
  return *rows == 1;
}

}  // namespace rapport::db
