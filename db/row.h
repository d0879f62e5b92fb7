#ifndef RAPPORT_DB_ROW_H_
#define RAPPORT_DB_ROW_H_

// What comes out of a query: one row, read by column number from 0.
//
//   [&](const Row& row) {
//     stores.push_back({StoreId(row.Bytes(0)), row.Int64(1), row.Time(2)});
//     return absl::OkStatus();
//   }
//
// A column that does not hold what is asked of it (NULL read as a number, text
// read as a time, a column that is not there) reads as zero or empty, and makes
// the Query that handed out the row return INTERNAL: one check for all columns,
// after the fact, instead of one at each.

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace rapport::db {

class ResultCursor;  // session.h: the connector's result

// Valid only during the call it is handed to. Not thread-safe.
class Row {
 public:
  Row(const ResultCursor& result, int columns)
      : result_(result), columns_(columns) {}
  Row(const Row&) = delete;
  Row& operator=(const Row&) = delete;

  int columns() const { return columns_; }
  bool IsNull(int column) const;

  int64_t Int64(int column) const;
  uint64_t Uint64(int column) const;
  double Double(int column) const;
  bool Bool(int column) const { return Int64(column) != 0; }

  // The bytes of a CHAR, TEXT, BINARY or BLOB column. String and Bytes are the
  // same thing under the name that says what the column holds.
  std::string Bytes(int column) const;
  std::string String(int column) const { return Bytes(column); }

  // A DATETIME or TIMESTAMP column, as the UTC instant, to the microsecond.
  absl::Time Time(int column) const;

  // nullopt for NULL.
  std::optional<int64_t> OptionalInt64(int column) const;
  std::optional<std::string> OptionalString(int column) const;
  std::optional<absl::Time> OptionalTime(int column) const;

  // The first misreading of this row, OK if there was none.
  const absl::Status& status() const { return status_; }

 private:
  // False, with status_ set, unless `column` exists and is not NULL.
  bool Readable(int column) const;
  void Misread(int column, absl::string_view why) const;

  const ResultCursor& result_;
  const int columns_;
  mutable absl::Status status_;
};

}  // namespace rapport::db

#endif  // RAPPORT_DB_ROW_H_
