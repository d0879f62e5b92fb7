#include "server/housekeeping/housekeeper.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rapport::housekeeping {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

// Has as many batches of each kind as it is told.
class ScriptedStore : public PurgeStore {
 public:
  absl::StatusOr<absl::Time> Now() override {
    if (!now_status.ok()) return now_status;
    return now;
  }
  absl::StatusOr<Purged> Purge(Past past, absl::Time before) override {
    asked.emplace_back(past, before);
    if (past == failing) return absl::UnavailableError("broken");
    int& left = batches[past];
    if (left == 0) return Purged{};
    --left;
    return Purged{.rows = 10, .more = left > 0};
  }

  absl::Time now = kNow;
  absl::Status now_status;
  std::optional<Past> failing;
  std::map<Past, int> batches;
  std::vector<std::pair<Past, absl::Time>> asked;
};

class HousekeeperTest : public testing::Test {
 protected:
  // Steps until no more is to be done for now.
  std::vector<Past> Round(Housekeeper& housekeeper) {
    store_.asked.clear();
    do {
      status_.Update(housekeeper.Step());
    } while (housekeeper.rest() <= kRest);
    std::vector<Past> asked;
    for (const auto& [past, before] : store_.asked) asked.push_back(past);
    return asked;
  }
  absl::Time BeforeOf(Past past) {
    for (const auto& [asked, before] : store_.asked) {
      if (asked == past) return before;
    }
    return absl::InfiniteFuture();
  }

  // Both clocks, and what has gone by.
  void Pass(absl::Duration duration) {
    now_ += duration;
    store_.now += duration;
    steady_ += duration;
  }

  ScriptedStore store_;
  absl::Time now_ = kNow;
  absl::Duration steady_;
  absl::StatusOr<bool> ours_ = true;
  std::vector<std::string> said_;
  absl::Status status_;
  HousekeeperSetting setting_ = {
      .retentions = {},
      .now = [this] { return now_; },
      .steady = [this] { return steady_; },
      .is_our_turn = [this] { return ours_; },
      .say = [this](absl::string_view text) { said_.emplace_back(text); }};
};

TEST_F(HousekeeperTest, GoesThroughAllThatIsNotKeptForEver) {
  Housekeeper housekeeper(store_, setting_);
  EXPECT_EQ(housekeeper.rest(), kLookAgain);
  EXPECT_THAT(Round(housekeeper),
              ElementsAre(Past::kEvents, Past::kOccupancy, Past::kWaits,
                          Past::kHolds, Past::kGuards, Past::kDemand));
  EXPECT_EQ(housekeeper.rest(), kRoundEvery);
  EXPECT_THAT(said_, IsEmpty());
}

TEST_F(HousekeeperTest, NeverPurgesBookingsUnlessItIsTold) {
  setting_.retentions.bookings = kBookingsKeptMin;
  Housekeeper housekeeper(store_, setting_);
  EXPECT_THAT(Round(housekeeper), testing::Contains(Past::kBookings));
  EXPECT_EQ(BeforeOf(Past::kBookings), kNow - Days(400));
}

TEST_F(HousekeeperTest, PurgesInBatchesAndRestsAfterEach) {
  store_.batches = {{Past::kOccupancy, 3}, {Past::kDemand, 1}};
  Housekeeper housekeeper(store_, setting_);
  EXPECT_THAT(Round(housekeeper),
              ElementsAre(Past::kEvents, Past::kOccupancy, Past::kOccupancy,
                          Past::kOccupancy, Past::kWaits, Past::kHolds,
                          Past::kGuards, Past::kDemand));
  EXPECT_EQ(housekeeper.purged(Past::kOccupancy), 30);
  EXPECT_EQ(housekeeper.purged(Past::kDemand), 10);
  EXPECT_THAT(said_, ElementsAre("purged: 30 occupancy, 10 demand"));
  store_.batches = {{Past::kOccupancy, 1}};
  Round(housekeeper);
  EXPECT_EQ(housekeeper.purged(Past::kOccupancy), 40);
  EXPECT_EQ(said_.back(), "purged: 10 occupancy");
}

TEST_F(HousekeeperTest, RestsLessWhereItOnlyLooked) {
  store_.batches = {{Past::kEvents, 2}};
  Housekeeper housekeeper(store_, setting_);
  ASSERT_TRUE(housekeeper.Step().ok());
  EXPECT_EQ(housekeeper.rest(), kRest);  // the turn, and the clocks
  ASSERT_TRUE(housekeeper.Step().ok());
  EXPECT_EQ(housekeeper.rest(), kRest);
  ASSERT_TRUE(housekeeper.Step().ok());
  EXPECT_EQ(housekeeper.rest(), kRest);
  ASSERT_TRUE(housekeeper.Step().ok());  // no occupancy
  EXPECT_EQ(housekeeper.rest(), kRestAfterLook);
}

TEST_F(HousekeeperTest, KeepsEachForAsLongAsItIsTold) {
  setting_.retentions.occupancy = Days(7);
  setting_.retentions.events = Days(100);
  Housekeeper housekeeper(store_, setting_);
  Round(housekeeper);
  EXPECT_EQ(BeforeOf(Past::kOccupancy), kNow - Days(7));
  EXPECT_EQ(BeforeOf(Past::kEvents), kNow - Days(100));
  EXPECT_EQ(BeforeOf(Past::kWaits), kNow - Days(400));
  // Their history is among the events.
  EXPECT_EQ(BeforeOf(Past::kHolds), kNow - Days(100));
}

// Else claims would be there of bookings that are not.
TEST_F(HousekeeperTest, KeepsNoOccupancyForLongerThanItsBookings) {
  setting_.retentions.occupancy = Days(1000);
  setting_.retentions.bookings = Days(400);
  Housekeeper housekeeper(store_, setting_);
  Round(housekeeper);
  EXPECT_EQ(BeforeOf(Past::kBookings), kNow - Days(400));
  EXPECT_EQ(BeforeOf(Past::kOccupancy), kNow - Days(400));
}

TEST_F(HousekeeperTest, GoesByTheEarlierOfTwoClocks) {
  Housekeeper housekeeper(store_, setting_);
  Pass(Days(10));
  store_.now += Days(1);
  Round(housekeeper);
  EXPECT_EQ(BeforeOf(Past::kOccupancy), kNow - Days(4));
  Pass(Days(1));
  now_ += Days(1);
  Round(housekeeper);
  EXPECT_EQ(BeforeOf(Past::kOccupancy), kNow - Days(2));
}

TEST_F(HousekeeperTest, FollowsNoClockThatJumpsAhead) {
  Housekeeper housekeeper(store_, setting_);
  Pass(absl::Hours(1));
  now_ += Days(1000);
  store_.now += Days(1000);
  Round(housekeeper);
  EXPECT_EQ(BeforeOf(Past::kOccupancy), kNow + absl::Hours(2) - Days(14));
  Pass(absl::Hours(3));
  Round(housekeeper);
  EXPECT_EQ(BeforeOf(Past::kOccupancy), kNow + absl::Hours(8) - Days(14));
  // Set right again.
  now_ -= Days(1000);
  store_.now -= Days(1000);
  Round(housekeeper);
  EXPECT_EQ(BeforeOf(Past::kOccupancy), kNow + absl::Hours(4) - Days(14));
}

// Else what it may follow would add up until its turn comes.
TEST_F(HousekeeperTest, FollowsNoClockThatJumpsAheadAtItsFirstTurn) {
  ours_ = false;
  Housekeeper housekeeper(store_, setting_);
  for (int day = 0; day < 30; ++day) {
    Pass(Days(1));
    ASSERT_TRUE(housekeeper.Step().ok());
  }
  ours_ = true;
  Pass(absl::Hours(1));
  now_ += Days(30);
  store_.now += Days(30);
  Round(housekeeper);
  EXPECT_EQ(BeforeOf(Past::kOccupancy),
            kNow + Days(30) + absl::Hours(2) - Days(14));
}

TEST_F(HousekeeperTest, ReadsTheClocksOnceARound) {
  store_.batches = {{Past::kEvents, 2}};
  Housekeeper housekeeper(store_, setting_);
  ASSERT_TRUE(housekeeper.Step().ok());
  Pass(Days(1000));
  Round(housekeeper);
  EXPECT_EQ(BeforeOf(Past::kOccupancy), kNow - Days(14));
}

TEST_F(HousekeeperTest, LeavesItToWhoseTurnItIs) {
  ours_ = false;
  Housekeeper housekeeper(store_, setting_);
  EXPECT_THAT(Round(housekeeper), IsEmpty());
  EXPECT_EQ(housekeeper.rest(), kLookAgain);
  ours_ = absl::UnavailableError("nobody can tell");
  EXPECT_THAT(Round(housekeeper), IsEmpty());
  EXPECT_EQ(status_, ours_.status());
  ours_ = true;
  EXPECT_EQ(Round(housekeeper).size(), 6u);
}

TEST_F(HousekeeperTest, PurgesNothingWithoutTheStoresClock) {
  store_.now_status = absl::UnavailableError("broken");
  Housekeeper housekeeper(store_, setting_);
  EXPECT_THAT(Round(housekeeper), IsEmpty());
  EXPECT_EQ(status_, store_.now_status);
  EXPECT_EQ(housekeeper.rest(), kLookAgain);
}

TEST_F(HousekeeperTest, OneKindsTroubleKeepsNoOtherFromGoing) {
  store_.failing = Past::kOccupancy;
  store_.batches = {{Past::kDemand, 1}};
  Housekeeper housekeeper(store_, setting_);
  EXPECT_EQ(Round(housekeeper).size(), 6u);
  EXPECT_EQ(status_.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(housekeeper.purged(Past::kDemand), 10);
  EXPECT_EQ(housekeeper.rest(), kLookAgain);  // sooner than after a good round
  store_.failing.reset();
  Round(housekeeper);
  EXPECT_EQ(housekeeper.rest(), kRoundEvery);
}

}  // namespace
}  // namespace rapport::housekeeping
