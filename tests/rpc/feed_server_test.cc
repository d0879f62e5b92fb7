// The server of calendars by itself, over whatever is to be served.
#include "server/feed_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/support/http_get.h"

namespace rapport {
namespace {

using ::testing::AnyOf;
using ::testing::Each;

std::unique_ptr<FeedServer> Serve(FeedServer::Read read) {
  auto server = std::make_unique<FeedServer>(std::move(read));
  const absl::Status started = server->Start("127.0.0.1:0");
  EXPECT_TRUE(started.ok()) << started;
  return server;
}

HttpAnswer Get(const FeedServer& server, const std::string& token) {
  return HttpAsk(server.address(), "GET",
                 absl::StrCat("/calendars/", token, ".ics"));
}

TEST(FeedServer, HandsOnWhatStandsInThePathAsItIs) {
  std::string heard;
  const auto server = Serve([&](absl::string_view token) {
    heard = std::string(token);
    return absl::StatusOr<std::string>("calendar");
  });
  EXPECT_EQ(Get(*server, "t0ken").body, "calendar");
  EXPECT_EQ(heard, "t0ken");
  EXPECT_EQ(HttpAsk(server->address(), "GET", "/calendars/t.ics?a=b").body,
            "calendar");
  EXPECT_EQ(heard, "t");
}

TEST(FeedServer, TagsEqualCalendarsAlikeOnEveryServer) {
  const auto read = [](absl::string_view token) {
    return absl::StatusOr<std::string>(token.substr(0, 1));
  };
  const auto one = Serve(read);
  const auto two = Serve(read);
  EXPECT_EQ(Get(*one, "a").Header("etag"), Get(*two, "a2").Header("etag"));
  EXPECT_NE(Get(*one, "a").Header("etag"), Get(*one, "b").Header("etag"));
}

TEST(FeedServer, TellsWhatIsNotThereFromWhatCannotBeRead) {
  const auto server = Serve([](absl::string_view token) {
    return absl::StatusOr<std::string>(
        token == "gone" ? absl::NotFoundError("none")
                        : absl::DeadlineExceededError("slow"));
  });
  EXPECT_EQ(Get(*server, "gone").code, 404);
  EXPECT_EQ(Get(*server, "slow").code, 503);
  EXPECT_EQ(Get(*server, "slow").body, "");
}

TEST(FeedServer, ServesLargeCalendarsWhole) {
  const std::string large(3'000'000, 'x');
  const auto server = Serve(
      [&](absl::string_view) { return absl::StatusOr<std::string>(large); });
  EXPECT_EQ(Get(*server, "a").body, large);
}

// More callers than threads, and an end while they are being answered.
TEST(FeedServer, EndsOnceThoseUnderWayAreAnswered) {
  std::mutex mutex;
  std::condition_variable changed;
  int under_way = 0;
  bool go_on = false;
  auto server = Serve([&](absl::string_view) {
    std::unique_lock<std::mutex> lock(mutex);
    ++under_way;
    changed.notify_all();
    changed.wait(lock, [&] { return go_on; });
    return absl::StatusOr<std::string>("calendar");
  });
  const std::string address = server->address();
  std::vector<int> codes(4);
  std::vector<std::thread> callers;
  for (int& code : codes) {
    callers.emplace_back(
        [&] { code = HttpAsk(address, "GET", "/calendars/a.ics").code; });
  }
  {
    std::unique_lock<std::mutex> lock(mutex);
    changed.wait(lock, [&] { return under_way == 4; });
    go_on = true;
    changed.notify_all();
  }
  server.reset();
  for (std::thread& caller : callers) caller.join();
  EXPECT_THAT(codes, Each(AnyOf(200, 0)));  // 0: it was cut off
  EXPECT_EQ(HttpAsk(address, "GET", "/calendars/a.ics").code, 0);
}

TEST(FeedServer, AnswersManyAtOnceAndStrangersBesides) {
  std::atomic<int> read = 0;
  const auto server = Serve([&](absl::string_view token) {
    ++read;
    return absl::StatusOr<std::string>(token);
  });
  constexpr int kCallers = 16;
  constexpr int kEach = 8;
  std::vector<std::thread> callers;
  for (int i = 0; i < kCallers; ++i) {
    callers.emplace_back([&, i] {
      for (int j = 0; j < kEach; ++j) {
        const std::string token = absl::StrCat(i, "-", j);
        if (i % 4 == 0) HttpSend(server->address(), "nonsense\r\n\r\n");
        EXPECT_EQ(Get(*server, token).body, token);
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(read, kCallers * kEach);
}

TEST(FeedServer, CannotServeWhereItCannotListen) {
  FeedServer server([](absl::string_view) { return std::string(); });
  EXPECT_TRUE(absl::IsFailedPrecondition(server.Start("nonsense")));
}

}  // namespace
}  // namespace rapport
