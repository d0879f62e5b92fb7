// The subcommands of `rapport policies` that have files of their own.

#ifndef RAPPORT_CLIENTS_CLI_POLICIES_COMMANDS_H_
#define RAPPORT_CLIENTS_CLI_POLICIES_COMMANDS_H_

#include "clients/cli/commands.h"

namespace rapport::cli {

// `set` and `unset`.
void AddPoliciesSet(CLI::App& policies, Command& chosen);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_POLICIES_COMMANDS_H_
