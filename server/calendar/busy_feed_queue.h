// Which of the calendars kept elsewhere are to be read now, and in which order.
//
// Each has its instant in every kBusyFeedEvery, derived from its name, so that
// many spread over that time and a server that starts does not ask for all at
// once. Nothing of that is written anywhere. A subscription that was never
// asked for is due at once.
#ifndef RAPPORT_SERVER_CALENDAR_BUSY_FEED_QUEUE_H_
#define RAPPORT_SERVER_CALENDAR_BUSY_FEED_QUEUE_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/time/time.h"
#include "server/calendar/busy_fetcher.h"
#include "server/vocabulary/id.h"

namespace rapport::calendar {

inline constexpr absl::Duration kBusyFeedEvery = absl::Minutes(15);

// Of one host at once: half of those who read, so that a host that lets them
// wait leaves the others time, while most calendars are at one of two hosts.
inline constexpr int kBusyFeedsPerHost = 4;

struct BusyFeedName {
  BrandId brand;
  AssociateId associate;
  std::string source_id;

  friend auto operator<=>(const BusyFeedName&, const BusyFeedName&) = default;
};

// A source that is subscribed to.
struct BusyFeed {
  BusyFeedName name;
  std::string uri;
  bool was_fetched = false;  // since it was subscribed to
};

// What a server remembers of a feed from one reading to the next.
struct BusyFeedMemory {
  Validators validators;
  absl::Time import_time = absl::InfinitePast();  // of what they belong to
  int failures = 0;                               // since it last went well
};

// Thread-safe.
class BusyFeedQueue {
 public:
  struct Due {
    BusyFeedName name;
    std::string uri;
    BusyFeedMemory memory;
  };

  // `feeds` are all that there are at `now`; of those that are due, the ones
  // that are `mine` wait to be taken. Others are forgotten.
  void Note(const std::vector<BusyFeed>& feeds, absl::Time now,
            absl::FunctionRef<bool(const BusyFeedName&)> mine);

  // The one that has waited longest, of those whose host has less than
  // kBusyFeedsPerHost taken. To be given back.
  std::optional<Due> Take();
  void GiveBack(const Due& due);

 private:
  struct State {
    std::string uri;
    absl::Duration phase;  // after a multiple of kBusyFeedEvery
    int64_t turn = 0;      // in which it was last due
    bool was_fetched = false;
    bool queued = false;  // waits or is taken
    int64_t round = 0;    // of Note
    BusyFeedMemory memory;
  };

  // These need mutex_.
  State& NoteOne(const BusyFeed& feed, absl::Time now);

  std::mutex mutex_;  // guards the rest
  int64_t round_ = 0;
  std::map<BusyFeedName, State> states_;
  std::deque<BusyFeedName> waiting_;
  std::map<std::string, int> taken_of_host_;
};

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_BUSY_FEED_QUEUE_H_
