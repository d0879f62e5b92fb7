// Writing many things of the catalog in one attempt of a transaction.
#ifndef RAPPORT_DB_CATALOG_BATCH_H_
#define RAPPORT_DB_CATALOG_BATCH_H_

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "db/catalog_rows.h"
#include "db/change_log.h"
#include "db/database_clock.h"
#include "db/errors.h"
#include "db/id_list.h"
#include "db/multi_row.h"
#include "server/catalog/catalog_store.h"
#include "server/vocabulary/error.h"

namespace rapport::db {

// Their positions in the order of their ids, in which every writer locks rows.
// Returns INVALID_ARGUMENT if there are too many or an id comes twice.
template <typename Thing>
absl::StatusOr<std::vector<size_t>> OrderOfIds(absl::Span<const Thing> things) {
  if (things.size() > catalog::kPutMax) {
    return Error(absl::StatusCode::kInvalidArgument, "TOO_MANY",
                 absl::StrCat(things.size(), " things; at most ",
                              catalog::kPutMax, " are written at once"));
  }
  std::vector<size_t> order(things.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(),
            [&](size_t a, size_t b) { return things[a].id < things[b].id; });
  const auto twice = std::adjacent_find(
      order.begin(), order.end(),
      [&](size_t a, size_t b) { return things[a].id == things[b].id; });
  if (twice != order.end()) {
    return Error(absl::StatusCode::kInvalidArgument, "DUPLICATE_ID",
                 "an id comes twice; each comes once");
  }
  return order;
}

// OK if `thing` may be written where `found` is (null if nothing is there).
// Returns NOT_FOUND or ABORTED (ETAG_MISMATCH).
template <typename Rows>
absl::Status CheckCondition(const typename Rows::Thing& thing,
                            const typename Rows::Thing* found,
                            const catalog::WriteCondition& when) {
  if (found == nullptr && !when.allow_missing) {
    return Error(absl::StatusCode::kNotFound, Rows::kMissing,
                 absl::StrCat("there is no such ", Rows::kWord));
  }
  const int64_t version = found == nullptr ? 0 : found->revision.version;
  if (when.ExpectedOf(thing.revision.version).value_or(version) == version) {
    return absl::OkStatus();
  }
  return Error(
      absl::StatusCode::kAborted, "ETAG_MISMATCH",
      absl::StrCat("the ", Rows::kWord, " has changed since; read it again"));
}

// One attempt at writing a batch. `written` is kept from attempt to attempt: it
// tells what an earlier one, whose COMMIT had no answer, did after all.
template <typename Rows>
class CatalogBatch {
 public:
  using Thing = typename Rows::Thing;
  using Id = typename Rows::Id;

  CatalogBatch(const Actor& actor, absl::Span<const Thing> things,
               absl::Span<const size_t> order,
               std::vector<catalog::Written>& written)
      : actor_(actor), things_(things), order_(order), written_(written) {
    written_.resize(things.size());
  }

  // Returns NOT_FOUND, ABORTED and the codes of errors.h.
  absl::Status Write(Transaction& transaction, EventWriter& events,
                     const catalog::WriteCondition& when) {
    absl::Status status = Find(transaction);
    for (size_t i : order_) {
      if (status.ok()) status = Judge(i, when);
    }
    if (!status.ok() || changed_.empty()) return status;
    status = WriteChanged(transaction);
    if (!status.ok()) return status;
    return events.Append({.kind = Rows::kKind,
                          .actor = actor_,
                          .action = Rows::kAction,
                          .subjects = subjects_});
  }

 private:
  // Reads and locks those that there are.
  absl::Status Find(Transaction& transaction) {
    std::vector<Id> ids;
    for (size_t i : order_) ids.push_back(things_[i].id);
    return QueryByIds<Transaction, Id>(
        transaction,
        absl::StrCat(Rows::kSelect, " WHERE brand_id = ? AND ", Rows::kIdColumn,
                     " IN"),
        " FOR UPDATE", actor_.brand, ids, [&](const Row& row) {
          Thing thing;
          absl::Status status = ReadRow(row, thing);
          if (status.ok()) found_.emplace(thing.id, std::move(thing));
          return status;
        });
  }

  // Decides what becomes of the thing at `i`, or says why it may not be.
  absl::Status Judge(size_t i, const catalog::WriteCondition& when) {
    const auto it = found_.find(things_[i].id);
    const Thing* found = it == found_.end() ? nullptr : &it->second;
    const bool same = found != nullptr && SameContent(*found, things_[i]);
    catalog::Written& written = written_[i];
    if (same && SameRevision(found->revision, written.revision)) {
      return absl::OkStatus();  // an earlier attempt's work
    }
    absl::Status status = CheckCondition<Rows>(things_[i], found, when);
    if (!status.ok()) return status;
    written.outcome = found == nullptr ? catalog::WriteOutcome::kCreated
                      : same           ? catalog::WriteOutcome::kUnchanged
                                       : catalog::WriteOutcome::kUpdated;
    written.revision = found == nullptr ? catalog::Revision() : found->revision;
    if (!same) changed_.push_back(i);
    return absl::OkStatus();
  }

  static bool SameRevision(const catalog::Revision& a,
                           const catalog::Revision& b) {
    return a.version == b.version && a.update_time == b.update_time;
  }

  absl::Status WriteChanged(Transaction& transaction) {
    const absl::StatusOr<absl::Time> now = DatabaseNow(transaction);
    if (!now.ok()) return now.status();
    MultiRow created(Rows::kInsert, Rows::kColumns);
    MultiRow updated(Rows::kInsert, Rows::kColumns, Rows::kOnDuplicate);
    for (size_t i : changed_) {
      catalog::Revision& revision = written_[i].revision;
      const bool is_new = revision.version == 0;
      if (is_new) revision.create_time = *now;
      revision.update_time = *now;
      ++revision.version;
      Thing thing = things_[i];
      thing.revision = revision;
      const absl::StatusOr<std::vector<Value>> row = RowOf(actor_.brand, thing);
      if (!row.ok()) return row.status();
      (is_new ? created : updated).Add(*row);
      absl::StrAppend(&subjects_, SubjectOf(thing));
    }
    absl::Status status = created.Execute(transaction).status();
    if (OutcomeOf(status) == DbOutcome::kDuplicate) {
      return MakeDbStatus(DbOutcome::kRolledBack, ErrorNumberOf(status),
                          "created elsewhere at the same time");
    }
    if (!status.ok()) return status;
    return updated.Execute(transaction).status();
  }

  const Actor& actor_;
  const absl::Span<const Thing> things_;
  const absl::Span<const size_t> order_;
  std::vector<catalog::Written>& written_;
  absl::flat_hash_map<Id, Thing> found_;
  std::vector<size_t> changed_;  // in the order of their ids
  std::string subjects_;
};

}  // namespace rapport::db

#endif  // RAPPORT_DB_CATALOG_BATCH_H_
