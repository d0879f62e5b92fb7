#include "server/feed_server.h"

#include <civetweb.h>

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "server/vocabulary/secret.h"

namespace rapport {
namespace {

// Calendar programs ask a few times an hour. Requests served at once, and
// connections that wait for one of them. A connection has a thread to itself
// until its request is there, so there are more than are busy.
constexpr char kThreads[] = "32";
constexpr char kQueue[] = "64";
// A path and some headers.
constexpr char kRequestBytesMax[] = "8192";
// For a request to come whole, and for each piece of its answer to be taken.
constexpr char kTimeoutMs[] = "2000";
// Of the hash; as many bits as the token has.
constexpr size_t kTagBytes = 16;

int KeepQuiet(const mg_connection*, const char*) { return 1; }

// Weak or not: they are compared weakly (RFC 9110, 13.1.2).
bool IsAmong(absl::string_view tag, absl::string_view if_none_match) {
  for (absl::string_view each : absl::StrSplit(if_none_match, ',')) {
    each = absl::StripAsciiWhitespace(each);
    if (each == "*") return true;
    absl::ConsumePrefix(&each, "W/");
    if (each == tag) return true;
  }
  return false;
}

absl::string_view TextOf(const char* text) {
  return text == nullptr ? absl::string_view() : text;
}

absl::string_view PhraseOf(int code) {
  switch (code) {
    case 200:
      return "OK";
    case 304:
      return "Not Modified";
    case 404:
      return "Not Found";
    case 503:
      return "Service Unavailable";
    default:
      return "Error";
  }
}

}  // namespace

struct FeedServer::Answer {
  int code = 404;
  std::string headers;
  std::string body;
  bool is_head = false;
};

namespace {

void Send(mg_connection* connection, int code, absl::string_view headers,
          absl::string_view body, bool is_head) {
  const std::string head = absl::StrCat(
      "HTTP/1.1 ", code, " ", PhraseOf(code), "\r\n", headers,
      code == 304 ? "" : absl::StrCat("Content-Length: ", body.size(), "\r\n"),
      "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n");
  mg_write(connection, head.data(), head.size());
  if (!is_head && !body.empty()) {
    mg_write(connection, body.data(), body.size());
  }
}

}  // namespace

FeedServer::~FeedServer() {
  if (context_ != nullptr) mg_stop(context_);
}

absl::Status FeedServer::Start(const std::string& address) {
  mg_callbacks callbacks = {};
  callbacks.begin_request = &FeedServer::OnRequest;
  callbacks.http_error = &FeedServer::OnError;
  callbacks.log_message = &KeepQuiet;
  callbacks.log_access = &KeepQuiet;
  // No document_root: there are no files.
  const char* options[] = {"listening_ports",
                           address.c_str(),
                           "num_threads",
                           kThreads,
                           "connection_queue",
                           kQueue,
                           "max_request_size",
                           kRequestBytesMax,
                           "request_timeout_ms",
                           kTimeoutMs,
                           "enable_keep_alive",
                           "no",
                           nullptr};
  mg_init_library(MG_FEATURES_DEFAULT);
  context_ = mg_start(&callbacks, this, options);
  mg_server_port port = {};
  if (context_ == nullptr || mg_get_server_ports(context_, 1, &port) != 1) {
    return absl::FailedPreconditionError(absl::StrCat(
        "cannot serve calendars on ", address, "; is another program there?"));
  }
  address_ =
      absl::StrCat(address.substr(0, address.rfind(':')), ":", port.port);
  return absl::OkStatus();
}

int FeedServer::OnRequest(mg_connection* connection) {
  const auto* const self = static_cast<const FeedServer*>(
      mg_get_user_data(mg_get_context(connection)));
  const Answer answer = self->AnswerTo(connection);
  Send(connection, answer.code, answer.headers, answer.body, answer.is_head);
  return answer.code;
}

// What is no request at all.
int FeedServer::OnError(mg_connection* connection, int code, const char*) {
  Send(connection, code, "", "", /*is_head=*/false);
  return 0;
}

FeedServer::Answer FeedServer::AnswerTo(const mg_connection* connection) const {
  const mg_request_info& asked = *mg_get_request_info(connection);
  Answer answer;
  const absl::string_view method = TextOf(asked.request_method);
  answer.is_head = method == "HEAD";
  absl::string_view path = TextOf(asked.local_uri_raw);
  if ((method != "GET" && !answer.is_head) ||
      !absl::ConsumePrefix(&path, "/calendars/") ||
      !absl::ConsumeSuffix(&path, ".ics")) {
    return answer;
  }
  absl::StatusOr<std::string> calendar = read_(path);
  if (absl::IsNotFound(calendar.status())) return answer;
  if (!calendar.ok()) {
    // It may be there: a program told 404 would forget the address.
    answer.code = 503;
    answer.headers = "Retry-After: 60\r\n";
    return answer;
  }
  const std::string tag = absl::StrCat(
      "\"", absl::BytesToHexString(Sha256(*calendar).substr(0, kTagBytes)),
      "\"");
  answer.headers =
      absl::StrCat("ETag: ", tag, "\r\nCache-Control: private, no-cache\r\n");
  if (IsAmong(tag, TextOf(mg_get_header(connection, "If-None-Match")))) {
    answer.code = 304;
    return answer;
  }
  answer.code = 200;
  absl::StrAppend(&answer.headers,
                  "Content-Type: text/calendar; charset=utf-8\r\n");
  answer.body = *std::move(calendar);
  return answer;
}

}  // namespace rapport
