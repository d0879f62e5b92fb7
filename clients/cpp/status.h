// gRPC's status as absl::Status, with what the server says of the error.
//
// The server sends google.rpc.Status bytes (the trailer
// grpc-status-details-bin) with one ErrorInfo, BadRequest where a field is at
// fault, and LocalizedMessage where a shopper reads it. They travel in the
// absl::Status as payloads, under their type URLs.

#ifndef RAPPORT_CLIENTS_CPP_STATUS_H_
#define RAPPORT_CLIENTS_CPP_STATUS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace grpc {
class Status;
}

namespace rapport::client {

// A field of the request that broke a rule.
struct FieldViolation {
  std::string field;  // its path, `window.start_time`
  std::string description;
};

// What the server says of an error; empty where it says nothing.
struct ErrorDetails {
  std::string reason;  // a stable word, `SLOT_TAKEN`
  std::map<std::string, std::string> metadata;
  std::vector<FieldViolation> violations;
  std::string localized_message;
  std::string locale;  // BCP 47, of localized_message
};

// The same code and message, with the details as payloads. Details that can't
// be read are left out.
absl::Status FromGrpc(const grpc::Status& status);

// The details that FromGrpc found.
ErrorDetails DetailsOf(const absl::Status& status);

}  // namespace rapport::client

#endif  // RAPPORT_CLIENTS_CPP_STATUS_H_
