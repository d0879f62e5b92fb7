// Bookings that wait together share a transaction, and its commit.
//
// Each write has a lane, by its associate, so that those who want the same
// person meet there instead of waiting for each other's lock. Who finds their
// lane idle leads: they take who waits, up to size_max, and do the work of
// all in one transaction (booking_round.h), while the next gather. So a caller
// on their own waits for nobody, and the more callers, the larger the rounds.
//
// No caller feels another's trouble. A refusal is an answer, not a failure; and
// what a round cannot do without waiting, or fails to do, each of its writes
// then does alone, in their caller's own thread, while the lane goes on. Where
// the answer to COMMIT is lost, only those that the round granted are in doubt:
// they ask again, and hear UNAVAILABLE if that tells them nothing.
//
//   at most                       because
//   ----------------------------  -------------------------------------------
//   `lanes` rounds at once        each is one connection, and one core of the
//                                 database's
//   size_max writes in a round    the last of them waits for the first
#ifndef RAPPORT_DB_BOOKING_ROUNDS_H_
#define RAPPORT_DB_BOOKING_ROUNDS_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "db/booking_round.h"
#include "db/change_log.h"
#include "server/booking/booking_write.h"

namespace rapport::db {

struct RoundOptions {
  int lanes = 3;
  size_t size_max = 64;  // of writes in a round; at most kIdsAtOnce
};

// What the rounds did, since the beginning.
struct RoundStats {
  int64_t rounds = 0;
  int64_t in_them = 0;  // writes that took part
  int64_t alone = 0;    // writes that ended as transactions of their own
  int64_t waiting = 0;  // now, for a round to take them
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
  struct Lane {
    std::mutex mutex;             // guards what follows
    std::deque<Caller*> waiting;  // in order of arrival
    bool busy = false;            // somebody leads

    // Whether something was in the way of the last round; the leader's alone.
    bool contended = false;
  };
  using Members = std::vector<Caller*>;

  Lane& LaneOf(const BrandId& brand, const booking::BookingWrite& write);
  // Whether the caller is to lead; if not, they are done with, one way or
  // another, or out of time.
  bool JoinOrLead(Lane& lane, Caller& caller);
  void Lead(Lane& lane, Caller& caller);
  // `leader`, and those who wait and may be in one round with them.
  Members Gather(Lane& lane, Caller& leader);
  // Sets what becomes of each, if the round's transaction ended so.
  absl::Status RunRound(Lane& lane, const Members& members);
  absl::Status RunOnce(absl::Time deadline,
                       absl::Span<RoundWrite* const> writes, RoundLook& look);
  static void TellAll(const Members& members, const absl::Status& status);
  void HandOver(Lane& lane);
  absl::StatusOr<booking::Booking> Answer(Caller& caller);
  absl::StatusOr<booking::Booking> Alone(const Caller& caller,
                                         absl::Time deadline);

  ChangeLog& log_;
  const RoundOptions options_;
  booking::OffersOf offers_;
  std::vector<std::unique_ptr<Lane>> lanes_;
  std::atomic<int64_t> rounds_ = 0;
  std::atomic<int64_t> in_them_ = 0;
  std::atomic<int64_t> alone_ = 0;
};

}  // namespace rapport::db

#endif  // RAPPORT_DB_BOOKING_ROUNDS_H_
