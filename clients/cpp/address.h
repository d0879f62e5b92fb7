// Where a server listens, as people write it.

#ifndef RAPPORT_CLIENTS_CPP_ADDRESS_H_
#define RAPPORT_CLIENTS_CPP_ADDRESS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rapport::client {

struct Address {
  // What gRPC is given: `host:port` or `unix:/path`.
  std::string target;
  // Whether it can only be this machine: a Unix socket, 127.0.0.0/8, ::1 or
  // localhost.
  bool is_local = false;
};

// Reads `host:port`, `[v6]:port` or `unix:/absolute/path`. Returns
// INVALID_ARGUMENT if the text is none of these; names are not looked up.
absl::StatusOr<Address> ParseAddress(absl::string_view text);

}  // namespace rapport::client

#endif  // RAPPORT_CLIENTS_CPP_ADDRESS_H_
