#include "clients/cli/associates_commands.h"

#include "absl/strings/str_cat.h"
#include "clients/cli/associate_search.h"
#include "clients/cli/import_command.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/resource_text.h"

namespace rapport::cli {
namespace {

using client::Role;

struct ShowOptions {
  std::string name;
};

absl::Status RunShow(const ShowOptions& options, const Session& session) {
  const auto client = session.Connect(Role::kShopper);
  if (!client.ok()) return client.status();
  v1::GetAssociateRequest request;
  request.set_name(FullName(session.brand(), "associates", options.name));
  const auto associate = client->GetAssociate(request);
  if (!associate.ok()) return associate.status();
  if (session.json()) {
    session.PrintJson(*associate);
  } else {
    WriteAssociate(*associate, session.out());
  }
  return absl::OkStatus();
}

absl::Status RunAssociatesImport(const ImportOptions& options,
                                 const Session& session) {
  const auto client = session.Connect(Role::kBrandAdmin);
  if (!client.ok()) return client.status();
  return RunImport(*client, ImportKind::kAssociates, options, session);
}

void AddImport(CLI::App& associates, Command& chosen) {
  auto options = std::make_shared<ImportOptions>();
  CLI::App& command = *associates.add_subcommand(
      "import", "Take a file of associates and their weekly hours");
  command.add_option("file", options->file, "JSON lines; - is the input")
      ->required();
  command
      .add_option("--source", options->source,
                  "Who gives these rows, for example hr; with a row's own id "
                  "it makes the associate's identity")
      ->required();
  ChooseToRun(command, chosen, options, RunAssociatesImport);
}

}  // namespace

void WriteAssociate(const v1::Associate& associate, std::ostream& out) {
  WriteFacts({{"associate", associate.display_name()},
              {"id", ShortId(associate.name())},
              {"stores", FormatIds(associate.stores())},
              {"languages", FormatLanguages(associate.languages())},
              {"styles", FormatIds(associate.styles())},
              {"services", FormatIds(associate.services())},
              {"channels", FormatChannels(associate.channels())},
              {"attributes", FormatIds(associate.attributes())},
              {"source",
               absl::StrCat(associate.source(), " ", associate.source_id())}},
             out);
}

void AddAssociatesCommands(CLI::App& app, Command& chosen) {
  CLI::App& associates = *app.add_subcommand(
      "associates", "Import, find, show and write associates");
  associates.require_subcommand(1);
  AddImport(associates, chosen);
  AddAssociatesFind(associates, chosen);
  auto options = std::make_shared<ShowOptions>();
  CLI::App& show = *associates.add_subcommand("show", "Show one associate");
  show.add_option("name", options->name, "Their id or name")->required();
  ChooseToRun(show, chosen, options, RunShow);
  AddAssociatesSet(associates, chosen);
}

}  // namespace rapport::cli
