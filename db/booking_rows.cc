#include "db/booking_rows.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "db/booking_json.h"
#include "db/claim_seats.h"
#include "db/errors.h"
#include "db/id_list.h"
#include "db/multi_row.h"
#include "db/value.h"

namespace rapport::db {

using booking::Booking;
using booking::BookingId;
using booking::BookingState;
using booking::TimeOf;

namespace {

// Of meetings that take all of their associate.
constexpr int kExclusiveSeat = 0;

absl::string_view ClaimsHead() {
  return "INSERT INTO claim (brand_id, resource_id, tick, seat, booking_id)"
         " VALUES";
}

// One statement a booking, whatever its length; a session keeps the few
// lengths that a brand's services have.
std::string ClaimsStatement(int64_t ticks) {
  std::string sql(ClaimsHead());
  for (int64_t i = 0; i < ticks; ++i) {
    absl::StrAppend(&sql, i == 0 ? " " : ",", "(?,?,?,?,?)");
  }
  return sql;
}

Value ExpireValue(const Booking& booking) {
  if (booking.hold_expire_time == absl::InfiniteFuture()) return std::nullopt;
  return booking.hold_expire_time;
}

// Of the columns of a claim. Moved into place: there are many.
std::vector<Value> RowOf(const BrandId& brand, const AssociateId& associate,
                         int64_t tick, const BookingId& id) {
  std::vector<Value> row;
  row.reserve(5);
  row.emplace_back(brand.text());
  row.emplace_back(associate.stored());
  row.emplace_back(tick);
  row.emplace_back(kExclusiveSeat);
  row.emplace_back(id.stored());
  return row;
}

// Of the columns of a new booking's row.
std::vector<Value> ValuesOf(const BrandId& brand, const Booking& booking) {
  return {brand.text(),
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
          booking.update_time,
          BookingContentToJson(booking)};
}

// Has the booking found by all who take part. Not for seats: they are found by
// their session, whose associates have it.
absl::Status InsertMoreAssociates(Transaction& transaction,
                                  const BrandId& brand,
                                  const Booking& booking) {
  constexpr absl::string_view kSql =
      "INSERT INTO booking_associate (brand_id, associate_id, start_time,"
      " booking_id) VALUES (?,?,?,?)";
  for (const AssociateId& associate : booking.more_associates) {
    absl::Status status =
        transaction
            .Execute(kSql, {brand.text(), associate.stored(),
                            booking.meeting.start, booking.id.stored()})
            .status();
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

// The same of one that has become another.
absl::Status UpdateMoreAssociates(Transaction& transaction,
                                  const BrandId& brand, const Booking& before,
                                  const Booking& after) {
  constexpr absl::string_view kSql =
      "DELETE FROM booking_associate WHERE brand_id = ?"
      " AND booking_id = ?";  // booking
  if (before.more_associates == after.more_associates &&
      (after.more_associates.empty() ||
       before.meeting.start == after.meeting.start)) {
    return absl::OkStatus();
  }
  absl::Status status =
      transaction.Execute(kSql, {brand.text(), after.id.stored()}).status();
  if (!status.ok()) return status;
  return InsertMoreAssociates(transaction, brand, after);
}

// Has a seat found by its session.
absl::Status InsertSeat(Transaction& transaction, const BrandId& brand,
                        const Booking& booking) {
  constexpr absl::string_view kSql =
      "INSERT INTO booking_seat (brand_id, session_id, booking_id)"
      " VALUES (?,?,?)";
  return transaction
      .Execute(kSql,
               {brand.text(), booking.session->stored(), booking.id.stored()})
      .status();
}

absl::Status LockRow(Transaction& transaction, absl::string_view sql,
                     const BrandId& brand, absl::string_view id, Wait wait) {
  return transaction
      .QueryOne(absl::StrCat(sql, wait == Wait::kYes ? "" : " NOWAIT"),
                {brand.text(), id}, [](const Row&) { return absl::OkStatus(); })
      .status();
}

// What the database's clock has to say to a change: see UpdateBooking.
int ClockOf(const Booking& before, const Booking& after) {
  if (before.state != BookingState::kHeld) return 0;
  if (after.state == BookingState::kExpired) return 2;
  return booking::IsLive(after.state) ? 1 : 0;
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
  // A text that cannot be read says no more than none.
  ReadBookingContent(row.OptionalString(19).value_or(""), booking)
      .IgnoreError();
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
      ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
  absl::Status status =
      transaction.Execute(kSql, ValuesOf(brand, booking)).status();
  if (!status.ok()) return status;
  if (booking.is_seat()) return InsertSeat(transaction, brand, booking);
  return InsertMoreAssociates(transaction, brand, booking);
}

absl::Status InsertBookings(Transaction& transaction, const BrandId& brand,
                            absl::Span<const Booking* const> bookings,
                            When when) {
  MultiRow rows(
      "INSERT INTO booking (brand_id, " RAPPORT_BOOKING_COLUMNS ") VALUES", 21);
  for (const Booking* booking : bookings) rows.Add(ValuesOf(brand, *booking));
  return rows.Execute(transaction, when);
}

absl::Status ClaimAll(Transaction& transaction, const BrandId& brand,
                      absl::Span<const Booking* const> bookings, When when) {
  MultiRow rows(ClaimsHead(), 5);
  for (const Booking* booking : bookings) {
    const int64_t end = TickOf(booking->occupied.end);
    for (int64_t tick = TickOf(booking->occupied.start); tick < end; ++tick) {
      rows.Add(RowOf(brand, booking->associate, tick, booking->id));
    }
  }
  return rows.Execute(transaction, when);
}

absl::Status RequireCalendars(Transaction& transaction, const BrandId& brand,
                              absl::Span<const CalendarVersion> calendars,
                              std::optional<absl::Time> guess) {
  // PRIMARY
  constexpr absl::string_view kCount =
      "SELECT COUNT(*) FROM calendar WHERE brand_id = ? AND (";
  constexpr absl::string_view kCountByGuess =
      "SELECT COUNT(*) FROM calendar WHERE UTC_TIMESTAMP(6) >= ?"
      " AND UTC_TIMESTAMP(6) < ? AND brand_id = ? AND (";
  std::vector<Value> first;
  if (guess.has_value()) first = {*guess, *guess + kGuessedClockMax};
  first.emplace_back(brand.text());
  ParamList list(guess.has_value() ? kCountByGuess : kCount,
                 "(associate_id = ? AND version = ?)", " OR ",
                 ") FOR UPDATE SKIP LOCKED", std::move(first));
  for (const CalendarVersion& calendar : calendars) {
    list.Add({calendar.associate.stored(), calendar.version});
  }
  return transaction.RequireAtCommit(list.Sql(), list.Params(),
                                     static_cast<int64_t>(calendars.size()));
}

absl::StatusOr<bool> UpdateBooking(Transaction& transaction,
                                   const BrandId& brand, const Booking& before,
                                   const Booking& after) {
  // PRIMARY. The last lines: 0 the clock does not matter, 1 a hold that stays
  // live, 2 one that has run out.
  constexpr absl::string_view kSql =
      "UPDATE booking SET version = ?, state = ?, associate_id = ?,"
      " store_id = ?, channel = ?, start_time = ?, end_time = ?,"
      " start_tick = ?, end_tick = ?, time_zone = ?, local_start = ?,"
      " utc_offset_s = ?, tzdata_version = ?, hold_expire_time = ?,"
      " update_time = ?, content = ?"
      " WHERE brand_id = ? AND booking_id = ? AND version = ?"
      " AND (? = 0 OR (? = 1 AND hold_expire_time > UTC_TIMESTAMP(6))"
      " OR (? = 2 AND hold_expire_time <= UTC_TIMESTAMP(6)))";
  const int clock = ClockOf(before, after);
  absl::StatusOr<int64_t> rows = transaction.Execute(
      kSql, {after.version,
             static_cast<int>(after.state),
             after.associate.stored(),
             after.store.stored(),
             static_cast<int>(after.channel),
             after.meeting.start,
             after.meeting.end,
             TickOf(after.occupied.start),
             TickOf(after.occupied.end),
             after.time_zone,
             absl::FromCivil(after.local_start, absl::UTCTimeZone()),
             after.utc_offset_s,
             after.tzdata_version,
             ExpireValue(after),
             after.update_time,
             BookingContentToJson(after),
             brand.text(),
             after.id.stored(),
             before.version,
             clock,
             clock,
             clock});
  if (!rows.ok()) return rows.status();
  if (*rows != 1) return false;
  if (after.is_seat()) return true;
  absl::Status more = UpdateMoreAssociates(transaction, brand, before, after);
  if (!more.ok()) return more;
  return true;
}

absl::StatusOr<bool> InsertClaims(Transaction& transaction,
                                  const BrandId& brand, const TimeOf& time,
                                  int capacity, const BookingId& id) {
  if (time.load != booking::kWholeLoad) {
    return ClaimSeats(transaction, brand, time, capacity, id);
  }
  const int64_t first = TickOf(time.interval.start);
  const int64_t end = TickOf(time.interval.end);
  std::vector<Value> values;
  values.reserve((end - first) * 5);
  for (int64_t tick = first; tick < end; ++tick) {
    values.insert(values.end(), {brand.text(), time.claimant(), tick,
                                 kExclusiveSeat, id.stored()});
  }
  absl::Status status =
      transaction.Execute(ClaimsStatement(end - first), values).status();
  if (DuplicateOf(status, "claim.PRIMARY")) return false;
  if (!status.ok()) return status;
  return true;
}

absl::Status DeleteClaims(Transaction& transaction, const BrandId& brand,
                          const TimeOf& time, const BookingId& id) {
  if (time.load != booking::kWholeLoad) {
    return FreeSeats(transaction, brand, time, id);
  }
  constexpr absl::string_view kSql =
      "DELETE FROM claim WHERE brand_id = ? AND resource_id = ?"
      " AND tick >= ? AND tick < ? AND booking_id = ?";  // PRIMARY
  return transaction
      .Execute(kSql,
               {brand.text(), time.claimant(), TickOf(time.interval.start),
                TickOf(time.interval.end), id.stored()})
      .status();
}

absl::StatusOr<std::vector<Booking>> FindBlockers(Transaction& transaction,
                                                  const BrandId& brand,
                                                  const TimeOf& time) {
  // claim.PRIMARY, then booking.PRIMARY
  constexpr absl::string_view kSql =
      "SELECT " RAPPORT_BOOKING_COLUMNS
      " FROM booking WHERE brand_id = ? AND booking_id IN"
      " (SELECT booking_id FROM claim WHERE brand_id = ? AND resource_id = ?"
      " AND tick >= ? AND tick < ?)";
  std::vector<Booking> blockers;
  absl::Status status = transaction.Query(
      kSql,
      {brand.text(), brand.text(), time.claimant(), TickOf(time.interval.start),
       TickOf(time.interval.end)},
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

absl::Status WriteCalendar(Transaction& transaction, const BrandId& brand,
                           const AssociateId& associate) {
  constexpr absl::string_view kSql =
      "UPDATE calendar SET bookings = bookings + 1 WHERE brand_id = ?"
      " AND associate_id = ?";  // PRIMARY
  return transaction.Execute(kSql, {brand.text(), associate.stored()}).status();
}

absl::Status LockCalendar(Transaction& transaction, const BrandId& brand,
                          const AssociateId& associate, Wait wait) {
  constexpr absl::string_view kSql =
      "SELECT 1 FROM calendar WHERE brand_id = ? AND associate_id = ?"
      " FOR UPDATE";  // PRIMARY
  return LockRow(transaction, kSql, brand, associate.stored(), wait);
}

absl::Status LockResource(Transaction& transaction, const BrandId& brand,
                          const ResourceId& resource, Wait wait) {
  constexpr absl::string_view kSql =
      "SELECT 1 FROM store_resource WHERE brand_id = ? AND resource_id = ?"
      " FOR UPDATE";  // PRIMARY
  return LockRow(transaction, kSql, brand, resource.stored(), wait);
}

}  // namespace rapport::db
