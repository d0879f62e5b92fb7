#include "clients/cli/import_command.h"

#include <cstdint>
#include <fstream>
#include <istream>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/import_report.h"
#include "clients/cli/text/words.h"

namespace rapport::cli {
namespace {

// The bytes of the opened file; 0 if it has no size, as a pipe.
int64_t SizeOf(std::ifstream& file) {
  file.seekg(0, std::ios::end);
  const std::streamoff size = file.tellg();
  file.clear();
  file.seekg(0, std::ios::beg);
  file.clear();
  return size < 0 ? 0 : size;
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
    file.open(options.file, std::ios::binary);
    if (!file.is_open()) {
      return absl::InvalidArgumentError(
          absl::StrCat("can't open ", options.file));
    }
    header->set_size_bytes(SizeOf(file));
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
