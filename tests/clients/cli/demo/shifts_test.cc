#include "clients/cli/demo/shifts.h"

#include <map>
#include <set>

#include "gtest/gtest.h"

namespace rapport::demo {
namespace {

int MinuteOf(const google::type::TimeOfDay& time) {
  return time.hours() * 60 + time.minutes();
}

v1::Associate SomebodyWith(std::vector<v1::Channel> channels, int stores = 1) {
  v1::Associate associate;
  for (v1::Channel channel : channels) associate.add_channels(channel);
  for (int i = 0; i < stores; ++i) {
    associate.add_stores("s" + std::to_string(i));
  }
  return associate;
}

class ShiftsTest : public testing::TestWithParam<const char*> {};

TEST_P(ShiftsTest, LieOnTicksWithinTheOpeningHoursWithoutOverlap) {
  const OpeningHours& open = OpeningHoursIn(GetParam());
  for (uint64_t number = 0; number < 200; ++number) {
    Random random(number);
    const v1::Associate associate =
        SomebodyWith({v1::CHANNEL_IN_STORE, v1::CHANNEL_VIDEO}, 2);
    std::map<int, int> end_by_day;
    for (const v1::WeeklyPeriod& period :
         DrawShifts(open, number, random, associate)) {
      const int start = MinuteOf(period.start_time());
      const int end = MinuteOf(period.end_time());
      const OpenSpan& span = open.by_day[period.day() - 1];
      EXPECT_EQ(start % 5, 0);
      EXPECT_EQ(end % 5, 0);
      EXPECT_LT(start, end);
      EXPECT_LE(end, span.close_min);
      // The hour before opening is for remote channels only.
      EXPECT_GE(start, span.open_min - 60);
      if (start < span.open_min) {
        EXPECT_EQ(period.channels_size(), 1);
        EXPECT_EQ(period.channels(0), v1::CHANNEL_VIDEO);
      }
      EXPECT_GE(start, end_by_day[period.day()]);
      end_by_day[period.day()] = end;
    }
    EXPECT_LE(end_by_day.size(), 5);
    EXPECT_GE(end_by_day.size(), 4);
  }
}

INSTANTIATE_TEST_SUITE_P(EveryKindOfWeek, ShiftsTest,
                         testing::Values("FR", "DE", "AE", "IL", "JP"));

TEST(DrawShifts, LeavesNoOpenDayWithoutAnybodyInAStoreOfThree) {
  for (uint64_t seed = 0; seed < 50; ++seed) {
    std::set<int> days;
    for (size_t number = 0; number < 3; ++number) {
      Random random(seed, 0, number);
      for (const v1::WeeklyPeriod& period :
           DrawShifts(OpeningHoursIn("FR"), number, random,
                      SomebodyWith({v1::CHANNEL_IN_STORE}))) {
        days.insert(period.day());
      }
    }
    EXPECT_EQ(days.size(), 7) << seed;
  }
}

TEST(DrawShifts, IsAtTheSecondStoreOneDayAWeek) {
  int at_sibling = 0;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    Random random(seed);
    std::set<int> days;
    for (const v1::WeeklyPeriod& period :
         DrawShifts(OpeningHoursIn("US"), 0, random,
                    SomebodyWith({v1::CHANNEL_IN_STORE}, 2))) {
      if (period.store().empty()) continue;
      EXPECT_EQ(period.store(), "s1");
      days.insert(period.day());
    }
    EXPECT_LE(days.size(), 1);
    at_sibling += static_cast<int>(days.size());
  }
  EXPECT_GT(at_sibling, 50);
}

TEST(DrawShifts, HasNoRemoteHourForSomebodyWhoIsOnlyInTheStore) {
  for (uint64_t seed = 0; seed < 100; ++seed) {
    Random random(seed);
    for (const v1::WeeklyPeriod& period :
         DrawShifts(OpeningHoursIn("FR"), 0, random,
                    SomebodyWith({v1::CHANNEL_IN_STORE}))) {
      EXPECT_EQ(period.channels_size(), 0);
    }
  }
}

}  // namespace
}  // namespace rapport::demo
