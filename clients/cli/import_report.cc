#include "clients/cli/import_report.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clients/cli/text/number_text.h"
#include "clients/cli/text/table.h"
#include "clients/cli/text/words.h"
#include "nlohmann/json.hpp"

namespace rapport::cli {
namespace {

constexpr int kBarWidth = 30;
// Faster than anybody reads.
constexpr absl::Duration kRedrawInterval = absl::Milliseconds(100);
// Back to the line's start, and erase it (ECMA-48 EL).
constexpr char kEraseLine[] = "\r\x1b[K";

nlohmann::ordered_json ToJson(const v1::ImportRow& row) {
  nlohmann::ordered_json value;
  value["position"] = row.position();
  value["outcome"] = WordOf(row.outcome());
  if (!row.name().empty()) value["name"] = row.name();
  if (!row.field().empty()) value["field"] = row.field();
  if (!row.reason().empty()) value["reason"] = row.reason();
  if (!row.message().empty()) value["message"] = row.message();
  if (row.first_position() != 0) value["first_position"] = row.first_position();
  return value;
}

nlohmann::ordered_json ToJson(const v1::ImportSummary& summary) {
  return {{"rows", summary.rows()},
          {"created", summary.created()},
          {"updated", summary.updated()},
          {"unchanged", summary.unchanged()},
          {"rejected", summary.rejected()}};
}

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

ImportReport::ImportReport(const Session& session, int64_t size_bytes)
    : session_(session),
      size_bytes_(size_bytes),
      start_(session.clock().Now()) {}

void ImportReport::OnProgress(const v1::ImportProgress& progress) {
  if (!session_.err_is_terminal()) return;
  const absl::Time now = session_.clock().Now();
  if (now - drawn_ < kRedrawInterval) return;
  drawn_ = now;
  is_drawn_ = true;
  session_.err() << kEraseLine
                 << ProgressLine(progress, size_bytes_, now - start_)
                 << std::flush;
}

void ImportReport::OnRow(const v1::ImportRow& row) {
  if (session_.json()) {
    session_.PrintJson(ToJson(row));
  } else if (row.outcome() == v1::IMPORT_OUTCOME_REJECTED &&
             rejected_.size() < kRejectedShownMax) {
    rejected_.push_back(row);
  }
}

void ImportReport::EndProgress() {
  if (is_drawn_) session_.err() << kEraseLine << std::flush;
  is_drawn_ = false;
}

void ImportReport::WriteRejected(int64_t rejected) const {
  if (rejected_.empty()) return;
  Table table({{"ROW", Align::kRight}, {"FIELD"}, {"REASON"}, {"REJECTED"}});
  for (const v1::ImportRow& row : rejected_) {
    table.AddRow({FormatCount(row.position()), row.field(), row.reason(),
                  row.message()});
  }
  table.Write(session_.out());
  const int64_t hidden = rejected - static_cast<int64_t>(rejected_.size());
  if (hidden > 0) {
    session_.out() << "... and " << FormatCount(hidden)
                   << " more; --json lists all\n";
  }
}

void ImportReport::WriteSummary(const v1::ImportSummary& summary) {
  if (session_.json()) {
    session_.PrintJson(ToJson(summary));
    return;
  }
  WriteRejected(summary.rejected());
  session_.out() << FormatCount(summary.rows())
                 << " rows: " << FormatCount(summary.created()) << " created, "
                 << FormatCount(summary.updated()) << " updated, "
                 << FormatCount(summary.unchanged()) << " unchanged, "
                 << FormatCount(summary.rejected()) << " rejected\n";
}

}  // namespace rapport::cli
