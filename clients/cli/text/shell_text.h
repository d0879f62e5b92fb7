// Commands as a POSIX shell reads them.

#ifndef RAPPORT_CLIENTS_CLI_TEXT_SHELL_TEXT_H_
#define RAPPORT_CLIENTS_CLI_TEXT_SHELL_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace rapport::cli {

// `word` as one argument: as it is where a shell sees nothing special in it,
// in single quotes otherwise.
std::string ShellQuoted(absl::string_view word);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_TEXT_SHELL_TEXT_H_
