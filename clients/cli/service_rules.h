// The flags of `services set` that are about a service's bookings.

#ifndef RAPPORT_CLIENTS_CLI_SERVICE_RULES_H_
#define RAPPORT_CLIENTS_CLI_SERVICE_RULES_H_

#include <optional>
#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "absl/status/status.h"
#include "rapport/v1/catalog_resources.pb.h"

namespace rapport::cli {

struct RuleOptions {
  std::string cancel_notice;
  std::string move_notice;
  std::vector<std::string> questions;
  std::optional<int> party_max;
  std::optional<int> seats;
  std::optional<int> live_max;
  std::optional<int> count_max;
  std::string period;
};

void AddRuleFlags(CLI::App& command, RuleOptions& options);

// Puts what the flags say into `service`. Returns INVALID_ARGUMENT, naming the
// flag.
absl::Status ChangeRules(const RuleOptions& options, v1::Service& service);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_SERVICE_RULES_H_
