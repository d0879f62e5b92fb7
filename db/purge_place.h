// What those share who walk through rows in order of a key, and delete some.
#ifndef RAPPORT_DB_PURGE_PLACE_H_
#define RAPPORT_DB_PURGE_PLACE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "db/transaction.h"

namespace rapport::db {

// Most rows are looked at without being purged; so many of them at once.
inline constexpr int kPurgeLooks = 500;

// The last row that was done with.
struct PurgePlace {
  std::string brand;       // empty: the walk begins
  bool brand_done = true;  // whether none of the brand comes after
  absl::Time time;         // of those in order of time
  std::string key;         // within the brand; empty: before the first
};

// Goes on with the next brand if that of `place` is done: `sql` selects its id
// behind the one that it is given. False, with `place` at the beginning again,
// if there is none.
absl::StatusOr<bool> GoToBrand(Transaction& transaction, absl::string_view sql,
                               PurgePlace& place);

// The keys of rows as a text for JSON_TABLE: `[1,2]`, `["00FF"]`. Whoever joins
// it by STRAIGHT_JOIN to a table by all parts of its primary key locks these
// rows and no other. Of a list or a range the planner may read what is beside
// it, and so wait for who writes there.
inline std::string JsonKey(absl::string_view bytes) {
  return absl::StrCat("\"", absl::BytesToHexString(bytes), "\"");
}
inline std::string NumbersJson(const std::vector<int64_t>& numbers) {
  return absl::StrCat("[", absl::StrJoin(numbers, ","), "]");
}
template <typename Id>
std::string IdsJson(const std::vector<Id>& ids) {
  const auto append = [](std::string* out, const Id& id) {
    absl::StrAppend(out, JsonKey(id.stored()));
  };
  return absl::StrCat("[", absl::StrJoin(ids, ",", append), "]");
}

}  // namespace rapport::db

#endif  // RAPPORT_DB_PURGE_PLACE_H_
