// Stores as a file, in pieces: GeoJSON with OpenStreetMap's tags, or CSV with
// the same names for its columns.
//
// Imported again under the same source the file changes nothing: what has no
// tag of OpenStreetMap's stands under `rapport:` and our own name of it
// (FieldPath). Two things do not come back: a name that importers take for
// none (`NA`), and a store at 0, 0.
//
//   StoreExport file(StoreFileFormat::kCsv, stores);
//   while (!file.done()) Write(file.Next(1 << 18));
#ifndef RAPPORT_SERVER_CATALOG_STORE_EXPORT_H_
#define RAPPORT_SERVER_CATALOG_STORE_EXPORT_H_

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "server/catalog/store.h"
#include "server/catalog/store_file.h"

namespace rapport::catalog {

// Not thread-safe.
class StoreExport {
 public:
  using Stores = std::vector<std::shared_ptr<const Store>>;

  // `format` is kGeoJson or kCsv.
  StoreExport(StoreFileFormat format, Stores stores);

  bool done() const { return done_; }

  // The next piece: whole stores, until there are `bytes` or more.
  std::string Next(size_t bytes);

 private:
  std::string Begin();
  std::string End() const;
  std::string RowOf(const Store& store) const;

  const bool is_csv_;
  const Stores stores_;
  std::vector<std::string> columns_;  // of CSV
  size_t next_ = 0;
  bool begun_ = false;
  bool done_ = false;
};

// What a file says of a store: names and texts, in a fixed order. What is
// unknown is left out where no importer would miss it.
std::vector<std::pair<std::string, std::string>> ExportedTexts(
    const Store& store);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_STORE_EXPORT_H_
