// `rapport demo staff`: made-up associates for the stores of any import.

#ifndef RAPPORT_CLIENTS_CLI_STAFF_STORES_H_
#define RAPPORT_CLIENTS_CLI_STAFF_STORES_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "clients/cli/session.h"

namespace rapport::cli {

struct DemoStaffOptions {
  std::string source;
  size_t per_store = 3;
  uint64_t seed = 1;
  std::string folder = "var/demo/staff";
};

// Lists the brand's stores that came from the source, draws associates for
// each (staff.h), writes them to `folder`/associates.jsonl and imports them
// under the same source. A store's country is that of its address, else that
// of the nearest city. The styles and services are the brand's; a brand that
// has no services is given the demo brand's first. Returns NOT_FOUND if no
// store is from the source.
absl::Status RunDemoStaff(const DemoStaffOptions& options,
                          const Session& session);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_STAFF_STORES_H_
