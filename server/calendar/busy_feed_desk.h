// Keeps the busy time of calendars that are subscribed to as those say.
//
//   Look, now and then   what is due, of the servers' feeds in turn
//   ReadNext, in several threads, again and again
//
// - What was read is written if it says other times than what is remembered, if
//   that is kBusyReadAgain old, or if it failed before: it changes the version
//   of a schedule, which costs whoever books from it a second look. A reading
//   that finds nothing new writes nothing, so no server knows of another's.
// - Therefore each feed belongs to one of the living servers, by a hash of both
//   (rendezvous hashing: Thaler and Ravishankar, 1998). Where two take the same
//   one for a while it is asked for twice, and no harm done: whoever writes, reads
//   what is there first and must replace exactly that.
// - A server is asked for what has changed only (RFC 9110, 13.1), but not once
//   what it sent is kBusyReadAgain old: events that come back are laid out up to
//   a day that moves on.
// - A feed that cannot be read keeps its busy time, and says why; of one that
//   could be read before, from the second time on.
#ifndef RAPPORT_SERVER_CALENDAR_BUSY_FEED_DESK_H_
#define RAPPORT_SERVER_CALENDAR_BUSY_FEED_DESK_H_

#include <atomic>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/calendar/busy_feed_queue.h"
#include "server/calendar/busy_fetcher.h"
#include "server/calendar/schedule_store.h"
#include "server/search/read_model.h"

namespace rapport::calendar {

inline constexpr absl::Duration kBusyReadAgain = absl::Hours(24);

// The servers on one database, by numbers that all of them know them by.
struct LivingServers {
  int64_t self = 0;
  std::vector<int64_t> all;
};

// Thread-safe. Does not own what it is made from.
class BusyFeedDesk {
 public:
  BusyFeedDesk(ScheduleStore& schedules, search::ReadModel& model,
               BusyFetcher& fetcher)
      : schedules_(schedules), model_(model), fetcher_(fetcher) {}

  // Finds the feeds that this server is to read now.
  void Look(const LivingServers& servers);

  // Reads one of them; false if there is none. How a feed fares stands in its
  // source: returns only the codes of ScheduleStore.
  absl::StatusOr<bool> ReadNext();

  // No more is read, and what is under way comes to nothing, soon.
  void Stop() { stopping_ = true; }

 private:
  // A reading: the calendar, or why there is none.
  struct Reading {
    absl::StatusOr<BusyTime> time;
    bool unchanged = false;
    Validators validators = {};
    Interval window = {};
  };

  absl::Status ReadOne(BusyFeedQueue::Due& due);
  Reading Fetch(const BusyFeedQueue::Due& due, const BusySource& source,
                const absl::TimeZone& zone);
  // Writes what the reading came to, where it differs from what is there.
  absl::Status Keep(BusyFeedQueue::Due& due, Reading reading);
  // Nothing, if there is nothing to write.
  static std::optional<BusySource> After(const BusySource& before,
                                         const Reading& reading,
                                         const BusyFeedMemory& memory,
                                         absl::Time now);

  ScheduleStore& schedules_;
  search::ReadModel& model_;
  BusyFetcher& fetcher_;
  BusyFeedQueue queue_;
  std::atomic<bool> stopping_ = false;
};

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_BUSY_FEED_DESK_H_
