// The commands, one family a file. Each adds its subcommands to the program's
// arguments; the one that the user chose leaves itself in `chosen`, to be run
// when everything is parsed.

#ifndef RAPPORT_CLIENTS_CLI_COMMANDS_H_
#define RAPPORT_CLIENTS_CLI_COMMANDS_H_

#include <memory>
#include <utility>

#include "CLI/App.hpp"
#include "absl/status/status.h"
#include "clients/cli/session.h"

namespace rapport::cli {

void AddStoresCommands(CLI::App& app, Command& chosen);
void AddAssociatesCommands(CLI::App& app, Command& chosen);
void AddPlacesCommands(CLI::App& app, Command& chosen);
void AddServicesCommands(CLI::App& app, Command& chosen);
void AddStylesCommands(CLI::App& app, Command& chosen);
void AddResourcesCommands(CLI::App& app, Command& chosen);
void AddPoliciesCommands(CLI::App& app, Command& chosen);
void AddBrandCommands(CLI::App& app, Command& chosen);
void AddSlotsCommand(CLI::App& app, Command& chosen);
void AddBookCommands(CLI::App& app, Command& chosen);
void AddSessionsCommands(CLI::App& app, Command& chosen);
void AddWaitlistCommands(CLI::App& app, Command& chosen);
void AddScheduleCommands(CLI::App& app, Command& chosen);
void AddDoctorCommand(CLI::App& app, Command& chosen);
void AddDemoCommands(CLI::App& app, Command& chosen);

// Lets `command` choose to run `run` with `options`, which its flags fill.
template <typename Options>
void ChooseToRun(CLI::App& command, Command& chosen,
                 std::shared_ptr<Options> options,
                 absl::Status (*run)(const Options&, const Session&)) {
  command.callback([&chosen, options = std::move(options), run] {
    chosen = [options, run](const Session& session) {
      return run(*options, session);
    };
  });
}

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_COMMANDS_H_
