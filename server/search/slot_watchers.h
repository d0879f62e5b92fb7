// Tells those who watch slots what changes, all of them from one thread.
//
// A change marks whom it is of; while a watcher still takes its last message
// marks gather, and no more than one message is ever made ahead for anybody.
// Time alone changes slots as well: every watcher is looked at again at the
// next instant at which it may, and never in between.
#ifndef RAPPORT_SERVER_SEARCH_SLOT_WATCHERS_H_
#define RAPPORT_SERVER_SEARCH_SLOT_WATCHERS_H_

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "server/search/read_model.h"
#include "server/search/slot_watch.h"
#include "server/vocabulary/position.h"

namespace rapport::search {

// Watchers of a server: each costs a stream, and a look at up to kWatchedMax
// calendars whenever the catalog changes.
inline constexpr size_t kWatchersMax = 1'000;
// Of one brand, so that none takes what all the others need.
inline constexpr size_t kWatchersOfBrandMax = kWatchersMax / 2;
// Of one caller for one shopper, who has a few pages open.
inline constexpr size_t kWatchersOfCallerMax = 20;
// How long a watcher may take over a message.
inline constexpr absl::Duration kWatcherPatience = absl::Seconds(30);
// A watcher hears at least so often, so that it knows that it still watches.
inline constexpr absl::Duration kWatcherHearsEvery = absl::Seconds(30);

// A message to a watcher. Refers to what it tells only while it is told.
struct WatchNews {
  const BrandIndex& index;
  const SlotWatch& watch;  // after what is told
  const std::vector<WatchedSlots>& changed;
  const Position& position;
};

// Thread-safe. Has a thread of its own. Does not own the model.
class SlotWatchers {
 public:
  // Where the messages go. Called by the one thread, one call at a time, until
  // it was ended.
  class Outlet {
   public:
    virtual ~Outlet() = default;
    // Nothing is sent again before Written.
    virtual void Send(const WatchNews& news) = 0;
    // The last call but Abandon.
    virtual void End(const absl::Status& status) = 0;
    // Whoever was ended has not gone within kWatcherPatience. Never called once
    // Gone was. Under a lock: it must return at once and call nothing of this.
    virtual void Abandon() = 0;

   private:
    friend SlotWatchers;
    bool has_left_ = false;  // guarded by the watchers' lock
  };

  explicit SlotWatchers(ReadModel& model);
  ~SlotWatchers();
  SlotWatchers(const SlotWatchers&) = delete;
  SlotWatchers& operator=(const SlotWatchers&) = delete;

  // Begins to tell `outlet`, until Gone. `caller` names who watches; the model
  // shows the brand of what is watched already. Returns
  // RESOURCE_EXHAUSTED (TOO_MANY_WATCHERS) and UNAVAILABLE (SERVER_STOPPING).
  absl::Status Add(std::shared_ptr<Outlet> outlet, std::string caller,
                   SlotWatch watch);

  // What was sent is out, or could not be sent.
  void Written(const Outlet* outlet, bool ok);
  // The watcher wants no more; it may not have been added yet.
  void Left(Outlet* outlet);
  // Lets go of it, after its end; whatever is under way with it is over then.
  void Gone(const Outlet* outlet);

  // The clock may have jumped.
  void Wake();

  // Ends all with UNAVAILABLE (SERVER_STOPPING). Nothing is told afterwards.
  void Stop();

  size_t count() const;
  // How many have a message on its way.
  size_t sending() const;
  // How many were ended as too slow, ever.
  size_t dropped() const;

 private:
  struct Watcher;
  using WatcherPtr = std::shared_ptr<Watcher>;
  using ByOutlet = std::map<const Outlet*, WatcherPtr>;

  absl::Status TakeIn(const Outlet* key, const WatcherPtr& watcher);
  // Whether there is room for one more like it. Needs mutex_.
  absl::Status CheckRoom(const Watcher& watcher) const;
  void Run();
  // Those to be seen to now, and when the next ones are. Needs mutex_.
  std::vector<WatcherPtr> TakeReady(absl::Time now, absl::Time& next);
  void WaitUntil(std::unique_lock<std::mutex>& lock, absl::Time next);
  void SeeTo(Watcher& watcher);
  void Tell(Watcher& watcher, const WatchedSet& marked, absl::Time now);
  void End(Watcher& watcher, const absl::Status& status);
  void Abandon(const Watcher& watcher);
  // Has it looked at soon. Needs mutex_.
  void Ready(Watcher& watcher);

  ReadModel& model_;
  mutable std::mutex mutex_;  // guards the next seven, and parts of watchers
  std::condition_variable changed_;
  bool stopping_ = false;
  size_t dropped_ = 0;
  bool is_ready_ = false;  // somebody is, or the clock may have jumped
  ByOutlet watchers_;
  std::map<std::string, size_t> of_caller_;
  std::map<BrandId, size_t> of_brand_;
  std::thread thread_;  // last: it uses all of the above
};

// Leads to the watchers from an outlet that gRPC calls in threads of its own,
// after it was made: being atomic is how ThreadSanitizer learns of that order.
class SlotWatchersLink {
 public:
  explicit SlotWatchersLink(SlotWatchers& watchers) : watchers_(&watchers) {}
  SlotWatchers* operator->() const { return watchers_.load(); }

 private:
  const std::atomic<SlotWatchers*> watchers_;
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_SLOT_WATCHERS_H_
