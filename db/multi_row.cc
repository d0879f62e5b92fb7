#include "db/multi_row.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "absl/base/internal/raw_logging.h"
#include "absl/strings/str_cat.h"

namespace rapport::db {
namespace {

int64_t BytesOf(const Value& value) {
  constexpr int64_t kFixedMax = 32;  // a number or a time, with its framing
  const std::string* bytes = std::get_if<std::string>(&value.variant());
  return kFixedMax +
         (bytes == nullptr ? 0 : static_cast<int64_t>(bytes->size()));
}

std::string Placeholders(int columns) {
  std::string row = "(?";
  for (int i = 1; i < columns; ++i) row += ",?";
  return row + ")";
}

// Executes at COMMIT, when the count is of no use to anybody.
struct AtCommit {
  Transaction& transaction;

  absl::StatusOr<int64_t> Execute(absl::string_view sql,
                                  absl::Span<const Value> params) {
    absl::Status status = transaction.ExecuteAtCommit(sql, params);
    if (!status.ok()) return status;
    return 0;
  }
};

}  // namespace

MultiRow::MultiRow(absl::string_view head, int columns, absl::string_view tail)
    : head_(head),
      first_(Placeholders(columns)),
      row_(first_),
      tail_(tail),
      columns_(columns) {
  ABSL_RAW_CHECK(columns >= 1 && columns <= kBatchPlaceholdersMax,
                 "a row has 1 to kBatchPlaceholdersMax columns");
}

MultiRow::MultiRow(absl::string_view head, int columns, const RowText& text)
    : head_(head), first_(text.first), row_(text.row), columns_(columns) {}

void MultiRow::Add(absl::Span<const Value> row) {
  ABSL_RAW_CHECK(row.size() == static_cast<size_t>(columns_),
                 "a row has a value for each column");
  values_.insert(values_.end(), row.begin(), row.end());
}

void MultiRow::Add(std::initializer_list<Value> row) {
  Add(absl::MakeConstSpan(row.begin(), row.size()));
}

void MultiRow::Add(std::vector<Value>&& row) {
  ABSL_RAW_CHECK(row.size() == static_cast<size_t>(columns_),
                 "a row has a value for each column");
  std::move(row.begin(), row.end(), std::back_inserter(values_));
}

int64_t MultiRow::rows() const {
  return static_cast<int64_t>(values_.size()) / columns_;
}

std::string MultiRow::Statement(int rows) const {
  std::string text = absl::StrCat(head_, " ", first_);
  text.reserve(text.size() + rows * (row_.size() + 2) + tail_.size());
  for (int i = 1; i < rows; ++i) absl::StrAppend(&text, ", ", row_);
  if (!tail_.empty()) absl::StrAppend(&text, " ", tail_);
  return text;
}

int MultiRow::NextBatch(int64_t rows_left) const {
  const int64_t most = std::min({rows_left, int64_t{kBatchRowsMax},
                                 int64_t{kBatchPlaceholdersMax / columns_}});
  int64_t step = 1;
  while (most / step >= 8) step *= 2;
  return static_cast<int>(std::max<int64_t>(most / step * step, 1));
}

int MultiRow::BatchAt(int64_t first, int64_t rows_left) const {
  const int wanted = NextBatch(rows_left);
  int64_t bytes = 0;
  int fitting = 0;
  for (; fitting < wanted; ++fitting) {
    const auto row = values_.begin() + (first + fitting) * columns_;
    for (auto value = row; value != row + columns_; ++value) {
      bytes += BytesOf(*value);
    }
    if (bytes > kBatchBytesMax) break;
  }
  return NextBatch(std::max(fitting, 1));  // a huge row goes alone
}

template <typename Session>
absl::StatusOr<int64_t> MultiRow::ExecuteOn(Session& session) {
  int64_t count = 0;
  absl::Status status;
  for (int64_t first = 0; first < rows() && status.ok();) {
    const int batch = BatchAt(first, rows() - first);
    const absl::StatusOr<int64_t> sent = session.Execute(
        Statement(batch), absl::MakeConstSpan(values_).subspan(
                              first * columns_, int64_t{batch} * columns_));
    status = sent.status();
    count += sent.value_or(0);
    first += batch;
  }
  Clear();
  if (!status.ok()) return status;
  return count;
}

absl::StatusOr<int64_t> MultiRow::Execute(Transaction& transaction) {
  return ExecuteOn(transaction);
}

absl::Status MultiRow::Execute(Transaction& transaction, When when) {
  if (when == When::kNow) return Execute(transaction).status();
  AtCommit at_commit{transaction};
  return ExecuteOn(at_commit).status();
}

absl::StatusOr<int64_t> MultiRow::Execute(Connection& connection) {
  return ExecuteOn(connection);
}

}  // namespace rapport::db
