// `stores import` and `associates import`.

#ifndef RAPPORT_CLIENTS_CLI_IMPORT_COMMAND_H_
#define RAPPORT_CLIENTS_CLI_IMPORT_COMMAND_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "clients/cli/session.h"
#include "clients/cpp/client.h"

namespace rapport::cli {

struct ImportOptions {
  std::string file;    // `-`: the program's input
  std::string source;  // Store.source
  std::string format;  // see ParseFormat; empty: told by the server
  // Of stores only: FIELD=NAME each; see ImportHeader.field_map.
  std::vector<std::string> map = {};
  std::string country = "";  // ISO 3166-1 alpha-2 of rows that state none
  bool repair = false;
  bool dry_run = false;
  std::string report = "";  // where every row is told; empty: nowhere
};

enum class ImportKind { kStores, kAssociates };

// Sends the file and writes what became of it; see import_report.h. Rejected
// rows are no failure: the others went in. The report of an import that fails
// ends with the error in place of the counts: what went in before stays in.
// Returns INVALID_ARGUMENT if a file can't be opened or a flag can't be read,
// DATA_LOSS if the report could not be written whole, else what the import
// returns.
absl::Status RunImport(const client::Client& client, ImportKind kind,
                       const ImportOptions& options, const Session& session);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_IMPORT_COMMAND_H_
