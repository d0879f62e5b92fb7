#include "tests/support/http_server.h"

#include <civetweb.h>

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace rapport::test {
namespace {

int KeepQuiet(const mg_connection*, const char*) { return 1; }

HttpRequest RequestOf(const mg_connection* connection) {
  const mg_request_info& info = *mg_get_request_info(connection);
  HttpRequest request = {.path = info.local_uri_raw,
                         .query = info.query_string ? info.query_string : "",
                         .headers = ""};
  for (int i = 0; i < info.num_headers; ++i) {
    absl::StrAppend(&request.headers,
                    absl::AsciiStrToLower(info.http_headers[i].name), ": ",
                    info.http_headers[i].value, "\n");
  }
  return request;
}

}  // namespace

bool HttpRequest::Has(const std::string& line) const {
  return absl::StrContains(absl::StrCat("\n", headers),
                           absl::StrCat("\n", line, "\n"));
}

HttpServer::HttpServer(Answer answer) : answer_(std::move(answer)) {
  mg_callbacks callbacks = {};
  callbacks.begin_request = &HttpServer::OnRequest;
  callbacks.log_message = &KeepQuiet;
  callbacks.log_access = &KeepQuiet;
  const char* options[] = {
      "listening_ports",   "127.0.0.1:0", "num_threads", "8",
      "enable_keep_alive", "no",          nullptr};
  mg_init_library(MG_FEATURES_DEFAULT);
  context_ = mg_start(&callbacks, this, options);
  mg_server_port port = {};
  EXPECT_NE(context_, nullptr);
  if (context_ == nullptr) return;
  EXPECT_EQ(mg_get_server_ports(context_, 1, &port), 1);
  port_ = port.port;
  uri_ = absl::StrCat("http://127.0.0.1:", port_);
}

HttpServer::~HttpServer() {
  if (context_ != nullptr) mg_stop(context_);
}

int HttpServer::OnRequest(mg_connection* connection) {
  const auto* const self = static_cast<const HttpServer*>(
      mg_get_user_data(mg_get_context(connection)));
  const std::string answer = self->answer_(RequestOf(connection));
  mg_write(connection, answer.data(), answer.size());
  return 200;
}

}  // namespace rapport::test
