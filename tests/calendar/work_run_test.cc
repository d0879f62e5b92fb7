#include "server/calendar/work_run.h"

#include <vector>

#include "gtest/gtest.h"
#include "tests/calendar/written.h"

namespace rapport::calendar {
namespace {

constexpr Channel kVideo = Channel::kVideo;
constexpr Channel kChat = Channel::kChat;

WorkSpan Span(const char* start, const char* end, uint8_t store,
              ChannelSet channels) {
  return {{Utc(absl::StrCat("2026-06-01 ", start)),
           Utc(absl::StrCat("2026-06-01 ", end))},
          Store(store),
          channels};
}

std::vector<WorkSpan> ADay() {
  return {
      Span("09:00", "10:00", 1, {kVideo, kChat}),
      Span("10:00", "11:00", 1, {kVideo}),
      Span("11:00", "12:00", 2, {kVideo, kChat}),
      Span("12:05", "13:00", 2, {kVideo}),
  };
}

TEST(NextRun, JoinsTouchingSpansOfOneStoreOnTheChannel) {
  const std::vector<WorkSpan> spans = ADay();
  const auto run = NextRun(spans, 0, kVideo, std::nullopt);
  ASSERT_TRUE(run.has_value());
  EXPECT_EQ(Written(run->interval), "2026-06-01T09:00/11:00");
  EXPECT_EQ(run->store, Store(1));
  EXPECT_EQ(run->next, 2);
}

TEST(NextRun, EndsWhereTheNextSpanIsNotOnTheChannel) {
  const std::vector<WorkSpan> spans = ADay();
  const auto run = NextRun(spans, 0, kChat, std::nullopt);
  ASSERT_TRUE(run.has_value());
  EXPECT_EQ(Written(run->interval), "2026-06-01T09:00/10:00");
  EXPECT_EQ(Written(NextRun(spans, run->next, kChat, std::nullopt)->interval),
            "2026-06-01T11:00/12:00");
}

TEST(NextRun, EndsAtAnotherStoreAndAtABreakOfFiveMinutes) {
  const std::vector<WorkSpan> spans = ADay();
  EXPECT_EQ(Written(NextRun(spans, 2, kVideo, std::nullopt)->interval),
            "2026-06-01T11:00/12:00");
}

TEST(NextRun, SkipsWhatIsNotAtTheStore) {
  const std::vector<WorkSpan> spans = ADay();
  EXPECT_EQ(Written(NextRun(spans, 0, kVideo, Store(2))->interval),
            "2026-06-01T11:00/12:00");
  EXPECT_FALSE(NextRun(spans, 0, kVideo, Store(3)).has_value());
}

TEST(NextRun, IsNoneAfterTheLast) {
  const std::vector<WorkSpan> spans = ADay();
  EXPECT_FALSE(NextRun(spans, 4, kVideo, std::nullopt).has_value());
  EXPECT_FALSE(NextRun({}, 0, kVideo, std::nullopt).has_value());
  EXPECT_FALSE(NextRun(spans, 0, Channel::kSms, std::nullopt).has_value());
}

TEST(RunAt, HoldsItsFirstInstantAndNotItsLast) {
  const std::vector<WorkSpan> spans = ADay();
  const auto at = [&](const char* time) {
    return RunAt(spans, Utc(absl::StrCat("2026-06-01 ", time)), kVideo,
                 std::nullopt);
  };
  EXPECT_FALSE(at("08:55").has_value());
  EXPECT_EQ(Written(at("09:00")->interval), "2026-06-01T09:00/11:00");
  EXPECT_EQ(Written(at("10:55")->interval), "2026-06-01T10:00/11:00");
  EXPECT_EQ(Written(at("11:00")->interval), "2026-06-01T11:00/12:00");
  EXPECT_FALSE(at("12:00").has_value());
  EXPECT_EQ(Written(at("12:05")->interval), "2026-06-01T12:05/13:00");
  EXPECT_FALSE(at("13:00").has_value());
}

TEST(RunAt, IsNoneWhereTheSpanIsOfAnotherStoreOrChannel) {
  const std::vector<WorkSpan> spans = ADay();
  const absl::Time time = Utc("2026-06-01 10:30");
  EXPECT_TRUE(RunAt(spans, time, kVideo, Store(1)).has_value());
  EXPECT_FALSE(RunAt(spans, time, kVideo, Store(2)).has_value());
  EXPECT_FALSE(RunAt(spans, time, kChat, std::nullopt).has_value());
}

}  // namespace
}  // namespace rapport::calendar
