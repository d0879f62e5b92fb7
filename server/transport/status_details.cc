#include "server/transport/status_details.h"

#include "absl/strings/string_view.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "server/vocabulary/error.h"

namespace rapport::transport {
namespace {

// What a shopper is told, where the error is about their wish rather than
// about a program's mistake.
struct ShopperText {
  absl::string_view reason;
  absl::string_view text;
};
constexpr ShopperText kShopperTexts[] = {
    {"SLOT_TAKEN", "Somebody has just taken this time. Please choose another."},
    {"SLOT_IN_PAST", "This time is over. Please choose a later one."},
    {"SLOT_TOO_SOON",
     "This time is too soon to be booked. Please choose a later one."},
    {"SLOT_TOO_FAR",
     "This time is too far ahead to be booked yet. Please choose an earlier "
     "one."},
    {"SLOT_OUTSIDE_SCHEDULE",
     "The associate is not available at this time. Please choose another."},
    {"SCHEDULE_CHANGED",
     "The associate's times have just changed. Please choose again."},
    {"HOLD_EXPIRED",
     "We could not keep this time any longer. Please choose again."},
    {"ALREADY_ENDED", "This appointment has already ended."},
};

void AddShopperText(absl::string_view reason, google::rpc::Status& details) {
  for (const ShopperText& entry : kShopperTexts) {
    if (entry.reason != reason) continue;
    google::rpc::LocalizedMessage message;
    message.set_locale("en");
    message.set_message(std::string(entry.text));
    details.add_details()->PackFrom(message);
  }
}

void AddFields(const absl::Status& status, google::rpc::Status& details) {
  const FieldProblems problems = FieldProblemsOf(status);
  if (problems.empty()) return;
  google::rpc::BadRequest bad;
  for (const FieldProblem& problem : problems) {
    auto* violation = bad.add_field_violations();
    violation->set_field(problem.field);
    violation->set_description(problem.message);
  }
  details.add_details()->PackFrom(bad);
}

bool IsInside(const absl::Status& status) {
  return status.code() == absl::StatusCode::kInternal ||
         status.code() == absl::StatusCode::kUnknown;
}

}  // namespace

std::string ReasonFor(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  return reason.empty() ? absl::StatusCodeToString(status.code()) : reason;
}

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  google::rpc::Status details;
  details.set_code(static_cast<int>(status.code()));
  details.set_message(IsInside(status)
                          ? "something went wrong inside; the log knows more"
                          : std::string(status.message()));
  google::rpc::ErrorInfo info;
  info.set_reason(ReasonFor(status));
  info.set_domain(kErrorDomain);
  for (const FieldProblem& problem : FieldProblemsOf(status)) {
    (*info.mutable_metadata())[problem.field] = problem.reason;
  }
  details.add_details()->PackFrom(info);
  AddFields(status, details);
  AddShopperText(info.reason(), details);
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()),
                      details.message(), details.SerializeAsString());
}

}  // namespace rapport::transport
