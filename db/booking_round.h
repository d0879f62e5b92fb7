// One transaction that makes the new bookings of several callers.
//
// A round knows the plain case only: a new booking of one associate's time,
// which is had, or refused because of what is there. Whatever else it meets (a
// calendar that another transaction has locked, a dead hold in the way, a
// booking that replaces another, shares somebody's time, needs a room or whose
// shopper or associate is limited, any failing statement) it leaves to
// WriteBooking: the write is then done alone, as if there were no rounds.
//
// What is in the way is looked at once all calendars are locked, so that what
// one round sees is as it will be written; or not at all, where nothing was in
// the way lately: then the primary key of `claim` tells that something is, and
// the round begins anew, with a look. One write alone does not even ask for the
// time, if the server takes blocks: it guesses, and all that it does is one
// block, which requires that the guess is good and the calendar is as it should
// be. Requests are looked for only of those who would be refused: of the others,
// the unique key of `event` tells.
#ifndef RAPPORT_DB_BOOKING_ROUND_H_
#define RAPPORT_DB_BOOKING_ROUND_H_

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "db/change_log.h"
#include "db/known_clock.h"
#include "db/transaction.h"
#include "server/booking/booking_write.h"

namespace rapport::db {

// What becomes of one write of a round.
enum class Fate {
  kOpen,      // not yet known
  kGranted,   // if the round commits
  kRefused,   // by what another of the round is granted, if it commits
  kAnswered,  // refused, whatever becomes of the round
  kAlone,     // not to be done in a round
};

// One caller's write, and what became of it. `status` and `reply` are of
// kGranted, kRefused and kAnswered.
struct RoundWrite {
  const Actor* actor = nullptr;
  const RequestKey* request = nullptr;
  const booking::BookingWrite* write = nullptr;

  Fate fate = Fate::kOpen;
  absl::Status status;
  booking::Booking reply;
};

// Whether a round can do `write` at all.
bool FitsARound(const booking::BookingWrite& write);

// What a round is told, and tells, of what is in the way of its writes.
struct RoundLook {
  bool look = true;        // whether to look, or to try first
  bool found_any = false;  // set by one that looked
  bool must_look = false;  // set by one that tried in vain
  bool guess = false;      // whether one write alone may be tried by a guess
  // The guess: set by one that made it, for the one that is to look then.
  std::optional<absl::Time> guessed;
};

// One attempt at `writes`, which are of one brand, fit a round, and have no
// request twice; at least one. Sets the fate of each, and tells `clock` the
// database's time if it asks for it. OK if something is to be committed; else
// the transaction must be rolled back: CANCELLED if nobody was granted anything,
// and the codes of errors.h.
absl::Status WriteRound(Transaction& transaction, EventWriter& events,
                        absl::Span<RoundWrite* const> writes, KnownClock& clock,
                        RoundLook& look);

}  // namespace rapport::db

#endif  // RAPPORT_DB_BOOKING_ROUND_H_
