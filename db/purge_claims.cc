#include "db/purge_claims.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/vocabulary/interval.h"

namespace rapport::db {
namespace {

using housekeeping::Purged;

// Whose claims they are, and the first of them.
struct First {
  std::string claimant;
  int64_t tick;
};

// PRIMARY
constexpr char kNextBrand[] =
    "SELECT brand_id FROM claim WHERE brand_id > ? ORDER BY brand_id LIMIT 1";

absl::StatusOr<std::vector<First>> LookForFirsts(Transaction& transaction,
                                                 const PurgePlace& place) {
  // PRIMARY, from one claimant to the next: only where it is grouped by both
  // parts of the key.
  constexpr char kSql[] =
      "SELECT resource_id, MIN(tick) FROM claim WHERE brand_id = ?"
      " AND resource_id > ? GROUP BY brand_id, resource_id"
      " ORDER BY brand_id, resource_id LIMIT ?";
  std::vector<First> firsts;
  const absl::Status status = transaction.Query(
      kSql, {place.brand, place.key, kPurgeLooks}, [&](const Row& row) {
        firsts.push_back({row.Bytes(0), row.Int64(1)});
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  return firsts;
}

// Adds the keys of the first claims of one that are over; at most so many.
absl::Status AddOver(Transaction& transaction, const std::string& brand,
                     const std::string& claimant, int64_t end, size_t limit,
                     std::vector<std::string>& keys) {
  // PRIMARY
  constexpr char kSql[] =
      "SELECT tick, seat FROM claim WHERE brand_id = ? AND resource_id = ?"
      " AND tick < ? ORDER BY tick, seat LIMIT ?";
  return transaction.Query(
      kSql, {brand, claimant, end, limit}, [&](const Row& row) {
        keys.push_back(absl::StrCat("[", JsonKey(claimant), ",", row.Int64(0),
                                    ",", row.Int64(1), "]"));
        return absl::OkStatus();
      });
}

absl::StatusOr<int64_t> Delete(Transaction& transaction,
                               const std::string& brand,
                               const std::vector<std::string>& keys) {
  // PRIMARY
  constexpr char kSql[] =
      "DELETE c FROM JSON_TABLE(?, '$[*]' COLUMNS (r VARCHAR(32) PATH '$[0]',"
      " t BIGINT PATH '$[1]', s SMALLINT PATH '$[2]')) AS d"
      " STRAIGHT_JOIN claim AS c FORCE INDEX (PRIMARY) ON c.brand_id = ?"
      " AND c.resource_id = UNHEX(d.r) AND c.tick = d.t AND c.seat = d.s";
  if (keys.empty()) return 0;
  return transaction.Execute(
      kSql, {absl::StrCat("[", absl::StrJoin(keys, ","), "]"), brand});
}

}  // namespace

absl::Status PurgeClaims(Transaction& transaction, absl::Time before,
                         PurgePlace& place, Purged& purged) {
  purged = {};
  const absl::StatusOr<bool> any = GoToBrand(transaction, kNextBrand, place);
  if (!any.ok() || !*any) return any.status();
  purged.more = true;
  const absl::StatusOr<std::vector<First>> firsts =
      LookForFirsts(transaction, place);
  if (!firsts.ok()) return firsts.status();
  const int64_t end = TickOf(before);  // whose own end is later, or now
  place.brand_done = firsts->size() < kPurgeLooks;
  std::vector<std::string> keys;
  for (const First& first : *firsts) {
    if (first.tick < end) {
      absl::Status added =
          AddOver(transaction, place.brand, first.claimant, end,
                  housekeeping::kPurgeMax - keys.size(), keys);
      if (!added.ok()) return added;
    }
    if (keys.size() == housekeeping::kPurgeMax) {  // this one may have more
      place.brand_done = false;
      break;
    }
    place.key = first.claimant;
  }
  const absl::StatusOr<int64_t> deleted =
      Delete(transaction, place.brand, keys);
  if (deleted.ok()) purged.rows = *deleted;
  return deleted.status();
}

}  // namespace rapport::db
