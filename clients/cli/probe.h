// The two services that every gRPC server can tell of itself: health and
// reflection.

#ifndef RAPPORT_CLIENTS_CLI_PROBE_H_
#define RAPPORT_CLIENTS_CLI_PROBE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace grpc {
class Channel;
}

namespace rapport::cli {

enum class Health { kUnknown, kServing, kNotServing };

// The server's overall health (grpc.health.v1). UNIMPLEMENTED if it does not
// tell; UNAVAILABLE if it is not reached.
absl::StatusOr<Health> CheckHealth(
    const std::shared_ptr<grpc::Channel>& channel, absl::Duration timeout);

// The full names of the services there (grpc.reflection.v1alpha).
// UNIMPLEMENTED if it does not tell.
absl::StatusOr<std::vector<std::string>> ListReflectedServices(
    const std::shared_ptr<grpc::Channel>& channel, absl::Duration timeout);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_PROBE_H_
