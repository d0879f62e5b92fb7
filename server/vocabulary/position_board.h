// Where a server says how far its memory is, and whoever needs it to be further
// waits.
//
// Those who bring memory up to date say what is in it; answers carry it, and
// calls that ask for more are told once it is there. What a server has written
// itself is in its memory before others' events of the same time are: single
// events are taken too, and count once all of their origin before them are in.
#ifndef RAPPORT_SERVER_VOCABULARY_POSITION_BOARD_H_
#define RAPPORT_SERVER_VOCABULARY_POSITION_BOARD_H_

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "absl/container/btree_set.h"
#include "absl/time/time.h"
#include "server/vocabulary/id.h"
#include "server/vocabulary/position.h"
#include "server/vocabulary/write_receipt.h"

namespace rapport {

// Who may wait at once. More mean that a server has lost touch with the others;
// and each change of the position is held against all of them.
inline constexpr size_t kPositionWaitersMax = 1'000;
// Of one brand, so that none takes what all the others need.
inline constexpr size_t kPositionWaitersOfBrandMax = kPositionWaitersMax / 2;

// Single events that are kept until those before them are known. A follower
// that is behind by more brings them itself.
inline constexpr size_t kPositionEventsMax = 10'000;

// Thread-safe. Has a thread of its own once somebody has waited.
class PositionBoard {
 public:
  // What an answer carries.
  struct Told {
    Position position;
    std::string text;  // of `position`
  };
  // Hears whether the position was reached. Called once, in a thread of those
  // who bring memory up to date: it should return soon.
  using Then = std::function<void(bool reached)>;

  PositionBoard();
  // Those who still wait hear that it was not reached.
  ~PositionBoard();
  PositionBoard(const PositionBoard&) = delete;
  PositionBoard& operator=(const PositionBoard&) = delete;

  // Never null. Whatever is read from memory after this call holds everything
  // up to it.
  std::shared_ptr<const Told> told() const;

  // Everything up to `position` is in memory.
  void Reach(const Position& position);

  // So is this event, whatever is before it.
  void Reach(const EventName& event);

  // Calls `then` as soon as `wanted` is reached, which may be at once, or at
  // `deadline`, or at once if too many wait already, of `brand` or of all.
  void WhenReached(const BrandId& brand, const Position& wanted,
                   absl::Time deadline, Then then);

  // How many wait.
  size_t waiting() const;

  // `nudge` is called when somebody begins to wait, for whoever can hurry; it
  // must not call the board.
  void OnWait(std::function<void()> nudge);

 private:
  struct Waiter {
    BrandId brand;
    Position wanted;
    Then then;
  };
  using Waiters = std::multimap<absl::Time, Waiter>;

  // These need mutex_.
  bool HasRoom(const BrandId& brand) const;
  void Take(Waiters::iterator waiter, Waiters& taken);
  void Advance(const Position& position);
  void TakeEvents(Position& position);
  Waiters TakeReached();
  Waiters TakeLate(absl::Time now);

  // Waits for deadlines.
  void WatchDeadlines();

  mutable std::mutex mutex_;  // guards the next six
  Waiters waiters_;           // by deadline
  std::map<BrandId, size_t> of_brand_;
  // By origin: those beyond what is told.
  std::map<int64_t, absl::btree_set<int64_t>> events_;
  std::function<void()> nudge_;
  bool stopping_ = false;
  std::thread watch_;
  std::condition_variable earlier_;  // a deadline before all others, or the end

  // Apart, so that readers wait for the copy of one pointer only.
  mutable std::mutex told_mutex_;  // guards the next one; taken after mutex_
  std::shared_ptr<const Told> told_;
};

}  // namespace rapport

#endif  // RAPPORT_SERVER_VOCABULARY_POSITION_BOARD_H_
