// Which roles may make which call. What is not in the table is denied.
#ifndef RAPPORT_SERVER_TRANSPORT_POLICY_H_
#define RAPPORT_SERVER_TRANSPORT_POLICY_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "server/vocabulary/caller.h"

namespace rapport::transport {

// Where a call's work is done.
enum class Lane {
  kMemory,    // at once, in the thread that received it: reads from memory
  kDatabase,  // in a worker, which may wait for the database, or be long at it
};

struct Policy {
  absl::string_view method;  // `rapport.v1.CatalogService/GetStore`
  uint16_t roles;            // bit n stands for the role of value n
  Lane lane;
};

// Every method that this server serves.
absl::Span<const Policy> Policies();

// Null if there is none: then the call is denied.
const Policy* FindPolicy(absl::string_view method);

// OK if `caller` may call; else PERMISSION_DENIED (ROLE_NOT_ALLOWED).
absl::Status CheckRole(const Policy& policy, const Caller& caller);

}  // namespace rapport::transport

#endif  // RAPPORT_SERVER_TRANSPORT_POLICY_H_
