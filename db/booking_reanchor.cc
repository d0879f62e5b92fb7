#include "db/booking_reanchor.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "db/booking_errors.h"
#include "db/booking_json.h"
#include "db/booking_rows.h"
#include "db/database_clock.h"
#include "db/errors.h"
#include "db/reanchor_json.h"
#include "db/replay.h"
#include "db/schedule_json.h"
#include "db/session_seats.h"
#include "db/waitlist_offering.h"
#include "server/booking/changes.h"
#include "server/calendar/schedule.h"

namespace rapport::db {

using booking::Booking;
using booking::BookingPair;
using booking::BookingState;
using booking::ReanchorAnswer;
using booking::ReanchorPlan;
using booking::ReanchorStep;

namespace {

// What may be in the way of a booking that is moved: as far again, and as long
// as a booking may be.
constexpr absl::Duration kInTheWayMax = absl::Hours(2 * 26 + 24);

absl::Status Found(const Row&) { return absl::OkStatus(); }

// Whose turn it is, and whether anybody comes after.
struct Turn {
  std::optional<AssociateId> associate;
  bool is_last = true;
};

absl::Status FindTurn(Transaction& transaction, const BrandId& brand,
                      const ReanchorStep& step, absl::Time now, Turn& turn) {
  // PRIMARY of calendar, in its order: everybody with a booking has one. Then
  // associate_time, of those to come only; a subquery that the planner cannot
  // turn into a walk through all bookings.
  constexpr absl::string_view kSql =
      "SELECT c.associate_id FROM calendar AS c FORCE INDEX (PRIMARY)"
      " WHERE c.brand_id = ? AND c.associate_id > ? AND (SELECT b.booking_id"
      " FROM booking AS b FORCE INDEX (associate_time)"
      " WHERE b.brand_id = c.brand_id AND b.associate_id = c.associate_id"
      " AND b.start_time > ? AND b.state IN (1, 2) AND b.tzdata_version <> ?"
      " LIMIT 1) IS NOT NULL ORDER BY c.associate_id LIMIT 2";
  const absl::string_view after = step.after.has_value()
                                      ? step.after->stored()
                                      : absl::string_view();  // before every id
  return transaction.Query(
      kSql,
      {brand.text(), after, now - booking::kClocksApartMax, step.rules.version},
      [&](const Row& row) {
        turn.is_last = !turn.associate.has_value();
        if (turn.is_last) {
          turn.associate = AssociateId::FromBytes(row.Bytes(0));
        }
        return absl::OkStatus();
      });
}

// Only where a run begins: who comes later is looked at with their own.
absl::Status CheckRulesAreTheNewest(Transaction& transaction,
                                    const BrandId& brand,
                                    const ReanchorStep& step, absl::Time now) {
  // brand_time
  constexpr absl::string_view kSql =
      "SELECT 1 FROM booking WHERE brand_id = ? AND start_time > ?"
      " AND state IN (1, 2) AND tzdata_version > ? LIMIT 1";
  if (step.after.has_value()) return absl::OkStatus();
  const absl::StatusOr<bool> newer = transaction.QueryOne(
      kSql, {brand.text(), now - booking::kClocksApartMax, step.rules.version},
      Found);
  if (!newer.ok()) return newer.status();
  return *newer ? booking::TzdataOlder(step.rules) : absl::OkStatus();
}

// But seats, which follow their sessions. associate_time
absl::StatusOr<std::vector<Booking>> ReadLiveOf(Transaction& transaction,
                                                const BrandId& brand,
                                                const AssociateId& associate,
                                                absl::Time from) {
  constexpr absl::string_view kSql =
      "SELECT " RAPPORT_BOOKING_COLUMNS
      " FROM booking WHERE brand_id = ? AND associate_id = ? AND start_time > ?"
      " AND state IN (1, 2, 3) ORDER BY start_time, booking_id";
  std::vector<Booking> bookings;
  absl::Status status = transaction.Query(
      kSql, {brand.text(), associate.stored(), from}, [&](const Row& row) {
        Booking booking = BookingOf(row);
        if (!booking.is_seat()) bookings.push_back(std::move(booking));
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  return bookings;
}

// Those of others in which the associate takes part. booking_associate.PRIMARY
absl::StatusOr<std::vector<Booking>> ReadLiveBeside(
    Transaction& transaction, const BrandId& brand,
    const AssociateId& associate, absl::Time from) {
  constexpr absl::string_view kSql =
      "SELECT " RAPPORT_BOOKING_COLUMNS
      " FROM booking WHERE brand_id = ? AND state IN (1, 2, 3)"
      " AND booking_id IN (SELECT booking_id FROM booking_associate"
      " WHERE brand_id = ? AND associate_id = ? AND start_time > ?)";
  std::vector<Booking> bookings;
  absl::Status status = transaction.Query(
      kSql, {brand.text(), brand.text(), associate.stored(), from},
      [&](const Row& row) {
        bookings.push_back(BookingOf(row));
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  return bookings;
}

// PRIMARY
absl::Status FindSchedule(Transaction& transaction, const BrandId& brand,
                          const AssociateId& associate,
                          calendar::Schedule& schedule) {
  constexpr absl::string_view kSql =
      "SELECT schedule FROM calendar WHERE brand_id = ? AND associate_id = ?";
  return transaction.Query(
      kSql, {brand.text(), associate.stored()},
      [&](const Row& row) { return ReadSchedule(row.String(0), schedule); });
}

// All that one occupies which takes nobody's time but its associate's.
booking::TimeOf TimeOfOne(const Booking& booking) {
  return {.associate = booking.associate,
          .interval = booking.occupied,
          .load = booking.load};
}

// What is to be done for whose turn it is. `lock`: nobody else writes their
// calendar until the transaction ends.
absl::StatusOr<ReanchorPlan> MakePlan(Transaction& transaction,
                                      const BrandId& brand,
                                      const ReanchorStep& step, absl::Time now,
                                      bool lock) {
  absl::Status status = CheckRulesAreTheNewest(transaction, brand, step, now);
  Turn turn;
  if (status.ok()) status = FindTurn(transaction, brand, step, now, turn);
  if (!status.ok()) return status;
  if (!turn.associate.has_value()) return ReanchorPlan();
  if (lock) status = WriteCalendar(transaction, brand, *turn.associate);
  if (!status.ok()) return status;
  const absl::StatusOr<std::vector<Booking>> bookings =
      ReadLiveOf(transaction, brand, *turn.associate, now - kInTheWayMax);
  if (!bookings.ok()) return bookings.status();
  const absl::StatusOr<std::vector<Booking>> others =
      ReadLiveBeside(transaction, brand, *turn.associate, now - kInTheWayMax);
  if (!others.ok()) return others.status();
  booking::ReanchorScene scene = {*bookings, *others, {}};
  status = FindSchedule(transaction, brand, *turn.associate, scene.schedule);
  if (!status.ok()) return status;
  absl::StatusOr<ReanchorPlan> plan = PlanReanchor(scene, step.rules, now);
  if (plan.ok() && !turn.is_last) plan->report.next = turn.associate;
  return plan;
}

bool Moves(const BookingPair& change) {
  return change.before.occupied != change.after.occupied;
}

absl::Status Update(Transaction& transaction, const BrandId& brand,
                    const Booking& before, const Booking& after) {
  const absl::StatusOr<bool> changed =
      UpdateBooking(transaction, brand, before, after);
  if (!changed.ok()) return changed.status();
  return *changed ? absl::OkStatus() : LookAgain();
}

// Ends holds that ran out, where their time is needed.
absl::Status EndGone(Transaction& transaction, const BrandId& brand,
                     absl::Time now, const std::vector<Booking>& gone,
                     WaitlistOffering& waiting, std::vector<Booking>& changed) {
  for (const Booking& hold : gone) {
    changed.push_back(booking::Ended(hold, BookingState::kExpired, now));
    absl::Status status = Update(transaction, brand, hold, changed.back());
    if (status.ok()) status = waiting.Became(hold, changed.back());
    if (status.ok()) {
      status = DeleteClaims(transaction, brand, TimeOfOne(hold), hold.id);
    }
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

// All are freed before any is taken: each may come where another was. A promise
// goes before what a schedule says, so before a capacity that was lowered.
absl::Status MoveClaims(Transaction& transaction, const BrandId& brand,
                        const std::vector<BookingPair>& changes) {
  for (const auto& change : changes) {
    if (!Moves(change)) continue;
    const Booking& before = change.before;
    absl::Status freed =
        DeleteClaims(transaction, brand, TimeOfOne(before), before.id);
    if (!freed.ok()) return freed;
  }
  for (const auto& change : changes) {
    if (!Moves(change)) continue;
    const Booking& after = change.after;
    const absl::StatusOr<bool> taken =
        InsertClaims(transaction, brand, TimeOfOne(after),
                     calendar::kChannelCapacityMax, after.id);
    if (!taken.ok()) return taken.status();
    if (!*taken) return LookAgain();  // by somebody who could not be seen yet
  }
  return absl::OkStatus();
}

// `seats`: those that followed their sessions.
absl::Status Write(Transaction& transaction, const BrandId& brand,
                   absl::Time now, const ReanchorPlan& plan,
                   WaitlistOffering& waiting, std::vector<Booking>& changed,
                   std::vector<Booking>& seats) {
  for (const BookingPair& change : plan.changes) {
    absl::Status status =
        Update(transaction, brand, change.before, change.after);
    if (status.ok() && change.after.is_session()) {
      status = FollowSession(transaction, brand, change.before, change.after,
                             now, waiting, seats);
    }
    if (!status.ok()) return status;
    changed.push_back(change.after);
  }
  absl::Status status =
      EndGone(transaction, brand, now, plan.gone, waiting, changed);
  if (!status.ok()) return status;
  return MoveClaims(transaction, brand, plan.changes);
}

// Those that ended have none of their own, as elsewhere.
absl::Status Tell(EventWriter& events, const Actor& actor,
                  const RequestKey& request, const ReanchorPlan& plan,
                  const WaitlistOffering& waiting,
                  const std::vector<Booking>& seats) {
  std::vector<Event> all;
  std::string subjects;
  for (const Booking& hold : plan.gone) {
    absl::StrAppend(&subjects, hold.id.stored());
  }
  for (const BookingPair& change : plan.changes) {
    absl::StatusOr<std::string> json = BookingToJson(change.after);
    if (!json.ok()) return json.status();
    const std::string id(change.after.id.stored());
    all.push_back({.kind = EventKind::kBookings,
                   .actor = actor,
                   .action = "ReanchorBooking",
                   .subject = id,
                   .subjects = id,
                   .reply = *std::move(json)});
  }
  absl::Status followed = AddSeatEvents(seats, actor, all);
  if (!followed.ok()) return followed;
  // An event of no subject would be about all bookings.
  if (subjects.empty()) {
    subjects = std::string(plan.changes.empty()
                               ? plan.report.conflicts.front().booking.stored()
                               : plan.changes.front().after.id.stored());
  }
  all.push_back({.kind = EventKind::kBookings,
                 .actor = actor,
                 .action = "ReanchorBookings",
                 .request = &request,
                 .subjects = subjects,
                 .reply = ReanchorReportToJson(plan.report)});
  if (waiting.any_changed()) {
    all.push_back(waiting.EventOf(actor, "ReanchorBookings"));
  }
  const absl::Status status = events.AppendAll(all);
  return DuplicateOf(status, "event.event_request") ? LookAgain() : status;
}

// Whether the request was done before; `report` is then what it was answered.
absl::StatusOr<bool> Replayed(Transaction& transaction, const Actor& actor,
                              const RequestKey& request, absl::Time& now,
                              booking::ReanchorReport& report) {
  std::optional<Replay> replay;
  absl::Status status =
      ChangeLog::Look(transaction, actor, request, &now, &replay);
  if (!status.ok()) return status;
  if (!replay.has_value()) return false;
  status = CheckSameRequest(*replay, request);
  if (!status.ok()) return status;
  status = ReadReanchorReport(replay->reply, report);
  if (!status.ok()) return status;
  return true;
}

}  // namespace

absl::Status ReanchorBookings(Transaction& transaction, EventWriter& events,
                              const Actor& actor, const RequestKey& request,
                              const ReanchorStep& step,
                              ReanchorAnswer& answer) {
  answer = ReanchorAnswer();
  absl::Time now;
  absl::StatusOr<bool> replayed =
      Replayed(transaction, actor, request, now, answer.report);
  if (!replayed.ok() || *replayed) return replayed.status();
  const absl::StatusOr<ReanchorPlan> plan =
      MakePlan(transaction, actor.brand, step, now, /*lock=*/true);
  if (!plan.ok()) return plan.status();
  if (plan->report.looked_at == 0) {
    // Perhaps because a twin of this request has just done it.
    replayed = Replayed(transaction, actor, request, now, answer.report);
    if (replayed.ok() && !*replayed) answer.report = plan->report;
    return replayed.status();
  }
  answer.report = plan->report;
  const booking::OffersOf nobody;  // what is freed is left to the sweep
  WaitlistOffering waiting(transaction, actor.brand, nobody);
  std::vector<Booking> seats;
  const absl::Status status = Write(transaction, actor.brand, now, *plan,
                                    waiting, answer.changed, seats);
  return status.ok() ? Tell(events, actor, request, *plan, waiting, seats)
                     : status;
}

absl::Status LookAtReanchoring(Transaction& transaction, const BrandId& brand,
                               const ReanchorStep& step,
                               ReanchorAnswer& answer) {
  answer = ReanchorAnswer();
  const absl::StatusOr<absl::Time> now = DatabaseNow(transaction);
  if (!now.ok()) return now.status();
  absl::StatusOr<ReanchorPlan> plan =
      MakePlan(transaction, brand, step, *now, /*lock=*/false);
  if (!plan.ok()) return plan.status();
  answer.report = std::move(plan->report);
  return absl::OkStatus();
}

}  // namespace rapport::db
