// The parts of `rapport associates` that have files of their own.

#ifndef RAPPORT_CLIENTS_CLI_ASSOCIATES_COMMANDS_H_
#define RAPPORT_CLIENTS_CLI_ASSOCIATES_COMMANDS_H_

#include <ostream>

#include "clients/cli/commands.h"

namespace rapport::cli {

void AddAssociatesSet(CLI::App& associates, Command& chosen);

// An associate for people.
void WriteAssociate(const v1::Associate& associate, std::ostream& out);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_ASSOCIATES_COMMANDS_H_
