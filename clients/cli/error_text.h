// Why a command failed, for people and for programs.

#ifndef RAPPORT_CLIENTS_CLI_ERROR_TEXT_H_
#define RAPPORT_CLIENTS_CLI_ERROR_TEXT_H_

#include <string>

#include "absl/status/status.h"
#include "nlohmann/json.hpp"

namespace rapport::cli {

// One line: what was wrong, with the field and its rule, and the reason in
// brackets. Then what a shopper is told, and a hint, a line each, where there
// are any.
std::string ErrorText(const absl::Status& status);

// {"error": {"code", "reason", "message", "violations": [{"field",
// "description"}], "metadata": {}, "hint"}}; what is empty is left out.
nlohmann::ordered_json ErrorJson(const absl::Status& status);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_ERROR_TEXT_H_
