#include "clients/cpp/status.h"

#include <grpcpp/support/status.h>

#include "absl/strings/cord.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace rapport::client {
namespace {

constexpr char kErrorInfoUrl[] = "type.googleapis.com/google.rpc.ErrorInfo";
constexpr char kBadRequestUrl[] = "type.googleapis.com/google.rpc.BadRequest";
constexpr char kLocalizedMessageUrl[] =
    "type.googleapis.com/google.rpc.LocalizedMessage";

// The message under `url`; a default one if there is none that can be read.
template <typename Message>
Message PayloadAs(const absl::Status& status, const char* url) {
  Message message;
  const auto payload = status.GetPayload(url);
  if (payload.has_value()) message.ParseFromString(std::string(*payload));
  return message;
}

}  // namespace

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  // The codes of both have the same numbers.
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()),
                      status.error_message());
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) return result;
  for (const google::protobuf::Any& detail : details.details()) {
    result.SetPayload(detail.type_url(), absl::Cord(detail.value()));
  }
  return result;
}

ErrorDetails DetailsOf(const absl::Status& status) {
  ErrorDetails details;
  const auto info = PayloadAs<google::rpc::ErrorInfo>(status, kErrorInfoUrl);
  details.reason = info.reason();
  details.metadata = {info.metadata().begin(), info.metadata().end()};
  const auto bad = PayloadAs<google::rpc::BadRequest>(status, kBadRequestUrl);
  for (const auto& violation : bad.field_violations()) {
    details.violations.push_back({violation.field(), violation.description()});
  }
  const auto localized =
      PayloadAs<google::rpc::LocalizedMessage>(status, kLocalizedMessageUrl);
  details.localized_message = localized.message();
  details.locale = localized.locale();
  return details;
}

}  // namespace rapport::client
