// Reads a file of stores as its bytes come in, in pieces of any size, and sends
// its rows on one by one. What is held does not grow with the number of rows.
//
//   GeoJSON   a FeatureCollection of points (RFC 7946) with OpenStreetMap tags,
//             as All The Places publishes; a row is an element of `features`.
//             NaN and Infinity, which some writers put there, read as null
//   CSV       RFC 4180, with a header; a row is what follows the header. What
//             keeps columns apart, one of , ; | and tab, is told from the header
//   JSON      objects in a list that the file is or that is under a member of
//             it; see JsonRecords for what its members are taken for
//   JSON-LD   schema.org's places: an object, a list of them, or an @graph
//   Overpass  the answer of OpenStreetMap's Overpass API
//
// For the encodings see import_encoding.h; JSON is in the same ones. The known
// names of tags and columns are in store_field.cc, what is made of them is in
// store_draft.h. A row that can't be read is sent as a problem with the field as
// the file calls it; the rows after it are read all the same.
#ifndef RAPPORT_SERVER_CATALOG_STORE_FILE_H_
#define RAPPORT_SERVER_CATALOG_STORE_FILE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "server/catalog/import_bytes.h"
#include "server/catalog/store_rows.h"

namespace rapport::catalog {

struct StoreFileOptions {
  StoreFileFormat format = StoreFileFormat::kToldFromContent;
  FieldMap field_map = {};
  StoreDefaults defaults = {};
  // Hears once, before the first row, how the file is understood. May be unset.
  std::function<void(const ImportMapping&)> on_mapping = nullptr;
};

// Not thread-safe. After an error, only that error is returned; rows that were
// sent before it stay sent.
class StoreFileReader {
 public:
  using Row = StoreRow;
  using Draft = StoreDraft;

  StoreFileReader(StoreFileOptions options, StoreRowSink sink);

  // Reads the next bytes. Returns what the sink returned, or INVALID_ARGUMENT,
  // naming the place, if the file as a whole can't be read: its encoding is
  // none of those, it is over kImportBytesMax or kImportRowsMax, no JSON or CSV,
  // has no header, or lacks a name that was told of it (NO_SUCH_NAME).
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

  std::unique_ptr<StoreRows> MakeRows(absl::string_view begin);

  StoreFileOptions options_;
  StoreRowSink sink_;
  ImportBytes bytes_{ImportEncodings::kAny};
  std::unique_ptr<StoreRows> format_rows_;  // unset before the first byte
  int64_t row_count_ = 0;
  absl::Status status_;
};

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_STORE_FILE_H_
