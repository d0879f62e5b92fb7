#include "db/purge_bookings.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "db/booking_rows.h"
#include "db/id_list.h"
#include "db/purge_events.h"
#include "server/booking/booking.h"

namespace rapport::db {
namespace {

using booking::Booking;
using booking::BookingId;
using housekeeping::Purged;

// Each has some rows beside its own, most of them a few events.
constexpr size_t kBookingsMax = 100;

// Which bookings are meant.
using IsOver = bool (*)(const Booking& booking, absl::Time before);

bool IsOldHold(const Booking& booking, absl::Time before) {
  return booking.state == booking::BookingState::kExpired &&
         booking.update_time < before && booking.occupied.end <= before;
}

bool IsOldBooking(const Booking& booking, absl::Time before) {
  return booking.update_time < before && booking.occupied.end <= before;
}

// PRIMARY
constexpr char kNextBrand[] =
    "SELECT brand_id FROM booking WHERE brand_id > ? ORDER BY brand_id"
    " LIMIT 1";

// The bookings that come next. Whoever looks locks nothing.
struct Candidates {
  int rows = 0;
  std::vector<Booking> over;  // at most kBookingsMax of them
};

// Takes in a row; `place` is then there, unless there were enough before it.
void Take(const Booking& booking, absl::Time before, IsOver is_over,
          PurgePlace& place, Candidates& candidates) {
  if (candidates.over.size() == kBookingsMax) return;
  ++candidates.rows;
  place.time = booking.meeting.start;
  place.key = std::string(booking.id.stored());
  if (is_over(booking, before)) candidates.over.push_back(booking);
}

absl::StatusOr<Candidates> LookForHolds(Transaction& transaction,
                                        absl::Time before, PurgePlace& place) {
  // held, which ends in the primary key
  constexpr absl::string_view kSql =
      "SELECT " RAPPORT_BOOKING_COLUMNS
      " FROM booking FORCE INDEX (held) WHERE state = 6"
      " AND hold_expire_time IS NULL AND brand_id = ? AND booking_id > ?"
      " ORDER BY booking_id LIMIT ?";
  Candidates candidates;
  const absl::Status status = transaction.Query(
      kSql, {place.brand, std::string(place.key), kPurgeLooks},
      [&](const Row& row) {
        Take(BookingOf(row), before, IsOldHold, place, candidates);
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  return candidates;
}

absl::StatusOr<Candidates> LookForBookings(Transaction& transaction,
                                           absl::Time before,
                                           PurgePlace& place) {
  // brand_time
  constexpr absl::string_view kSql =
      "SELECT " RAPPORT_BOOKING_COLUMNS
      " FROM booking FORCE INDEX (brand_time) WHERE brand_id = ?"
      " AND start_time >= ? AND start_time < ?"
      " AND (start_time > ? OR booking_id > ?)"
      " ORDER BY start_time, booking_id LIMIT ?";
  Candidates candidates;
  const absl::Status status = transaction.Query(
      kSql,
      {place.brand, place.time, before, place.time, std::string(place.key),
       kPurgeLooks},
      [&](const Row& row) {
        Take(BookingOf(row), before, IsOldBooking, place, candidates);
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  return candidates;
}

std::vector<BookingId> IdsOf(const std::vector<Booking>& bookings) {
  std::vector<BookingId> ids;
  ids.reserve(bookings.size());
  for (const Booking& booking : bookings) ids.push_back(booking.id);
  return ids;
}

// Leaves those whose id is not among what the statement finds of them.
absl::Status LeaveOutNamed(Transaction& transaction, absl::string_view head,
                           absl::string_view tail, const BrandId& brand,
                           std::vector<Booking>& bookings) {
  const std::vector<BookingId> ids = IdsOf(bookings);
  absl::flat_hash_set<std::string> named;
  const absl::Status status =
      QueryByIds(transaction, head, tail, brand, absl::MakeConstSpan(ids),
                 [&](const Row& row) {
                   named.insert(row.Bytes(0));
                   return absl::OkStatus();
                 });
  if (!status.ok()) return status;
  std::erase_if(bookings, [&](const Booking& booking) {
    return named.contains(std::string(booking.id.stored()));
  });
  return absl::OkStatus();
}

// Leaves those of which nobody follows any event any more.
absl::Status LeaveOutUnseen(Transaction& transaction, const BrandId& brand,
                            std::vector<Booking>& bookings) {
  // event_subject, then PRIMARY of origin_lease; where there is no lease, the
  // origin is forgotten, and everything of it was seen.
  constexpr absl::string_view kHead =
      "SELECT DISTINCT e.subject_id FROM event AS e JOIN origin_lease AS l"
      " ON l.origin_id = e.origin_id WHERE e.brand_id = ? AND e.subject_id IN";
  return LeaveOutNamed(transaction, kHead, " AND e.seq > l.purged_to", brand,
                       bookings);
}

// Moves the sessions out of `bookings`.
std::vector<Booking> TakeSessions(std::vector<Booking>& bookings) {
  const auto first = std::stable_partition(
      bookings.begin(), bookings.end(),
      [](const Booking& booking) { return !booking.is_session(); });
  std::vector<Booking> sessions(std::make_move_iterator(first),
                                std::make_move_iterator(bookings.end()));
  bookings.erase(first, bookings.end());
  return sessions;
}

// Leaves the sessions of which no seat is there any more. Nobody takes one of a
// session that is over, so it stays so.
absl::Status LeaveOutTaken(Transaction& transaction, const BrandId& brand,
                           std::vector<Booking>& sessions) {
  // PRIMARY
  constexpr absl::string_view kHead =
      "SELECT DISTINCT s.session_id FROM booking_seat AS s"
      " FORCE INDEX (PRIMARY) WHERE s.brand_id = ? AND s.session_id IN";
  return LeaveOutNamed(transaction, kHead, "", brand, sessions);
}

// Whether the booking was still what was looked at, and is gone.
absl::StatusOr<bool> DeleteRow(Transaction& transaction, const BrandId& brand,
                               const Booking& booking) {
  // PRIMARY
  constexpr char kSql[] =
      "DELETE b FROM booking AS b FORCE INDEX (PRIMARY) WHERE b.brand_id = ?"
      " AND b.booking_id = ? AND b.version = ?";
  const absl::StatusOr<int64_t> rows = transaction.Execute(
      kSql, {brand.text(), booking.id.stored(), booking.version});
  if (!rows.ok()) return rows.status();
  return *rows == 1;
}

absl::Status DeleteHistories(Transaction& transaction, const BrandId& brand,
                             const std::vector<BookingId>& ids, int64_t& rows) {
  // event_subject
  constexpr absl::string_view kLook =
      "SELECT origin_id, seq FROM event WHERE brand_id = ? AND subject_id IN";
  std::map<int64_t, std::vector<int64_t>> events;  // by origin
  const absl::Status status =
      QueryByIds(transaction, kLook, "", brand, absl::MakeConstSpan(ids),
                 [&](const Row& row) {
                   events[row.Int64(0)].push_back(row.Int64(1));
                   return absl::OkStatus();
                 });
  if (!status.ok()) return status;
  for (const auto& [origin, seqs] : events) {
    const absl::StatusOr<int64_t> deleted =
        DeleteEvents(transaction, origin, seqs);
    if (!deleted.ok()) return deleted.status();
    rows += *deleted;
  }
  return absl::OkStatus();
}

// What it is found by beside its own row.
absl::Status DeleteFinders(Transaction& transaction, const BrandId& brand,
                           const Booking& booking, int64_t& rows) {
  // PRIMARY of each
  constexpr char kSeat[] =
      "DELETE s FROM booking_seat AS s FORCE INDEX (PRIMARY)"
      " WHERE s.brand_id = ? AND s.session_id = ? AND s.booking_id = ?";
  constexpr char kAssociate[] =
      "DELETE a FROM booking_associate AS a FORCE INDEX (PRIMARY)"
      " WHERE a.brand_id = ? AND a.associate_id = ? AND a.start_time = ?"
      " AND a.booking_id = ?";
  if (booking.is_seat()) {  // those of its associates are its session's
    const absl::StatusOr<int64_t> seat = transaction.Execute(
        kSeat, {brand.text(), booking.session->stored(), booking.id.stored()});
    if (seat.ok()) rows += *seat;
    return seat.status();
  }
  for (const AssociateId& associate : booking.more_associates) {
    const absl::StatusOr<int64_t> more = transaction.Execute(
        kAssociate, {brand.text(), associate.stored(), booking.meeting.start,
                     booking.id.stored()});
    if (!more.ok()) return more.status();
    rows += *more;
  }
  return absl::OkStatus();
}

// Adds those that are gone to `gone`.
absl::Status DeleteBookings(Transaction& transaction, const BrandId& brand,
                            const std::vector<Booking>& bookings,
                            std::vector<BookingId>& gone, int64_t& rows) {
  for (const Booking& booking : bookings) {
    const absl::StatusOr<bool> deleted = DeleteRow(transaction, brand, booking);
    if (!deleted.ok()) return deleted.status();
    if (!*deleted) continue;
    const absl::Status status =
        DeleteFinders(transaction, brand, booking, rows);
    if (!status.ok()) return status;
    gone.push_back(booking.id);
    ++rows;
  }
  return absl::OkStatus();
}

absl::Status PurgeThose(Transaction& transaction, const BrandId& brand,
                        std::vector<Booking> bookings, int64_t& rows) {
  absl::Status status = LeaveOutUnseen(transaction, brand, bookings);
  if (!status.ok()) return status;
  std::vector<Booking> sessions = TakeSessions(bookings);
  std::vector<BookingId> gone;
  status = DeleteBookings(transaction, brand, bookings, gone, rows);
  if (!status.ok()) return status;
  status = LeaveOutTaken(transaction, brand, sessions);
  if (!status.ok()) return status;
  status = DeleteBookings(transaction, brand, sessions, gone, rows);
  if (!status.ok()) return status;
  return DeleteHistories(transaction, brand, gone, rows);
}

using LookFor = absl::StatusOr<Candidates> (*)(Transaction&, absl::Time,
                                               PurgePlace&);

absl::Status PurgeSome(Transaction& transaction, absl::Time before,
                       LookFor look_for, PurgePlace& place, Purged& purged) {
  purged = {};
  const absl::StatusOr<bool> any = GoToBrand(transaction, kNextBrand, place);
  if (!any.ok() || !*any) return any.status();
  purged.more = true;
  const absl::StatusOr<Candidates> candidates =
      look_for(transaction, before, place);
  if (!candidates.ok()) return candidates.status();
  place.brand_done =
      candidates->rows < kPurgeLooks && candidates->over.size() < kBookingsMax;
  return PurgeThose(transaction, BrandId::FromStored(place.brand),
                    candidates->over, purged.rows);
}

}  // namespace

absl::Status PurgeHolds(Transaction& transaction, absl::Time before,
                        PurgePlace& place, Purged& purged) {
  return PurgeSome(transaction, before, LookForHolds, place, purged);
}

absl::Status PurgeBookings(Transaction& transaction, absl::Time before,
                           PurgePlace& place, Purged& purged) {
  return PurgeSome(transaction, before, LookForBookings, place, purged);
}

}  // namespace rapport::db
