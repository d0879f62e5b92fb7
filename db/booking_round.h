// One transaction that makes the new bookings of several callers.
//
// A round knows the plain case only: a new booking of one associate's time,
// which is had, or refused because of what is there. Whatever else it meets (a
// calendar that another transaction has locked, a dead hold in the way, a
// booking that replaces another, shares somebody's time, needs a room or whose
// shopper or associate is limited, any failing statement) it leaves to
// WriteBooking: the write is then done alone, as if there were no rounds.
//
// Where something was in the way lately, a round looks before it locks anything:
// at what is in the way, and at which of its requests were answered before. Who
// is refused by that is so for good; what is stored for the others requires that
// the calendars still are as they were. Where nothing was in the way, a round
// locks the calendars and tries: the primary key of `claim` and the unique key
// of `event` tell whether it may. One write alone does not even ask for the
// time, if the server takes blocks: it guesses, and all that it does is one
// block, which requires that the guess is good. Nobody is refused but by a look:
// who tries in vain looks. Nor by a rule (`become`), which a twin under way, the
// same request, may have met in time: alone, one of them waits for the other.
#ifndef RAPPORT_DB_BOOKING_ROUND_H_
#define RAPPORT_DB_BOOKING_ROUND_H_

#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "db/booking_look.h"
#include "db/change_log.h"
#include "db/known_clock.h"
#include "db/transaction.h"
#include "server/booking/booking_write.h"
#include "server/vocabulary/interval.h"

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
  Interval wish;  // a look's: the time that it looked at, or none
};

// Whether a round can do `write` at all.
bool FitsARound(const booking::BookingWrite& write);

// How a round learns the clock, and the versions of the calendars.
enum class RoundWay {
  kGuess,  // it supposes them; of one write alone. kLock where that cannot be
  kLock,   // it locks the calendars
  kLook,   // it looks, at what is in the way as well
};

// What a round is told, and tells.
struct RoundPlan {
  RoundWay way = RoundWay::kLook;
  // What the one before required was in vain: this one locks the calendars
  // before it takes a number for an event, which would be void then.
  bool locks_first = false;
  bool found_any = false;  // in the way
  bool must_look = false;  // set by one that has not, and would refuse somebody
};

// One attempt. Not thread-safe.
class Round {
 public:
  // `writes` are of one brand, fit a round, and have no request twice; at least
  // one.
  Round(Transaction& transaction, EventWriter& events,
        std::vector<RoundWrite*> writes, KnownClock& clock, RoundPlan& plan);

  // Sets the fate of each, and tells the clock the database's time if it asks
  // for it. OK if somebody is granted what they want. Else the transaction must
  // be rolled back: CANCELLED, and the codes of errors.h.
  absl::Status Judge();

  // Writes what was granted. Touches no write that is done with: kAnswered and
  // kAlone may be gone. Returns as Judge. What was in its way may also be what
  // COMMIT returns: RequiredInVain, or DuplicateOf "claim.PRIMARY".
  absl::Status Store();

 private:
  absl::Status See();
  void Suppose(absl::Time guess);
  absl::Status LockCalendars(const std::vector<RoundWrite*>& writes,
                             Seen& seen);
  absl::Status Look();
  void Become(RoundWrite& write);
  bool GivesWay(booking::BookingState state, absl::Time hold_expire_time,
                absl::string_view shopper, const RoundWrite& write) const;
  Fate FateBeside(const RoundWrite& write) const;
  void Decide(RoundWrite& write);
  std::vector<RoundWrite*> Of(Fate fate) const;
  bool AreFew() const;
  absl::Status HoldCalendars();
  absl::Status LockWhatWasSeen();
  absl::Status CountBookings();
  absl::Status Tell(When when);

  Transaction& transaction_;
  EventWriter& events_;
  const std::vector<RoundWrite*> writes_;
  KnownClock& clock_;  // the database's
  RoundPlan& plan_;
  const BrandId brand_;

  Seen seen_;
  // What this round grants, by associate.
  absl::flat_hash_map<AssociateId, std::vector<const booking::Booking*>> taken_;
  std::vector<RoundWrite*> granted_;
  std::vector<RoundWrite*> refused_;  // by what is granted
};

}  // namespace rapport::db

#endif  // RAPPORT_DB_BOOKING_ROUND_H_
