#include "clients/cli/import_command.h"
#include "clients/cli/not_empty.h"
#include "clients/cli/stores_commands.h"

namespace rapport::cli {
namespace {

absl::Status RunStoresImport(const ImportOptions& options,
                             const Session& session) {
  const auto client = session.Connect(client::Role::kBrandAdmin);
  if (!client.ok()) return client.status();
  return RunImport(*client, ImportKind::kStores, options, session);
}

void AddReading(CLI::App& command, ImportOptions& options) {
  command.add_option("--format", options.format,
                     "geojson, csv, json, json-ld or overpass. "
                     "Without it: told from the content");
  command
      .add_option("--map", options.map,
                  "What the file calls a field, FIELD=NAME: latitude=lat, "
                  "address.locality=town; repeatable")
      ->allow_extra_args(false);
  command.add_option("--country", options.country,
                     "Country of rows that state none, ISO 3166-1: US, JP");
  command.add_flag("--repair", options.repair,
                   "Put right what is surely wrong, and tell: swapped "
                   "coordinates");
}

}  // namespace

void AddStoresImport(CLI::App& stores, Command& chosen) {
  auto options = std::make_shared<ImportOptions>();
  CLI::App& command =
      *stores.add_subcommand("import", "Take a file of stores as it is");
  command
      .add_option("file", options->file,
                  "A store list in any of the formats; - is the input")
      ->required();
  command
      .add_option("--source", options->source,
                  "Who gives these rows, for example pos; with a row's own id "
                  "it makes the store's identity")
      ->required();
  AddReading(command, *options);
  command.add_flag("--dry-run", options->dry_run,
                   "Judge and tell everything, but write nothing");
  command.add_option("--report", options->report,
                     "Write what became of every row to this file, one JSON "
                     "object a line, the counts last");
  RefuseEmptyValues(command);
  ChooseToRun(command, chosen, options, RunStoresImport);
}

}  // namespace rapport::cli
