// Calendars that an associate keeps elsewhere: when they are busy, and nothing
// about why.
#ifndef RAPPORT_SERVER_CALENDAR_BUSY_SOURCE_H_
#define RAPPORT_SERVER_CALENDAR_BUSY_SOURCE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/vocabulary/interval.h"

namespace rapport::calendar {

inline constexpr size_t kBusySourcesMax = 10;
// Of all sources of an associate together.
inline constexpr size_t kBusyIntervalsMax = 5000;

// Busy time as it was read (see ics_reader.h).
struct BusyTime {
  std::vector<Interval> intervals;  // ascending, apart, on the tick
  int events = 0;                   // that were read, the following included
  int free = 0;                     // marked free, cancelled, or our own
  int refused = 0;                  // not understood: they block nothing

  friend bool operator==(const BusyTime&, const BusyTime&) = default;
};

// Whether both say the same times inside `window`; the counts may differ.
bool SameBusyIn(const Interval& window, const BusyTime& a, const BusyTime& b);

struct BusySource {
  std::string id;
  absl::Time import_time = {};  // the epoch: not read yet
  absl::Time reach_time = {};   // known up to there
  BusyTime time = {};
  // Where it is read from again and again (busy_feed_desk.h), a secret; empty:
  // it was imported.
  std::string uri = {};
  // When it was last asked for there, as far as that was written down; the
  // epoch: not since it was subscribed to.
  absl::Time fetch_time = {};
  std::string error = {};  // a word for why that failed; empty: it did not

  bool was_read() const { return import_time > absl::UnixEpoch(); }
  bool was_fetched() const { return fetch_time > absl::UnixEpoch(); }

  friend bool operator==(const BusySource&, const BusySource&) = default;
};

// Returns INVALID_ARGUMENT (REQUIRED or MALFORMED, of `source_id`) for what
// cannot be the id of a source.
absl::Status CheckBusySourceId(absl::string_view id);

const BusySource* FindBusySource(const std::vector<BusySource>& sources,
                                 absl::string_view id);

// Puts `source` in place of the one with its id, or adds it. Returns
// INVALID_ARGUMENT (TOO_MANY) and changes nothing if there would be more than
// kBusySourcesMax (of `source_id`) or kBusyIntervalsMax (of `calendar`).
absl::Status PutBusySource(BusySource source, std::vector<BusySource>& sources);

// Returns NOT_FOUND if there is none of that id.
absl::Status RemoveBusySource(absl::string_view id,
                              std::vector<BusySource>& sources);

// Calls `visit` with the busy intervals that meet `window`.
void ForEachBusy(const std::vector<BusySource>& sources, const Interval& window,
                 absl::FunctionRef<void(const Interval&)> visit);

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_BUSY_SOURCE_H_
