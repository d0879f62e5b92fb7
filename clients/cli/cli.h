// The `rapport` program, less its main: arguments in, exit code out.

#ifndef RAPPORT_CLIENTS_CLI_CLI_H_
#define RAPPORT_CLIENTS_CLI_CLI_H_

#include <string>
#include <vector>

#include "clients/cli/session.h"

namespace rapport::cli {

// Runs the command that `arguments` (without the program's name) say; returns
// an ExitCode. Answers go to environment.out, errors to environment.err: one
// line and a hint, or with --json an object (error_text.h).
int RunCli(const std::vector<std::string>& arguments, Environment& environment);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_CLI_H_
