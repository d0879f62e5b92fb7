#include "clients/cli/import_command.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <istream>
#include <system_error>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/error_text.h"
#include "clients/cli/flag_error.h"
#include "clients/cli/import_mapping.h"
#include "clients/cli/import_report.h"
#include "clients/cli/text/json_text.h"
#include "clients/cli/text/words.h"
#include "clients/cli/whole_input.h"

namespace rapport::cli {
namespace {

// The bytes of a file; 0 if it has no size, as a pipe.
int64_t SizeOf(const std::string& path) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  return error ? 0 : static_cast<int64_t>(size);
}

absl::StatusOr<v1::ImportHeader> HeaderOf(const ImportOptions& options,
                                          const Session& session) {
  v1::ImportHeader header;
  header.set_parent(session.parent());
  header.set_source(options.source);
  header.set_dry_run(options.dry_run);
  header.set_repair(options.repair);
  header.set_default_region_code(absl::AsciiStrToUpper(options.country));
  absl::Status mapped = AddFieldMap(options.map, header);
  if (!mapped.ok()) return mapped;
  if (options.format.empty()) return header;
  const auto format = ParseFormat(options.format);
  if (!format.ok()) return ForFlag("--format", format.status());
  header.set_format(*format);
  return header;
}

absl::Status OpenReport(const ImportOptions& options, std::ofstream& report) {
  if (options.report.empty()) return absl::OkStatus();
  std::error_code ignored;
  if (std::filesystem::equivalent(options.file, options.report, ignored)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "--report is ", options.report, "; the file itself is not written to"));
  }
  report.open(options.report, std::ios::binary);
  if (report.is_open()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("--report: can't write to ", options.report));
}

// Ends the report, with the error if there is one.
absl::Status CloseReport(const ImportOptions& options,
                         const absl::Status& import, std::ofstream& report) {
  if (!report.is_open()) return import;
  if (!import.ok()) report << JsonLine(ErrorJson(import)) << '\n';
  report.close();
  if (!import.ok() || report.good()) return import;
  return absl::DataLossError(
      absl::StrCat("--report: writing ", options.report,
                   " failed; the import itself is done"));
}

// Imports what `in` has, and writes what became of it.
absl::Status Import(const client::Client& client, ImportKind kind,
                    const v1::ImportHeader& header, std::istream& in,
                    const ImportReportOptions& options,
                    const Session& session) {
  const client::ByteSource bytes = client::BytesOf(in);
  ImportReport report(session, options);
  const absl::StatusOr<v1::ImportSummary> summary =
      kind == ImportKind::kStores
          ? client.ImportStores(header, bytes, report)
          : client.ImportAssociates(header, bytes, report);
  report.EndProgress();
  if (!summary.ok()) return summary.status();
  report.WriteSummary(*summary);
  return absl::OkStatus();
}

}  // namespace

absl::Status RunImport(const client::Client& client, ImportKind kind,
                       const ImportOptions& options, const Session& session) {
  absl::StatusOr<v1::ImportHeader> header = HeaderOf(options, session);
  if (!header.ok()) return header.status();
  std::ifstream file;
  if (options.file != "-") {
    absl::Status opened = OpenFile(options.file, file);
    if (!opened.ok()) return opened;
    header->set_size_bytes(SizeOf(options.file));
  }
  std::ofstream report;
  absl::Status opened = OpenReport(options, report);
  if (!opened.ok()) return opened;
  const absl::Status imported =
      Import(client, kind, *header, options.file == "-" ? session.in() : file,
             {.size_bytes = header->size_bytes(),
              .is_dry_run = options.dry_run,
              .file = report.is_open() ? &report : nullptr},
             session);
  return CloseReport(options, imported, report);
}

}  // namespace rapport::cli
