#include "db/mysql_booking_store.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "db/booking_errors.h"
#include "db/booking_expiry.h"
#include "db/booking_json.h"
#include "db/booking_list.h"
#include "db/booking_reanchor.h"
#include "db/booking_rows.h"
#include "db/booking_writing.h"
#include "db/id_list.h"
#include "db/replay.h"

namespace rapport::db {

using booking::Booking;
using booking::BookingChange;
using booking::BookingCursor;
using booking::BookingFilter;
using booking::BookingId;
using booking::BookingWrite;

namespace {

// What the read model's reads and the sweeper may take; callers wait for none
// of them.
constexpr absl::Duration kBackgroundDeadline = absl::Seconds(30);

absl::Status ReadByIds(Connection& connection, const BrandId& brand,
                       absl::Span<const BookingId> ids,
                       absl::FunctionRef<void(const Booking&)> each) {
  // PRIMARY
  constexpr absl::string_view kHead =
      "SELECT " RAPPORT_BOOKING_COLUMNS
      " FROM booking WHERE brand_id = ? AND booking_id IN";
  return QueryByIds(connection, kHead, "", brand, ids, [&](const Row& row) {
    each(BookingOf(row));
    return absl::OkStatus();
  });
}

// event_subject
absl::Status ReadChanges(Connection& connection, const BrandId& brand,
                         const BookingId& id,
                         std::vector<BookingChange>& changes) {
  constexpr absl::string_view kSql =
      "SELECT action, role, principal, occur_time, reply FROM event"
      " WHERE brand_id = ? AND subject_id = ?"
      " ORDER BY occur_time DESC LIMIT ?";
  return connection.Query(
      kSql, {brand.text(), id.stored(), booking::kChangesMax},
      [&](const Row& row) -> absl::Status {
        absl::StatusOr<Booking> booking = BookingFromJson(row.String(4));
        if (!booking.ok()) return booking.status();
        changes.push_back({.action = row.String(0),
                           .role = static_cast<Role>(row.Int64(1)),
                           .principal = row.String(2),
                           .time = row.Time(3),
                           .booking = *std::move(booking)});
        return absl::OkStatus();
      });
}

}  // namespace

MysqlBookingStore::MysqlBookingStore(Pool& pool, ChangeLog& log,
                                     RetryPolicy retry,
                                     const RoundOptions& rounds)
    : pool_(pool), log_(log), retry_(std::move(retry)), rounds_(log, rounds) {}

absl::StatusOr<Booking> MysqlBookingStore::Write(const Actor& actor,
                                                 const RequestKey& request,
                                                 const BookingWrite& write,
                                                 absl::Time deadline) {
  return rounds_.Write(actor, request, write, deadline);
}

absl::StatusOr<std::optional<Booking>> MysqlBookingStore::Replay(
    const Actor& actor, const RequestKey& request, absl::Time deadline) {
  return ReplayOf<Booking>(pool_, retry_, actor, request, deadline);
}

absl::StatusOr<Booking> MysqlBookingStore::Get(const BrandId& brand,
                                               const BookingId& id,
                                               absl::Time deadline) {
  std::optional<Booking> found;
  absl::Status status =
      RunRead(pool_, retry_, deadline, [&](Connection& connection) {
        return ReadByIds(connection, brand, {id},
                         [&](const Booking& booking) { found = booking; });
      });
  if (!status.ok()) return status;
  if (!found.has_value()) return NoSuchBooking();
  return *std::move(found);
}

absl::StatusOr<std::vector<BookingChange>> MysqlBookingStore::Changes(
    const BrandId& brand, const BookingId& id, absl::Time deadline) {
  std::optional<Booking> now;
  std::vector<BookingChange> changes;
  absl::Status status = RunRead(
      pool_, retry_, deadline, [&](Connection& connection) -> absl::Status {
        now.reset();
        changes.clear();
        absl::Status read =
            ReadByIds(connection, brand, {id},
                      [&](const Booking& booking) { now = booking; });
        if (!read.ok() || !now.has_value()) return read;
        return ReadChanges(connection, brand, id, changes);
      });
  if (!status.ok()) return status;
  if (!now.has_value()) return NoSuchBooking();
  booking::CompleteChanges(*now, changes);
  return changes;
}

absl::StatusOr<std::vector<Booking>> MysqlBookingStore::List(
    const BrandId& brand, const BookingFilter& filter,
    const BookingCursor& after, size_t limit, absl::Time deadline) {
  std::vector<Booking> bookings;
  absl::Status status =
      RunRead(pool_, retry_, deadline, [&](Connection& connection) {
        return ListBookings(connection, brand, filter, after, limit, bookings);
      });
  if (!status.ok()) return status;
  return bookings;
}

void MysqlBookingStore::OfferFreedTime(booking::OffersOf offers) {
  offers_ = offers;
  rounds_.OfferFreedTime(std::move(offers));
}

absl::StatusOr<std::vector<MysqlBookingStore::Expired>>
MysqlBookingStore::ExpireDue() {
  std::vector<Expired> expired;
  absl::Status status =
      log_.Run(absl::Now() + kBackgroundDeadline,
               [&](Transaction& transaction, EventWriter& events) {
                 return ExpireDueHolds(transaction, events, offers_, expired);
               });
  if (!status.ok()) return status;
  return expired;
}

absl::StatusOr<booking::ReanchorAnswer> MysqlBookingStore::Reanchor(
    const Actor& actor, const RequestKey& request,
    const booking::ReanchorStep& step, absl::Time deadline) {
  booking::ReanchorAnswer answer;
  const absl::Status status =
      step.dry_run
          ? RunTransaction(pool_, retry_, deadline,
                           [&](Transaction& transaction) {
                             return LookAtReanchoring(transaction, actor.brand,
                                                      step, answer);
                           })
          : log_.Run(deadline,
                     [&](Transaction& transaction, EventWriter& events) {
                       return ReanchorBookings(transaction, events, actor,
                                               request, step, answer);
                     });
  if (!status.ok()) return status;
  return answer;
}

absl::Status MysqlBookingStore::Read(
    const BrandId& brand, absl::Span<const BookingId> ids,
    absl::FunctionRef<void(const Booking&)> each) {
  return RunRead(pool_, retry_, absl::Now() + kBackgroundDeadline,
                 [&](Connection& connection) {
                   return ReadByIds(connection, brand, ids, each);
                 });
}

absl::Status MysqlBookingStore::ReadWork(
    const BrandId& brand, absl::Time from,
    absl::FunctionRef<void(const Booking&)> each) {
  // brand_time. A booking occupies nothing for longer than a day after its
  // start, so those that started before cannot matter.
  constexpr absl::string_view kSql =
      "SELECT " RAPPORT_BOOKING_COLUMNS
      " FROM booking WHERE brand_id = ? AND start_time >= ? AND end_tick > ?"
      " AND state IN (1, 2, 3, 4)";
  return RunRead(pool_, retry_, absl::Now() + kBackgroundDeadline,
                 [&](Connection& connection) {
                   return connection.Query(
                       kSql,
                       {brand.text(), from - absl::Hours(24), TickOf(from)},
                       [&](const Row& row) {
                         each(BookingOf(row));
                         return absl::OkStatus();
                       });
                 });
}

}  // namespace rapport::db
