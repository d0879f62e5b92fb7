#include "server/transport/status_details.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/rpc/error_details.pb.h"
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
    {"ANY_ASSOCIATE_TAKEN",
     "All who could help you then are taken. Please choose another time."},
    {"ANY_ASSOCIATE_CONTENDED",
     "Many people want this time just now. Please try again."},
    {"NOBODY_FITS",
     "Nobody who fits works at this time. Please choose another."},
    {"SLOT_IN_PAST", "This time is over. Please choose a later one."},
    {"SLOT_TOO_SOON",
     "This time is too soon to be booked. Please choose a later one."},
    {"SLOT_TOO_FAR",
     "This time is too far ahead to be booked yet. Please choose an earlier "
     "one."},
    {"SLOT_OUTSIDE_SCHEDULE",
     "The associate is not available at this time. Please choose another."},
    {"WORK_LIMIT",
     "The associate cannot take more at this time. Please choose another."},
    {"SCHEDULE_CHANGED",
     "The associate's times have just changed. Please choose again."},
    {"NOT_OFFERED_HERE",
     "This is not offered here. Please choose another store or another way to "
     "meet."},
    {"HOLD_EXPIRED",
     "We could not keep this time any longer. Please choose again."},
    {"RESOURCE_TAKEN",
     "All rooms for this are taken then. Please choose another time."},
    {"RESOURCE_MISSING",
     "This store cannot offer this now. Please choose another store."},
    {"SHOPPER_LIMIT",
     "You have as many of these appointments as you may have."},
    {"TOO_LATE_TO_CANCEL",
     "It is too late to cancel this online. Please call the store."},
    {"TOO_LATE_TO_MOVE",
     "It is too late to move this online. Please call the store."},
    {"ALREADY_WAITING", "You are already on this waiting list."},
    {"ALREADY_ENDED", "This appointment has already ended."},
};

// Libraries take 8 KiB of metadata by default, in which the message comes
// percent-encoded and, once more, with all else in base64.
constexpr size_t kProblemsToldMax = 8;
constexpr size_t kDescriptionBytesMax = 160;
constexpr size_t kMessageBytesMax = 600;

// `text`, cut between two characters if it is longer than `bytes_max`.
std::string Shortened(absl::string_view text, size_t bytes_max) {
  if (text.size() <= bytes_max) return std::string(text);
  size_t end = bytes_max;
  while (end > 0 && (text[end] & 0xC0) == 0x80) --end;
  return absl::StrCat(text.substr(0, end), "...");
}

FieldProblems ProblemsToTell(const absl::Status& status) {
  FieldProblems problems = FieldProblemsOf(status);
  if (problems.size() > kProblemsToldMax) problems.resize(kProblemsToldMax);
  return problems;
}

void AddShopperText(absl::string_view reason, google::rpc::Status& details) {
  for (const ShopperText& entry : kShopperTexts) {
    if (entry.reason != reason) continue;
    google::rpc::LocalizedMessage message;
    message.set_locale("en");
    message.set_message(std::string(entry.text));
    details.add_details()->PackFrom(message);
  }
}

void AddFields(const FieldProblems& problems, google::rpc::Status& details) {
  if (problems.empty()) return;
  google::rpc::BadRequest bad;
  for (const FieldProblem& problem : problems) {
    auto* violation = bad.add_field_violations();
    violation->set_field(problem.field);
    violation->set_description(
        Shortened(problem.message, kDescriptionBytesMax));
  }
  details.add_details()->PackFrom(bad);
}

// What a status without a reason of ours tells: it came from below, from the
// database or a library, and its text is for the log.
struct Plain {
  absl::StatusCode code;
  absl::string_view text;
};
constexpr Plain kPlain[] = {
    {absl::StatusCode::kAborted,
     "the database was too busy with others; try again"},
    {absl::StatusCode::kUnavailable,
     "the database cannot be reached for now, and whether this was done is not "
     "known; the same request may be sent again"},
    {absl::StatusCode::kResourceExhausted, "too much at once; try again later"},
    {absl::StatusCode::kDeadlineExceeded,
     "it took too long; the same request may be sent again"},
    {absl::StatusCode::kCancelled, "it was cancelled"},
};

// The code and text for callers.
Plain ToTell(const absl::Status& status) {
  const bool is_inside = status.code() == absl::StatusCode::kInternal ||
                         status.code() == absl::StatusCode::kUnknown;
  if (!ReasonOf(status).empty() && !is_inside) {
    return {status.code(), status.message()};
  }
  for (const Plain& plain : kPlain) {
    if (plain.code == status.code()) return plain;
  }
  return {absl::StatusCode::kInternal,
          "something went wrong inside; the log knows more"};
}

}  // namespace

std::string ReasonFor(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  return reason.empty() ? absl::StatusCodeToString(status.code()) : reason;
}

google::rpc::Status ToRpcStatus(const absl::Status& status) {
  google::rpc::Status details;
  const Plain told = ToTell(status);
  details.set_code(static_cast<int>(told.code));
  details.set_message(Shortened(told.text, kMessageBytesMax));
  google::rpc::ErrorInfo info;
  info.set_reason(ReasonOf(status).empty() ? absl::StatusCodeToString(told.code)
                                           : ReasonOf(status));
  info.set_domain(kErrorDomain);
  const FieldProblems problems = ProblemsToTell(status);
  for (const FieldProblem& problem : problems) {
    (*info.mutable_metadata())[problem.field] = problem.reason;
  }
  for (const auto& [name, value] : ValuesOf(status)) {
    (*info.mutable_metadata())[name] = value;
  }
  details.add_details()->PackFrom(info);
  AddFields(problems, details);
  AddShopperText(info.reason(), details);
  return details;
}

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const google::rpc::Status details = ToRpcStatus(status);
  return grpc::Status(static_cast<grpc::StatusCode>(details.code()),
                      details.message(), details.SerializeAsString());
}

}  // namespace rapport::transport
