// The parts of `rapport services` that have files of their own.

#ifndef RAPPORT_CLIENTS_CLI_SERVICES_COMMANDS_H_
#define RAPPORT_CLIENTS_CLI_SERVICES_COMMANDS_H_

#include <ostream>
#include <vector>

#include "clients/cli/commands.h"

namespace rapport::cli {

void AddServicesSet(CLI::App& services, Command& chosen);

// A table of services for people.
void WriteServices(const std::vector<v1::Service>& services, std::ostream& out);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_SERVICES_COMMANDS_H_
