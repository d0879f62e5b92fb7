// Cuts CSV (RFC 4180), also with another delimiter, into rows of fields, holding one row at a time, however
// the bytes are split.
//
// White space around unquoted fields goes; blank lines are no rows. A quote
// inside an unquoted field stands for itself, as many writers have it.
#ifndef RAPPORT_SERVER_CATALOG_CSV_ROWS_H_
#define RAPPORT_SERVER_CATALOG_CSV_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

struct csv_parser;

namespace rapport::catalog {

inline constexpr size_t kCsvColumnsMax = 1000;

// Not thread-safe. After an error, only that error is returned.
class CsvRows {
 public:
  using Sink = std::function<absl::Status(std::vector<std::string>& fields)>;

  explicit CsvRows(Sink sink, char delimiter = ',');
  ~CsvRows();
  CsvRows(const CsvRows&) = delete;
  CsvRows& operator=(const CsvRows&) = delete;

  // Reads the next bytes. Returns INVALID_ARGUMENT, naming the line of the
  // table (the header is 1), if a row is over kImportRowBytesMax or has over
  // kCsvColumnsMax fields, or what the sink returned.
  absl::Status Feed(absl::string_view bytes);

  // Sends the last row, which may lack its line break. Returns INVALID_ARGUMENT
  // if a quote is still open.
  absl::Status Finish();

 private:
  struct Callbacks;
  absl::Status Wrong(absl::string_view what) const;
  void AddField(absl::string_view field);
  void EndRow();

  Sink sink_;
  absl::Status status_;
  std::unique_ptr<csv_parser> parser_;
  std::vector<std::string> fields_;
  size_t row_bytes_ = 0;  // of the fields that are complete
  int64_t line_ = 1;
};

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_CSV_ROWS_H_
