// Readers of the formats of files of stores: what they are given, and what they
// send.
#ifndef RAPPORT_SERVER_CATALOG_STORE_ROWS_H_
#define RAPPORT_SERVER_CATALOG_STORE_ROWS_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "server/catalog/field_map.h"
#include "server/catalog/import_mapping.h"
#include "server/catalog/store_draft.h"

namespace rapport::catalog {

// A row, and where it is: the first is 1; a CSV header is no row.
struct StoreRow {
  int64_t position = 0;
  StoreDraftOrProblem content;
};

using StoreRowSink = std::function<absl::Status(StoreRow row)>;

// What the reader of a format is given.
struct StoreRowsContext {
  FieldMap field_map;
  StoreDefaults defaults;
  // Hears once, before the first row, how the file is understood.
  std::function<void(ImportMapping)> on_mapping;
  StoreRowSink sink;
};

// One of the formats. Not thread-safe.
class StoreRows {
 public:
  virtual ~StoreRows() = default;
  // UTF-8, as far as the file is.
  virtual absl::Status Feed(absl::string_view bytes) = 0;
  virtual absl::Status Finish() = 0;
};

std::unique_ptr<StoreRows> MakeCsvStoreRows(StoreRowsContext context);

// Of the formats that are JSON, or kToldFromContent: a GeoJSON
// FeatureCollection, Overpass's answer, JSON-LD (an @context before the rows,
// or a first row with an @context or @type), else a list of objects.
std::unique_ptr<StoreRows> MakeJsonStoreRows(StoreFileFormat format,
                                             StoreRowsContext context);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_STORE_ROWS_H_
