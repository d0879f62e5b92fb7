#include "clients/cli/error_text.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "clients/cli/text/text_width.h"
#include "clients/cpp/status.h"

namespace rapport::cli {
namespace {

using client::DetailsOf;
using client::ErrorDetails;
using client::FieldViolation;

absl::string_view HintOf(const absl::Status& status) {
  // A message of this program's own may have said what to do.
  if (absl::StrContains(status.message(), "`rapport ")) return "";
  const std::string reason = DetailsOf(status).reason;
  if (absl::StartsWith(reason, "ANY_ASSOCIATE_") || reason == "NOBODY_FITS") {
    return "`rapport slots any` lists when anybody is free";
  }
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
      if (absl::StrContains(status.message(), "TLS") ||
          absl::StrContains(status.message(), "certificate")) {
        return "--tls-ca FILE says whose certificates to believe, --tls those "
               "of the system's CAs; --tls-certificate and --tls-key say who "
               "asks";
      }
      return "is a server running there? `rapport doctor` looks; --address or "
             "RAPPORT_ADDRESS says where";
    case absl::StatusCode::kDeadlineExceeded:
      return "--timeout gives it longer";
    case absl::StatusCode::kPermissionDenied:
      return "--as ROLE[:principal] asks as somebody else";
    case absl::StatusCode::kUnauthenticated:
      return "a server takes this program's word for who asks only if it was "
             "started with --trust-caller-metadata";
    case absl::StatusCode::kNotFound:
      return "check the id, and the brand (--brand)";
    case absl::StatusCode::kAborted:
      return "look at it again, then repeat";
    default:
      break;
  }
  if (absl::StartsWith(reason, "SLOT_")) {
    return "`rapport slots` lists what is free";
  }
  if (reason == "SESSION_FULL") {
    return "`rapport sessions list --seats-left N` lists those that have so "
           "many; `rapport waitlist join` waits for seats";
  }
  return "";
}

// The violations that the message does not tell already.
std::string Untold(const absl::Status& status, const ErrorDetails& details) {
  std::string text;
  for (const FieldViolation& violation : details.violations) {
    if (absl::StrContains(status.message(), violation.description)) continue;
    absl::StrAppend(&text, "; ", violation.field, ": ", violation.description);
  }
  return text;
}

}  // namespace

std::string ErrorText(const absl::Status& status) {
  const ErrorDetails details = DetailsOf(status);
  std::string text =
      absl::StrCat("error: ", status.message(), Untold(status, details));
  if (status.message().empty()) absl::StrAppend(&text, "no message");
  const std::string code = absl::StatusCodeToString(status.code());
  const bool says_more = !details.reason.empty() && details.reason != code;
  absl::StrAppend(&text, " [", code, says_more ? " " : "",
                  says_more ? details.reason : "", "]");
  text = Printable(text);
  if (!details.localized_message.empty()) {
    absl::StrAppend(&text, "\n", Printable(details.localized_message));
  }
  const absl::string_view hint = HintOf(status);
  if (!hint.empty()) absl::StrAppend(&text, "\nhint: ", hint);
  return text;
}

nlohmann::ordered_json ErrorJson(const absl::Status& status) {
  const ErrorDetails details = DetailsOf(status);
  nlohmann::ordered_json error;
  error["code"] = absl::StatusCodeToString(status.code());
  if (!details.reason.empty()) error["reason"] = details.reason;
  error["message"] = std::string(status.message());
  for (const FieldViolation& violation : details.violations) {
    error["violations"].push_back(
        {{"field", violation.field}, {"description", violation.description}});
  }
  if (!details.metadata.empty()) error["metadata"] = details.metadata;
  if (!details.localized_message.empty()) {
    error["localized_message"] = {{"locale", details.locale},
                                  {"message", details.localized_message}};
  }
  const absl::string_view hint = HintOf(status);
  if (!hint.empty()) error["hint"] = std::string(hint);
  return {{"error", error}};
}

}  // namespace rapport::cli
