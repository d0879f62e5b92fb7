#include "db/mysql_waitlist_store.h"

#include <utility>

#include "absl/time/clock.h"
#include "db/id_list.h"
#include "db/replay.h"
#include "db/waitlist_rows.h"
#include "db/waitlist_writing.h"

namespace rapport::db {

using booking::Booking;
using booking::WaitlistEntry;
using booking::WaitlistEntryId;

namespace {

// What the read model's reads and the sweeps may take; callers wait for none of
// them.
constexpr absl::Duration kBackgroundDeadline = absl::Seconds(30);

absl::Status ReadByIds(Connection& connection, const BrandId& brand,
                       absl::Span<const WaitlistEntryId> ids,
                       absl::FunctionRef<void(const WaitlistEntry&)> each) {
  // PRIMARY
  constexpr absl::string_view kHead =
      "SELECT " RAPPORT_WAITLIST_COLUMNS
      " FROM waitlist_entry WHERE brand_id = ? AND entry_id IN";
  return QueryByIds(connection, kHead, "", brand, ids, [&](const Row& row) {
    each(EntryOf(row));
    return absl::OkStatus();
  });
}

}  // namespace

MysqlWaitlistStore::MysqlWaitlistStore(Pool& pool, ChangeLog& log,
                                       RetryPolicy retry)
    : pool_(pool), log_(log), retry_(std::move(retry)) {}

absl::StatusOr<WaitlistEntry> MysqlWaitlistStore::Join(
    const Actor& actor, const RequestKey& request, const WaitlistEntry& entry,
    absl::Time deadline) {
  WaitlistEntry reply;
  absl::Status status = log_.Run(deadline, [&](Transaction& transaction,
                                               EventWriter& events) {
    return JoinWaitlist(transaction, events, {actor, request}, entry, reply);
  });
  if (!status.ok()) return status;
  return reply;
}

absl::StatusOr<WaitlistEntry> MysqlWaitlistStore::Leave(
    const Actor& actor, const RequestKey& request, const WaitlistEntryId& id,
    std::optional<int64_t> expected_version, absl::Time deadline) {
  WaitlistEntry reply;
  absl::Status status =
      log_.Run(deadline, [&](Transaction& transaction, EventWriter& events) {
        return LeaveWaitlist(transaction, events, {actor, request}, id,
                             expected_version, offers_, reply);
      });
  if (!status.ok()) return status;
  return reply;
}

absl::StatusOr<std::optional<WaitlistEntry>> MysqlWaitlistStore::Replay(
    const Actor& actor, const RequestKey& request, absl::Time deadline) {
  return ReplayOf<WaitlistEntry>(pool_, retry_, actor, request, deadline);
}

absl::StatusOr<WaitlistEntry> MysqlWaitlistStore::Get(const BrandId& brand,
                                                      const WaitlistEntryId& id,
                                                      absl::Time deadline) {
  std::optional<WaitlistEntry> found;
  absl::Status status =
      RunRead(pool_, retry_, deadline, [&](Connection& connection) {
        return ReadByIds(connection, brand, {id},
                         [&](const WaitlistEntry& entry) { found = entry; });
      });
  if (!status.ok()) return status;
  if (!found.has_value()) return NoSuchEntry();
  return *std::move(found);
}

absl::StatusOr<std::vector<WaitlistEntry>> MysqlWaitlistStore::List(
    const BrandId& brand, const booking::WaitlistFilter& filter,
    const booking::WaitlistPlace& after, size_t limit, absl::Time deadline) {
  std::vector<WaitlistEntry> entries;
  absl::Status status =
      RunRead(pool_, retry_, deadline, [&](Connection& connection) {
        return ListEntries(connection, brand, filter, after, limit, entries);
      });
  if (!status.ok()) return status;
  return entries;
}

absl::StatusOr<std::optional<Booking>> MysqlWaitlistStore::OfferFree(
    const BrandId& brand, const booking::Offer& offer) {
  std::optional<Booking> hold;
  absl::Status status =
      log_.Run(absl::Now() + kBackgroundDeadline,
               [&](Transaction& transaction, EventWriter& events) {
                 return OfferFreeTime(transaction, events, brand, offer, hold);
               });
  if (absl::IsCancelled(status)) return std::optional<Booking>();
  if (!status.ok()) return status;
  return hold;
}

absl::StatusOr<std::vector<MysqlWaitlistStore::Ended>>
MysqlWaitlistStore::EndPassed() {
  std::vector<Ended> ended;
  absl::Status status =
      log_.Run(absl::Now() + kBackgroundDeadline,
               [&](Transaction& transaction, EventWriter& events) {
                 return EndPassedEntries(transaction, events, ended);
               });
  if (!status.ok()) return status;
  return ended;
}

absl::Status MysqlWaitlistStore::Read(
    const BrandId& brand, absl::Span<const WaitlistEntryId> ids,
    absl::FunctionRef<void(const WaitlistEntry&)> each) {
  return RunRead(pool_, retry_, absl::Now() + kBackgroundDeadline,
                 [&](Connection& connection) {
                   return ReadByIds(connection, brand, ids, each);
                 });
}

absl::Status MysqlWaitlistStore::ReadWaiting(
    const BrandId& brand, absl::FunctionRef<void(const WaitlistEntry&)> each) {
  // waitlist_service
  constexpr absl::string_view kSql =
      "SELECT " RAPPORT_WAITLIST_COLUMNS
      " FROM waitlist_entry WHERE brand_id = ? AND state = 1"
      " AND window_end > UTC_TIMESTAMP(6)";
  return RunRead(pool_, retry_, absl::Now() + kBackgroundDeadline,
                 [&](Connection& connection) {
                   return connection.Query(kSql, {brand.text()},
                                           [&](const Row& row) {
                                             each(EntryOf(row));
                                             return absl::OkStatus();
                                           });
                 });
}

}  // namespace rapport::db
