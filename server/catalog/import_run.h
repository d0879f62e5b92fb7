// The course of an import, the same for stores and for associates: the file's
// rows are read as its bytes come in, each is judged, the good ones are written
// in batches, and what became of every row is told in order of position.
//
// Whoever derives from it says how a row is judged and how a batch is written.
#ifndef RAPPORT_SERVER_CATALOG_IMPORT_RUN_H_
#define RAPPORT_SERVER_CATALOG_IMPORT_RUN_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/variant.h"
#include "server/catalog/import_ledger.h"
#include "server/catalog/store.h"
#include "server/vocabulary/error.h"

namespace rapport::catalog {

// Returns INVALID_ARGUMENT, naming `source`, if it is malformed.
inline absl::Status CheckImportSource(const std::string& source) {
  const FieldProblems problems = CheckSourceName(source);
  return problems.empty() ? absl::OkStatus() : InvalidFields(problems);
}

// `Reader` is StoreFileReader or AssociateFileReader. Not thread-safe. After an
// error, only that error is returned; batches that were written before it stay
// written, and their outcomes told.
template <typename Reader>
class ImportRun {
 public:
  virtual ~ImportRun() = default;
  ImportRun(const ImportRun&) = delete;
  ImportRun& operator=(const ImportRun&) = delete;

  // Takes the next bytes of the file. Returns INVALID_ARGUMENT if the source is
  // malformed or the file as a whole can't be read (see the reader), and what
  // the database returned if a batch can't be written.
  absl::Status Feed(absl::string_view bytes) {
    if (!status_.ok()) return status_;
    const absl::Status read = reader_.Feed(bytes);
    if (!read.ok()) return EndWith(read);
    TellProgress();
    return absl::OkStatus();
  }

  // Says that this was the end; returns the counts of the whole file. As Feed.
  // Rows that were read before the file turned out unreadable are written.
  absl::StatusOr<ImportCounts> Finish() {
    if (!status_.ok()) return status_;
    const absl::Status read = reader_.Finish();
    if (!read.ok()) return EndWith(read);
    status_ = Flush();
    if (!status_.ok()) return status_;
    TellProgress();
    return ledger_.counts();
  }

  // Of the rows whose outcome was told.
  const ImportCounts& counts() const { return ledger_.counts(); }

 protected:
  // `what` is the first argument of the reader.
  template <typename What>
  ImportRun(const What& what, const std::string& source, ImportSink& sink)
      : sink_(sink),
        reader_(what,
                [this](typename Reader::Row row) {
                  return TakeRow(std::move(row));
                }),
        ledger_(sink),
        status_(CheckImportSource(source)) {}

  // Either ledger().Reject, or ledger().Accept and, if it does, into the batch.
  virtual void Judge(int64_t position, typename Reader::Draft draft) = 0;

  // Writes what was accepted since the last time; one outcome for each of it,
  // in order. Only called if something was.
  virtual absl::StatusOr<std::vector<WriteOutcome>> WriteBatch() = 0;

  ImportLedger& ledger() { return ledger_; }

 private:
  absl::Status TakeRow(typename Reader::Row row) {
    if (auto* problem = absl::get_if<FieldProblem>(&row.content)) {
      ledger_.Reject(row.position, std::move(*problem));
    } else {
      Judge(row.position,
            std::move(absl::get<typename Reader::Draft>(row.content)));
    }
    if (ledger_.IsFull()) status_ = Flush();
    return status_;
  }

  // Ends with an error of the file: what was read before it is written.
  absl::Status EndWith(absl::Status file_error) {
    // Writing that failed within TakeRow has set status_ already.
    if (!status_.ok()) return status_;
    status_ = Flush();
    if (!status_.ok()) return status_;
    TellProgress();
    return status_ = std::move(file_error);
  }

  absl::Status Flush() {
    std::vector<WriteOutcome> outcomes;
    if (ledger_.batch_size() > 0) {
      absl::StatusOr<std::vector<WriteOutcome>> written = WriteBatch();
      if (!written.ok()) return written.status();
      outcomes = *std::move(written);
    }
    ledger_.Settle(outcomes);
    return absl::OkStatus();
  }

  void TellProgress() {
    sink_.OnProgress(
        {reader_.received_bytes(), reader_.rows(), ledger_.counts().rows});
  }

  ImportSink& sink_;
  Reader reader_;
  ImportLedger ledger_;
  absl::Status status_;
};

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_IMPORT_RUN_H_
