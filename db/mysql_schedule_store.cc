#include "db/mysql_schedule_store.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "db/busy_json.h"
#include "db/database_clock.h"
#include "db/errors.h"
#include "db/id_list.h"
#include "db/multi_row.h"
#include "db/replay.h"
#include "db/schedule_json.h"
#include "server/vocabulary/error.h"

namespace rapport::db {

using calendar::BusyWrite;
using calendar::ScheduleWrite;
using calendar::StoredSchedule;

namespace {

// What a call may take; the port has no deadlines yet.
constexpr absl::Duration kCallDeadline = absl::Seconds(10);

// Rows read at once where all of a brand are asked for.
constexpr int kPageRows = 5000;

// PRIMARY, all of them.
constexpr char kSelectAfter[] =
    "SELECT associate_id, version, update_time, schedule,"
    " COALESCE(busy, '') FROM calendar"
    " WHERE brand_id = ? AND associate_id > ? ORDER BY associate_id LIMIT ?";
constexpr char kSelectSome[] =
    "SELECT associate_id, version, update_time, schedule,"
    " COALESCE(busy, '') FROM calendar"
    " WHERE brand_id = ? AND associate_id IN";
constexpr char kForUpdate[] = " FOR UPDATE";
constexpr char kInsert[] =
    "INSERT INTO calendar (brand_id, associate_id, version, schedule,"
    " update_time) VALUES";
constexpr int kInsertColumns = 5;
// PRIMARY.
constexpr char kUpdateBusy[] =
    "UPDATE calendar SET busy = ? WHERE brand_id = ? AND associate_id = ?";
// bookings stays: it counts holds; and busy.
constexpr char kOnDuplicate[] =
    "ON DUPLICATE KEY UPDATE version = VALUES(version),"
    " schedule = VALUES(schedule), update_time = VALUES(update_time)";

absl::Status ReadRow(const Row& row, StoredSchedule& stored) {
  stored.associate = AssociateId::FromBytes(row.Bytes(0));
  stored.version = row.Int64(1);
  stored.update_time = row.Time(2);
  absl::Status status = ReadSchedule(row.String(3), stored.schedule);
  return status.ok() ? ReadBusy(row.String(4), stored.schedule.busy) : status;
}

absl::Status HandOut(const Row& row,
                     absl::FunctionRef<void(const StoredSchedule&)> each) {
  StoredSchedule stored;
  absl::Status status = ReadRow(row, stored);
  if (status.ok()) each(stored);
  return status;
}

// The calendars of some associates, in the order in which every writer locks
// them. One of version 0 has no row yet.
using Calendars = std::map<AssociateId, StoredSchedule>;

// Reads those of `calendars` that have a row; `how` may lock them.
absl::Status Fill(Transaction& transaction, const char* how,
                  const BrandId& brand, Calendars& calendars) {
  std::vector<AssociateId> ids;
  for (const auto& [id, stored] : calendars) ids.push_back(id);
  return QueryByIds<Transaction, AssociateId>(
      transaction, kSelectSome, how, brand, ids, [&](const Row& row) {
        return HandOut(row, [&](const StoredSchedule& stored) {
          calendars[stored.associate] = stored;
        });
      });
}

absl::Status Lock(Transaction& transaction, const BrandId& brand,
                  Calendars& calendars) {
  return Fill(transaction, kForUpdate, brand, calendars);
}

absl::Status CheckVersion(std::optional<int64_t> expected, int64_t version) {
  if (expected.value_or(version) == version) {
    return absl::OkStatus();
  }
  return Error(absl::StatusCode::kAborted, "ETAG_MISMATCH",
               "the schedule has changed since; read it again");
}

// All of `schedule` but its busy time, into `stored`.
void SetSchedule(calendar::Schedule schedule, calendar::Schedule& stored) {
  schedule.busy = std::move(stored.busy);
  stored = std::move(schedule);
}

// Writes the schedules of `writes` into `calendars`, which are locked, and into
// their rows, their versions grown by one.
absl::Status Write(Transaction& transaction, const BrandId& brand,
                   absl::Span<const ScheduleWrite* const> writes,
                   Calendars& calendars) {
  const absl::StatusOr<absl::Time> now = DatabaseNow(transaction);
  if (!now.ok()) return now.status();
  MultiRow created(kInsert, kInsertColumns);
  MultiRow updated(kInsert, kInsertColumns, kOnDuplicate);
  for (const ScheduleWrite* write : writes) {
    StoredSchedule& stored = calendars.at(write->associate);
    MultiRow& rows = stored.version == 0 ? created : updated;
    SetSchedule(write->schedule, stored.schedule);
    stored.update_time = *now;
    ++stored.version;
    rows.Add({brand.text(), stored.associate.stored(), stored.version,
              ScheduleJson(stored.schedule), stored.update_time});
  }
  absl::Status status = created.Execute(transaction).status();
  if (OutcomeOf(status) == DbOutcome::kDuplicate) {
    return MakeDbStatus(DbOutcome::kRolledBack, ErrorNumberOf(status),
                        "created elsewhere at the same time");
  }
  if (!status.ok()) return status;
  return updated.Execute(transaction).status();
}

Calendars EmptyCalendars(absl::Span<const ScheduleWrite> writes) {
  Calendars calendars;
  for (const ScheduleWrite& write : writes) {
    calendars[write.associate].associate = write.associate;
  }
  return calendars;
}

// Answers from `replay` if it is of this request. Busy time is as in `now`.
absl::Status AnswerFrom(const Replay& replay, const RequestKey& request,
                        const ScheduleWrite& write, const StoredSchedule& now,
                        StoredSchedule& answer) {
  absl::Status status = CheckSameRequest(replay, request);
  if (!status.ok()) return status;
  answer = now;
  SetSchedule(write.schedule, answer.schedule);  // the request is the same
  return ReadScheduleReply(replay.reply, answer);
}

// The event of a write that was asked for. A twin of the request may have got
// in between.
absl::Status AppendEvent(EventWriter& events, const Actor& actor,
                         const RequestKey& request, const char* action,
                         const StoredSchedule& answer) {
  absl::Status status =
      events.Append({.kind = EventKind::kSchedules,
                     .actor = actor,
                     .action = action,
                     .request = &request,
                     .subjects = std::string(answer.associate.stored()),
                     .reply = ScheduleReplyJson(answer)});
  if (DuplicateOf(status, "event.event_request")) {
    return MakeDbStatus(DbOutcome::kRolledBack, ErrorNumberOf(status),
                        "the request was done elsewhere at the same time");
  }
  return status;
}

// One attempt at Put.
absl::Status PutOnce(Transaction& transaction, EventWriter& events,
                     const Actor& actor, const RequestKey& request,
                     const ScheduleWrite& write, StoredSchedule& answer) {
  absl::Time now;
  std::optional<Replay> replay;
  Calendars calendars = EmptyCalendars({&write, 1});
  // Locked first: a twin of this request has then either ended or not begun.
  absl::Status status = Lock(transaction, actor.brand, calendars);
  if (!status.ok()) return status;
  status = ChangeLog::Look(transaction, actor, request, &now, &replay);
  if (!status.ok()) return status;
  if (replay.has_value()) {
    return AnswerFrom(*replay, request, write, calendars.at(write.associate),
                      answer);
  }
  status = CheckVersion(write.expected_version,
                        calendars.at(write.associate).version);
  if (!status.ok()) return status;
  status = Write(transaction, actor.brand, {&write}, calendars);
  if (!status.ok()) return status;
  answer = calendars.at(write.associate);
  return AppendEvent(events, actor, request, "PutSchedule", answer);
}

// One attempt at PutBusy.
absl::Status PutBusyOnce(Transaction& transaction, EventWriter& events,
                         const Actor& actor, const RequestKey& request,
                         const BusyWrite& write, StoredSchedule& answer) {
  absl::Time now;
  std::optional<Replay> replay;
  Calendars calendars;
  StoredSchedule& stored = calendars[write.associate];
  stored.associate = write.associate;
  absl::Status status = Lock(transaction, actor.brand, calendars);
  if (!status.ok()) return status;
  status = ChangeLog::Look(transaction, actor, request, &now, &replay);
  if (!status.ok()) return status;
  answer = stored;
  if (replay.has_value()) return CheckSameRequest(*replay, request);
  status = CheckVersion(write.expected_version, stored.version);
  if (!status.ok()) return status;
  status = calendar::Apply(write, stored.schedule.busy);
  if (!status.ok()) return status;
  const ScheduleWrite same = {write.associate, stored.schedule, std::nullopt};
  status = Write(transaction, actor.brand, {&same}, calendars);
  if (!status.ok()) return status;
  status =
      transaction
          .Execute(kUpdateBusy, {BusyJson(stored.schedule.busy),
                                 actor.brand.text(), write.associate.stored()})
          .status();
  if (!status.ok()) return status;
  answer = stored;
  return AppendEvent(events, actor, request, "PutBusyTime", answer);
}

// One attempt at PutMany.
absl::Status PutManyOnce(Transaction& transaction, EventWriter& events,
                         const Actor& actor,
                         absl::Span<const ScheduleWrite> writes,
                         Calendars& calendars) {
  absl::Status status = Lock(transaction, actor.brand, calendars);
  std::vector<const ScheduleWrite*> changed;
  std::string subjects;
  for (const ScheduleWrite& write : writes) {
    const StoredSchedule& stored = calendars.at(write.associate);
    status.Update(CheckVersion(write.expected_version, stored.version));
    calendar::Schedule after = stored.schedule;
    SetSchedule(write.schedule, after);
    if (after == stored.schedule) continue;
    changed.push_back(&write);
    absl::StrAppend(&subjects, write.associate.stored());
  }
  if (!status.ok() || changed.empty()) return status;
  std::sort(changed.begin(), changed.end(),
            [](const ScheduleWrite* a, const ScheduleWrite* b) {
              return a->associate < b->associate;
            });
  status = Write(transaction, actor.brand, changed, calendars);
  if (!status.ok()) return status;
  return events.Append({.kind = EventKind::kSchedules,
                        .actor = actor,
                        .action = "PutSchedules",
                        .subjects = subjects});
}

}  // namespace

MysqlScheduleStore::MysqlScheduleStore(Pool& pool, ChangeLog& log,
                                       RetryPolicy retry)
    : pool_(pool), log_(log), retry_(std::move(retry)) {}

absl::Time MysqlScheduleStore::Deadline() const {
  return retry_.now() + kCallDeadline;
}

absl::StatusOr<StoredSchedule> MysqlScheduleStore::Put(
    const Actor& actor, const RequestKey& request, const ScheduleWrite& write) {
  StoredSchedule answer;
  absl::Status status =
      log_.Run(Deadline(), [&](Transaction& transaction, EventWriter& events) {
        return PutOnce(transaction, events, actor, request, write, answer);
      });
  if (!status.ok()) return status;
  return answer;
}

absl::StatusOr<StoredSchedule> MysqlScheduleStore::PutBusy(
    const Actor& actor, const RequestKey& request, const BusyWrite& write) {
  StoredSchedule answer;
  absl::Status status =
      log_.Run(Deadline(), [&](Transaction& transaction, EventWriter& events) {
        return PutBusyOnce(transaction, events, actor, request, write, answer);
      });
  if (!status.ok()) return status;
  return answer;
}

absl::StatusOr<std::optional<StoredSchedule>> MysqlScheduleStore::Replay(
    const Actor& actor, const RequestKey& request, const ScheduleWrite& write) {
  return ReplayOf<StoredSchedule>(
      pool_, retry_, actor, request, Deadline(),
      [&](Transaction& transaction, const db::Replay& replay,
          StoredSchedule& answer) {
        Calendars calendars = EmptyCalendars({&write, 1});
        absl::Status status = Fill(transaction, "", actor.brand, calendars);
        if (!status.ok()) return status;
        return AnswerFrom(replay, request, write, calendars.at(write.associate),
                          answer);
      });
}

absl::StatusOr<std::vector<StoredSchedule>> MysqlScheduleStore::PutMany(
    const Actor& actor, absl::Span<const ScheduleWrite> writes) {
  if (writes.size() > calendar::kSchedulesPutMax) {
    return Error(
        absl::StatusCode::kInvalidArgument, "TOO_MANY",
        absl::StrCat(writes.size(), " schedules; at most ",
                     calendar::kSchedulesPutMax, " are written at once"));
  }
  Calendars calendars = EmptyCalendars(writes);
  if (calendars.size() < writes.size()) {
    return Error(absl::StatusCode::kInvalidArgument, "DUPLICATE_ID",
                 "an associate comes twice; each comes once");
  }
  absl::Status status =
      log_.Run(Deadline(), [&](Transaction& transaction, EventWriter& events) {
        calendars = EmptyCalendars(writes);
        return PutManyOnce(transaction, events, actor, writes, calendars);
      });
  if (!status.ok()) return status;
  std::vector<StoredSchedule> stored;
  stored.reserve(writes.size());
  for (const ScheduleWrite& write : writes) {
    stored.push_back(std::move(calendars.at(write.associate)));
  }
  return stored;
}

absl::Status MysqlScheduleStore::Read(
    const BrandId& brand, absl::Span<const AssociateId> associates,
    absl::FunctionRef<void(const StoredSchedule&)> each) {
  if (associates.empty()) return ReadAll(brand, each);
  for (size_t first = 0; first < associates.size(); first += kIdsAtOnce) {
    absl::Status status =
        RunRead(pool_, retry_, Deadline(), [&](Connection& connection) {
          return QueryByIds(connection, kSelectSome, "", brand,
                            associates.subspan(first, kIdsAtOnce),
                            [&](const Row& row) { return HandOut(row, each); });
        });
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status MysqlScheduleStore::ReadAll(
    const BrandId& brand, absl::FunctionRef<void(const StoredSchedule&)> each) {
  std::string last;  // empty: before every id
  for (int rows = 1; rows > 0;) {
    absl::Status status =
        RunRead(pool_, retry_, Deadline(), [&](Connection& connection) {
          rows = 0;
          return connection.Query(kSelectAfter, {brand.text(), last, kPageRows},
                                  [&](const Row& row) {
                                    ++rows;
                                    last = row.Bytes(0);
                                    return HandOut(row, each);
                                  });
        });
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace rapport::db
