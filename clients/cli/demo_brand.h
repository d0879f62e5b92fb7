// `rapport demo load`: the demo brand's files into a server.

#ifndef RAPPORT_CLIENTS_CLI_DEMO_BRAND_H_
#define RAPPORT_CLIENTS_CLI_DEMO_BRAND_H_

#include <vector>

#include "absl/status/status.h"
#include "clients/cli/session.h"
#include "rapport/v1/catalog_resources.pb.h"

namespace rapport::cli {

// Creates the session's brand like `brand`, as an operator; where it exists,
// adds the styles it lacks, as a brand admin. Other things of an existing
// brand stay as they are.
absl::Status EnsureBrand(const v1::Brand& brand, const Session& session);

// Writes the services, whose names are full, as a brand admin.
absl::Status WriteServices(const std::vector<v1::Service>& services,
                           const Session& session);

struct DemoLoadOptions {
  std::string folder;
  bool without_stores = false;
};

// The files of `folder` (demo_files.h) into the session's brand: the brand if
// it is missing, its services, then stores and associates by import. Can be
// repeated. Returns INVALID_ARGUMENT if a file is missing or can't be read.
absl::Status RunDemoLoad(const DemoLoadOptions& options,
                         const Session& session);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_DEMO_BRAND_H_
