// What the user sees of an import: how the file is understood, a progress bar,
// the rejected rows, the remarks, the counts; and the report for programs.

#ifndef RAPPORT_CLIENTS_CLI_IMPORT_REPORT_H_
#define RAPPORT_CLIENTS_CLI_IMPORT_REPORT_H_

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "clients/cli/import_remarks.h"
#include "clients/cli/session.h"
#include "clients/cpp/file_import.h"

namespace rapport::cli {

// The rejected rows that are listed; all are with --json and --report.
inline constexpr size_t kRejectedShownMax = 20;

// `[#####     ]  50%  1,200 rows  800 rows/s`, for an import of `size_bytes`
// (0: unknown, then without bar and percentage) that has run for `elapsed`.
std::string ProgressLine(const v1::ImportProgress& progress, int64_t size_bytes,
                         absl::Duration elapsed);

// How much is done, 0 to 1: the part of the file that was received, times the
// part of the rows read that are done.
double ProgressFraction(const v1::ImportProgress& progress, int64_t size_bytes);

struct ImportReportOptions {
  // Of the file; 0: unknown.
  int64_t size_bytes = 0;
  // Nothing is written by the server; people are told.
  bool is_dry_run = false;
  // Gets each row as a line when it is known, and the counts as the last; see
  // import_json.h. Null: none. Outlives the report.
  std::ostream* file = nullptr;
};

// Hears one import and writes it. People get the mapping when it is known, the
// bar on err if a terminal is there, and the rest at the end. With --json, each
// row is a line of out when it is known, the counts are the last, and the
// mapping is a line of err. Not thread-safe. Memory is bounded, however many
// rows there are.
class ImportReport : public client::ImportListener {
 public:
  ImportReport(const Session& session, const ImportReportOptions& options);

  void OnProgress(const v1::ImportProgress& progress) override;
  void OnMapping(const v1::ImportMapping& mapping) override;
  void OnRow(const v1::ImportRow& row) override;

  // Removes the bar. Call it once the import has ended, however it did.
  void EndProgress();

  // Writes how it ended.
  void WriteSummary(const v1::ImportSummary& summary);

 private:
  // Returns whether rows are not listed.
  bool WriteRejected(int64_t rejected) const;
  void WriteCounts(const v1::ImportSummary& summary) const;

  const Session& session_;
  const ImportReportOptions options_;
  const absl::Time start_;
  absl::Time drawn_ = absl::InfinitePast();
  bool is_drawn_ = false;
  std::vector<v1::ImportRow> rejected_;  // at most kRejectedShownMax
  ImportRemarks remarks_;
};

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_IMPORT_REPORT_H_
