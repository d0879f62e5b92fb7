#include "server/search/resource_times.h"

#include <algorithm>
#include <random>
#include <vector>

#include "gtest/gtest.h"
#include "tests/search/small_world.h"

namespace rapport::search {
namespace {

using booking::Booking;
using booking::BookingState;

const absl::Time kNow = absl::FromUnixSeconds(1'793'701'500);
constexpr absl::Time kLongAgo = absl::InfinitePast();

booking::KeptResource Kept(uint32_t number) {
  return {Numbered<ResourceId>(number), ResourceSlug::FromStored("room"),
          ResourceKind::FromStored("room")};
}

Interval Hours(int first, int end) {
  return {kNow + absl::Hours(first), kNow + absl::Hours(end)};
}

Booking BookingIn(uint32_t number, const Interval& interval,
                  const std::vector<uint32_t>& resources) {
  Booking booking;
  booking.id = BookingNo(number);
  booking.state = BookingState::kConfirmed;
  booking.store = StoreNo(1);
  booking.meeting = booking.occupied = interval;
  for (uint32_t resource : resources) {
    booking.resources.push_back(Kept(resource));
  }
  booking.version = 1;
  booking.update_time = kNow;
  return booking;
}

bool IsTaken(const ResourceTimes& times, uint32_t resource,
             const Interval& interval, absl::Time now = kNow,
             absl::Span<const booking::BookingId> besides = {}) {
  const ResourceId id = Numbered<ResourceId>(resource);
  return times.TakenAt({&id, 1}, interval, now, besides).front().then;
}

TEST(ResourceTimes, IsTakenFromTheStartUntilTheEnd) {
  ResourceTimes times;
  EXPECT_EQ(times.Apply(BookingIn(1, Hours(1, 2), {7}), kLongAgo),
            std::vector<StoreId>{StoreNo(1)});
  EXPECT_TRUE(IsTaken(times, 7, Hours(0, 3)));
  EXPECT_TRUE(IsTaken(times, 7, Hours(1, 2)));
  EXPECT_FALSE(IsTaken(times, 7, Hours(0, 1)));
  EXPECT_FALSE(IsTaken(times, 7, Hours(2, 3)));
  EXPECT_FALSE(IsTaken(times, 8, Hours(0, 3)));
}

TEST(ResourceTimes, CountsNoHoldThatHasRunOutAndNotTheBookingItself) {
  ResourceTimes times;
  Booking held = BookingIn(1, Hours(1, 2), {7});
  held.state = BookingState::kHeld;
  held.hold_expire_time = kNow + absl::Minutes(10);
  times.Apply(held, kLongAgo);
  EXPECT_TRUE(IsTaken(times, 7, Hours(1, 2), kNow + absl::Minutes(9)));
  EXPECT_FALSE(IsTaken(times, 7, Hours(1, 2), kNow + absl::Minutes(10)));
  EXPECT_FALSE(IsTaken(times, 7, Hours(1, 2), kNow, {BookingNo(1)}));
}

TEST(ResourceTimes, LooksAtNoBookingThatTakesNothing) {
  ResourceTimes times;
  EXPECT_TRUE(times.Apply(BookingIn(1, Hours(1, 2), {}), kLongAgo).empty());
}

TEST(ResourceTimes, TellsBothStoresOfABookingThatMovesBetweenThem) {
  ResourceTimes times;
  times.Apply(BookingIn(1, Hours(1, 2), {7}), kLongAgo);
  Booking moved = BookingIn(1, Hours(1, 2), {8});
  moved.store = StoreNo(2);
  moved.version = 2;
  EXPECT_EQ(times.Apply(moved, kLongAgo),
            (std::vector<StoreId>{StoreNo(1), StoreNo(2)}));
}

// A booking's life, with other rooms, none, and its end.
std::vector<Booking> LifeOf(uint32_t number) {
  std::vector<Booking> life(5, BookingIn(number, Hours(1, 2), {7}));
  life[1].resources = {Kept(8)};
  life[2].resources = {Kept(8)};
  life[2].occupied = Hours(4, 5);
  life[3].resources.clear();
  life[3].had_resources = true;
  life[4].resources = {Kept(7)};
  life[4].state = BookingState::kCancelled;
  for (size_t i = 0; i < life.size(); ++i) life[i].version = i + 1;
  return life;
}

TEST(ResourceTimes, KnowsOldNewsInWhateverOrderItComes) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int turn = 0; turn < 200; ++turn) {
    std::vector<Booking> life = LifeOf(1);
    const size_t last = random() % life.size();
    life.resize(last + 1);
    std::vector<Booking> news = life;
    news.insert(news.end(), life.begin(), life.end());
    std::shuffle(news.begin(), news.end(), random);
    ResourceTimes times;
    for (const Booking& each : news) times.Apply(each, kLongAgo);
    const bool in_seven = last == 0;
    EXPECT_EQ(IsTaken(times, 7, Hours(0, 9)), in_seven) << last;
    EXPECT_EQ(IsTaken(times, 8, Hours(1, 2)), last == 1) << last;
    EXPECT_EQ(IsTaken(times, 8, Hours(4, 5)), last == 2) << last;
  }
}

TEST(ResourceTimes, ForgetsWhatIsOver) {
  ResourceTimes times;
  times.Apply(BookingIn(1, Hours(1, 2), {7}), kLongAgo);
  times.Apply(BookingIn(2, Hours(30, 31), {7}), kNow + absl::Hours(2));
  const ResourceId id = Numbered<ResourceId>(7);
  EXPECT_EQ(times.TakenAt({&id, 1}, Hours(0, 40), kNow, {}).front().bookings,
            1u);
}

}  // namespace
}  // namespace rapport::search
