// Flags that say something or are left out.

#ifndef RAPPORT_CLIENTS_CLI_NOT_EMPTY_H_
#define RAPPORT_CLIENTS_CLI_NOT_EMPTY_H_

#include <string>

#include "CLI/App.hpp"
#include "CLI/Validators.hpp"

namespace rapport::cli {

// Refuses empty values of all that `command` takes so far. A script whose
// variable is unset would otherwise be answered as if it had asked for less:
// `--near "$place"` for all stores.
inline void RefuseEmptyValues(CLI::App& command) {
  const CLI::Validator is_not_empty(
      [](std::string& value) {
        return value.empty() ? std::string("is empty") : std::string();
      },
      "");
  for (CLI::Option* option : command.get_options()) {
    if (option->get_expected_min() > 0) option->check(is_not_empty);
  }
}

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_NOT_EMPTY_H_
