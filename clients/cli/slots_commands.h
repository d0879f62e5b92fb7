// The commands below `slots`, beside the question it asks by itself.

#ifndef RAPPORT_CLIENTS_CLI_SLOTS_COMMANDS_H_
#define RAPPORT_CLIENTS_CLI_SLOTS_COMMANDS_H_

#include "CLI/App.hpp"
#include "clients/cli/commands.h"

namespace rapport::cli {

// `slots any`: when anybody at all who fits is free. Returns the command.
CLI::App& AddSlotsAny(CLI::App& slots, Command& chosen);

// `slots watch`: what is free, and what changes of it. Returns the command.
CLI::App& AddSlotsWatch(CLI::App& slots, Command& chosen);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_SLOTS_COMMANDS_H_
