// Sees to it that what is past goes: a round an hour through all kinds of it,
// in batches with a rest after each, by one of the servers that live.
//
//   Housekeeper housekeeper(store, setting);
//   for (;;) {
//     Wait(housekeeper.rest());
//     housekeeper.Step();
//   }
#ifndef RAPPORT_SERVER_HOUSEKEEPING_HOUSEKEEPER_H_
#define RAPPORT_SERVER_HOUSEKEEPING_HOUSEKEEPER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/housekeeping/past.h"
#include "server/housekeeping/purge_store.h"

namespace rapport::housekeeping {

// From the end of a round to the next one. A day's claims are a day's work
// whenever they go; this keeps what goes at once small.
inline constexpr absl::Duration kRoundEvery = absl::Hours(1);
// After a batch. Most of the time the database does other things; with full
// batches of ten milliseconds 16,000 rows a second go, which is the occupancy of
// 2,000 bookings a second.
inline constexpr absl::Duration kRest = absl::Milliseconds(50);
// After one that only looked: most do.
inline constexpr absl::Duration kRestAfterLook = absl::Milliseconds(5);
// When this server's turn, or a database that failed, is looked at again. Also
// before the first round: a start has better things to do.
inline constexpr absl::Duration kLookAgain = absl::Minutes(1);

// How much faster than time goes by a purge follows the clock: one that jumps
// ahead for days would have to stay wrong for as long as occupancy is kept to
// free what somebody has booked; and after a machine's long sleep all that waits
// goes later.
inline constexpr int kFollowClockTimes = 2;

struct HousekeeperSetting {
  Retentions retentions;
  std::function<absl::Time()> now;
  // A clock that nobody sets: what has gone by since whenever.
  std::function<absl::Duration()> steady;
  // Whether this server is the one of those that live that purges. Two that both
  // take themselves for it do no harm.
  std::function<absl::StatusOr<bool>()> is_our_turn;
  // Hears, after a round that purged anything, how much of what: only counts.
  std::function<void(absl::string_view)> say;
};

// Not thread-safe. Does not own the store.
class Housekeeper {
 public:
  Housekeeper(PurgeStore& store, HousekeeperSetting setting);

  // Begins a round, or purges a batch. Of two clocks, the store's and this
  // server's, the earlier says what is over, and of a jump ahead only as much as
  // kFollowClockTimes allows. A kind that fails is left to the next round.
  // Returns the codes of the store and of is_our_turn.
  absl::Status Step();

  // To be kept before the next step.
  absl::Duration rest() const { return rest_; }

  // Rows that went, since the beginning.
  int64_t purged(Past past) const { return purged_[static_cast<size_t>(past)]; }

 private:
  using Counts = std::array<int64_t, kPasts.size()>;

  absl::Status BeginRound();
  // Also while it is others' turn: else what may be followed would add up.
  void FollowClock();
  absl::Status PurgeSome();
  void GoOn();  // to the next kind that is not kept for ever
  void EndRound();

  PurgeStore& store_;
  const HousekeeperSetting setting_;
  absl::Duration rest_ = kLookAgain;
  size_t at_ = kPasts.size();  // in kPasts; its end: no round is under way
  absl::Time now_;             // of the round, or when its turn was looked at
  absl::Duration read_at_;     // when it was, by the steady clock
  bool failed_ = false;        // anything, in the round
  Counts purged_ = {};
  Counts before_ = {};  // the round
};

}  // namespace rapport::housekeeping

#endif  // RAPPORT_SERVER_HOUSEKEEPING_HOUSEKEEPER_H_
