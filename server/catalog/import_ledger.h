// The book of an import: which row had which identity, what became of each, and
// the counts. Shared by the imports of stores and of associates.
//
// A row's identity is used by the first row that carries it and is accepted for
// writing; a row that was rejected for a fault of its own uses none. So the
// same file is judged the same every time.
#ifndef RAPPORT_SERVER_CATALOG_IMPORT_LEDGER_H_
#define RAPPORT_SERVER_CATALOG_IMPORT_LEDGER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "server/catalog/catalog_store.h"
#include "server/catalog/import_mapping.h"
#include "server/catalog/remark.h"
#include "server/vocabulary/field_problem.h"
#include "server/vocabulary/id.h"

namespace rapport::catalog {

// Each row ends in exactly one of these.
enum class ImportOutcome { kCreated, kUpdated, kUnchanged, kRejected };

// What became of one row.
struct RowOutcome {
  int64_t position = 0;  // the first row is 1
  ImportOutcome outcome = ImportOutcome::kRejected;
  IdBytes id = {};  // what it became; zeros when rejected
  // When rejected: the field as the file calls it, or empty for the row as a
  // whole; a stable code; and what was seen and the rule.
  FieldProblem problem;
  int64_t first_position = 0;  // DUPLICATE_IDENTITY: of the row that has it
  // When taken: what is to be known of it; at most kRemarksMax.
  std::vector<Remark> remarks;
};

// rows = created + updated + unchanged + rejected.
struct ImportCounts {
  int64_t rows = 0;
  int64_t created = 0;
  int64_t updated = 0;
  int64_t unchanged = 0;
  int64_t rejected = 0;
  int64_t remarked = 0;  // of those taken, with a remark

  friend bool operator==(const ImportCounts&, const ImportCounts&) = default;
};

// How far an import is. done_rows are those whose outcome was told.
struct ImportProgress {
  int64_t received_bytes = 0;
  int64_t read_rows = 0;
  int64_t done_rows = 0;
};

// Hears what becomes of the rows. Called by the thread that feeds the import.
class ImportSink {
 public:
  virtual ~ImportSink() = default;
  // How the file is understood: once, before the first rows. Of stores only.
  virtual void OnMapping(const ImportMapping& /*mapping*/) {}
  // In order of position; at most kOutcomesMax.
  virtual void OnRows(absl::Span<const RowOutcome> rows) = 0;
  virtual void OnProgress(const ImportProgress& progress) = 0;
};

// Outcomes told at once, and held back while a batch fills; what
// rapport.v1.ImportRows allows.
inline constexpr size_t kOutcomesMax = 1000;

// Holds 20 bytes for each accepted row. Not thread-safe.
class ImportLedger {
 public:
  // `sink` outlives this.
  explicit ImportLedger(ImportSink& sink) : sink_(sink) {}

  // Enters a row that is rejected.
  void Reject(int64_t position, FieldProblem problem);

  // Enters a row that goes into the batch, or, if an earlier row has the
  // identity, rejects it and returns false. `id_field` is what the file calls
  // the identity; empty where it has none.
  bool Accept(int64_t position, const IdBytes& id, absl::string_view id_field);

  // Says what is to be known of the row at `index` of the batch; only the first
  // kRemarksMax are kept.
  void SetRemarks(size_t index, std::vector<Remark> remarks);

  // Rows of the batch that is not settled yet.
  size_t batch_size() const { return batch_.size(); }

  // Whether the batch must be written now: it has kPutMax rows, or kOutcomesMax
  // outcomes are held.
  bool IsFull() const;

  // Says what became of the rows of the batch, in order, and tells all
  // outcomes that were held.
  void Settle(absl::Span<const WriteOutcome> written);

  const ImportCounts& counts() const { return counts_; }

 private:
  void Count(const RowOutcome& row);

  ImportSink& sink_;
  absl::flat_hash_map<IdBytes, uint32_t> position_of_;
  std::vector<RowOutcome> held_;
  std::vector<size_t> batch_;  // indexes into held_
  ImportCounts counts_;        // of what was told
};

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_IMPORT_LEDGER_H_
