#include "server/calendar/busy_source.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/vocabulary/error.h"
#include "tests/calendar/written.h"

namespace rapport::calendar {
namespace {

BusySource Source(const std::string& id, size_t intervals) {
  BusySource source;
  source.id = id;
  const absl::Time start = Utc("2026-01-01 00:00");
  for (size_t i = 0; i < intervals; ++i) {
    const absl::Time at = start + absl::Hours(1) * static_cast<int64_t>(i);
    source.time.intervals.push_back({at, at + kTick});
  }
  return source;
}

TEST(CheckBusySourceId, TakesWordsThatFitInAFlag) {
  for (const std::string& id :
       {std::string("a"), std::string("9"), std::string("my-calendar-2"),
        std::string(40, 'x')}) {
    EXPECT_TRUE(CheckBusySourceId(id).ok()) << id;
  }
  EXPECT_EQ(ReasonOf(CheckBusySourceId("")), "REQUIRED");
  for (const std::string& id :
       {std::string(41, 'x'), std::string("A"), std::string("-a"),
        std::string("a-"), std::string("a b"), std::string("\0", 1)}) {
    EXPECT_EQ(ReasonOf(CheckBusySourceId(id)), "MALFORMED") << id;
  }
}

TEST(SameBusyIn, LooksAtNothingOutside) {
  const absl::Time start = Utc("2026-01-01 00:00");
  const auto at = [&](int from, int to) {
    return Interval{start + from * kTick, start + to * kTick};
  };
  const BusyTime a = {{at(0, 4), at(10, 12), at(20, 21)}, 1, 2, 3};
  const BusyTime b = {{at(2, 4), at(10, 14)}, 0, 0, 0};
  EXPECT_TRUE(SameBusyIn(at(2, 12), a, b));
  EXPECT_TRUE(SameBusyIn(at(4, 10), a, b));
  EXPECT_TRUE(SameBusyIn(at(5, 5), a, b));
  EXPECT_FALSE(SameBusyIn(at(1, 12), a, b));
  EXPECT_FALSE(SameBusyIn(at(2, 13), a, b));
  EXPECT_FALSE(SameBusyIn(at(14, 21), a, b));
}

TEST(PutBusySource, AddsOrReplaces) {
  std::vector<BusySource> sources;
  EXPECT_TRUE(PutBusySource(Source("a", 1), sources).ok());
  EXPECT_TRUE(PutBusySource(Source("b", 2), sources).ok());
  EXPECT_TRUE(PutBusySource(Source("a", 3), sources).ok());
  ASSERT_EQ(sources.size(), 2u);
  EXPECT_EQ(*FindBusySource(sources, "a"), Source("a", 3));
  EXPECT_EQ(FindBusySource(sources, "c"), nullptr);
}

TEST(PutBusySource, RefusesOneSourceTooMany) {
  std::vector<BusySource> sources;
  for (size_t i = 0; i < kBusySourcesMax; ++i) {
    EXPECT_TRUE(PutBusySource(Source(absl::StrCat(i), 1), sources).ok());
  }
  const std::vector<BusySource> before = sources;
  const absl::Status refused = PutBusySource(Source("x", 1), sources);
  EXPECT_EQ(ReasonOf(refused), "TOO_MANY");
  EXPECT_EQ(FieldProblemsOf(refused).at(0).field, "source_id");
  EXPECT_EQ(sources, before);
  EXPECT_TRUE(PutBusySource(Source("0", 2), sources).ok());
}

TEST(PutBusySource, RefusesOneIntervalTooMany) {
  std::vector<BusySource> sources;
  EXPECT_TRUE(PutBusySource(Source("a", kBusyIntervalsMax - 1), sources).ok());
  const absl::Status refused = PutBusySource(Source("b", 2), sources);
  EXPECT_EQ(ReasonOf(refused), "TOO_MANY");
  EXPECT_EQ(FieldProblemsOf(refused).at(0).field, "calendar");
  EXPECT_TRUE(PutBusySource(Source("b", 1), sources).ok());
  EXPECT_TRUE(PutBusySource(Source("a", 7), sources).ok());
}

TEST(RemoveBusySource, RemovesOnlyWhatIsThere) {
  std::vector<BusySource> sources = {Source("a", 1), Source("b", 1)};
  EXPECT_TRUE(RemoveBusySource("a", sources).ok());
  EXPECT_EQ(ReasonOf(RemoveBusySource("a", sources)), "BUSY_SOURCE_NOT_FOUND");
  ASSERT_EQ(sources.size(), 1u);
  EXPECT_EQ(sources[0].id, "b");
}

TEST(ForEachBusy, VisitsWhatMeetsTheWindow) {
  const std::vector<BusySource> sources = {Source("a", 100), Source("b", 3)};
  std::vector<std::string> visited;
  ForEachBusy(sources, {Utc("2026-01-01 01:05"), Utc("2026-01-01 03:00")},
              [&](const Interval& busy) { visited.push_back(Written(busy)); });
  EXPECT_THAT(visited, testing::ElementsAre("2026-01-01T02:00/02:05",
                                            "2026-01-01T02:00/02:05"));
}

}  // namespace
}  // namespace rapport::calendar
