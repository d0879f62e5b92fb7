// The port to where schedules are remembered.
#ifndef RAPPORT_SERVER_CALENDAR_SCHEDULE_STORE_H_
#define RAPPORT_SERVER_CALENDAR_SCHEDULE_STORE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "server/calendar/schedule.h"
#include "server/vocabulary/actor.h"

namespace rapport::calendar {

inline constexpr size_t kSchedulesPutMax = 500;  // in one transaction

// A schedule to be written for an associate.
struct ScheduleWrite {
  AssociateId associate;
  Schedule schedule;
  std::optional<int64_t> expected_version;  // unset: any
};

// A source of busy time to be written for an associate, or to be forgotten.
struct BusyWrite {
  AssociateId associate;
  std::string source_id;
  std::optional<BusySource> source;                        // unset: forgotten
  std::optional<int64_t> expected_version = std::nullopt;  // unset: any
};

// `write` done to `sources`, with the codes of PutBusySource and
// RemoveBusySource.
inline absl::Status Apply(const BusyWrite& write,
                          std::vector<BusySource>& sources) {
  return write.source.has_value() ? PutBusySource(*write.source, sources)
                                  : RemoveBusySource(write.source_id, sources);
}

// Remembers the schedules of all associates. Thread-safe. Every call may return
// UNAVAILABLE, RESOURCE_EXHAUSTED or DEADLINE_EXCEEDED; then nothing is known
// to have happened, and repeating it is safe.
class ScheduleStore {
 public:
  virtual ~ScheduleStore() = default;

  // Writes one schedule, but not its busy time, which stays as it is; the
  // version grows by one even if nothing differs. A
  // repeated request answers as before. Returns ABORTED if the version is not
  // the expected one, INVALID_ARGUMENT if the request id was used for another
  // request.
  virtual absl::StatusOr<StoredSchedule> Put(const Actor& actor,
                                             const RequestKey& request,
                                             const ScheduleWrite& write) = 0;

  // Writes a source of busy time beside the schedule, whose version grows by
  // one, so that what was judged without it no longer fits. A repeated request
  // writes nothing. Returns the schedule as it now is, ABORTED if its version is
  // not the expected one, the codes of Apply, or INVALID_ARGUMENT if the request
  // id was used for another request.
  virtual absl::StatusOr<StoredSchedule> PutBusy(const Actor& actor,
                                                 const RequestKey& request,
                                                 const BusyWrite& write) = 0;

  // What `request`, which was to write `write`, was answered if it was done
  // before. Returns INVALID_ARGUMENT if it was another request.
  virtual absl::StatusOr<std::optional<StoredSchedule>> Replay(
      const Actor& actor, const RequestKey& request,
      const ScheduleWrite& write) = 0;

  // Writes those that differ from what is there, at most kSchedulesPutMax, all
  // or none. Returns them as they now are, in order.
  virtual absl::StatusOr<std::vector<StoredSchedule>> PutMany(
      const Actor& actor, absl::Span<const ScheduleWrite> writes) = 0;

  // Reads those of `associates` that ever had one, or all of the brand where
  // `associates` is empty. In no order.
  virtual absl::Status Read(
      const BrandId& brand, absl::Span<const AssociateId> associates,
      absl::FunctionRef<void(const StoredSchedule&)> each) = 0;
};

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_SCHEDULE_STORE_H_
