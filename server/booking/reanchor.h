// What becomes of a promise when the rules of its zone have changed: a shopper
// was told 10:00 on the store's clock, and 10:00 is another instant now.
//
// The promise is the wall time; the instant follows it. What an associate's
// schedule says does not matter, as it was judged when the promise was made.
// All bookings of an associate are planned together: where every clock has been
// put back by an hour, each of a day's meetings takes the place of the one
// before. Pure.
#ifndef RAPPORT_SERVER_BOOKING_REANCHOR_H_
#define RAPPORT_SERVER_BOOKING_REANCHOR_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "server/booking/booking.h"
#include "server/calendar/schedule.h"

namespace rapport::booking {

// Bookings of one associate that are anchored in one transaction, the earliest
// ones; more are left to the next run. An event names no more than 4,095.
inline constexpr size_t kReanchorMax = 4000;

// No clock differs from another by more: a meeting that was to start so long
// ago is past by any rules.
inline constexpr absl::Duration kClocksApartMax = absl::Hours(26);

// What is known of clocks.
struct ZoneRules {
  std::string version;  // of tzdata: `2025b`
  std::function<absl::StatusOr<absl::TimeZone>(absl::string_view name)> find;
};

// When a wall time is; unset: never, or not where a booking may start.
struct Anchor {
  std::optional<absl::Time> start;
  // Why not: `LOCAL_TIME_SKIPPED` if the clock leaves it out, `START_NOT_ON_TICK`,
  // `TIME_ZONE_UNKNOWN`.
  absl::string_view reason;
};

// When the promise of `booking` is by `rules`. A wall time that comes twice is
// the one with the offset that was promised, if it is still one of the two;
// else the first.
Anchor AnchorOf(const Booking& booking, const ZoneRules& rules);

// A booking whose wall time is another instant.
struct Shifted {
  BookingId booking;
  absl::Time old_start;
  std::optional<absl::Time> new_start;
  // That of Anchor, `SLOT_TAKEN`, or `TAKES_OTHERS`: it takes more than its
  // associate, who alone is looked at. Empty: it was moved.
  std::string reason;

  friend bool operator==(const Shifted&, const Shifted&) = default;
};

// What was, or would be, done for one associate.
struct ReanchorReport {
  int looked_at = 0;  // those that other rules had been asked about
  int kept = 0;       // of these, those whose instant stays
  std::vector<Shifted> moved;
  std::vector<Shifted> conflicts;  // these stay as they are
  // Whom to go on after; unset: there is nobody else.
  std::optional<AssociateId> next;

  friend bool operator==(const ReanchorReport&,
                         const ReanchorReport&) = default;
};

struct BookingPair {
  Booking before;
  Booking after;
};

struct ReanchorPlan {
  std::vector<BookingPair> changes;  // moved or kept, as they become
  std::vector<Booking> gone;         // holds that ran out, in the way of them
  ReanchorReport report;
};

// What is known of one associate.
struct ReanchorScene {
  // All that live and are theirs, of those that start after now -
  // kClocksApartMax and what may be in their way.
  absl::Span<const Booking> bookings;
  // Live bookings of others' in which they take part: these stay where they are.
  absl::Span<const Booking> others;
  calendar::Schedule schedule;
};

// Who meets, or has met by both rules, is left alone. Where two would be at the
// same time, the one that was made first is moved; of those that share somebody's
// time as many as their channel has places for, or as were together before.
// Returns FAILED_PRECONDITION (TZDATA_OLDER) if one was made under newer rules.
absl::StatusOr<ReanchorPlan> PlanReanchor(const ReanchorScene& scene,
                                          const ZoneRules& rules,
                                          absl::Time now);

// FAILED_PRECONDITION (TZDATA_OLDER).
absl::Status TzdataOlder(const ZoneRules& rules);

// A step of a run over all associates of a brand: one of them.
struct ReanchorStep {
  std::optional<AssociateId> after;  // unset: from the first
  ZoneRules rules;
  bool dry_run = false;  // nothing is written, and nothing remembered
};

struct ReanchorAnswer {
  ReanchorReport report;
  // As they have become; empty if this repeats an answer.
  std::vector<Booking> changed;
};

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_REANCHOR_H_
