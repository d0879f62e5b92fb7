#include "db/mysql_feed_store.h"

#include <string>
#include <utility>

#include "db/errors.h"
#include "db/replay.h"

namespace rapport::db {

using calendar::FeedOwner;

namespace {

// What a call may take; the port has no deadlines.
constexpr absl::Duration kCallDeadline = absl::Seconds(10);

// Whether the request was done before.
absl::StatusOr<bool> WasDone(Transaction& transaction, const Actor& actor,
                             const RequestKey& request) {
  absl::Time now;
  std::optional<Replay> replay;
  absl::Status status =
      ChangeLog::Look(transaction, actor, request, &now, &replay);
  if (!status.ok()) return status;
  if (!replay.has_value()) return false;
  status = CheckSameRequest(*replay, request);
  if (!status.ok()) return status;
  return true;
}

// For the audit. Followers read the associate's schedule again, in vain.
absl::Status Tell(EventWriter& events, const Actor& actor,
                  const RequestKey& request, const char* action,
                  const AssociateId& associate) {
  absl::Status status =
      events.Append({.kind = EventKind::kSchedules,
                     .actor = actor,
                     .action = action,
                     .request = &request,
                     .subjects = std::string(associate.stored())});
  if (!DuplicateOf(status, "event.event_request")) return status;
  return MakeDbStatus(DbOutcome::kRolledBack, ErrorNumberOf(status),
                      "the request was done elsewhere at the same time");
}

}  // namespace

MysqlFeedStore::MysqlFeedStore(Pool& pool, ChangeLog& log, RetryPolicy retry)
    : pool_(pool), log_(log), retry_(std::move(retry)) {}

absl::Time MysqlFeedStore::Deadline() const {
  return retry_.now() + kCallDeadline;
}

absl::StatusOr<bool> MysqlFeedStore::Put(const Actor& actor,
                                         const RequestKey& request,
                                         const AssociateId& associate,
                                         absl::string_view token_hash) {
  // PRIMARY
  constexpr absl::string_view kSql =
      "INSERT INTO calendar_feed (brand_id, associate_id, token_hash,"
      " create_time) VALUES (?, ?, ?, UTC_TIMESTAMP(6))"
      " ON DUPLICATE KEY UPDATE token_hash = VALUES(token_hash),"
      " create_time = VALUES(create_time)";
  bool made = false;
  absl::Status status = log_.Run(
      Deadline(),
      [&](Transaction& transaction, EventWriter& events) -> absl::Status {
        const absl::StatusOr<bool> done = WasDone(transaction, actor, request);
        if (!done.ok()) return done.status();
        made = !*done;
        if (*done) return absl::OkStatus();
        absl::Status put = transaction
                               .Execute(kSql, {actor.brand.text(),
                                               associate.stored(), token_hash})
                               .status();
        if (!put.ok()) return put;
        return Tell(events, actor, request, "CreateFeedAddress", associate);
      });
  if (!status.ok()) return status;
  return made;
}

absl::Status MysqlFeedStore::Remove(const Actor& actor,
                                    const RequestKey& request,
                                    const AssociateId& associate) {
  // PRIMARY
  constexpr absl::string_view kSql =
      "DELETE FROM calendar_feed WHERE brand_id = ? AND associate_id = ?";
  return log_.Run(
      Deadline(),
      [&](Transaction& transaction, EventWriter& events) -> absl::Status {
        const absl::StatusOr<bool> done = WasDone(transaction, actor, request);
        if (!done.ok() || *done) return done.status();
        absl::Status removed =
            transaction.Execute(kSql, {actor.brand.text(), associate.stored()})
                .status();
        if (!removed.ok()) return removed;
        return Tell(events, actor, request, "RemoveFeedAddress", associate);
      });
}

absl::StatusOr<std::optional<FeedOwner>> MysqlFeedStore::Find(
    absl::string_view token_hash) {
  // calendar_feed_token
  constexpr absl::string_view kSql =
      "SELECT brand_id, associate_id FROM calendar_feed WHERE token_hash = ?";
  std::optional<FeedOwner> owner;
  absl::Status status =
      RunRead(pool_, retry_, Deadline(), [&](Connection& connection) {
        owner.reset();
        return connection.Query(kSql, {token_hash}, [&](const Row& row) {
          owner = {BrandId::FromStored(row.String(0)),
                   AssociateId::FromBytes(row.Bytes(1))};
          return absl::OkStatus();
        });
      });
  if (!status.ok()) return status;
  return owner;
}

}  // namespace rapport::db
