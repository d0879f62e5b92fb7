#include "clients/cli/import_report.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clients/cli/import_json.h"
#include "clients/cli/import_mapping.h"
#include "clients/cli/text/json_text.h"
#include "clients/cli/text/number_text.h"
#include "clients/cli/text/table.h"

namespace rapport::cli {
namespace {

constexpr int kBarWidth = 30;
// Faster than anybody reads.
constexpr absl::Duration kRedrawInterval = absl::Milliseconds(100);
// Back to the line's start, and erase it (ECMA-48 EL).
constexpr char kEraseLine[] = "\r\x1b[K";

}  // namespace

double ProgressFraction(const v1::ImportProgress& progress,
                        int64_t size_bytes) {
  if (size_bytes <= 0) return 0;
  const double received =
      static_cast<double>(progress.received_bytes()) / size_bytes;
  const double done =
      progress.read_rows() == 0
          ? 0
          : static_cast<double>(progress.done_rows()) / progress.read_rows();
  return std::clamp(received * done, 0.0, 1.0);
}

std::string ProgressLine(const v1::ImportProgress& progress, int64_t size_bytes,
                         absl::Duration elapsed) {
  std::string line;
  if (size_bytes > 0) {
    const double fraction = ProgressFraction(progress, size_bytes);
    const int filled = static_cast<int>(fraction * kBarWidth);
    line = absl::StrFormat("[%s%s] %3.0f%%  ", std::string(filled, '#'),
                           std::string(kBarWidth - filled, ' '),
                           std::floor(fraction * 100));
  }
  absl::StrAppend(&line, FormatCount(progress.done_rows()), " rows");
  const double seconds = absl::ToDoubleSeconds(elapsed);
  if (seconds > 0) {
    const double rate = static_cast<double>(progress.done_rows()) / seconds;
    absl::StrAppend(&line, "  ", FormatCount(std::llround(rate)), " rows/s");
  }
  return line;
}

ImportReport::ImportReport(const Session& session,
                           const ImportReportOptions& options)
    : session_(session), options_(options), start_(session.clock().Now()) {}

void ImportReport::OnProgress(const v1::ImportProgress& progress) {
  if (!session_.err_is_terminal()) return;
  const absl::Time now = session_.clock().Now();
  if (now - drawn_ < kRedrawInterval) return;
  drawn_ = now;
  is_drawn_ = true;
  session_.err() << kEraseLine
                 << ProgressLine(progress, options_.size_bytes, now - start_)
                 << std::flush;
}

void ImportReport::OnMapping(const v1::ImportMapping& mapping) {
  EndProgress();
  if (session_.json()) {
    session_.PrintNote(ImportMappingJson(mapping));
  } else {
    WriteMapping(mapping, session_.out());
    session_.out() << std::flush;
  }
}

void ImportReport::OnRow(const v1::ImportRow& row) {
  if (options_.file != nullptr) {
    *options_.file << JsonLine(ImportRowJson(row)) << '\n';
  }
  if (session_.json()) {
    session_.PrintJson(ImportRowJson(row));
    return;
  }
  remarks_.Add(row);
  if (row.outcome() == v1::IMPORT_OUTCOME_REJECTED &&
      rejected_.size() < kRejectedShownMax) {
    rejected_.push_back(row);
  }
}

void ImportReport::EndProgress() {
  if (is_drawn_) session_.err() << kEraseLine << std::flush;
  is_drawn_ = false;
}

bool ImportReport::WriteRejected(int64_t rejected) const {
  if (rejected_.empty()) return false;
  Table table({{"ROW", Align::kRight}, {"FIELD"}, {"REASON"}, {"REJECTED"}});
  for (const v1::ImportRow& row : rejected_) {
    table.AddRow({FormatCount(row.position()), row.field(), row.reason(),
                  row.message()});
  }
  table.Write(session_.out());
  const int64_t hidden = rejected - static_cast<int64_t>(rejected_.size());
  if (hidden > 0) {
    session_.out() << "... and " << FormatCount(hidden) << " more rejected\n";
  }
  return hidden > 0;
}

void ImportReport::WriteCounts(const v1::ImportSummary& summary) const {
  session_.out() << FormatCount(summary.rows())
                 << " rows: " << FormatCount(summary.created()) << " created, "
                 << FormatCount(summary.updated()) << " updated, "
                 << FormatCount(summary.unchanged()) << " unchanged, "
                 << FormatCount(summary.rejected()) << " rejected";
  if (summary.remarked() > 0) {
    session_.out() << "; " << FormatCount(summary.remarked())
                   << " taken with remarks";
  }
  session_.out() << '\n';
  if (options_.is_dry_run) {
    session_.out() << "dry run: nothing was written; without --dry-run this is "
                      "what would become of the rows\n";
  }
}

void ImportReport::WriteSummary(const v1::ImportSummary& summary) {
  const auto json = ImportSummaryJson(summary, options_.is_dry_run);
  if (options_.file != nullptr) *options_.file << JsonLine(json) << '\n';
  if (session_.json()) {
    session_.PrintJson(json);
    return;
  }
  bool has_hidden = WriteRejected(summary.rejected());
  if (!remarks_.empty()) {
    if (!rejected_.empty()) session_.out() << '\n';
    remarks_.Write(session_.out());
    has_hidden |= remarks_.has_hidden();
  }
  if (has_hidden) {
    session_.out() << (options_.file == nullptr
                           ? "--report FILE or --json lists"
                           : "the report lists")
                   << " all\n";
  }
  WriteCounts(summary);
}

}  // namespace rapport::cli
