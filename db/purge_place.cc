#include "db/purge_place.h"

namespace rapport::db {

absl::StatusOr<bool> GoToBrand(Transaction& transaction, absl::string_view sql,
                               PurgePlace& place) {
  if (!place.brand_done) return true;
  const absl::StatusOr<bool> found =
      transaction.QueryOne(sql, {place.brand}, [&](const Row& row) {
        place = {.brand = row.String(0),
                 .brand_done = false,
                 .time = absl::UnixEpoch(),
                 .key = ""};
        return absl::OkStatus();
      });
  if (found.ok() && !*found) place = {};
  return found;
}

}  // namespace rapport::db
