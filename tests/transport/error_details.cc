#include "tests/transport/error_details.h"

#include <gtest/gtest.h>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace rapport::transport {
namespace {

void Add(const google::rpc::ErrorInfo& info, ErrorDetails& out) {
  ++out.error_infos;
  out.reason = info.reason();
  out.domain = info.domain();
  out.metadata = {info.metadata().begin(), info.metadata().end()};
}

void Add(const google::rpc::BadRequest& bad, ErrorDetails& out) {
  for (const auto& violation : bad.field_violations()) {
    out.fields.push_back(violation.field());
    out.descriptions.push_back(violation.description());
  }
}

void Add(const google::rpc::LocalizedMessage& message, ErrorDetails& out) {
  out.locale = message.locale();
  out.localized = message.message();
}

template <typename Detail>
bool AddIf(const google::protobuf::Any& any, ErrorDetails& out) {
  Detail detail;
  if (!any.UnpackTo(&detail)) return false;
  Add(detail, out);
  return true;
}

}  // namespace

ErrorDetails DetailsOf(const grpc::Status& status) {
  ErrorDetails out;
  google::rpc::Status details;
  EXPECT_TRUE(details.ParseFromString(status.error_details()));
  out.code = details.code();
  out.message = details.message();
  for (const google::protobuf::Any& any : details.details()) {
    const bool known = AddIf<google::rpc::ErrorInfo>(any, out) ||
                       AddIf<google::rpc::BadRequest>(any, out) ||
                       AddIf<google::rpc::LocalizedMessage>(any, out);
    EXPECT_TRUE(known) << any.type_url();
  }
  return out;
}

std::string Summary(const grpc::Status& status) {
  std::string text = absl::StatusCodeToString(
      static_cast<absl::StatusCode>(status.error_code()));
  if (status.error_details().empty()) return text;
  const ErrorDetails details = DetailsOf(status);
  absl::StrAppend(&text, " ", details.reason);
  for (const std::string& field : details.fields) {
    absl::StrAppend(&text, " ", field);
  }
  return text;
}

}  // namespace rapport::transport
