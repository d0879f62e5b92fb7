#include "server/catalog/import_ledger.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "server/catalog/field_checks.h"
#include "server/catalog/import_bytes.h"

namespace rapport::catalog {
namespace {

static_assert(kImportRowsMax <= UINT32_MAX, "positions are kept in 32 bits");
static_assert(kPutMax <= kOutcomesMax);

ImportOutcome OutcomeOf(WriteOutcome written) {
  switch (written) {
    case WriteOutcome::kCreated:
      return ImportOutcome::kCreated;
    case WriteOutcome::kUpdated:
      return ImportOutcome::kUpdated;
    case WriteOutcome::kUnchanged:
      break;
  }
  return ImportOutcome::kUnchanged;
}

}  // namespace

void ImportLedger::Reject(int64_t position, FieldProblem problem) {
  RowOutcome row;
  row.position = position;
  row.problem = std::move(problem);
  held_.push_back(std::move(row));
}

bool ImportLedger::Accept(int64_t position, const IdBytes& id,
                          absl::string_view id_field) {
  const auto [used, is_new] =
      position_of_.emplace(id, static_cast<uint32_t>(position));
  if (is_new) {
    batch_.push_back(held_.size());
    RowOutcome row;
    row.position = position;
    row.id = id;
    held_.push_back(std::move(row));
    return true;
  }
  Reject(position,
         {std::string(id_field), std::string(reason::kDuplicateIdentity),
          absl::StrCat("the identity of row ", used->second,
                       "; each row has its own")});
  held_.back().first_position = used->second;
  return false;
}

void ImportLedger::SetRemarks(size_t index, std::vector<Remark> remarks) {
  if (remarks.size() > kRemarksMax) remarks.resize(kRemarksMax);
  held_[batch_[index]].remarks = std::move(remarks);
}

bool ImportLedger::IsFull() const {
  return batch_.size() >= kPutMax || held_.size() >= kOutcomesMax;
}

void ImportLedger::Settle(absl::Span<const WriteOutcome> written) {
  for (size_t i = 0; i < batch_.size() && i < written.size(); ++i) {
    held_[batch_[i]].outcome = OutcomeOf(written[i]);
  }
  for (const RowOutcome& row : held_) Count(row);
  if (!held_.empty()) sink_.OnRows(held_);
  held_.clear();
  batch_.clear();
}

void ImportLedger::Count(const RowOutcome& row) {
  ++counts_.rows;
  if (!row.remarks.empty()) ++counts_.remarked;
  switch (row.outcome) {
    case ImportOutcome::kCreated:
      ++counts_.created;
      return;
    case ImportOutcome::kUpdated:
      ++counts_.updated;
      return;
    case ImportOutcome::kUnchanged:
      ++counts_.unchanged;
      return;
    case ImportOutcome::kRejected:
      ++counts_.rejected;
  }
}

}  // namespace rapport::catalog
