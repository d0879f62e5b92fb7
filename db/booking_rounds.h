// Bookings that wait together share a transaction, and its commit.
//
// Up to `at_once` rounds are under way, and those who want the same person are
// never judged or written in two of them, so that they meet in one instead of
// waiting for each other's lock. Who finds a place free, and their associate in
// no round, leads: they take who waits, up to size_max, and do the work of all
// in one transaction (booking_round.h), while the next gather. So a caller on
// their own waits for nobody, and the more callers, the larger the rounds. Where
// callers wait at the end of a round, a thread of the rounds' own goes on, until
// nobody does: it need not be woken for each round, on a machine where hundreds
// want to run.
//
// No caller feels another's trouble. A refusal is an answer, not a failure, and
// known before others are written: whom a look refuses does not wait for them,
// unless it is they who lead. And what a round cannot do without waiting, or
// fails to do, each of its writes then does alone, in their caller's own thread,
// while the rounds go on. Where the answer to COMMIT is lost, only those that
// the round granted are in doubt: they ask again, and hear UNAVAILABLE if that
// tells them nothing.
//
//   at most                       because
//   ----------------------------  -------------------------------------------
//   `at_once` rounds              each is one connection, and the more there are
//                                 the smaller they get
//   size_max writes in a round    the last of them waits for the first
#ifndef RAPPORT_DB_BOOKING_ROUNDS_H_
#define RAPPORT_DB_BOOKING_ROUNDS_H_

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "db/booking_round.h"
#include "db/change_log.h"
#include "db/known_clock.h"
#include "server/booking/booking_write.h"

namespace rapport::db {

struct RoundOptions {
  int at_once = 4;       // see decision 45 in ARCHITECTURE.md
  size_t size_max = 64;  // of writes in a round; at most kIdsAtOnce
  bool guesses = true;   // whether a caller alone is tried by a guessed clock
};

// What the rounds did, since the beginning.
struct RoundStats {
  int64_t rounds = 0;
  int64_t in_them = 0;  // writes that took part
  int64_t alone = 0;    // writes that ended as transactions of their own
  int64_t waiting = 0;  // now, for a round to take them
  absl::Duration took;  // all rounds together
};

// Thread-safe. `log` must outlive it; nobody may be in Write at its end.
class BookingRounds {
 public:
  explicit BookingRounds(ChangeLog& log, const RoundOptions& options = {});
  ~BookingRounds();
  BookingRounds(const BookingRounds&) = delete;
  BookingRounds& operator=(const BookingRounds&) = delete;

  // As BookingStore::Write. `become` may run in another caller's thread.
  absl::StatusOr<booking::Booking> Write(const Actor& actor,
                                         const RequestKey& request,
                                         const booking::BookingWrite& write,
                                         absl::Time deadline);

  // As BookingStore::OfferFreedTime. No write of a round frees any.
  void OfferFreedTime(booking::OffersOf offers) { offers_ = std::move(offers); }

  RoundStats stats() const;

 private:
  class Caller;
  using Members = std::vector<Caller*>;
  using Wanted = std::pair<BrandId, AssociateId>;

  // Whether the caller is to lead a round; if not, they are done with, one way
  // or another, or out of time.
  bool LeadOrWait(Caller& caller);
  // The rounds of a thread of our own.
  void LeadWhileAnyWait();
  // `members`, and those who wait and may be in one round with them. If there
  // are none, those who wait first and may be in a round.
  void Gather(Members& members);
  // Tells some of `members` what became of them, and keeps the others. At its
  // end that is known of each, if the round's transaction ended so, and nobody
  // is engaged.
  absl::Status RunRound(Members& members);
  absl::Status Try(Members& members, absl::Time deadline);
  absl::Status RunOnce(absl::Time deadline, Members& members, RoundPlan& plan);
  // Those for whom the round can do no more, and for whom nothing is locked:
  // neither they nor whoever wants their associates' time wait for its COMMIT.
  // But who would be in its way, alone, does.
  void TellSettled(Members& members);
  // Those whose fate `who` finds to be final; they are members no more.
  void TellSome(Members& members, absl::FunctionRef<bool(const Caller*)> who);
  // What became of each. Wakes `waking` of them, who wake the others.
  static void TellAll(const Members& members, const absl::Status& status,
                      size_t waking);
  // Gives up the place of a round to whoever waits and may have it.
  void HandOver();
  // Has one of our threads take it. Needs mutex_.
  void OfferPlace();
  // Needs mutex_.
  bool AnyMayLead() const;
  absl::StatusOr<booking::Booking> Answer(Caller& caller);
  absl::StatusOr<booking::Booking> Alone(const Caller& caller,
                                         absl::Time deadline);

  ChangeLog& log_;
  const RoundOptions options_;
  booking::OffersOf offers_;
  std::atomic<int64_t> rounds_ = 0;
  std::atomic<int64_t> in_them_ = 0;
  std::atomic<int64_t> alone_ = 0;
  std::atomic<int64_t> took_us_ = 0;
  // Whether something was in the way of the last round.
  std::atomic<bool> contended_ = false;
  KnownClock clock_;  // the database's

  mutable std::mutex mutex_;             // guards all below
  std::deque<Caller*> waiting_;          // in order of arrival
  int under_way_ = 0;                    // rounds
  absl::flat_hash_set<Wanted> engaged_;  // in them
  std::condition_variable handed_over_;
  int places_ = 0;  // of rounds that were handed over, and nobody has taken
  int idle_ = 0;    // of our threads
  bool stops_ = false;
  std::vector<std::thread> threads_;  // started when first needed
};

}  // namespace rapport::db

#endif  // RAPPORT_DB_BOOKING_ROUNDS_H_
