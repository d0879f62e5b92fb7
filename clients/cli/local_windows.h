// --on, --between and --clock: the same hours of some days, on the clock of
// each store or on one that is said.

#ifndef RAPPORT_CLIENTS_CLI_LOCAL_WINDOWS_H_
#define RAPPORT_CLIENTS_CLI_LOCAL_WINDOWS_H_

#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "rapport/v1/search_resources.pb.h"

namespace rapport::cli {

struct LocalWindowOptions {
  std::vector<std::string> on;
  std::vector<std::string> between;
  std::string clock;
};

void AddLocalWindowOptions(CLI::App& command, LocalWindowOptions& options);

// Every --on with every --between. What day "today" is depends on where: that
// of --clock, else of the zone that `place_zone` answers, which is asked only
// if it is needed. Returns INVALID_ARGUMENT, naming the flag, if something
// can't be read, and what `place_zone` returns.
absl::StatusOr<std::vector<v1::LocalWindow>> ReadLocalWindows(
    const LocalWindowOptions& options, absl::Time now,
    absl::FunctionRef<absl::StatusOr<std::string>()> place_zone);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_LOCAL_WINDOWS_H_
