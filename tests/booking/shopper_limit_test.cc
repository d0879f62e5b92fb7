#include "server/booking/shopper_limit.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/vocabulary/error.h"

namespace rapport::booking {
namespace {

MATCHER_P(RefusedFor, reason, "") { return ReasonOf(arg) == reason; }

constexpr absl::Duration kDay = absl::Hours(24);
constexpr absl::Duration kInstant = absl::Nanoseconds(1);
const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

// Of an hour; starts that many days from now.
Booking On(double day, BookingState state = BookingState::kConfirmed) {
  Booking booking;
  booking.state = state;
  booking.meeting.start = kNow + day * kDay;
  booking.meeting.end = booking.meeting.start + absl::Hours(1);
  if (state == BookingState::kHeld) {
    booking.hold_expire_time = kNow + absl::Minutes(10);
  }
  return booking;
}

TEST(ShopperLimit, IsNoneWhereNothingIsSaid) {
  EXPECT_FALSE(ShopperLimit().limits());
  EXPECT_TRUE(CheckShopperLimit({}, nullptr, On(1), {On(1), On(2)}, kNow).ok());
}

TEST(ShopperLimit, CountsWhatIsLiveAndHasNotEnded) {
  const auto check = [](const std::vector<Booking>& others, absl::Time now) {
    return CheckShopperLimit({.live_max = 2}, nullptr, On(9), others, now);
  };
  const Booking held = On(5, BookingState::kHeld);
  EXPECT_TRUE(check({On(1)}, kNow).ok());
  EXPECT_THAT(check({On(1), On(300)}, kNow), RefusedFor("SHOPPER_LIMIT"));
  EXPECT_THAT(check({On(1), On(0, BookingState::kCheckedIn)}, kNow),
              RefusedFor("SHOPPER_LIMIT"));
  for (const BookingState ended :
       {BookingState::kCancelled, BookingState::kExpired,
        BookingState::kCompleted, BookingState::kNoShow}) {
    EXPECT_TRUE(check({On(1), On(2, ended)}, kNow).ok());
  }
  EXPECT_THAT(check({On(1), held}, held.hold_expire_time - kInstant),
              RefusedFor("SHOPPER_LIMIT"));
  EXPECT_TRUE(check({On(1), held}, held.hold_expire_time).ok());
  const absl::Time end = On(0).meeting.end;
  EXPECT_THAT(check({On(1), On(0)}, end - kInstant),
              RefusedFor("SHOPPER_LIMIT"));
  EXPECT_TRUE(check({On(1), On(0)}, end).ok());
}

TEST(ShopperLimit, CountsWhatStartsWithinThePeriodOnBothSides) {
  const auto check = [](const std::vector<Booking>& others) {
    return CheckShopperLimit({.count_max = 2, .period = 7 * kDay}, nullptr,
                             On(10), others, kNow);
  };
  EXPECT_TRUE(check({On(10)}).ok());
  EXPECT_THAT(check({On(3.01), On(16.99)}), RefusedFor("SHOPPER_LIMIT"));
  EXPECT_TRUE(check({On(3), On(17), On(12)}).ok());
  // What has been counts; what came to nothing does not.
  EXPECT_THAT(
      check({On(9, BookingState::kCompleted), On(9, BookingState::kNoShow)}),
      RefusedFor("SHOPPER_LIMIT"));
  EXPECT_TRUE(check({On(9, BookingState::kCancelled),
                     On(9, BookingState::kExpired), On(9)})
                  .ok());
}

TEST(ShopperLimit, LetsWhatIsThereMoveButNotToWhereThereAreMore) {
  const ShopperLimit limit = {
      .live_max = 1, .count_max = 1, .period = 2 * kDay};
  const auto move = [&](double from, double to,
                        const std::vector<Booking>& others) {
    const Booking before = On(from);
    return CheckShopperLimit(limit, &before, On(to), others, kNow);
  };
  EXPECT_TRUE(move(10, 11, {}).ok());
  EXPECT_TRUE(move(10, 20, {On(11)}).ok());
  EXPECT_THAT(move(20, 10, {On(11)}), RefusedFor("SHOPPER_LIMIT"));
  // More than allowed by now, and not one more.
  EXPECT_TRUE(move(10, 10.5, {On(11)}).ok());
}

TEST(ShopperLimit, ReachesAsFarBackAsAnythingCanCount) {
  const Booking before = On(5);
  EXPECT_EQ(LimitReach({.live_max = 1}, nullptr, On(9), kNow), kNow - kDay);
  const ShopperLimit week = {.count_max = 1, .period = 7 * kDay};
  EXPECT_EQ(LimitReach(week, nullptr, On(9), kNow), On(2).meeting.start);
  EXPECT_EQ(LimitReach(week, &before, On(9), kNow), On(-2).meeting.start);
  EXPECT_EQ(LimitReach({1, 1, 7 * kDay}, nullptr, On(9), kNow), kNow - kDay);
}

}  // namespace
}  // namespace rapport::booking
