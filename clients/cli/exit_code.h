// What the program's exit code tells a script.

#ifndef RAPPORT_CLIENTS_CLI_EXIT_CODE_H_
#define RAPPORT_CLIENTS_CLI_EXIT_CODE_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace rapport::cli {

enum ExitCode {
  kExitOk = 0,
  kExitFailure = 1,
  kExitUsage = 2,
  kExitNotFound = 3,
  kExitTaken = 4,
  kExitPrecondition = 5,
  kExitDenied = 6,
  kExitUnavailable = 7,
};

// For `rapport --help`.
inline constexpr char kExitCodesHelp[] =
    "Exit codes:\n"
    "  0  done\n"
    "  1  failed otherwise\n"
    "  2  wrong usage, or the server found an argument invalid\n"
    "  3  not found\n"
    "  4  already taken, or already there\n"
    "  5  not possible in this state, or changed by somebody else meanwhile\n"
    "  6  not allowed, or not known who asks\n"
    "  7  server not reached, or no answer in time\n";

ExitCode ExitCodeOf(const absl::Status& status);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_EXIT_CODE_H_
