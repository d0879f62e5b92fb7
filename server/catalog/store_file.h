// Reads a file of stores as its bytes come in, in pieces of any size, and sends
// its rows on one by one. What is held does not grow with the number of rows.
//
//   GeoJSON  a FeatureCollection of points (RFC 7946) with OpenStreetMap tags,
//            as All The Places publishes; a row is an element of `features`.
//            NaN and Infinity, which some writers put there, read as null
//   CSV      RFC 4180, UTF-8, with a header; a row is what follows the header
//
// The known names of tags and columns are in store_record.cc, what is made of
// them is in store_draft.h. A row that can't be read is sent as a problem with
// the field as the file calls it; the rows after it are read all the same.
#ifndef RAPPORT_SERVER_CATALOG_STORE_FILE_H_
#define RAPPORT_SERVER_CATALOG_STORE_FILE_H_

#include <cstdint>
#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "server/catalog/import_bytes.h"
#include "server/catalog/store_draft.h"

namespace rapport::catalog {

enum class StoreFileFormat {
  kToldFromContent,  // GeoJSON if it begins with { or [, else CSV
  kGeoJson,
  kCsv,
};

// A row, and where it is: the first is 1; a CSV header is no row.
struct StoreRow {
  int64_t position = 0;
  StoreDraftOrProblem content;
};

using StoreRowSink = std::function<absl::Status(StoreRow row)>;

// One of the formats. Not thread-safe.
class StoreRows {
 public:
  virtual ~StoreRows() = default;
  virtual absl::Status Feed(absl::string_view bytes) = 0;
  virtual absl::Status Finish() = 0;
};

std::unique_ptr<StoreRows> MakeGeoJsonStoreRows(StoreRowSink sink);
std::unique_ptr<StoreRows> MakeCsvStoreRows(StoreRowSink sink);

// Not thread-safe. After an error, only that error is returned; rows that were
// sent before it stay sent.
class StoreFileReader {
 public:
  using Row = StoreRow;
  using Draft = StoreDraft;

  StoreFileReader(StoreFileFormat format, StoreRowSink sink);

  // Reads the next bytes. Returns what the sink returned, or INVALID_ARGUMENT,
  // naming the place, if the file as a whole can't be read: it is not UTF-8,
  // over kImportBytesMax or kImportRowsMax, no JSON or CSV, or has no header.
  absl::Status Feed(absl::string_view bytes);

  // Says that this was the end. As Feed; INVALID_ARGUMENT too if the file is
  // empty or ends in the middle.
  absl::Status Finish();

  int64_t received_bytes() const { return bytes_.received(); }
  // Sent so far.
  int64_t rows() const { return row_count_; }

 private:
  absl::Status FeedRows(absl::string_view bytes);
  absl::Status Deliver(StoreRow row);

  StoreFileFormat format_;
  StoreRowSink sink_;
  ImportBytes bytes_;
  std::unique_ptr<StoreRows> format_rows_;  // unset before the first byte
  int64_t row_count_ = 0;
  absl::Status status_;
};

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_STORE_FILE_H_
