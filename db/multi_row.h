#ifndef RAPPORT_DB_MULTI_ROW_H_
#define RAPPORT_DB_MULTI_ROW_H_

// Many rows in few statements: 40 times as fast as a statement a row.
//
//   MultiRow claims{"INSERT INTO claim (brand_id, tick, seat) VALUES", 3};
//   claims.Add({brand, tick, 0});
//   ...
//   ASSIGN_OR_RETURN(int64_t rows, claims.Execute(transaction));
//
// The rows go out in batches, largest first, of sizes that have three
// significant bits (1 to 8, 10, 12, 14, 16, 20, ...): so a session prepares few
// statements for one such list, and a list is few statements, however many rows
// come. The batches are one unit only inside a transaction.

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "db/transaction.h"
#include "db/value.h"

namespace rapport::db {

// Rows in a batch at most, and placeholders (the protocol's limit is 65,535).
inline constexpr int kBatchRowsMax = 256;  // a power of two
inline constexpr int kBatchPlaceholdersMax = 16384;

// Bytes of values in a batch at most: well below the smallest
// max_allowed_packet that the two servers come with (16 MiB).
inline constexpr int64_t kBatchBytesMax = 4 << 20;

// Not thread-safe.
class MultiRow {
 public:
  // `head` ends in VALUES; `tail` is what follows the rows ("ON DUPLICATE KEY
  // UPDATE c = VALUES(c)"). `columns` is the values in a row, 1 or more.
  MultiRow(absl::string_view head, int columns, absl::string_view tail = "");

  // With rows that are more than placeholders: `row`, but `first` at the head of
  // each statement. Both have one placeholder a column.
  struct RowText {
    absl::string_view first;
    absl::string_view row;
  };
  MultiRow(absl::string_view head, int columns, const RowText& text);

  // CHECKs that `row` has as many values as there are columns.
  void Add(absl::Span<const Value> row);
  void Add(std::initializer_list<Value> row);
  void Add(std::vector<Value>&& row);

  int64_t rows() const;
  void Clear() { values_.clear(); }

  // Sends all rows, keeps none; the sum of the counts. Stops at the first
  // failure. Returns the codes of errors.h.
  absl::StatusOr<int64_t> Execute(Transaction& transaction);
  absl::StatusOr<int64_t> Execute(Connection& connection);

  // The same, without a count, now or as Transaction::ExecuteAtCommit.
  absl::Status Execute(Transaction& transaction, When when);

  // The statement for a batch of `rows` rows, and the size of the next batch
  // when `rows` are left, bytes aside. For tests.
  std::string Statement(int rows) const;
  int NextBatch(int64_t rows_left) const;

 private:
  template <typename Session>
  absl::StatusOr<int64_t> ExecuteOn(Session& session);
  // NextBatch, made smaller until the values from `first` on fit the bytes.
  int BatchAt(int64_t first, int64_t rows_left) const;

  std::string head_;
  std::string first_;
  std::string row_;
  std::string tail_;
  int columns_;
  std::vector<Value> values_;  // row after row
};

}  // namespace rapport::db

#endif  // RAPPORT_DB_MULTI_ROW_H_
