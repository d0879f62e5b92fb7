// What a server does beside answering calls: following the news, keeping its
// lease, ending holds that have run out, writing what was searched in vain,
// reading calendars that are kept elsewhere, purging what is past.
#ifndef RAPPORT_SERVER_BACKGROUND_H_
#define RAPPORT_SERVER_BACKGROUND_H_

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace rapport {

// How long another server's change may take to show here, at most about.
inline constexpr absl::Duration kFollowEvery = absl::Milliseconds(100);
// The same while callers wait for one: news that are just being committed take
// about as long. At most a few hundred small reads a second.
inline constexpr absl::Duration kFollowWhileAwaited = absl::Milliseconds(5);
inline constexpr absl::Duration kHeartbeatEvery = absl::Seconds(3);
// Correctness never waits for it: a hold that has run out gives way by itself.
inline constexpr absl::Duration kExpireEvery = absl::Seconds(5);
inline constexpr absl::Duration kWatchRoundsEvery = absl::Seconds(1);
// Freed time is offered at once; this is how long who was missed then waits.
inline constexpr absl::Duration kOfferEvery = absl::Seconds(5);
// How much demand a crash may take with it.
inline constexpr absl::Duration kWriteDemandEvery = absl::Seconds(10);
// How long a calendar that was just subscribed to waits, at most about.
inline constexpr absl::Duration kLookForFeedsEvery = absl::Seconds(10);
// Calendars that are read at once, each for ten seconds at most. With a quarter
// of a second each, 8 read 28,000 in a quarter of an hour.
inline constexpr int kFeedReaders = 8;
inline constexpr absl::Duration kReadFeedsEvery = absl::Seconds(1);

// Runs things again and again, each in a thread of its own, until its end.
class Background {
 public:
  // What a thing came to; a failure is logged when it begins and when it ends.
  using Work = std::function<absl::Status()>;
  using Pause = std::function<absl::Duration()>;
  // Ends a pause, or spares the next one; may be called at any time, also when
  // all has stopped.
  using Nudge = std::function<void()>;

  Background() = default;
  ~Background() { Stop(); }
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;

  void Every(absl::Duration pause, std::string name, Work work);
  // The same with a pause that is asked for each time, and can be ended.
  Nudge Every(Pause pause, std::string name, Work work);

  // Waits for what is under way. May be called again.
  void Stop();

 private:
  // What a thread waits for between two runs of its work.
  struct Bell {
    std::mutex mutex;  // guards the rest
    std::condition_variable rung;
    bool nudged = false;
    bool stopping = false;

    // Whether to stop, after `pause` at most.
    bool Wait(absl::Duration pause);
    void Ring(bool Bell::*what);
  };

  std::vector<std::shared_ptr<Bell>> bells_;
  std::vector<std::thread> threads_;
};

}  // namespace rapport

#endif  // RAPPORT_SERVER_BACKGROUND_H_
