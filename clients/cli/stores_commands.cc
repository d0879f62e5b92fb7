#include "clients/cli/stores_commands.h"

namespace rapport::cli {

void AddStoresCommands(CLI::App& app, Command& chosen) {
  CLI::App& stores =
      *app.add_subcommand("stores", "Import, find, show and export stores");
  stores.require_subcommand(1);
  AddStoresImport(stores, chosen);
  AddStoresFind(stores, chosen);
  AddStoresShow(stores, chosen);
  AddStoresExport(stores, chosen);
}

}  // namespace rapport::cli
