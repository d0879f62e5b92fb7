// Schedules remembered in memory, by the same rules as in the database.
#ifndef RAPPORT_TESTS_SUPPORT_FAKES_FAKE_SCHEDULE_STORE_H_
#define RAPPORT_TESTS_SUPPORT_FAKES_FAKE_SCHEDULE_STORE_H_

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "server/calendar/schedule_store.h"

namespace rapport::calendar {

// Behaves as ScheduleStore says. PutMany of more than kSchedulesPutMax is
// INVALID_ARGUMENT (TOO_MANY). An empty schedule does not differ from one that
// never was. Thread-safe.
class FakeScheduleStore : public ScheduleStore {
 public:
  // `now` tells update times; it is called under a lock.
  explicit FakeScheduleStore(std::function<absl::Time()> now);

  absl::StatusOr<StoredSchedule> Put(const Actor& actor,
                                     const RequestKey& request,
                                     const ScheduleWrite& write) override;
  absl::StatusOr<StoredSchedule> PutBusy(const Actor& actor,
                                         const RequestKey& request,
                                         const BusyWrite& write) override;
  absl::StatusOr<std::optional<StoredSchedule>> Replay(
      const Actor& actor, const RequestKey& request,
      const ScheduleWrite& write) override;
  absl::StatusOr<std::vector<StoredSchedule>> PutMany(
      const Actor& actor, absl::Span<const ScheduleWrite> writes) override;
  absl::Status Read(
      const BrandId& brand, absl::Span<const AssociateId> associates,
      absl::FunctionRef<void(const StoredSchedule&)> each) override;

 private:
  using Key = std::pair<BrandId, AssociateId>;
  // Brand, principal, request id.
  using RequestName = std::tuple<BrandId, std::string, std::string>;
  struct Answer {
    std::string request_hash;
    StoredSchedule reply;
  };

  // These need the lock.
  absl::StatusOr<std::optional<StoredSchedule>> FindAnswer(
      const Actor& actor, const RequestKey& request) const;
  StoredSchedule Find(const Key& key) const;
  absl::Status CheckVersion(const Key& key,
                            std::optional<int64_t> expected) const;
  StoredSchedule Write(const Key& key, const ScheduleWrite& write);

  const std::function<absl::Time()> now_;
  // Guards what follows. Not absl's: the thread sanitizer sees through std's.
  std::mutex mutex_;
  std::map<Key, StoredSchedule> schedules_;
  std::map<RequestName, Answer> answers_;
};

}  // namespace rapport::calendar

#endif  // RAPPORT_TESTS_SUPPORT_FAKES_FAKE_SCHEDULE_STORE_H_
