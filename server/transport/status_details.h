// Turns a status of ours into one of gRPC, with the details of google.rpc:
// always one ErrorInfo, for bad input a BadRequest, and a LocalizedMessage
// where a shopper reads it.
#ifndef RAPPORT_SERVER_TRANSPORT_STATUS_DETAILS_H_
#define RAPPORT_SERVER_TRANSPORT_STATUS_DETAILS_H_

#include <grpcpp/support/status.h>

#include <string>

#include "absl/status/status.h"
#include "google/rpc/status.pb.h"

namespace rapport::transport {

inline constexpr char kErrorDomain[] = "rapport.dev";

// A status without a reason comes from below, from the database or a library:
// callers get a plain sentence, and its text is for the log; so it is with
// INTERNAL and UNKNOWN. Of many fields only the first are named, and long texts
// are cut: what is told fits the metadata that libraries take.
grpc::Status ToGrpcStatus(const absl::Status& status);

// The same for an error inside a message. `status` is not OK.
google::rpc::Status ToRpcStatus(const absl::Status& status);

// The reason that ErrorInfo says: the status's own, else its code's name.
std::string ReasonFor(const absl::Status& status);

}  // namespace rapport::transport

#endif  // RAPPORT_SERVER_TRANSPORT_STATUS_DETAILS_H_
