#include "db/purge_waits.h"

#include <map>
#include <string>
#include <vector>

#include "server/booking/waitlist_entry.h"

namespace rapport::db {
namespace {

using booking::WaitlistEntryId;
using booking::WaitlistState;
using housekeeping::kPurgeMax;
using housekeeping::Purged;

// Looks first, so that only what goes is locked.
absl::Status LookForWaits(
    Transaction& transaction, absl::Time before, WaitlistState state,
    std::map<BrandId, std::vector<WaitlistEntryId>>& ended) {
  // waitlist_window
  constexpr char kSql[] =
      "SELECT brand_id, entry_id FROM waitlist_entry"
      " FORCE INDEX (waitlist_window) WHERE state = ? AND window_end < ?"
      " AND update_time < ? ORDER BY window_end LIMIT ?";
  return transaction.Query(
      kSql, {static_cast<int>(state), before, before, kPurgeLooks},
      [&](const Row& row) {
        ended[BrandId::FromStored(row.String(0))].push_back(
            WaitlistEntryId::FromBytes(row.Bytes(1)));
        return absl::OkStatus();
      });
}

// One that has ended never waits again.
absl::Status DeleteWaits(Transaction& transaction, const BrandId& brand,
                         const std::vector<WaitlistEntryId>& ids,
                         int64_t& rows) {
  // PRIMARY
  constexpr char kSql[] =
      "DELETE w FROM JSON_TABLE(?, '$[*]' COLUMNS (id VARCHAR(32) PATH '$'))"
      " AS d STRAIGHT_JOIN waitlist_entry AS w FORCE INDEX (PRIMARY)"
      " ON w.brand_id = ? AND w.entry_id = UNHEX(d.id)";
  const absl::StatusOr<int64_t> deleted =
      transaction.Execute(kSql, {IdsJson(ids), brand.text()});
  if (deleted.ok()) rows += *deleted;
  return deleted.status();
}

// A guard, and whether its shopper has a booking of late.
struct Guarded {
  std::string shopper;
  std::string service;
  bool books;
};

// PRIMARY
constexpr char kNextBrand[] =
    "SELECT brand_id FROM shopper_guard WHERE brand_id > ? ORDER BY brand_id"
    " LIMIT 1";

absl::StatusOr<std::vector<Guarded>> LookForGuards(Transaction& transaction,
                                                   absl::Time before,
                                                   const PurgePlace& place) {
  // PRIMARY of shopper_guard, then shopper_time of booking
  constexpr char kSql[] =
      "SELECT g.shopper, g.service_id, EXISTS (SELECT 1 FROM booking AS b"
      " WHERE b.brand_id = ? AND b.shopper = g.shopper AND b.start_time > ?)"
      " FROM (SELECT shopper, service_id FROM shopper_guard WHERE brand_id = ?"
      " AND shopper > ? ORDER BY shopper, service_id LIMIT ?) AS g"
      " ORDER BY g.shopper, g.service_id";
  std::vector<Guarded> guarded;
  const absl::Status status = transaction.Query(
      kSql, {place.brand, before, place.brand, place.key, kPurgeLooks},
      [&](const Row& row) {
        guarded.push_back({row.Bytes(0), row.String(1), row.Bool(2)});
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  return guarded;
}

}  // namespace

absl::Status PurgeWaits(Transaction& transaction, absl::Time before,
                        Purged& purged) {
  purged = {};
  for (const WaitlistState state :
       {WaitlistState::kBooked, WaitlistState::kLeft, WaitlistState::kOver}) {
    std::map<BrandId, std::vector<WaitlistEntryId>> ended;
    absl::Status status = LookForWaits(transaction, before, state, ended);
    if (!status.ok()) return status;
    for (const auto& [brand, ids] : ended) {
      status = DeleteWaits(transaction, brand, ids, purged.rows);
      if (!status.ok()) return status;
    }
    if (purged.rows >= kPurgeLooks) break;
  }
  purged.more = purged.rows > 0;
  return absl::OkStatus();
}

absl::Status PurgeGuards(Transaction& transaction, absl::Time before,
                         PurgePlace& place, Purged& purged) {
  // PRIMARY
  constexpr char kDelete[] =
      "DELETE g FROM shopper_guard AS g FORCE INDEX (PRIMARY)"
      " WHERE g.brand_id = ? AND g.shopper = ? AND g.service_id = ?";
  purged = {};
  const absl::StatusOr<bool> any = GoToBrand(transaction, kNextBrand, place);
  if (!any.ok() || !*any) return any.status();
  purged.more = true;
  const absl::StatusOr<std::vector<Guarded>> guarded =
      LookForGuards(transaction, before, place);
  if (!guarded.ok()) return guarded.status();
  // Where a shopper's do not all fit they go with the next round.
  for (const Guarded& each : *guarded) {
    place.key = each.shopper;
    if (each.books) continue;
    const absl::StatusOr<int64_t> rows =
        transaction.Execute(kDelete, {place.brand, each.shopper, each.service});
    if (!rows.ok()) return rows.status();
    purged.rows += *rows;
  }
  place.brand_done = guarded->size() < kPurgeLooks;
  return absl::OkStatus();
}

absl::Status PurgeDemand(Transaction& transaction, absl::Time before,
                         Purged& purged) {
  // start_hour
  constexpr char kSql[] = "DELETE FROM demand WHERE start_hour < ? LIMIT ?";
  const absl::StatusOr<int64_t> rows =
      transaction.Execute(kSql, {before, kPurgeMax});
  if (!rows.ok()) return rows.status();
  purged = {.rows = *rows, .more = *rows == kPurgeMax};
  return absl::OkStatus();
}

}  // namespace rapport::db
