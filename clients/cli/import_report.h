// What the user sees of an import: a progress bar, the rejected rows, the
// counts.

#ifndef RAPPORT_CLIENTS_CLI_IMPORT_REPORT_H_
#define RAPPORT_CLIENTS_CLI_IMPORT_REPORT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "clients/cli/session.h"
#include "clients/cpp/file_import.h"

namespace rapport::cli {

// The rejected rows that are listed; all are with --json.
inline constexpr size_t kRejectedShownMax = 20;

// `[#####     ]  50%  1,200 rows  800 rows/s`, for an import of `size_bytes`
// (0: unknown, then without bar and percentage) that has run for `elapsed`.
std::string ProgressLine(const v1::ImportProgress& progress, int64_t size_bytes,
                         absl::Duration elapsed);

// How much is done, 0 to 1: the part of the file that was received, times the
// part of the rows read that are done.
double ProgressFraction(const v1::ImportProgress& progress, int64_t size_bytes);

// Hears one import and writes it: the bar to err if a terminal is there; with
// --json, each row as a line to out when it is known.
class ImportReport : public client::ImportListener {
 public:
  ImportReport(const Session& session, int64_t size_bytes);

  void OnProgress(const v1::ImportProgress& progress) override;
  void OnRow(const v1::ImportRow& row) override;

  // Removes the bar. Call it once the import has ended, however it did.
  void EndProgress();

  // Writes the rejected rows and the counts; with --json, the counts as the
  // last line.
  void WriteSummary(const v1::ImportSummary& summary);

 private:
  void WriteRejected(int64_t rejected) const;

  const Session& session_;
  const int64_t size_bytes_;
  const absl::Time start_;
  absl::Time drawn_ = absl::InfinitePast();
  bool is_drawn_ = false;
  std::vector<v1::ImportRow> rejected_;  // at most kRejectedShownMax
};

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_IMPORT_REPORT_H_
