// The subcommands of `rapport stores`, one a file.

#ifndef RAPPORT_CLIENTS_CLI_STORES_COMMANDS_H_
#define RAPPORT_CLIENTS_CLI_STORES_COMMANDS_H_

#include "clients/cli/commands.h"

namespace rapport::cli {

void AddStoresImport(CLI::App& stores, Command& chosen);
void AddStoresExport(CLI::App& stores, Command& chosen);
// `find`, and `near`, which is `find` with fewer flags.
void AddStoresFind(CLI::App& stores, Command& chosen);
void AddStoresShow(CLI::App& stores, Command& chosen);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_STORES_COMMANDS_H_
