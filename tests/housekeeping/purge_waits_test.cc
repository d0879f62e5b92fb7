#include "db/purge_waits.h"

#include <atomic>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "db/mysql_demand_store.h"
#include "server/booking/changes.h"
#include "tests/housekeeping/purge_fixture.h"

namespace rapport::db {
namespace {

using booking::WaitlistEntryId;

class PurgeWaitsTest : public PurgeFixture {
 protected:
  static WaitlistEntryId EntryNo(uint32_t number) {
    return search::Numbered<WaitlistEntryId>(number);
  }
  // For a window of an hour.
  void Join(uint32_t number) {
    booking::WaitlistEntry entry;
    entry.id = EntryNo(number);
    entry.shopper = absl::StrCat("waiter-", number);
    entry.service = search::ServiceCalled("styling");
    entry.channels = {Channel::kVideo};
    entry.associate = search::AssociateNo(1);
    entry.window = {Ten(), Ten() + absl::Hours(1)};
    const auto joined = waitlist_.Join(
        TestActor(), Request(absl::StrCat("join-", number)), entry, Soon());
    ASSERT_TRUE(joined.ok()) << joined.status();
  }
  void SetState(uint32_t number, int state) {
    Execute(absl::StrCat("UPDATE waitlist_entry SET state = ", state,
                         " WHERE shopper = 'waiter-", number, "'"));
  }
  std::set<std::string> Left() {
    std::set<std::string> left;
    for (auto& row : Select("SELECT shopper FROM waitlist_entry")) {
      left.insert(row[0]);
    }
    return left;
  }
};

TEST_F(PurgeWaitsTest, TakeEntriesThatEndedAndWhoseWindowIsOver) {
  for (uint32_t state = 1; state <= 5; ++state) {
    Join(state);
    SetState(state, static_cast<int>(state));
  }
  EXPECT_EQ(Purge(Past::kWaits, Ten() + absl::Hours(1)), 0);
  EXPECT_EQ(Purge(Past::kWaits, Ten() + absl::Hours(1) + absl::Microseconds(1)),
            3);
  EXPECT_EQ(Left(), (std::set<std::string>{"waiter-1", "waiter-2"}));
  EXPECT_TRUE(absl::IsNotFound(
      waitlist_.Get(TestActor().brand, EntryNo(3), Soon()).status()));
}

TEST_F(PurgeWaitsTest, LeaveEntriesThatEndedOfLate) {
  Join(1);
  Join(2);
  SetState(1, 5);
  SetState(2, 5);
  Execute("UPDATE waitlist_entry SET window_end = '2020-01-02'");
  Execute(
      "UPDATE waitlist_entry SET update_time = '2020-01-02'"
      " WHERE shopper = 'waiter-2'");
  EXPECT_EQ(Purge(Past::kWaits, absl::Now() - absl::Hours(24)), 1);
  EXPECT_EQ(Left(), (std::set<std::string>{"waiter-1"}));
}

TEST_F(PurgeWaitsTest, TakeManyEntriesInBatches) {
  Join(1);
  SetState(1, 4);
  Execute(absl::StrCat(
      "INSERT INTO waitlist_entry SELECT IF(s.seq % 2, 'maison', 'other'),"
      " UNHEX(LPAD(HEX(1000 + s.seq), 32, '0')), version, 3 + s.seq % 3,"
      " shopper, service_id, associate_id, store_id, window_start, window_end,"
      " NULL, booking_id, content, create_time, update_time"
      " FROM waitlist_entry, ",
      Numbers(2500)));
  EXPECT_EQ(Purge(Past::kWaits, Later()), 2501);
}

TEST_F(PurgeWaitsTest, TakeGuardsOfWhomNothingIsBooked) {
  booking::HoldWrite limited = Wanted(1);
  limited.shopper_limit.live_max = 1;
  ASSERT_TRUE(Write("ada", booking::Creating(limited)).ok());
  EXPECT_EQ(Count("shopper_guard"), 1);
  Execute(absl::StrCat(
      "INSERT INTO shopper_guard SELECT brand_id, CONCAT('shopper-', s.seq),"
      " service_id, 1 FROM shopper_guard, ",
      Numbers(1300)));
  EXPECT_EQ(Purge(Past::kGuards, Ten() - kTick), 1300);
  EXPECT_EQ(Select("SELECT shopper FROM shopper_guard"), (Rows{{"ada"}}));
  EXPECT_EQ(Purge(Past::kGuards, Ten()), 1);
  // The limit is there without it.
  booking::HoldWrite second = Wanted(2, 4);
  second.shopper_limit.live_max = 1;
  EXPECT_EQ(Write("second", booking::Creating(second)).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

// However often the row goes that makes two of them wait for each other.
TEST_F(PurgeWaitsTest, LimitsHoldWhileGuardsGo) {
  constexpr int kCallers = 4;
  constexpr int kEach = 25;
  std::atomic<int> running = kCallers;
  std::atomic<int> live = 0;  // surely
  std::vector<std::thread> callers;
  for (int caller = 0; caller < kCallers; ++caller) {
    callers.emplace_back([&, caller] {
      for (int i = 0; i < kEach; ++i) {
        const uint32_t number = 1 + caller * kEach + i;
        booking::HoldWrite limited = Wanted(number, 2 * number);
        limited.shopper_limit.live_max = 1;
        const auto held = Hold(absl::StrCat("hold-", number), limited);
        if (held.ok()) {
          EXPECT_EQ(++live, 1);
          --live;
          EXPECT_TRUE(Cancel(absl::StrCat("cancel-", number), number).ok());
        }
      }
      --running;
    });
  }
  int64_t purged = 0;
  while (running > 0) purged += Purge(Past::kGuards, Later());
  for (std::thread& caller : callers) caller.join();
  EXPECT_GT(purged, 0);
}

TEST_F(PurgeWaitsTest, TakeDemandOfHoursBefore) {
  MysqlDemandStore demand(pool_);
  std::vector<search::DemandCount> counts;
  const absl::Time hour = absl::FromUnixSeconds(1'600'000'000 / 3600 * 3600);
  for (int i = 0; i < 4; ++i) {
    search::DemandCount count;
    count.demand.brand = TestActor().brand;
    count.demand.hour = hour + i * absl::Hours(1);
    count.searches = 1;
    counts.push_back(count);
  }
  ASSERT_TRUE(demand.Add(counts).ok());
  EXPECT_EQ(Purge(Past::kDemand, hour + absl::Hours(2)), 2);
  EXPECT_EQ(Count("demand"), 2);
}

}  // namespace
}  // namespace rapport::db
