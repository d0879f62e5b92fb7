// Calendars of others over HTTP, from a server on loopback.
#include "server/calendar_fetcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "server/feed_server.h"
#include "server/vocabulary/error.h"
#include "tests/support/certificates.h"
#include "tests/support/http_server.h"
#include "tests/support/tls_server.h"
#include "tests/transport/temp_folder.h"

namespace rapport {
namespace {

using calendar::FetchedCalendar;
using calendar::Validators;
using test::HttpRequest;
using test::HttpServer;
using ::testing::AnyOf;

std::string Ok(const std::string& body, const std::string& headers = "") {
  return absl::StrCat("HTTP/1.1 200 OK\r\n", headers,
                      "Content-Length: ", body.size(), "\r\n\r\n", body);
}
std::string To(const std::string& uri, int code = 302) {
  return absl::StrCat("HTTP/1.1 ", code, " Found\r\nLocation: ", uri,
                      "\r\nContent-Length: 5\r\n\r\nmoved");
}

CalendarFetcherOptions Loopback() {
  return {.allow_private = true, .allow_http = true};
}

absl::StatusOr<FetchedCalendar> Fetch(
    const std::string& uri, const CalendarFetcherOptions& options = Loopback(),
    const Validators& known = {}) {
  return CalendarFetcher(options).Fetch(uri, known, [] { return false; });
}

// The text, or the reason why there is none.
std::string Told(const std::string& uri,
                 const CalendarFetcherOptions& options = Loopback()) {
  const absl::StatusOr<FetchedCalendar> fetched = Fetch(uri, options);
  if (fetched.ok()) return fetched->text;
  EXPECT_TRUE(absl::IsUnavailable(fetched.status()));
  EXPECT_FALSE(absl::StrContains(fetched.status().ToString(), "127.0.0.1"));
  return ReasonOf(fetched.status());
}

TEST(CalendarFetcher, ReadsACalendarAndHowToAskForItAgain) {
  HttpRequest heard;
  const HttpServer server([&](const HttpRequest& request) {
    heard = request;
    return Ok("calendar",
              "ETag: \"a\"\r\nLast-Modified: Mon, 01 Jun 2026 09:00:00 GMT\r\n"
              "Set-Cookie: a=b\r\n");
  });
  const auto fetched = Fetch(server.uri() + "/a/b?c=d");
  ASSERT_TRUE(fetched.ok()) << fetched.status();
  EXPECT_EQ(fetched->text, "calendar");
  EXPECT_FALSE(fetched->unchanged);
  EXPECT_EQ(fetched->validators.etag, "\"a\"");
  EXPECT_EQ(fetched->validators.last_modified, "Mon, 01 Jun 2026 09:00:00 GMT");
  EXPECT_EQ(heard.path, "/a/b");
  EXPECT_EQ(heard.query, "c=d");
  EXPECT_TRUE(heard.Has("accept: text/calendar")) << heard.headers;
  for (const char* name : {"cookie:", "authorization:", "if-none-match:",
                           "if-modified-since:", "referer:"}) {
    EXPECT_FALSE(absl::StrContains(heard.headers, name)) << heard.headers;
  }
}

TEST(CalendarFetcher, AsksForWhatHasChanged) {
  HttpRequest heard;
  const HttpServer server([&](const HttpRequest& request) {
    heard = request;
    return std::string("HTTP/1.1 304 Not Modified\r\n\r\n");
  });
  const auto fetched = Fetch(server.uri(), Loopback(),
                             {"W/\"a\"", "Mon, 01 Jun 2026 09:00:00 GMT"});
  ASSERT_TRUE(fetched.ok()) << fetched.status();
  EXPECT_TRUE(fetched->unchanged);
  EXPECT_TRUE(heard.Has("if-none-match: W/\"a\"")) << heard.headers;
  EXPECT_TRUE(heard.Has("if-modified-since: Mon, 01 Jun 2026 09:00:00 GMT"))
      << heard.headers;
  // Nobody asked.
  EXPECT_EQ(Told(server.uri()), "HTTP_304");
}

TEST(CalendarFetcher, SaysWhatWasAnsweredInstead) {
  const HttpServer server([](const HttpRequest& request) {
    return absl::StrCat("HTTP/1.1 ", request.path.substr(1),
                        " No\r\nContent-Length: 2\r\n\r\nno");
  });
  for (const int code : {400, 401, 403, 404, 410, 429, 500, 503}) {
    EXPECT_EQ(Told(absl::StrCat(server.uri(), "/", code)),
              absl::StrCat("HTTP_", code));
  }
}

TEST(CalendarFetcher, UndoesNoEncodingOfTheTransfer) {
  std::string encoding;
  const HttpServer server([&](const HttpRequest&) {
    return absl::StrCat("HTTP/1.1 200 OK\r\nTransfer-Encoding: ", encoding,
                        "\r\n\r\n8\r\ncalendar\r\n0\r\n\r\n");
  });
  for (const char* each : {"chunked", " Chunked "}) {
    encoding = each;
    EXPECT_EQ(Told(server.uri()), "calendar");
  }
  for (const char* each :
       {"gzip", "gzip, chunked", "deflate", "zstd, gzip", "x-gzip", ""}) {
    encoding = each;
    EXPECT_EQ(Told(server.uri()), "NO_CONNECTION") << each;
  }
}

TEST(CalendarFetcher, FollowsThreeRedirectionsAndNoMore) {
  std::string base;
  const HttpServer server([&](const HttpRequest& request) {
    if (request.path == "/0") return Ok("calendar", "ETag: \"last\"\r\n");
    const int left = request.path[1] - '0';
    return To(absl::StrCat(base, "/", left - 1));
  });
  base = server.uri();
  const auto fetched = Fetch(base + "/3");
  ASSERT_TRUE(fetched.ok()) << fetched.status();
  EXPECT_EQ(fetched->text, "calendar");
  EXPECT_EQ(fetched->validators.etag, "\"last\"");
  EXPECT_EQ(Told(base + "/4"), "REDIRECTED");
}

TEST(CalendarFetcher, KeepsNoValidatorOfARedirection) {
  std::string base;
  const HttpServer server([&](const HttpRequest& request) {
    if (request.path == "/0") return Ok("calendar");
    return absl::StrCat("HTTP/1.1 301 Moved\r\nETag: \"first\"\r\nLocation: ",
                        base, "/0\r\nContent-Length: 0\r\n\r\n");
  });
  base = server.uri();
  const auto fetched = Fetch(base + "/1");
  ASSERT_TRUE(fetched.ok()) << fetched.status();
  EXPECT_TRUE(fetched->validators.empty());
}

TEST(CalendarFetcher, FollowsToNothingElse) {
  std::string target;
  std::atomic<int> asked = 0;
  const HttpServer server([&](const HttpRequest&) {
    ++asked;
    return To(target);
  });
  const std::string credentials =
      absl::StrCat("http://me:word@127.0.0.1:", server.port(), "/");
  for (const std::string& to :
       {std::string("file:///etc/passwd"), std::string("ftp://127.0.0.1/"),
        std::string("gopher://127.0.0.1:1/"), std::string("dict://127.0.0.1/"),
        credentials}) {
    target = to;
    asked = 0;
    EXPECT_EQ(Told(server.uri()), "REDIRECTED") << to;
    EXPECT_EQ(asked, 1) << to;
  }
}

// As main has it, but that plain HTTP may be asked for.
TEST(CalendarFetcher, ConnectsToNoAddressOfItsOwnNetwork) {
  std::atomic<int> asked = 0;
  const HttpServer server([&](const HttpRequest&) {
    ++asked;
    return Ok("calendar");
  });
  const CalendarFetcherOptions options = {.allow_http = true};
  const std::string port = absl::StrCat(":", server.port(), "/");
  for (const char* host : {"127.0.0.1", "localhost", "[::ffff:127.0.0.1]",
                           "2130706433", "0x7f.1", "0.0.0.0", "127.1"}) {
    EXPECT_EQ(Told(absl::StrCat("http://", host, port), options), "NOT_PUBLIC")
        << host;
  }
  EXPECT_EQ(Told("http://169.254.169.254/latest/meta-data", options),
            "NOT_PUBLIC");
  EXPECT_EQ(Told("http://[fe80::1]/", options), "NOT_PUBLIC");
  EXPECT_EQ(asked, 0);
}

TEST(CalendarFetcher, AsksByHttpsOnly) {
  std::atomic<int> asked = 0;
  const HttpServer server([&](const HttpRequest&) {
    ++asked;
    return Ok("calendar");
  });
  EXPECT_EQ(Told(server.uri(), {.allow_private = true}), "REDIRECTED");
  EXPECT_EQ(asked, 0);
}

TEST(CalendarFetcher, UsesNoProxyOfItsEnvironment) {
  std::atomic<int> proxied = 0;
  const HttpServer proxy([&](const HttpRequest&) {
    ++proxied;
    return Ok("proxy");
  });
  const HttpServer server([](const HttpRequest&) { return Ok("calendar"); });
  setenv("http_proxy", proxy.uri().c_str(), 1);
  setenv("all_proxy", proxy.uri().c_str(), 1);
  EXPECT_EQ(Told(server.uri()), "calendar");
  unsetenv("http_proxy");
  unsetenv("all_proxy");
  EXPECT_EQ(proxied, 0);
}

TEST(CalendarFetcher, ReadsNoMoreThanACalendarMayBeLong) {
  std::string body(calendar::kFetchedBytesMax, 'x');
  bool says_length = true;
  const HttpServer server([&](const HttpRequest&) {
    return says_length ? Ok(body)
                       : absl::StrCat("HTTP/1.1 200 OK\r\n\r\n", body);
  });
  EXPECT_EQ(Told(server.uri()), body);
  body += 'x';
  EXPECT_EQ(Told(server.uri()), "TOO_LONG");
  says_length = false;
  EXPECT_EQ(Told(server.uri()), "TOO_LONG");
}

TEST(CalendarFetcher, KeepsNoValidatorThatIsTooLong) {
  const HttpServer server([](const HttpRequest&) {
    return Ok("calendar",
              absl::StrCat("ETag: \"", std::string(1000, 'a'), "\"\r\n"));
  });
  const auto fetched = Fetch(server.uri());
  ASSERT_TRUE(fetched.ok()) << fetched.status();
  EXPECT_TRUE(fetched->validators.empty());
}

// A server that answers when it is told to.
class SlowServer {
 public:
  SlowServer()
      : server_([this](const HttpRequest&) {
          std::unique_lock lock(mutex_);
          asked_ = true;
          changed_.notify_all();
          changed_.wait(lock, [this] { return go_on_; });
          return Ok("late");
        }) {}
  ~SlowServer() {
    {
      const std::lock_guard lock(mutex_);
      go_on_ = true;
    }
    changed_.notify_all();
  }
  const std::string& uri() const { return server_.uri(); }
  bool asked() {
    const std::lock_guard lock(mutex_);
    return asked_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool asked_ = false;
  bool go_on_ = false;
  HttpServer server_;  // last: its end waits for what uses the rest
};

TEST(CalendarFetcher, GivesUpInTime) {
  const SlowServer server;
  CalendarFetcherOptions options = Loopback();
  options.timeout = absl::Milliseconds(200);
  EXPECT_EQ(Told(server.uri(), options), "TIMEOUT");
}

TEST(CalendarFetcher, EndsSoonOnceItIsStopped) {
  SlowServer server;
  const absl::Time start = absl::Now();
  const auto fetched = CalendarFetcher(Loopback()).Fetch(server.uri(), {}, [&] {
    return server.asked();
  });
  EXPECT_FALSE(fetched.ok());
  EXPECT_LT(absl::Now() - start, absl::Seconds(8));
}

TEST(CalendarFetcher, SaysThatNobodyIsThere) {
  std::string uri;
  {
    const HttpServer server([](const HttpRequest&) { return Ok(""); });
    uri = server.uri();
  }
  EXPECT_EQ(Told(uri), "NO_CONNECTION");
  // Where no name can be asked for, that may take longer than all may.
  EXPECT_THAT(Told("http://cal.invalid/"), AnyOf("HOST_NOT_FOUND", "TIMEOUT"));
}

TEST(CalendarFetcher, TrustsOnlyCertificatesOfItsCas) {
  const transport::TempFolder folder;
  const test::TestCa ca(folder.File(""));
  const test::TestCa other(folder.File(""), "other");
  const test::CertificateFiles files = ca.Issue("server");
  const test::TlsServer server(files, Ok("calendar"));
  CalendarFetcherOptions options = {.allow_private = true};
  EXPECT_EQ(Told(server.uri(), options), "NOT_TRUSTED");
  options.ca_file = other.certificate();
  EXPECT_EQ(Told(server.uri(), options), "NOT_TRUSTED");
  options.ca_file = ca.certificate();
  EXPECT_EQ(Told(server.uri(), options), "calendar");
}

// What one server serves, another reads.
TEST(CalendarFetcher, ReadsWhatAFeedServerServes) {
  FeedServer server([](absl::string_view token) {
    return absl::StatusOr<std::string>(token);
  });
  ASSERT_TRUE(server.Start("127.0.0.1:0").ok());
  const std::string uri =
      absl::StrCat("http://", server.address(), "/calendars/t0ken.ics");
  const auto fetched = Fetch(uri);
  ASSERT_TRUE(fetched.ok()) << fetched.status();
  EXPECT_EQ(fetched->text, "t0ken");
  const auto again = Fetch(uri, Loopback(), fetched->validators);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->unchanged);
}

}  // namespace
}  // namespace rapport
