// Schedules in MySQL or MariaDB: a column of the associate's calendar row,
// which holds (booking_store.h) write too.
#ifndef RAPPORT_DB_MYSQL_SCHEDULE_STORE_H_
#define RAPPORT_DB_MYSQL_SCHEDULE_STORE_H_

#include <vector>

#include "db/change_log.h"
#include "db/pool.h"
#include "db/transaction.h"
#include "server/calendar/schedule_store.h"

namespace rapport::db {

// Reads hand out rows as they come, in the order of their ids; one that is in
// doubt is handed out again. Beyond the port's codes, PutMany returns
// INVALID_ARGUMENT for more than kSchedulesPutMax writes and for an associate
// that comes twice, and ABORTED for a version that is not the expected one.
// Thread-safe. `pool` and `log` must outlive it.
class MysqlScheduleStore final : public calendar::ScheduleStore {
 public:
  MysqlScheduleStore(Pool& pool, ChangeLog& log, RetryPolicy retry = {});

  absl::StatusOr<calendar::StoredSchedule> Put(
      const Actor& actor, const RequestKey& request,
      const calendar::ScheduleWrite& write) override;
  absl::StatusOr<calendar::StoredSchedule> PutBusy(
      const Actor& actor, const RequestKey& request,
      const calendar::BusyWrite& write) override;
  absl::StatusOr<std::optional<calendar::StoredSchedule>> Replay(
      const Actor& actor, const RequestKey& request,
      const calendar::ScheduleWrite& write) override;
  absl::StatusOr<std::vector<calendar::StoredSchedule>> PutMany(
      const Actor& actor,
      absl::Span<const calendar::ScheduleWrite> writes) override;
  absl::Status Read(
      const BrandId& brand, absl::Span<const AssociateId> associates,
      absl::FunctionRef<void(const calendar::StoredSchedule&)> each) override;

 private:
  absl::Status ReadAll(
      const BrandId& brand,
      absl::FunctionRef<void(const calendar::StoredSchedule&)> each);
  absl::Time Deadline() const;

  Pool& pool_;
  ChangeLog& log_;
  const RetryPolicy retry_;
};

}  // namespace rapport::db

#endif  // RAPPORT_DB_MYSQL_SCHEDULE_STORE_H_
