// Takes a file of stores into the catalog: reads its rows, judges each, writes
// the good ones in batches, and tells what became of every row, in order.
//
//   StoreImport import({actor, "atp", format}, store, zones, sink, observer);
//   for each piece: import.Feed(piece);
//   absl::StatusOr<ImportCounts> counts = import.Finish();
//
// Identity: the source's own id, else a hash of the normalised name, address
// and postal code, under the source's name (IdentityOf). See ImportLedger for
// rows that have the identity of an earlier one.
//
// What files do not say stays as it is: the services, the market, and the zone
// of a store whose place is the same. Otherwise a store without a zone takes
// that of its point.
#ifndef RAPPORT_SERVER_CATALOG_STORE_IMPORT_H_
#define RAPPORT_SERVER_CATALOG_STORE_IMPORT_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "geo/zone_table.h"
#include "server/catalog/catalog_store.h"
#include "server/catalog/import_run.h"
#include "server/catalog/store_file.h"
#include "server/vocabulary/actor.h"

namespace rapport::catalog {

struct StoreImportHeader {
  Actor actor;
  std::string source;
  StoreFileFormat format = StoreFileFormat::kToldFromContent;
};

// Hears of each batch that was committed: the stores that it created or
// updated, with their new revision. Never called with none.
using StoresWritten = std::function<void(absl::Span<const Store>)>;

// Takes the file by Feed and Finish: see ImportRun. Not thread-safe. What it is
// given outlives it.
class StoreImport : public ImportRun<StoreFileReader> {
 public:
  StoreImport(StoreImportHeader header, CatalogStore& store,
              const geo::ZoneTable& zones, ImportSink& sink,
              StoresWritten on_written);

 private:
  // A store to be written, and whether its zone is only that of its point.
  struct Pending {
    Store store;
    bool zone_is_guess = false;
  };

  void Judge(int64_t position, StoreDraft draft) override;
  absl::StatusOr<std::vector<WriteOutcome>> WriteBatch() override;
  absl::StatusOr<std::vector<Store>> TakeBatch();

  const StoreImportHeader header_;
  CatalogStore& store_;
  const geo::ZoneTable& zones_;
  StoresWritten on_written_;
  std::vector<Pending> batch_;
};

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_STORE_IMPORT_H_
