// Calendars by an address: made by RPC, read over HTTP.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/strings/substitute.h"
#include "rapport/v1/booking_service.pb.h"
#include "rapport/v1/calendar_service.pb.h"
#include "server/feed_server.h"
#include "tests/rpc/rpc_world.h"
#include "tests/support/fakes/fake_feed_store.h"
#include "tests/support/http_get.h"

namespace rapport {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kBase[] = "https://feeds.example.com/acme";

// Made before the world that refers to it.
struct Feeds {
  calendar::FakeFeedStore store_;
  std::FILE* const log_ = std::tmpfile();
};

class FeedAddressTest : private Feeds, public RpcWorld {
 protected:
  explicit FeedAddressTest(const std::string& base_uri = kBase)
      : RpcWorld({.request_log = log_,
                  .feeds = {.store = &store_, .base_uri = base_uri}}) {
    MakeBrands();
    const absl::Status started = http_.Start("127.0.0.1:0");
    EXPECT_TRUE(started.ok()) << started;
  }
  ~FeedAddressTest() override {
    server_.reset();
    std::fclose(log_);
  }

  calendar::FakeFeedStore& store() { return store_; }
  std::string Log() {
    std::fflush(log_);
    std::rewind(log_);
    std::string text(1 << 20, '\0');
    text.resize(std::fread(text.data(), 1, text.size(), log_));
    return text;
  }
  static std::string About(const std::string& id,
                           const std::string& associate = kAna) {
    return absl::Substitute(R"(parent: "$0" request_id: "$1")", associate, id);
  }
  std::string Create(const std::string& id,
                     const std::string& associate = kAna) {
    return Associate(associate)
        .Get<v1::FeedAddress>("CalendarService/CreateFeedAddress",
                              About(id, associate))
        .uri();
  }
  // The path of a new address.
  std::string PathOf(const std::string& id,
                     const std::string& associate = kAna) {
    return Create(id, associate).substr(std::string(kBase).size());
  }
  HttpAnswer Get(absl::string_view path, absl::string_view headers = "") {
    return HttpAsk(http_.address(), "GET", path, headers);
  }
  std::string Told(const std::string& associate = kAna) {
    return Associate(associate)
        .Get<v1::CalendarFeed>("CalendarService/GetCalendarFeed",
                               absl::StrCat("parent: \"", associate, "\""))
        .calendar();
  }
  void Hold(const std::string& id, absl::string_view utc) {
    Shopper().Get<v1::Booking>("BookingService/HoldSlot", HoldText(id, utc));
  }

  FeedServer http_{[this](absl::string_view token) {
    return server_->feeds().Read(token, clock_.Now());
  }};
};

TEST_F(FeedAddressTest, TellsWhatTheAssociateMaySee) {
  Hold("hold-0001", "2026-03-03 15:00");
  const HttpAnswer answer = Get(PathOf("create-1"));
  EXPECT_EQ(answer.code, 200);
  EXPECT_EQ(answer.body, Told());
  EXPECT_THAT(answer.body, HasSubstr("Shopper: sam"));
  EXPECT_EQ(answer.Header("content-type"), "text/calendar; charset=utf-8");
  EXPECT_EQ(answer.Header("content-length"), absl::StrCat(answer.body.size()));
  EXPECT_EQ(answer.Header("cache-control"), "private, no-cache");
  // Another associate's knows nothing of it.
  EXPECT_THAT(Get(PathOf("create-2", kBo)).body, Not(HasSubstr("sam")));
}

TEST_F(FeedAddressTest, MakesAddressesThatNobodyCanGuess) {
  const std::string uri = Create("create-1");
  absl::string_view token = uri;
  ASSERT_TRUE(absl::ConsumePrefix(&token, absl::StrCat(kBase, "/calendars/")));
  ASSERT_TRUE(absl::ConsumeSuffix(&token, ".ics"));
  const auto read = calendar::FeedToken::Parse(token);
  ASSERT_TRUE(read.ok()) << token;
  EXPECT_NE(Create("create-2"), uri);
  // Only the hash is kept.
  Create("create-3", kBo);
  EXPECT_THAT(store().hashes(), SizeIs(2));
  for (const std::string& hash : store().hashes()) {
    EXPECT_EQ(hash.size(), 32u);
    EXPECT_FALSE(absl::StrContains(hash, read->stored()));
  }
}

TEST_F(FeedAddressTest, SaysWhereNothingHasChanged) {
  const std::string path = PathOf("create-1");
  const HttpAnswer first = Get(path);
  const std::string tag = first.Header("etag");
  ASSERT_THAT(tag, SizeIs(34));
  for (const std::string& known :
       {tag, "W/" + tag, "\"x\", " + tag, std::string("*")}) {
    const HttpAnswer again =
        Get(path, absl::StrCat("If-None-Match: ", known, "\r\n"));
    EXPECT_EQ(again.code, 304) << known;
    EXPECT_EQ(again.Header("etag"), tag);
    EXPECT_EQ(again.body, "");
  }
  EXPECT_EQ(Get(path, "If-None-Match: \"x\"\r\n").code, 200);
  Hold("hold-0001", "2026-03-03 15:00");
  const HttpAnswer changed =
      Get(path, absl::StrCat("If-None-Match: ", tag, "\r\n"));
  EXPECT_EQ(changed.code, 200);
  EXPECT_NE(changed.Header("etag"), tag);
}

TEST_F(FeedAddressTest, AnswersHeadWithoutTheCalendar) {
  const std::string path = PathOf("create-1");
  const HttpAnswer get = Get(path);
  const HttpAnswer head = HttpAsk(http_.address(), "HEAD", path);
  EXPECT_EQ(head.code, 200);
  EXPECT_EQ(head.headers, get.headers);
  EXPECT_EQ(head.body, "");
}

TEST_F(FeedAddressTest, HasNothingElse) {
  const std::string path = PathOf("create-1");
  std::string other = path;
  other[12] = other[12] == '0' ? '1' : '0';
  for (const std::string& each :
       {std::string("/"), std::string("/calendars"), std::string("/calendars/"),
        std::string("/calendars/.ics"), std::string("/metrics"), other,
        path + "/", path + "x", path.substr(0, path.size() - 4),
        absl::StrCat("/x/..", path), absl::StrCat("/calendars/..", path),
        std::string("/calendars/../../etc/passwd.ics"),
        std::string("/etc/passwd"),
        absl::StrCat("/calendars/", std::string(5000, 'a'), ".ics")}) {
    EXPECT_EQ(Get(each).code, 404) << each;
  }
  for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS"}) {
    EXPECT_EQ(
        HttpAsk(http_.address(), method, path, "Content-Length: 0\r\n").code,
        404)
        << method;
  }
  EXPECT_EQ(Get(path).code, 200);
}

TEST_F(FeedAddressTest, OutlivesWhatIsNoHttp) {
  for (const std::string& request :
       {std::string("\r\n\r\n"), std::string("GET\r\n\r\n"),
        std::string("GET / HTTP/9.9\r\n\r\n"), std::string(100, '\0'),
        absl::StrCat("GET /", std::string(20'000, 'a'), " HTTP/1.1\r\n\r\n")}) {
    EXPECT_THAT(HttpSend(http_.address(), request + "\r\n\r\n").body,
                IsEmpty());
  }
  EXPECT_EQ(Get(PathOf("create-1")).code, 200);
}

TEST_F(FeedAddressTest, AnswersManyAtOnce) {
  const std::string path = PathOf("create-1");
  std::vector<int> codes(32);
  std::vector<std::thread> threads;
  for (int& code : codes) {
    threads.emplace_back([&, this] { code = Get(path).code; });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(codes, Each(200));
}

TEST_F(FeedAddressTest, EndsTheAddressThatThereWas) {
  const std::string first = PathOf("create-1");
  const std::string second = PathOf("create-2");
  EXPECT_EQ(Get(first).code, 404);
  EXPECT_EQ(Get(second).code, 200);
  EXPECT_EQ(Associate(kAna).Told("CalendarService/RemoveFeedAddress",
                                 About("remove-1")),
            "OK");
  EXPECT_EQ(Get(second).code, 404);
  EXPECT_EQ(Associate(kAna).Told("CalendarService/RemoveFeedAddress",
                                 About("remove-2")),
            "OK");
}

TEST_F(FeedAddressTest, MakesNoneForARepeatedRequest) {
  const std::string path = PathOf("create-1");
  EXPECT_EQ(Create("create-1"), "");
  EXPECT_EQ(Get(path).code, 200);
}

TEST_F(FeedAddressTest, IsMadeForTheAssociateOnlyAndEndedByWhoeverKeepsIt) {
  const char kCreate[] = "CalendarService/CreateFeedAddress";
  for (const RpcClient& client : {Admin(), Manager(kNyc)}) {
    EXPECT_EQ(client.Told(kCreate, About("create-1")),
              "PERMISSION_DENIED NOT_YOURS_TO_SHARE");
  }
  for (const RpcClient& client :
       {Manager(kParis), Associate(kBo), AdminOf("other")}) {
    EXPECT_THAT(client.Told(kCreate, About("create-1")),
                testing::StartsWith("NOT_FOUND"));
    EXPECT_THAT(
        client.Told("CalendarService/RemoveFeedAddress", About("remove-1")),
        testing::StartsWith("NOT_FOUND"));
  }
  const std::string path = PathOf("create-1");
  EXPECT_EQ(Manager(kNyc).Told("CalendarService/RemoveFeedAddress",
                               About("remove-1")),
            "OK");
  EXPECT_EQ(Get(path).code, 404);
}

TEST_F(FeedAddressTest, RefusesWhatIsWrong) {
  for (const char* method : {"CreateFeedAddress", "RemoveFeedAddress"}) {
    const auto told = [&](const std::string& request) {
      return Associate(kAna).Told(absl::StrCat("CalendarService/", method),
                                  request);
    };
    EXPECT_EQ(told(R"(request_id: "request-1")"),
              "INVALID_ARGUMENT REQUIRED parent");
    EXPECT_EQ(told(About("request-1", "ana")),
              "INVALID_ARGUMENT MALFORMED parent");
    EXPECT_EQ(told(About("request-1", kNyc)),
              "INVALID_ARGUMENT MALFORMED parent");
    EXPECT_EQ(told(About("")), "INVALID_ARGUMENT REQUIRED request_id");
    EXPECT_EQ(told(About("short")), "INVALID_ARGUMENT MALFORMED request_id");
    EXPECT_EQ(told(About(std::string(65, 'a'))),
              "INVALID_ARGUMENT MALFORMED request_id");
  }
  EXPECT_THAT(store().hashes(), IsEmpty());
  Create("create-1");
  EXPECT_EQ(Associate(kAna).Told("CalendarService/RemoveFeedAddress",
                                 About("create-1")),
            "INVALID_ARGUMENT REQUEST_ID_REUSED request_id");
}

TEST_F(FeedAddressTest, TellsProgramsToComeBackWhereTheStoreIsAway) {
  const std::string path = PathOf("create-1");
  store().Fail(absl::UnavailableError("gone"));
  const HttpAnswer answer = Get(path);
  EXPECT_EQ(answer.code, 503);
  EXPECT_EQ(answer.Header("retry-after"), "60");
  store().Fail(absl::OkStatus());
  EXPECT_EQ(Get(path).code, 200);
}

TEST_F(FeedAddressTest, LeavesNoTokenInTheLog) {
  testing::internal::CaptureStderr();
  const std::string path = PathOf("create-1");
  Get(path);
  Get(path + "x");
  HttpSend(http_.address(), absl::StrCat("GET ", path, " HTTP/9\r\n\r\n"));
  const std::string token = path.substr(11, 26);
  EXPECT_THAT(Log(), HasSubstr("CreateFeedAddress"));
  EXPECT_THAT(Log(), Not(HasSubstr(token)));
  EXPECT_THAT(testing::internal::GetCapturedStderr(), Not(HasSubstr(token)));
}

TEST_F(FeedAddressTest, HasNoPortThatIsTaken) {
  FeedServer second([](absl::string_view) { return std::string(); });
  EXPECT_TRUE(absl::IsFailedPrecondition(second.Start(http_.address())));
}

class NoFeedsTest : public FeedAddressTest {
 protected:
  NoFeedsTest() : FeedAddressTest("") {}
};

TEST_F(NoFeedsTest, SaysThatNoneAreServed) {
  EXPECT_EQ(Associate(kAna).Told("CalendarService/CreateFeedAddress",
                                 About("create-1")),
            "FAILED_PRECONDITION FEEDS_NOT_SERVED");
  EXPECT_THAT(store().hashes(), IsEmpty());
}

}  // namespace
}  // namespace rapport
