#include "clients/cli/import_command.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <istream>
#include <system_error>

#include "absl/status/statusor.h"
#include "clients/cli/import_report.h"
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
  if (options.format.empty()) return header;
  const auto format = ParseFormat(options.format);
  if (!format.ok()) return format.status();
  header.set_format(*format);
  return header;
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
  std::istream& in = options.file == "-" ? session.in() : file;
  const client::ByteSource bytes = client::BytesOf(in);
  ImportReport report(session, header->size_bytes());
  const absl::StatusOr<v1::ImportSummary> summary =
      kind == ImportKind::kStores
          ? client.ImportStores(*header, bytes, report)
          : client.ImportAssociates(*header, bytes, report);
  report.EndProgress();
  if (!summary.ok()) return summary.status();
  report.WriteSummary(*summary);
  return absl::OkStatus();
}

}  // namespace rapport::cli
