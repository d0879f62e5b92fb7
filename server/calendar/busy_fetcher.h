// The port to calendars kept elsewhere.
#ifndef RAPPORT_SERVER_CALENDAR_BUSY_FETCHER_H_
#define RAPPORT_SERVER_CALENDAR_BUSY_FETCHER_H_

#include <cstddef>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"

namespace rapport::calendar {

// As much as is read of a calendar (ics_event.h).
inline constexpr size_t kFetchedBytesMax = 1024 * 1024;

// By what a server recognizes what it has sent before (RFC 9110, 8.8); empty:
// it did not say.
struct Validators {
  std::string etag = {};
  std::string last_modified = {};

  bool empty() const { return etag.empty() && last_modified.empty(); }
};

struct FetchedCalendar {
  bool unchanged = false;      // since the validators that were sent
  std::string text = {};       // else
  Validators validators = {};  // of what was sent now
};

// Reads calendars over the network. Thread-safe.
class BusyFetcher {
 public:
  virtual ~BusyFetcher() = default;

  // What is at `uri`, which ReadCalendarUri answered. Takes a bounded time, less
  // once `stopped`, which is called in this thread, is true. Returns UNAVAILABLE
  // with a reason of v1::BusySource.error, without a word of the address or of
  // what was sent.
  virtual absl::StatusOr<FetchedCalendar> Fetch(
      const std::string& uri, const Validators& known,
      absl::FunctionRef<bool()> stopped) = 0;
};

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_BUSY_FETCHER_H_
