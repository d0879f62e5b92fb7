#include "server/vocabulary/interval.h"

#include "gtest/gtest.h"

namespace rapport {
namespace {

absl::Time At(int minute) {
  return absl::FromUnixSeconds(1'800'000'000) + absl::Minutes(minute);
}

TEST(Interval, IsEmptyWhereItDoesNotEndAfterItStarts) {
  EXPECT_TRUE((Interval{At(5), At(5)}).empty());
  EXPECT_TRUE((Interval{At(6), At(5)}).empty());
  EXPECT_FALSE((Interval{At(5), At(5) + absl::Nanoseconds(1)}).empty());
}

TEST(Interval, ThatTouchesAnotherDoesNotOverlapIt) {
  const Interval first{At(0), At(30)};
  EXPECT_FALSE(first.Overlaps({At(30), At(60)}));
  EXPECT_FALSE((Interval{At(30), At(60)}).Overlaps(first));
  EXPECT_TRUE(first.Overlaps({At(30) - absl::Nanoseconds(1), At(60)}));
  EXPECT_TRUE(first.Overlaps({At(10), At(20)}));
}

TEST(Interval, ContainsItselfAndWhatLiesWithin) {
  const Interval hour{At(0), At(60)};
  EXPECT_TRUE(hour.Contains(hour));
  EXPECT_TRUE(hour.Contains({At(0), At(5)}));
  EXPECT_TRUE(hour.Contains({At(55), At(60)}));
  EXPECT_FALSE(hour.Contains({At(55), At(65)}));
  EXPECT_FALSE(hour.Contains({At(-5), At(5)}));
  EXPECT_EQ(hour.length(), absl::Hours(1));
}

TEST(OnTick, IsTrueAtEveryFifthMinuteExactly) {
  EXPECT_TRUE(OnTick(absl::UnixEpoch()));
  EXPECT_TRUE(OnTick(At(0)));
  EXPECT_TRUE(OnTick(At(5)));
  EXPECT_FALSE(OnTick(At(4)));
  EXPECT_FALSE(OnTick(At(5) + absl::Nanoseconds(1)));
  EXPECT_FALSE(OnTick(At(5) - absl::Seconds(1)));
}

TEST(TickOf, IsTheTickThatHoldsTheInstant) {
  EXPECT_EQ(TickOf(absl::UnixEpoch()), 0);
  EXPECT_EQ(TickOf(absl::UnixEpoch() + absl::Seconds(299)), 0);
  EXPECT_EQ(TickOf(absl::UnixEpoch() + absl::Seconds(300)), 1);
}

TEST(TimeOfTick, IsTheInverseOfTickOf) {
  for (int64_t tick : {int64_t{0}, int64_t{1}, int64_t{6'000'000}}) {
    EXPECT_EQ(TickOf(TimeOfTick(tick)), tick);
    EXPECT_TRUE(OnTick(TimeOfTick(tick)));
  }
}

}  // namespace
}  // namespace rapport
