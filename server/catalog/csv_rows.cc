#include "server/catalog/csv_rows.h"

#include <csv.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "server/catalog/import_bytes.h"

namespace rapport::catalog {
namespace {

// A row's size is looked at after so many bytes.
constexpr size_t kSliceBytes = 16 * 1024;
// libcsv's field buffer grows by so much; its own 128 is slow for long fields.
constexpr size_t kFieldBufferStep = 4096;

}  // namespace

// What libcsv calls.
struct CsvRows::Callbacks {
  static void OnField(void* field, size_t size, void* rows) {
    static_cast<CsvRows*>(rows)->AddField(
        {static_cast<const char*>(field), size});
  }
  static void OnRow(int /*end_character*/, void* rows) {
    static_cast<CsvRows*>(rows)->EndRow();
  }
};

CsvRows::CsvRows(Sink sink, char delimiter)
    : sink_(std::move(sink)), parser_(std::make_unique<csv_parser>()) {
  csv_init(parser_.get(), 0);
  csv_set_delim(parser_.get(), static_cast<unsigned char>(delimiter));
  csv_set_blk_size(parser_.get(), kFieldBufferStep);
}

CsvRows::~CsvRows() { csv_free(parser_.get()); }

absl::Status CsvRows::Feed(absl::string_view bytes) {
  while (status_.ok() && !bytes.empty()) {
    const absl::string_view slice = bytes.substr(0, kSliceBytes);
    bytes.remove_prefix(slice.size());
    const size_t read = csv_parse(parser_.get(), slice.data(), slice.size(),
                                  Callbacks::OnField, Callbacks::OnRow, this);
    if (!status_.ok()) break;
    if (read != slice.size()) {
      status_ = Wrong(csv_strerror(csv_error(parser_.get())));
    } else if (row_bytes_ + parser_->entry_pos > kImportRowBytesMax) {
      status_ = Wrong(absl::StrCat("over ", kImportRowBytesMax,
                                   " bytes in one row, as if a quote had not "
                                   "been closed"));
    }
  }
  return status_;
}

absl::Status CsvRows::Finish() {
  if (!status_.ok()) return status_;
  // Strict only now: from here on it is about an open quote.
  csv_set_opts(parser_.get(), CSV_STRICT | CSV_STRICT_FINI);
  const int failed =
      csv_fini(parser_.get(), Callbacks::OnField, Callbacks::OnRow, this);
  if (status_.ok() && failed != 0) {
    status_ = Wrong("file ends inside a quoted field");
  }
  return status_;
}

void CsvRows::AddField(absl::string_view field) {
  if (!status_.ok()) return;
  if (fields_.size() == kCsvColumnsMax) {
    status_ = Wrong(absl::StrCat("over ", kCsvColumnsMax, " fields"));
    return;
  }
  row_bytes_ += field.size();
  fields_.emplace_back(field);
}

void CsvRows::EndRow() {
  if (!status_.ok()) return;
  status_ = sink_(fields_);
  fields_.clear();
  row_bytes_ = 0;
  ++line_;
}

absl::Status CsvRows::Wrong(absl::string_view what) const {
  return UnreadableFile(absl::StrCat("in line ", line_, " of the table: ", what,
                                     "; CSV of RFC 4180 is "
                                     "expected"));
}

}  // namespace rapport::catalog
