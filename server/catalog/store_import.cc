#include "server/catalog/store_import.h"

#include <cstdint>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "server/catalog/written_batch.h"

namespace rapport::catalog {
namespace {

// Keeps of `existing` what the file does not say of `store`.
void KeepUnsaid(const StoreContent& existing, bool zone_is_guess,
                StoreContent& store) {
  store.services = existing.services;
  store.market = existing.market;
  if (zone_is_guess && store.location == existing.location) {
    store.time_zone = existing.time_zone;
  }
}

}  // namespace

StoreImport::StoreImport(StoreImportHeader header, CatalogStore& store,
                         const geo::ZoneTable& zones, ImportSink& sink,
                         StoresWritten on_written)
    : ImportRun(header.format, header.source, sink),
      header_(std::move(header)),
      store_(store),
      zones_(zones),
      on_written_(std::move(on_written)) {}

void StoreImport::Judge(int64_t position, StoreDraft draft) {
  Pending pending;
  pending.zone_is_guess = draft.content.time_zone.empty();
  if (pending.zone_is_guess) {
    draft.content.time_zone =
        std::string(zones_.ZoneOf(draft.content.location));
  }
  Store& store = pending.store;
  store.source = header_.source;
  store.source_id = IdentityOf(draft);
  store.id = StoreIdOf(store.source, store.source_id);
  FieldProblems problems = CheckStore(draft.content);
  if (problems.empty()) {
    problems = CheckSource(store.source, store.source_id);
  }
  if (!problems.empty()) {
    problems[0].field = NameInFile(draft.names, problems[0].field);
    ledger().Reject(position, std::move(problems[0]));
    return;
  }
  const std::string id_field =
      draft.source_id.empty() ? "" : NameInFile(draft.names, "source_id");
  if (!ledger().Accept(position, store.id.bytes(), id_field)) return;
  store.content = std::move(draft.content);
  batch_.push_back(std::move(pending));
}

absl::StatusOr<std::vector<Store>> StoreImport::TakeBatch() {
  std::vector<Store> stores;
  std::vector<StoreId> ids;
  absl::flat_hash_map<StoreId, StoreContent> existing;
  for (const Pending& pending : batch_) ids.push_back(pending.store.id);
  const absl::Status read = store_.ReadStores(
      header_.actor.brand, ids,
      [&](const Store& found) { existing[found.id] = found.content; });
  if (!read.ok()) return read;
  for (Pending& pending : batch_) {
    const auto found = existing.find(pending.store.id);
    if (found != existing.end()) {
      KeepUnsaid(found->second, pending.zone_is_guess, pending.store.content);
    }
    stores.push_back(std::move(pending.store));
  }
  batch_.clear();
  return stores;
}

absl::StatusOr<std::vector<WriteOutcome>> StoreImport::WriteBatch() {
  absl::StatusOr<std::vector<Store>> stores = TakeBatch();
  if (!stores.ok()) return stores.status();
  const absl::StatusOr<std::vector<Written>> written =
      store_.PutStores(header_.actor, *stores, WriteCondition());
  if (!written.ok()) return written.status();
  const std::vector<Store> changed = ChangedOf(*std::move(stores), *written);
  if (!changed.empty()) on_written_(changed);
  return OutcomesOf(*written);
}

}  // namespace rapport::catalog
