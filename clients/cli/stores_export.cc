#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/flag_error.h"
#include "clients/cli/not_empty.h"
#include "clients/cli/stores_commands.h"
#include "clients/cli/text/number_text.h"
#include "clients/cli/text/words.h"
#include "clients/cli/whole_output.h"

namespace rapport::cli {
namespace {

struct ExportOptions {
  std::string file = "-";
  std::string format;
  std::string source;
};

absl::StatusOr<v1::ExportStoresRequest> RequestOf(const ExportOptions& options,
                                                  const Session& session) {
  v1::ExportStoresRequest request;
  request.set_parent(session.parent());
  request.set_source(options.source);
  request.set_format(absl::EndsWithIgnoreCase(options.file, ".csv")
                         ? v1::IMPORT_FORMAT_CSV
                         : v1::IMPORT_FORMAT_GEOJSON);
  if (options.format.empty()) return request;
  const auto format = ParseFormat(options.format);
  if (!format.ok()) return ForFlag("--format", format.status());
  if (*format != v1::IMPORT_FORMAT_GEOJSON &&
      *format != v1::IMPORT_FORMAT_CSV) {
    return absl::InvalidArgumentError(
        absl::StrCat("--format is '", options.format,
                     "'; stores are exported as geojson or csv"));
  }
  request.set_format(*format);
  return request;
}

// Tells how much went to the file.
void Tell(const ExportOptions& options, int64_t size, const Session& session) {
  if (session.json()) {
    session.PrintJson(
        nlohmann::ordered_json{{"file", options.file}, {"size_bytes", size}});
  } else {
    session.out() << options.file << ": " << FormatCount(size) << " bytes\n";
  }
}

absl::Status ExportToFile(const client::Client& client,
                          const v1::ExportStoresRequest& request,
                          const ExportOptions& options,
                          const Session& session) {
  WholeOutput output;
  absl::Status status = output.Open(options.file);
  if (!status.ok()) return status;
  int64_t size = 0;
  const client::ByteSink sink = client::BytesTo(output.stream());
  status = client.ExportStores(request, [&](absl::string_view bytes) {
    size += static_cast<int64_t>(bytes.size());
    return sink(bytes);
  });
  if (status.ok()) status = output.Keep();
  if (status.ok()) Tell(options, size, session);
  return status;
}

absl::Status RunExport(const ExportOptions& options, const Session& session) {
  const auto request = RequestOf(options, session);
  if (!request.ok()) return request.status();
  const auto client = session.Connect(client::Role::kBrandAdmin);
  if (!client.ok()) return client.status();
  if (options.file == "-") {
    return client->ExportStores(*request, client::BytesTo(session.out()));
  }
  return ExportToFile(*client, *request, options, session);
}

}  // namespace

void AddStoresExport(CLI::App& stores, Command& chosen) {
  auto options = std::make_shared<ExportOptions>();
  CLI::App& command = *stores.add_subcommand(
      "export", "Write the stores to a file that `import` takes");
  command.add_option("file", options->file,
                     "Where to; it is there whole or not at all. Without it, "
                     "or -: the output");
  command.add_option("--format", options->format,
                     "geojson or csv. Without it: csv for a FILE.csv, else "
                     "geojson");
  command.add_option("--source", options->source,
                     "Only the stores that this source gave");
  RefuseEmptyValues(command);
  ChooseToRun(command, chosen, options, RunExport);
}

}  // namespace rapport::cli
