#include "db/waitlist_writing.h"

#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "db/booking_errors.h"
#include "db/booking_rows.h"
#include "db/errors.h"
#include "db/freed_time.h"
#include "db/replay.h"
#include "db/shopper_limit.h"
#include "db/waitlist_json.h"
#include "db/waitlist_offering.h"
#include "db/waitlist_rows.h"
#include "server/booking/changes.h"
#include "server/booking/occupancy_change.h"
#include "server/vocabulary/error.h"

namespace rapport::db {

using booking::Booking;
using booking::BookingState;
using booking::OffersOf;
using booking::WaitlistEntry;
using booking::WaitlistEntryId;
using booking::WaitlistState;
using Ended = booking::WaitlistStore::Ended;

namespace {

// By the server itself.
Actor Ourselves(const BrandId& brand) {
  return {.brand = brand, .role = Role::kOperator, .principal = "rapport"};
}

// Sets the database's clock, and `reply` if the request was done before;
// whether it was.
absl::StatusOr<bool> Replayed(Transaction& transaction, const Asking& asking,
                              absl::Time& now, WaitlistEntry& reply) {
  std::optional<Replay> replay;
  absl::Status look =
      ChangeLog::Look(transaction, asking.actor, asking.request, &now, &replay);
  if (!look.ok()) return look;
  if (!replay.has_value()) return false;
  absl::Status answered = AnswerFrom(*replay, asking.request, reply);
  if (!answered.ok()) return answered;
  return true;
}

// A refusal may have come of a twin that has just won: then the next attempt
// answers as it did.
absl::Status UnlessTwin(Transaction& transaction, const Asking& asking,
                        const absl::Status& why) {
  if (why.ok() || ReasonOf(why).empty()) return why;
  absl::Time now;
  std::optional<Replay> replay;
  absl::Status look =
      ChangeLog::Look(transaction, asking.actor, asking.request, &now, &replay);
  if (!look.ok()) return look;
  return replay.has_value() ? LookAgain() : why;
}

absl::Status CheckRoom(Transaction& transaction, const BrandId& brand,
                       const WaitlistEntry& entry) {
  absl::StatusOr<size_t> open = CountOpenOf(transaction, brand, entry.shopper);
  if (!open.ok()) return open.status();
  if (*open >= booking::kWaitsOfShopperMax) {
    return Error(absl::StatusCode::kResourceExhausted, "TOO_MANY_WAITS",
                 absl::StrCat("the shopper waits for ", *open,
                              " slots; one may wait for at most ",
                              booking::kWaitsOfShopperMax, " at a time"));
  }
  absl::StatusOr<size_t> waiting =
      CountWaitingFor(transaction, brand, entry.service);
  if (!waiting.ok()) return waiting.status();
  if (*waiting >= booking::kWaitsForServiceMax) {
    return Error(absl::StatusCode::kResourceExhausted, "WAITLIST_FULL",
                 absl::StrCat("the waiting list of ", entry.service.text(),
                              " is full; it takes at most ",
                              booking::kWaitsForServiceMax));
  }
  return absl::OkStatus();
}

// The event of an entry, with those of what changed with it.
absl::Status Tell(EventWriter& events, const Asking& asking,
                  absl::string_view action, const WaitlistEntry& entry,
                  std::vector<Event> others) {
  absl::StatusOr<std::string> answer = EntryToJson(entry);
  if (!answer.ok()) return answer.status();
  const std::string id(entry.id.stored());
  others.insert(others.begin(), {.kind = EventKind::kWaitlist,
                                 .actor = asking.actor,
                                 .action = action,
                                 .request = &asking.request,
                                 .subject = id,
                                 .subjects = id,
                                 .reply = *std::move(answer)});
  absl::Status told = events.AppendAll(others);
  return DuplicateOf(told, "event.event_request") ? LookAgain() : told;
}

absl::Status AlreadyWaiting() {
  return Error(absl::StatusCode::kAlreadyExists, "ALREADY_WAITING",
               "the shopper waits for the same already; an entry for each "
               "wish is enough");
}

absl::Status CheckMayLeave(const std::optional<WaitlistEntry>& entry,
                           std::optional<int64_t> expected_version) {
  if (!entry.has_value()) return NoSuchEntry();
  if (expected_version.value_or(entry->version) != entry->version) {
    return Error(absl::StatusCode::kAborted, "ETAG_MISMATCH",
                 "the waitlist entry has changed since; read it again");
  }
  if (booking::IsOpen(entry->state)) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "NOT_WAITING",
               absl::StrCat("the waitlist entry is ",
                            booking::WaitlistStateWord(entry->state),
                            "; only who waits or is offered a slot can leave"));
}

// Cancels what is held for the entry, which ends it as well, and offers that to
// the next. A hold that has run out in the meantime ends all the same.
absl::Status CancelOffer(Transaction& transaction, const BrandId& brand,
                         const WaitlistEntry& entry, absl::Time now,
                         WaitlistOffering& waiting) {
  absl::StatusOr<std::optional<Booking>> hold = FindBooking(
      transaction, brand, entry.booking.value_or(booking::BookingId()));
  if (!hold.ok()) return hold.status();
  if (!hold->has_value() || (*hold)->state != BookingState::kHeld) {
    return LookAgain();
  }
  const Booking& before = **hold;
  FreedTime freed;
  freed.Add(before);
  absl::Status status = freed.LockCalendars(transaction, brand);
  if (status.ok()) status = freed.LockResources(transaction, brand);
  if (!status.ok()) return status;
  const Booking after = booking::Ended(before, BookingState::kCancelled, now);
  absl::StatusOr<bool> changed =
      UpdateBooking(transaction, brand, before, after);
  if (!changed.ok()) return changed.status();
  if (!*changed) return LookAgain();
  for (const booking::TimeOf& time : booking::OccupiedBy(before)) {
    status = DeleteClaims(transaction, brand, time, before.id);
    if (!status.ok()) return status;
  }
  status = waiting.Became(before, after);
  if (!status.ok()) return status;
  return waiting.Offer(now, freed.associates());
}

// The news of what CancelOffer did.
std::vector<Event> NewsOf(const Asking& asking, absl::string_view action,
                          const WaitlistEntry& entry,
                          const WaitlistOffering& waiting) {
  const Actor actor = {asking.actor.brand, asking.actor.role,
                       asking.actor.principal, nullptr};
  return {
      {.kind = EventKind::kBookings,
       .actor = actor,
       .action = action,
       .subjects = absl::StrCat(entry.booking->stored(), waiting.bookings())},
      waiting.EventOf(actor, action)};
}

}  // namespace

absl::Status JoinWaitlist(Transaction& transaction, EventWriter& events,
                          const Asking& asking, const WaitlistEntry& entry,
                          WaitlistEntry& reply) {
  absl::Time now;
  absl::StatusOr<bool> replayed = Replayed(transaction, asking, now, reply);
  if (!replayed.ok() || *replayed) return replayed.status();
  const BrandId& brand = asking.actor.brand;
  absl::Status room = CheckRoom(transaction, brand, entry);
  if (!room.ok()) return UnlessTwin(transaction, asking, room);
  WaitlistEntry joined = entry;
  joined.state = WaitlistState::kWaiting;
  joined.booking.reset();
  joined.version = 1;
  joined.create_time = now;
  joined.update_time = now;
  absl::Status inserted = InsertEntry(transaction, brand, joined);
  if (DuplicateOf(inserted, "waitlist_entry.waitlist_wish")) {
    return UnlessTwin(transaction, asking, AlreadyWaiting());
  }
  if (!inserted.ok()) return inserted;
  reply = joined;
  return Tell(events, asking, "JoinWaitlist", joined, {});
}

absl::Status LeaveWaitlist(Transaction& transaction, EventWriter& events,
                           const Asking& asking, const WaitlistEntryId& id,
                           std::optional<int64_t> expected_version,
                           const OffersOf& offers, WaitlistEntry& reply) {
  constexpr absl::string_view kAction = "LeaveWaitlist";
  absl::Time now;
  absl::StatusOr<bool> replayed = Replayed(transaction, asking, now, reply);
  if (!replayed.ok() || *replayed) return replayed.status();
  const BrandId& brand = asking.actor.brand;
  absl::StatusOr<std::optional<WaitlistEntry>> entry =
      FindEntry(transaction, brand, id);
  if (!entry.ok()) return entry.status();
  absl::Status may = CheckMayLeave(*entry, expected_version);
  if (!may.ok()) return UnlessTwin(transaction, asking, may);
  const WaitlistEntry& before = **entry;
  reply = before;
  reply.state = WaitlistState::kLeft;
  reply.update_time = now;
  ++reply.version;
  if (before.state == WaitlistState::kOffered) {
    WaitlistOffering waiting(transaction, brand, offers);
    absl::Status cancelled =
        CancelOffer(transaction, brand, before, now, waiting);
    if (!cancelled.ok()) return cancelled;
    return Tell(events, asking, kAction, reply,
                NewsOf(asking, kAction, before, waiting));
  }
  absl::StatusOr<bool> left =
      UpdateEntry(transaction, brand, id, before.version, before.state,
                  WaitlistState::kLeft, now);
  if (!left.ok()) return left.status();
  if (!*left) return LookAgain();
  return Tell(events, asking, kAction, reply, {});
}

absl::Status OfferFreeTime(Transaction& transaction, EventWriter& events,
                           const BrandId& brand, const booking::Offer& offer,
                           std::optional<Booking>& hold) {
  constexpr absl::string_view kAction = "OfferSlot";
  hold.reset();
  const std::optional<booking::ShopperGuard> guard =
      booking::GuardOf(offer.hold.booking, offer.hold.shopper_limit);
  if (guard.has_value()) {
    absl::Status locked = TakeGuard(transaction, brand, *guard);
    if (!locked.ok()) return locked;
  }
  absl::Time now;
  const auto read = [&](const Row& row) {
    now = row.Time(0);
    return absl::OkStatus();
  };
  absl::Status clock = transaction.Query("SELECT UTC_TIMESTAMP(6)", {}, read);
  if (!clock.ok()) return clock;
  const OffersOf nobody_else;
  WaitlistOffering waiting(transaction, brand, nobody_else);
  absl::StatusOr<bool> made = waiting.Take(offer, now);
  if (!made.ok()) return made.status();
  // So that nothing is written where nothing is offered.
  if (!*made) return absl::CancelledError("it was not to be had");
  hold = waiting.holds().front();
  const Actor actor = Ourselves(brand);
  return events.AppendAll({{.kind = EventKind::kBookings,
                            .actor = actor,
                            .action = kAction,
                            .subjects = waiting.bookings()},
                           waiting.EventOf(actor, kAction)});
}

absl::Status EndPassedEntries(Transaction& transaction, EventWriter& events,
                              std::vector<Ended>& ended) {
  // waitlist_window
  constexpr absl::string_view kPassed =
      "SELECT " RAPPORT_WAITLIST_COLUMNS
      ", brand_id, UTC_TIMESTAMP(6) FROM waitlist_entry WHERE state = 1"
      " AND window_end <= UTC_TIMESTAMP(6) ORDER BY window_end LIMIT ?";
  ended.clear();
  absl::Time now;
  std::vector<Ended> passed;
  absl::Status status =
      transaction.Query(kPassed, {booking::kEndPassedMax}, [&](const Row& row) {
        passed.push_back({BrandId::FromStored(row.String(13)), EntryOf(row)});
        now = row.Time(14);
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  std::map<BrandId, std::string> subjects;
  for (Ended& each : passed) {
    absl::StatusOr<bool> changed =
        UpdateEntry(transaction, each.brand, each.entry.id, each.entry.version,
                    WaitlistState::kWaiting, WaitlistState::kOver, now);
    if (!changed.ok()) return changed.status();
    if (!*changed) continue;  // left just now
    ++each.entry.version;
    each.entry.update_time = now;
    absl::StrAppend(&subjects[each.brand], each.entry.id.stored());
    ended.push_back(each);
  }
  for (const auto& [brand, ids] : subjects) {
    status = events.Append({.kind = EventKind::kWaitlist,
                            .actor = Ourselves(brand),
                            .action = "EndWaits",
                            .subjects = ids});
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status AnswerFrom(const Replay& replay, const RequestKey& request,
                        WaitlistEntry& reply) {
  absl::Status same = CheckSameRequest(replay, request);
  if (!same.ok()) return same;
  absl::StatusOr<WaitlistEntry> entry = EntryFromJson(replay.reply);
  if (!entry.ok()) return entry.status();
  reply = *std::move(entry);
  return absl::OkStatus();
}

absl::Status NoSuchEntry() {
  return Error(absl::StatusCode::kNotFound, "WAITLIST_ENTRY_NOT_FOUND",
               "there is no such waitlist entry");
}

}  // namespace rapport::db
