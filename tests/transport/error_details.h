// What a status says beside its code and text, for tests to look at.
#ifndef RAPPORT_TESTS_TRANSPORT_ERROR_DETAILS_H_
#define RAPPORT_TESTS_TRANSPORT_ERROR_DETAILS_H_

#include <grpcpp/support/status.h>

#include <map>
#include <string>
#include <vector>

namespace rapport::transport {

// The details of google.rpc that a status carries.
struct ErrorDetails {
  int error_infos = 0;
  std::string reason;
  std::string domain;
  std::map<std::string, std::string> metadata;
  // Of BadRequest, in order.
  std::vector<std::string> fields;
  std::vector<std::string> descriptions;
  // Of LocalizedMessage.
  std::string locale;
  std::string localized;
  // What google.rpc.Status itself says.
  int code = -1;
  std::string message;
};

// What `status` carries; reports a failure to gtest if it cannot be read.
ErrorDetails DetailsOf(const grpc::Status& status);

// `INVALID_ARGUMENT SLOT_OFF_TICK start_time`: the code, the reason and the
// fields at fault, so that a test shows what it expects in one line. `OK` for
// OK.
std::string Summary(const grpc::Status& status);

}  // namespace rapport::transport

#endif  // RAPPORT_TESTS_TRANSPORT_ERROR_DETAILS_H_
