// `stores import` and `associates import`.

#ifndef RAPPORT_CLIENTS_CLI_IMPORT_COMMAND_H_
#define RAPPORT_CLIENTS_CLI_IMPORT_COMMAND_H_

#include <string>

#include "absl/status/status.h"
#include "clients/cli/session.h"
#include "clients/cpp/client.h"

namespace rapport::cli {

struct ImportOptions {
  std::string file;    // `-`: the program's input
  std::string source;  // Store.source
  std::string format;  // geojson, csv, json-lines; empty: told by the server
};

enum class ImportKind { kStores, kAssociates };

// Sends the file and writes what became of it; see import_report.h. Rejected
// rows are no failure: the others went in. Returns INVALID_ARGUMENT if the
// file can't be opened, else what the import returns.
absl::Status RunImport(const client::Client& client, ImportKind kind,
                       const ImportOptions& options, const Session& session);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_IMPORT_COMMAND_H_
