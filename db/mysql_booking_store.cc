#include "db/mysql_booking_store.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "db/booking_json.h"
#include "db/booking_rows.h"
#include "db/errors.h"
#include "db/id_list.h"
#include "server/vocabulary/error.h"

namespace rapport::db {

using booking::Booking;
using booking::BookingCursor;
using booking::BookingFilter;
using booking::BookingId;
using booking::BookingState;
using booking::HoldWrite;

namespace {

// What the read model's reads and the sweeper may take; callers wait for none
// of them.
constexpr absl::Duration kBackgroundDeadline = absl::Seconds(30);
// How often a hold looks again after finding nothing in its way but a claim
// that had just gone.
constexpr int kLooksMax = 3;

absl::Status LookAgain() {
  return MakeDbStatus(DbOutcome::kRolledBack, 0,
                      "the booking changed in the meantime");
}

absl::Status SlotTaken(const Booking& booking) {
  return Error(
      absl::StatusCode::kAlreadyExists, "SLOT_TAKEN",
      absl::StrCat("the slot at ",
                   absl::FormatTime("%Y-%m-%d %H:%M",
                                    absl::FromCivil(booking.local_start,
                                                    absl::UTCTimeZone()),
                                    absl::UTCTimeZone()),
                   " ", booking.time_zone, " has been taken; choose another"));
}

absl::Status NoSuchBooking() {
  return Error(absl::StatusCode::kNotFound, "BOOKING_NOT_FOUND",
               "there is no such booking");
}

// Answers from `replay` if it is of this request.
absl::Status AnswerFrom(const Replay& replay, const RequestKey& request,
                        Booking& reply) {
  if (replay.request_hash != request.request_hash) {
    return InvalidField("request_id", "REQUEST_ID_REUSED",
                        "was used for another request; each needs its own");
  }
  absl::StatusOr<Booking> booking = BookingFromJson(replay.reply);
  if (!booking.ok()) return booking.status();
  reply = *std::move(booking);
  return absl::OkStatus();
}

void BecomeExpired(Booking& hold, absl::Time now) {
  hold.state = BookingState::kExpired;
  hold.hold_expire_time = absl::InfiniteFuture();
  hold.update_time = now;
  ++hold.version;
}

// Ends those of `blockers` whose time is over, in this transaction. False if
// one of them lives.
absl::StatusOr<bool> ExpireDead(Transaction& transaction, const BrandId& brand,
                                std::vector<Booking>& blockers,
                                absl::Time now) {
  for (Booking& blocker : blockers) {
    if (blocker.state != BookingState::kHeld ||
        blocker.hold_expire_time > now) {
      return false;
    }
    BecomeExpired(blocker, now);
    absl::StatusOr<bool> changed =
        UpdateBookingState(transaction, brand, blocker);
    if (!changed.ok()) return changed.status();
    if (!*changed) return LookAgain();
    absl::Status status = DeleteClaims(transaction, brand, blocker.id);
    if (!status.ok()) return status;
  }
  return true;
}

// Claims what `booking` occupies, ending dead holds that are in its way; their
// ids are added to `subjects`. Returns ALREADY_EXISTS (SLOT_TAKEN).
absl::Status Claim(Transaction& transaction, const BrandId& brand,
                   const Booking& booking, absl::Time now,
                   std::string& subjects) {
  for (int look = 0; look < kLooksMax; ++look) {
    absl::StatusOr<bool> claimed = InsertClaims(transaction, brand, booking);
    if (!claimed.ok()) return claimed.status();
    if (*claimed) return absl::OkStatus();
    absl::StatusOr<std::vector<Booking>> blockers =
        FindBlockers(transaction, brand, booking);
    if (!blockers.ok()) return blockers.status();
    absl::StatusOr<bool> gone = ExpireDead(transaction, brand, *blockers, now);
    if (!gone.ok()) return gone.status();
    if (!*gone) return SlotTaken(booking);
    for (const Booking& blocker : *blockers) {
      absl::StrAppend(&subjects, blocker.id.stored());
    }
  }
  return SlotTaken(booking);
}

// All that a hold writes. `now` is the database's.
absl::Status WriteHold(Transaction& transaction, EventWriter& events,
                       const Actor& actor, const RequestKey& request,
                       const HoldWrite& write, absl::Time now, Booking& reply) {
  reply = write.booking;
  reply.state = BookingState::kHeld;
  reply.version = 1;
  reply.create_time = now;
  reply.update_time = now;
  reply.hold_expire_time = now + write.hold_duration;
  absl::StatusOr<std::string> answer = BookingToJson(reply);
  if (!answer.ok()) return answer.status();
  std::string subjects(reply.id.stored());
  absl::Status status = Claim(transaction, actor.brand, reply, now, subjects);
  if (!status.ok()) return status;
  status = InsertBooking(transaction, actor.brand, reply);
  if (!status.ok()) return status;
  return events.Append({.kind = EventKind::kBookings,
                        .actor = actor,
                        .action = "HoldSlot",
                        .request = &request,
                        .subjects = subjects,
                        .reply = *std::move(answer)});
}

// Reads in READ COMMITTED see what committed since the transaction began; so a
// second look finds a twin that has just won. What was written on the way must
// not be committed with its answer: the next attempt gives that.
absl::Status LookForTwin(Transaction& transaction, const Actor& actor,
                         const RequestKey& request, const absl::Status& why) {
  absl::Time now;
  std::optional<db::Replay> replay;
  absl::Status status =
      ChangeLog::Look(transaction, actor, request, &now, &replay);
  if (!status.ok()) return status;
  if (!replay.has_value()) return why;
  return LookAgain();
}

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

bool IsTwin(const absl::Status& status) {
  return DuplicateOf(status, "event.event_request");
}

// One attempt at a hold. The calendar is locked first: what is looked at then
// is as it will be written, and a twin of this request has either ended or not
// begun.
absl::Status HoldOnce(Transaction& transaction, EventWriter& events,
                      const Actor& actor, const RequestKey& request,
                      const HoldWrite& write, Booking& reply) {
  absl::StatusOr<bool> current =
      TouchCalendar(transaction, actor.brand, write.booking.associate,
                    write.schedule_version);
  if (!current.ok()) return current.status();
  absl::Time now;
  std::optional<db::Replay> replay;
  absl::Status look =
      ChangeLog::Look(transaction, actor, request, &now, &replay);
  if (!look.ok()) return look;
  if (replay.has_value()) return AnswerFrom(*replay, request, reply);
  if (!*current) {
    return Error(absl::StatusCode::kAborted, "SCHEDULE_CHANGED",
                 "the associate's schedule has just changed; search again");
  }
  absl::Status written =
      WriteHold(transaction, events, actor, request, write, now, reply);
  return IsTwin(written) ? LookAgain() : written;
}

}  // namespace

MysqlBookingStore::MysqlBookingStore(Pool& pool, ChangeLog& log,
                                     RetryPolicy retry)
    : pool_(pool), log_(log), retry_(std::move(retry)) {}

absl::StatusOr<Booking> MysqlBookingStore::Hold(const Actor& actor,
                                                const RequestKey& request,
                                                const HoldWrite& write,
                                                absl::Time deadline) {
  Booking reply;
  absl::Status status =
      log_.Run(deadline, [&](Transaction& transaction, EventWriter& events) {
        return HoldOnce(transaction, events, actor, request, write, reply);
      });
  if (!status.ok()) return status;
  return reply;
}

absl::StatusOr<Booking> MysqlBookingStore::ChangeState(
    const Actor& actor, const RequestKey& request, const BookingId& id,
    std::optional<int64_t> expected_version, const Change& change,
    absl::Time deadline) {
  Booking reply;
  auto write = [&](Transaction& transaction, EventWriter& events,
                   absl::Time now) -> absl::Status {
    absl::StatusOr<std::optional<Booking>> found =
        FindBooking(transaction, actor.brand, id);
    if (!found.ok()) return found.status();
    if (!found->has_value()) return NoSuchBooking();
    reply = **found;
    if (expected_version.has_value() && *expected_version != reply.version) {
      return Error(absl::StatusCode::kAborted, "ETAG_MISMATCH",
                   "the booking has changed since; read it again");
    }
    absl::Status may = change.check(reply, now);
    if (!may.ok()) return may;
    reply.state = change.to;
    reply.hold_expire_time = absl::InfiniteFuture();
    reply.update_time = now;
    ++reply.version;
    absl::StatusOr<bool> changed =
        UpdateBookingState(transaction, actor.brand, reply);
    if (!changed.ok()) return changed.status();
    if (!*changed) return LookAgain();
    if (!booking::IsLive(change.to)) {
      absl::Status freed = DeleteClaims(transaction, actor.brand, id);
      if (!freed.ok()) return freed;
    }
    absl::StatusOr<std::string> answer = BookingToJson(reply);
    if (!answer.ok()) return answer.status();
    return events.Append({.kind = EventKind::kBookings,
                          .actor = actor,
                          .action = change.action,
                          .request = &request,
                          .subjects = std::string(id.stored()),
                          .reply = *std::move(answer)});
  };
  absl::Status status =
      log_.Run(deadline, [&](Transaction& transaction, EventWriter& events) {
        absl::Time now;
        std::optional<db::Replay> replay;
        absl::Status look =
            ChangeLog::Look(transaction, actor, request, &now, &replay);
        if (!look.ok()) return look;
        if (replay.has_value()) return AnswerFrom(*replay, request, reply);
        absl::Status written = write(transaction, events, now);
        if (IsTwin(written)) return LookAgain();
        // A twin that won has changed the version or the state.
        if (written.ok() || ReasonOf(written).empty()) return written;
        return LookForTwin(transaction, actor, request, written);
      });
  if (!status.ok()) return status;
  return reply;
}

absl::StatusOr<Booking> MysqlBookingStore::Confirm(
    const Actor& actor, const RequestKey& request, const BookingId& id,
    std::optional<int64_t> expected_version, absl::Time deadline) {
  auto check = [](const Booking& booking, absl::Time now) -> absl::Status {
    return booking::CheckConfirm(booking, now);
  };
  return ChangeState(actor, request, id, expected_version,
                     {BookingState::kConfirmed, "ConfirmBooking", check},
                     deadline);
}

absl::StatusOr<Booking> MysqlBookingStore::Cancel(
    const Actor& actor, const RequestKey& request, const BookingId& id,
    std::optional<int64_t> expected_version, absl::Time deadline) {
  auto check = [](const Booking& booking, absl::Time) -> absl::Status {
    return booking::CheckCancel(booking);
  };
  return ChangeState(actor, request, id, expected_version,
                     {BookingState::kCancelled, "CancelBooking", check},
                     deadline);
}

absl::StatusOr<std::optional<Booking>> MysqlBookingStore::Replay(
    const Actor& actor, const RequestKey& request, absl::Time deadline) {
  std::optional<Booking> answer;
  absl::Status status = RunTransaction(
      pool_, retry_, deadline, [&](Transaction& transaction) -> absl::Status {
        absl::Time now;
        std::optional<db::Replay> replay;
        absl::Status look =
            ChangeLog::Look(transaction, actor, request, &now, &replay);
        if (!look.ok() || !replay.has_value()) return look;
        return AnswerFrom(*replay, request, answer.emplace());
      });
  if (!status.ok()) return status;
  return answer;
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

absl::StatusOr<std::vector<Booking>> MysqlBookingStore::List(
    const BrandId& brand, const BookingFilter& filter,
    const BookingCursor& after, size_t limit, absl::Time deadline) {
  // associate_time, shopper_time or brand_time, as the filter has it.
  std::string sql = "SELECT " RAPPORT_BOOKING_COLUMNS
                    " FROM booking WHERE brand_id = ? AND start_time >= ?"
                    " AND start_time < ? AND (start_time > ? OR"
                    " (start_time = ? AND booking_id > ?))";
  const absl::Time from = std::max(after.start, filter.window.start);
  std::vector<Value> values = {
      brand.text(), filter.window.start, filter.window.end, from,
      from,         after.id.stored()};
  // Every id comes after the empty one: no page has been before.
  if (after.start < filter.window.start) values[5] = std::string();
  if (filter.associate.has_value()) {
    absl::StrAppend(&sql, " AND associate_id = ?");
    values.push_back(filter.associate->stored());
  }
  if (filter.shopper.has_value()) {
    absl::StrAppend(&sql, " AND shopper = ?");
    values.push_back(*filter.shopper);
  }
  if (filter.state.has_value()) {
    absl::StrAppend(&sql, " AND state = ?");
    values.push_back(static_cast<int>(*filter.state));
  }
  if (!filter.stores.empty()) {
    std::vector<absl::string_view> marks(filter.stores.size(), "?");
    absl::StrAppend(&sql, " AND store_id IN (", absl::StrJoin(marks, ","), ")");
    for (const StoreId& store : filter.stores) values.push_back(store.stored());
  }
  absl::StrAppend(&sql, " ORDER BY start_time, booking_id LIMIT ?");
  values.push_back(limit);
  std::vector<Booking> bookings;
  absl::Status status =
      RunRead(pool_, retry_, deadline, [&](Connection& connection) {
        bookings.clear();
        return connection.Query(sql, values, [&](const Row& row) {
          bookings.push_back(BookingOf(row));
          return absl::OkStatus();
        });
      });
  if (!status.ok()) return status;
  return bookings;
}

absl::StatusOr<std::vector<MysqlBookingStore::Expired>>
MysqlBookingStore::ExpireDue() {
  // held
  constexpr absl::string_view kDue =
      "SELECT " RAPPORT_BOOKING_COLUMNS
      ", brand_id, UTC_TIMESTAMP(6) FROM booking WHERE state = 1"
      " AND hold_expire_time <= UTC_TIMESTAMP(6) ORDER BY hold_expire_time"
      " LIMIT ?";
  std::vector<Expired> expired;
  absl::Status status = log_.Run(
      absl::Now() + kBackgroundDeadline,
      [&](Transaction& transaction, EventWriter& events) -> absl::Status {
        std::vector<Expired> due;
        expired.clear();
        absl::Time now;
        absl::Status found =
            transaction.Query(kDue, {booking::kExpireMax}, [&](const Row& row) {
              due.push_back(
                  {BrandId::FromStored(row.String(19)), BookingOf(row)});
              now = row.Time(20);
              return absl::OkStatus();
            });
        if (!found.ok()) return found;
        std::map<BrandId, std::string> subjects;
        for (Expired& each : due) {
          BecomeExpired(each.booking, now);
          absl::StatusOr<bool> changed =
              UpdateBookingState(transaction, each.brand, each.booking);
          if (!changed.ok()) return changed.status();
          if (!*changed) continue;  // confirmed or cancelled just now
          absl::Status freed =
              DeleteClaims(transaction, each.brand, each.booking.id);
          if (!freed.ok()) return freed;
          absl::StrAppend(&subjects[each.brand], each.booking.id.stored());
          expired.push_back(each);
        }
        for (const auto& [brand, ids] : subjects) {
          absl::Status appended =
              events.Append({.kind = EventKind::kBookings,
                             .actor = {.brand = brand,
                                       .role = Role::kOperator,
                                       .principal = "rapport"},
                             .action = "ExpireHolds",
                             .subjects = ids,
                             .reply = ""});
          if (!appended.ok()) return appended;
        }
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  return expired;
}

absl::Status MysqlBookingStore::Read(
    const BrandId& brand, absl::Span<const BookingId> ids,
    absl::FunctionRef<void(const Booking&)> each) {
  return RunRead(pool_, retry_, absl::Now() + kBackgroundDeadline,
                 [&](Connection& connection) {
                   return ReadByIds(connection, brand, ids, each);
                 });
}

absl::Status MysqlBookingStore::ReadLive(
    const BrandId& brand, absl::Time from,
    absl::FunctionRef<void(const Booking&)> each) {
  // brand_time. A booking occupies nothing for longer than a day after its
  // start, so those that started before cannot matter.
  constexpr absl::string_view kSql =
      "SELECT " RAPPORT_BOOKING_COLUMNS
      " FROM booking WHERE brand_id = ? AND start_time >= ? AND end_tick > ?"
      " AND state IN (1, 2, 3)";
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
