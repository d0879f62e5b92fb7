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
// What files do not say stays as it is: the services, the market and the details
// that the file has no name for in the row, and the zone of a store whose place
// is the same. Otherwise a store without a zone takes that of its
// point. A store whose point was said once keeps it against one that would only
// be found from the same address.
//
// A batch is written only over what was read for it; where somebody else wrote
// in between it is read and written again, kBatchTriesMax times.
#ifndef RAPPORT_SERVER_CATALOG_STORE_IMPORT_H_
#define RAPPORT_SERVER_CATALOG_STORE_IMPORT_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "geo/zone_table.h"
#include "server/catalog/catalog_store.h"
#include "server/catalog/hours_check.h"
#include "server/catalog/import_placement.h"
#include "server/catalog/import_run.h"
#include "server/catalog/place_finder.h"
#include "server/catalog/store_file.h"
#include "server/vocabulary/actor.h"

namespace rapport::catalog {

// So often a batch is tried while others write the same stores.
inline constexpr int kBatchTriesMax = 5;

struct StoreImportHeader {
  Actor actor;
  std::string source;
  StoreFileFormat format = StoreFileFormat::kToldFromContent;
  FieldMap field_map = {};
  StoreDefaults defaults = {};
  bool dry_run = false;  // all is judged and told, nothing is written
  bool repair = false;   // swapped coordinates are put right
};

// What an import asks of other rooms; what is null is not asked.
struct StoreImportAids {
  const PlaceFinder* places = nullptr;  // outlives the import
  HoursCheck hours = nullptr;
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
              StoresWritten on_written, StoreImportAids aids = {});

 private:
  // A store to be written, and what of it the file does not say.
  struct Pending {
    Store store;
    SaidDetails said;
    bool zone_is_guess = false;   // only that of its point
    bool place_is_found = false;  // only by its address
    std::vector<Remark> remarks;
  };

  void Judge(int64_t position, StoreDraft draft) override;
  // Everything wrong with the draft, which is given its place and zone.
  FieldProblems Complete(StoreDraft& draft, Pending& pending);
  void CheckHours(const StoreDraft& draft, std::vector<Remark>& remarks) const;
  absl::StatusOr<std::vector<WriteOutcome>> WriteBatch() override;
  static void KeepUnsaid(const StoreContent& existing, const Pending& pending,
                         StoreContent& store, std::vector<Remark>& remarks);
  // The stores of the batch over what is there now, and that.
  absl::Status MergeBatch(std::vector<Store>& stores,
                          absl::flat_hash_map<StoreId, Store>& existing);
  absl::StatusOr<std::vector<Written>> TryBatch(std::vector<Store>& stores);

  const StoreImportHeader header_;
  CatalogStore& store_;
  const Placement placement_;
  const HoursCheck hours_check_;
  StoresWritten on_written_;
  std::vector<Pending> batch_;
};

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_STORE_IMPORT_H_
