#include "server/catalog/store_import.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/catalog/written_batch.h"

namespace rapport::catalog {
namespace {

StoreFileOptions OptionsOf(const StoreImportHeader& header, ImportSink& sink) {
  StoreFileOptions options;
  options.format = header.format;
  options.field_map = header.field_map;
  options.defaults = header.defaults;
  options.on_mapping = [&sink](const ImportMapping& mapping) {
    sink.OnMapping(mapping);
  };
  return options;
}

// Keeps of `existing` the details that the file does not say.
void KeepUnsaidDetails(const StoreDetails& existing, const SaidDetails& said,
                       StoreDetails& store) {
  if (!said.channels) store.channels = existing.channels;
  if (!said.localized_names) store.localized_names = existing.localized_names;
  if (!said.descriptions) store.descriptions = existing.descriptions;
  if (!said.secondary_hours) store.secondary_hours = existing.secondary_hours;
  if (!said.special_days) store.special_days = existing.special_days;
  if (!said.languages) store.languages = existing.languages;
  if (!said.attributes) store.attributes = existing.attributes;
  if (!said.temporarily_closed) {
    store.temporarily_closed = existing.temporarily_closed;
  }
}

// Whether both are found at the same place.
bool IsSamePlace(const StoreAddress& a, const StoreAddress& b) {
  return a.region_code == b.region_code &&
         a.administrative_area == b.administrative_area &&
         a.locality == b.locality && a.postal_code == b.postal_code;
}

// What became of a store that `existing` (null: nothing) would be written over.
WriteOutcome OutcomeOver(const Store* existing, const Store& store) {
  if (existing == nullptr) return WriteOutcome::kCreated;
  const bool same = existing->source == store.source &&
                    existing->source_id == store.source_id &&
                    existing->content == store.content;
  return same ? WriteOutcome::kUnchanged : WriteOutcome::kUpdated;
}

}  // namespace

StoreImport::StoreImport(StoreImportHeader header, CatalogStore& store,
                         const geo::ZoneTable& zones, ImportSink& sink,
                         StoresWritten on_written, StoreImportAids aids)
    : ImportRun(OptionsOf(header, sink), header.source, sink),
      header_(std::move(header)),
      store_(store),
      placement_{zones, aids.places, header_.repair},
      hours_check_(std::move(aids.hours)),
      on_written_(std::move(on_written)) {}

void StoreImport::CheckHours(const StoreDraft& draft,
                             std::vector<Remark>& remarks) const {
  if (hours_check_ == nullptr) return;
  const auto check = [&](const std::string& path, const std::string& text) {
    if (text.empty()) return;
    std::optional<Remark> remark = hours_check_(text);
    if (!remark.has_value()) return;
    remark->field = NameInFile(draft.names, path);
    remarks.push_back(*std::move(remark));
  };
  check("opening_hours_text", draft.content.opening_hours_text);
  const std::vector<SecondaryHours>& secondary =
      draft.content.details.secondary_hours;
  for (size_t i = 0; i < secondary.size(); ++i) {
    check(ElementPath("secondary_hours", i, "text"), secondary[i].text);
  }
}

FieldProblems StoreImport::Complete(StoreDraft& draft, Pending& pending) {
  if (std::optional<FieldProblem> nowhere = PlaceStore(placement_, draft)) {
    return {*std::move(nowhere)};
  }
  pending.place_is_found =
      draft.content.details.location_precision != LocationPrecision::kPoint;
  pending.zone_is_guess = draft.content.time_zone.empty();
  if (pending.zone_is_guess) {
    draft.content.time_zone =
        std::string(placement_.zones.ZoneOf(draft.content.location));
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
  }
  return problems;
}

void StoreImport::Judge(int64_t position, StoreDraft draft) {
  Pending pending;
  FieldProblems problems = Complete(draft, pending);
  if (!problems.empty()) {
    ledger().Reject(position, std::move(problems[0]));
    return;
  }
  const std::string id_field =
      draft.source_id.empty() ? "" : NameInFile(draft.names, "source_id");
  if (!ledger().Accept(position, pending.store.id.bytes(), id_field)) return;
  pending.said = draft.said;
  pending.remarks = std::move(draft.remarks);
  CheckHours(draft, pending.remarks);
  SortDetails(draft.content.details);
  pending.store.content = std::move(draft.content);
  batch_.push_back(std::move(pending));
}

// Keeps of `existing` what the file does not say of `store`.
void StoreImport::KeepUnsaid(const StoreContent& existing,
                             const Pending& pending, StoreContent& store,
                             std::vector<Remark>& remarks) {
  if (!pending.said.services) store.services = existing.services;
  if (!pending.said.market) store.market = existing.market;
  KeepUnsaidDetails(existing.details, pending.said, store.details);
  const bool knows_better =
      existing.details.location_precision == LocationPrecision::kPoint &&
      IsSamePlace(existing.address, store.address);
  if (pending.place_is_found && knows_better) {
    store.location = existing.location;
    store.details.location_precision = LocationPrecision::kPoint;
    const auto is_of_place = [](const Remark& remark) {
      return remark.reason == reason::kFromPostalArea ||
             remark.reason == reason::kFromLocality;
    };
    remarks.erase(std::remove_if(remarks.begin(), remarks.end(), is_of_place),
                  remarks.end());
  }
  if (pending.zone_is_guess && store.location == existing.location) {
    store.time_zone = existing.time_zone;
  }
}

absl::Status StoreImport::MergeBatch(
    std::vector<Store>& stores, absl::flat_hash_map<StoreId, Store>& existing) {
  std::vector<StoreId> ids;
  for (const Pending& pending : batch_) ids.push_back(pending.store.id);
  const absl::Status read = store_.ReadStores(
      header_.actor.brand, ids,
      [&](const Store& found) { existing[found.id] = found; });
  if (!read.ok()) return read;
  for (size_t i = 0; i < batch_.size(); ++i) {
    const Pending& pending = batch_[i];
    std::vector<Remark> remarks = pending.remarks;
    Store store = pending.store;
    const auto found = existing.find(store.id);
    if (found != existing.end()) {
      store.revision = found->second.revision;
      KeepUnsaid(found->second.content, pending, store.content, remarks);
    }
    ledger().SetRemarks(i, std::move(remarks));
    stores.push_back(std::move(store));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Written>> StoreImport::TryBatch(
    std::vector<Store>& stores) {
  absl::flat_hash_map<StoreId, Store> existing;
  const absl::Status merged = MergeBatch(stores, existing);
  if (!merged.ok()) return merged;
  if (!header_.dry_run) {
    WriteCondition when;
    when.as_read = true;
    return store_.PutStores(header_.actor, stores, when);
  }
  std::vector<Written> would_be;
  for (const Store& store : stores) {
    const auto found = existing.find(store.id);
    const Store* over = found == existing.end() ? nullptr : &found->second;
    would_be.push_back({OutcomeOver(over, store), store.revision});
  }
  return would_be;
}

absl::StatusOr<std::vector<WriteOutcome>> StoreImport::WriteBatch() {
  std::vector<Store> stores;
  absl::StatusOr<std::vector<Written>> written = TryBatch(stores);
  for (int tried = 1; tried < kBatchTriesMax; ++tried) {
    if (!absl::IsAborted(written.status())) break;
    stores.clear();
    written = TryBatch(stores);
  }
  if (!written.ok()) return written.status();
  batch_.clear();
  const std::vector<Store> changed = ChangedOf(std::move(stores), *written);
  if (!changed.empty() && !header_.dry_run) on_written_(changed);
  return OutcomesOf(*written);
}

}  // namespace rapport::catalog
