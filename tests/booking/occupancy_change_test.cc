// What a change takes and frees.
#include "server/booking/occupancy_change.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <random>
#include <set>
#include <tuple>
#include <vector>

#include "tests/search/small_world.h"

namespace rapport::booking {
namespace {

using search::AssociateNo;
using search::BookingIn;

const absl::Time kTen = absl::FromUnixSeconds(1'800'000'000);

Interval Ticks(int64_t first, int64_t end) {
  return {kTen + first * kTick, kTen + end * kTick};
}

Booking Over(const Interval& occupied, uint8_t associate = 1,
             BookingState state = BookingState::kConfirmed) {
  return BookingIn(state, 1, AssociateNo(associate), occupied);
}

using Times = std::vector<TimeOf>;

TEST(OccupancyChange, TakesAllOfWhatIsNew) {
  const OccupancyChange change = OccupancyChangeOf(nullptr, Over(Ticks(0, 6)));
  EXPECT_TRUE(change.freed.empty());
  EXPECT_EQ(change.taken, (Times{{AssociateNo(1), Ticks(0, 6)}}));
}

TEST(OccupancyChange, FreesAllOfWhatEnds) {
  const Booking before = Over(Ticks(0, 6));
  for (const BookingState state :
       {BookingState::kCancelled, BookingState::kExpired,
        BookingState::kCompleted, BookingState::kNoShow}) {
    const OccupancyChange change =
        OccupancyChangeOf(&before, Over(Ticks(0, 6), 1, state));
    EXPECT_EQ(change.freed, (Times{{AssociateNo(1), Ticks(0, 6)}}));
    EXPECT_TRUE(change.taken.empty());
  }
}

TEST(OccupancyChange, IsNoneWhereOnlyTheStateChanges) {
  const Booking before = Over(Ticks(0, 6), 1, BookingState::kHeld);
  EXPECT_TRUE(OccupancyChangeOf(&before, Over(Ticks(0, 6))).empty());
}

// With that many others, and in those rooms.
Booking OfMany(const Interval& occupied, std::vector<uint8_t> others,
               const std::vector<uint32_t>& rooms) {
  Booking booking = Over(occupied);
  for (const uint8_t other : others) {
    booking.more_associates.push_back(AssociateNo(other));
  }
  for (const uint32_t room : rooms) {
    booking.resources.push_back({search::Numbered<ResourceId>(room), {}, {}});
  }
  return booking;
}

TimeOf InRoom(uint32_t room, const Interval& interval) {
  return {{}, interval, kWholeLoad, search::Numbered<ResourceId>(room)};
}

TEST(OccupancyChange, IsOfAllThatABookingTakes) {
  // The number of somebody, who is not the room of that number.
  const Booking before = OfMany(Ticks(0, 6), {2}, {1, 8});
  EXPECT_EQ(OccupancyChangeOf(nullptr, before).taken,
            (Times{{AssociateNo(1), Ticks(0, 6)},
                   {AssociateNo(2), Ticks(0, 6)},
                   InRoom(1, Ticks(0, 6)),
                   InRoom(8, Ticks(0, 6))}));
  const OccupancyChange moved =
      OccupancyChangeOf(&before, OfMany(Ticks(4, 10), {2}, {8, 9}));
  EXPECT_EQ(moved.freed, (Times{{AssociateNo(1), Ticks(0, 4)},
                                {AssociateNo(2), Ticks(0, 4)},
                                InRoom(1, Ticks(0, 6)),
                                InRoom(8, Ticks(0, 4))}));
  EXPECT_EQ(moved.taken, (Times{{AssociateNo(1), Ticks(6, 10)},
                                {AssociateNo(2), Ticks(6, 10)},
                                InRoom(8, Ticks(6, 10)),
                                InRoom(9, Ticks(4, 10))}));
}

TEST(OccupancyChange, KeepsWhatBothOccupy) {
  const Booking before = Over(Ticks(0, 6));
  const OccupancyChange later = OccupancyChangeOf(&before, Over(Ticks(4, 10)));
  EXPECT_EQ(later.freed, (Times{{AssociateNo(1), Ticks(0, 4)}}));
  EXPECT_EQ(later.taken, (Times{{AssociateNo(1), Ticks(6, 10)}}));
  const OccupancyChange within = OccupancyChangeOf(&before, Over(Ticks(2, 4)));
  EXPECT_EQ(within.freed, (Times{{AssociateNo(1), Ticks(0, 2)},
                                 {AssociateNo(1), Ticks(4, 6)}}));
  EXPECT_TRUE(within.taken.empty());
  const OccupancyChange touching =
      OccupancyChangeOf(&before, Over(Ticks(6, 8)));
  EXPECT_EQ(touching.freed, (Times{{AssociateNo(1), Ticks(0, 6)}}));
  EXPECT_EQ(touching.taken, (Times{{AssociateNo(1), Ticks(6, 8)}}));
}

TEST(OccupancyChange, KeepsNothingOfAnotherAssociate) {
  const Booking before = Over(Ticks(0, 6), 1);
  const OccupancyChange change =
      OccupancyChangeOf(&before, Over(Ticks(0, 6), 2));
  EXPECT_EQ(change.freed, (Times{{AssociateNo(1), Ticks(0, 6)}}));
  EXPECT_EQ(change.taken, (Times{{AssociateNo(2), Ticks(0, 6)}}));
}

TEST(OccupancyChange, FreesAndTakesAnewWhereTheLoadIsAnother) {
  const Booking before = Over(Ticks(0, 6));
  Booking after = Over(Ticks(2, 8));
  after.load = 1;
  const OccupancyChange change = OccupancyChangeOf(&before, after);
  EXPECT_EQ(change.freed, (Times{{AssociateNo(1), Ticks(0, 6)}}));
  EXPECT_EQ(change.taken, (Times{{AssociateNo(1), Ticks(2, 8), 1}}));
}

TEST(OccupancyChange, KeepsWhatBothOccupyWithTheSameLoad) {
  Booking before = Over(Ticks(0, 6));
  before.load = 1;
  Booking after = Over(Ticks(2, 8));
  after.load = 1;
  const OccupancyChange change = OccupancyChangeOf(&before, after);
  EXPECT_EQ(change.freed, (Times{{AssociateNo(1), Ticks(0, 2), 1}}));
  EXPECT_EQ(change.taken, (Times{{AssociateNo(1), Ticks(6, 8), 1}}));
}

// Against sets of ticks, which know nothing of intervals.
TEST(OccupancyChange, IsTheDifferenceOfTheTicks) {
  const char* given = std::getenv("RAPPORT_TEST_SEED");
  const uint32_t seed =
      given == nullptr ? std::random_device()() : std::atoi(given);
  std::printf("RAPPORT_TEST_SEED=%u\n", seed);
  std::mt19937 random(seed);
  using Tick = std::tuple<AssociateId, int64_t, uint8_t>;
  const auto any = [&] {
    const int64_t first = random() % 12;
    const auto length = static_cast<int64_t>(1 + random() % 12);
    Booking booking = Over(Ticks(first, first + length), 1 + random() % 2,
                           static_cast<BookingState>(1 + random() % 7));
    if (random() % 3 == 0) booking.load = 1;
    return booking;
  };
  const auto add = [](const TimeOf& time, std::multiset<Tick>& ticks) {
    for (int64_t tick = TickOf(time.interval.start);
         tick < TickOf(time.interval.end); ++tick) {
      ticks.insert({time.associate, tick, time.load});
    }
  };
  const auto all = [&](const Times& times) {
    std::multiset<Tick> ticks;
    for (const TimeOf& time : times) add(time, ticks);
    return ticks;
  };
  for (int i = 0; i < 2'000; ++i) {
    const Booking before = any();
    const Booking after = any();
    const OccupancyChange change = OccupancyChangeOf(&before, after);
    std::multiset<Tick> was;
    std::multiset<Tick> is;
    if (IsLive(before.state))
      add({before.associate, before.occupied, before.load}, was);
    if (IsLive(after.state))
      add({after.associate, after.occupied, after.load}, is);
    std::multiset<Tick> freed;
    std::multiset<Tick> taken;
    std::set_difference(was.begin(), was.end(), is.begin(), is.end(),
                        std::inserter(freed, freed.end()));
    std::set_difference(is.begin(), is.end(), was.begin(), was.end(),
                        std::inserter(taken, taken.end()));
    ASSERT_EQ(all(change.freed), freed);
    ASSERT_EQ(all(change.taken), taken);
  }
}

}  // namespace
}  // namespace rapport::booking
