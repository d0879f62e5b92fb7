#include "db/purge_claims.h"

#include <atomic>
#include <cstdio>
#include <map>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "db/multi_row.h"
#include "server/booking/changes.h"
#include "tests/housekeeping/purge_fixture.h"

namespace rapport::db {
namespace {

class PurgeClaimsTest : public PurgeFixture {
 protected:
  static int64_t FirstTick() { return TickOf(Ten()); }
  // That are there, counted from ten.
  std::vector<int64_t> Ticks() {
    std::vector<int64_t> ticks;
    for (const auto& row : Select("SELECT tick FROM claim ORDER BY tick")) {
      ticks.push_back(std::stoll(row[0]) - FirstTick());
    }
    return ticks;
  }
  static absl::Time After(int ticks) { return Ten() + ticks * kTick; }
};

TEST_F(PurgeClaimsTest, TakeTheTicksThatAreOverAndNoOther) {
  ASSERT_TRUE(Hold("a", Wanted(1, 0)).ok());
  ASSERT_TRUE(Hold("b", Wanted(2, 4)).ok());
  EXPECT_EQ(Purge(Past::kOccupancy, After(0)), 0);
  EXPECT_EQ(Purge(Past::kOccupancy, After(1) - absl::Microseconds(1)), 0);
  EXPECT_EQ(Purge(Past::kOccupancy, After(1)), 1);
  EXPECT_EQ(Ticks(), (std::vector<int64_t>{1, 4, 5}));
  EXPECT_EQ(Purge(Past::kOccupancy, After(4)), 1);
  EXPECT_EQ(Ticks(), (std::vector<int64_t>{4, 5}));
  EXPECT_EQ(Count("booking"), 2);
  EXPECT_EQ(Count("event", "kind = 6"), 2);
}

TEST_F(PurgeClaimsTest, TheirBookingsMayStillBecomeWhatTheyMay) {
  ASSERT_TRUE(Hold("a", Wanted(1, 0)).ok());
  ASSERT_TRUE(Hold("b", Wanted(2, 4)).ok());
  ASSERT_TRUE(bookings_
                  .Confirm(TestActor(), Request("confirm"),
                           search::BookingNo(1), std::nullopt, Soon())
                  .ok());
  Purge(Past::kOccupancy, After(5));
  EXPECT_EQ(Ticks(), (std::vector<int64_t>{5}));
  ASSERT_TRUE(Cancel("cancel-1", 1).ok());
  ASSERT_TRUE(Cancel("cancel-2", 2).ok());
  EXPECT_EQ(Ticks(), std::vector<int64_t>());
}

TEST_F(PurgeClaimsTest, SeatsThatAreLeftCloseUpWhereNothingIsOver) {
  for (const uint32_t number : {1u, 2u, 3u}) {
    booking::HoldWrite shared = Wanted(number, 0);
    shared.booking.load = 1;
    shared.capacity = 3;
    ASSERT_TRUE(Hold(absl::StrCat("hold-", number), shared).ok());
  }
  EXPECT_EQ(Purge(Past::kOccupancy, After(1)), 3);
  ASSERT_TRUE(Cancel("cancel", 1).ok());
  EXPECT_EQ(Select("SELECT tick, seat, booking_id FROM claim ORDER BY seat"),
            (Rows{{absl::StrCat(FirstTick() + 1), "0", Bytes(3)},
                  {absl::StrCat(FirstTick() + 1), "1", Bytes(2)}}));
}

// Of many brands, associates and seats, in a few batches.
TEST_F(PurgeClaimsTest, LeaveExactlyWhatIsNotOver) {
  const uint32_t seed = std::random_device()();
  std::printf("seed %u\n", seed);
  std::mt19937 random(seed);
  const auto below = [&](int end) { return static_cast<int>(random() % end); };
  MultiRow rows(
      "INSERT INTO claim (brand_id, resource_id, tick, seat, booking_id)"
      " VALUES",
      5);
  std::set<std::vector<std::string>> expected;
  const int64_t cut = FirstTick() + 50;
  for (int brand = 0; brand < 4; ++brand) {
    for (int associate = 0; associate < 300; ++associate) {
      const std::string id(search::AssociateNo(random()).stored());
      const int64_t from = FirstTick() + below(120);
      for (int64_t tick = from; tick < from + below(30); ++tick) {
        for (int seat = 0; seat < 1 + below(3); ++seat) {
          rows.Add({absl::StrCat("brand-", brand), id, tick, seat, Bytes(1)});
          if (tick >= cut) {
            expected.insert({absl::StrCat("brand-", brand), id,
                             absl::StrCat(tick), absl::StrCat(seat)});
          }
        }
      }
    }
  }
  ASSERT_TRUE(rows.Execute(*onlooker_).ok());
  const int before = Count("claim");
  EXPECT_EQ(Purge(Past::kOccupancy, After(50)),
            before - static_cast<int>(expected.size()));
  std::set<std::vector<std::string>> left;
  for (auto& row :
       Select("SELECT brand_id, resource_id, tick, seat FROM claim")) {
    left.insert(row);
  }
  EXPECT_TRUE(left == expected);
  EXPECT_EQ(Purge(Past::kOccupancy, After(50)), 0);  // a walk begins again
}

TEST_F(PurgeClaimsTest, MoreOfOneThanABatchGoes) {
  Execute(absl::StrCat(
      "INSERT INTO claim (brand_id, resource_id, tick, seat, booking_id)"
      " SELECT 'maison', REPEAT('r', 16), ",
      FirstTick(), " + s.seq, 0, REPEAT('b', 16) FROM ", Numbers(3500)));
  const auto one = purge_.Purge(Past::kOccupancy, Later());
  ASSERT_TRUE(one.ok()) << one.status();
  EXPECT_EQ(one->rows, housekeeping::kPurgeMax);
  EXPECT_TRUE(one->more);
  EXPECT_EQ(Purge(Past::kOccupancy, Later()), 2500);
}

// Whoever claims the very next tick, or is the very next associate.
TEST_F(PurgeClaimsTest, WaitForNobodyWhoClaims) {
  ASSERT_TRUE(Hold("a", Wanted(1, 0)).ok());
  Pool pool(schema_.url());
  const absl::Status status =
      RunTransaction(pool, Once(), Soon(), [&](Transaction& transaction) {
        for (const uint32_t associate : {1u, 2u}) {
          const auto claimed = transaction.Execute(
              "INSERT INTO claim (brand_id, resource_id, tick, seat,"
              " booking_id) VALUES ('maison', ?, ?, 0, ?)",
              {search::AssociateNo(associate).stored(), FirstTick() + 2,
               Bytes(9)});
          EXPECT_TRUE(claimed.ok()) << claimed.status();
        }
        EXPECT_EQ(Purge(Past::kOccupancy, After(2)), 2);
        return absl::OkStatus();
      });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(Ticks(), (std::vector<int64_t>{2, 2}));
}

TEST_F(PurgeClaimsTest, NobodyWhoBooksWaitsForThem) {
  ASSERT_TRUE(Hold("a", Wanted(1, 0)).ok());
  ASSERT_TRUE(Hold("b", Wanted(2, 4)).ok());
  int booked = 0;
  Pool pool(schema_.url(),
            {.connect = {.fault = [&](FaultPoint point, absl::string_view) {
               if (point != FaultPoint::kBeforeCommit || booked > 0) {
                 return absl::OkStatus();
               }
               // Deleted and not yet committed: all that is not over is free
               // to be written, as before.
               EXPECT_TRUE(Hold("c", Wanted(3, 2)).ok());
               EXPECT_TRUE(Cancel("cancel", 2).ok());
               EXPECT_TRUE(Hold("d", Wanted(4, 4)).ok());
               ++booked;
               return absl::OkStatus();
             }}});
  MysqlPurgeStore purging(pool);
  const auto purged = purging.Purge(Past::kOccupancy, After(2));
  ASSERT_TRUE(purged.ok()) << purged.status();
  EXPECT_EQ(purged->rows, 2);
  EXPECT_EQ(booked, 1);
  EXPECT_EQ(Ticks(), (std::vector<int64_t>{2, 3, 4, 5}));
}

// Half of a day is over while callers hold, cancel and hold again; at the end
// each live booking has all its ticks that are not over, and nobody else's.
TEST_F(PurgeClaimsTest, TakeNothingThatLivesFromThoseWhoBookMeanwhile) {
  constexpr int kCallers = 4;
  constexpr int kEach = 60;
  const absl::Time middle = After(40);
  std::atomic<int> running = kCallers;
  std::vector<std::thread> callers;
  for (int caller = 0; caller < kCallers; ++caller) {
    callers.emplace_back([&, caller] {
      std::mt19937 random(caller);
      for (int i = 0; i < kEach; ++i) {
        const uint32_t number = 1 + caller * kEach + i;
        const int tick = static_cast<int>(random() % 80);
        const auto held =
            Hold(absl::StrCat("hold-", number), Wanted(number, tick));
        if (held.ok() && random() % 2 == 0) {
          EXPECT_TRUE(Cancel(absl::StrCat("cancel-", number), number).ok());
        }
      }
      --running;
    });
  }
  int64_t purged = 0;
  while (running > 0) purged += Purge(Past::kOccupancy, middle);
  for (std::thread& caller : callers) caller.join();
  purged += Purge(Past::kOccupancy, middle);
  EXPECT_GT(purged, 0);
  std::set<std::vector<std::string>> claims, wanted;
  for (auto& row : Select("SELECT tick, booking_id FROM claim")) {
    claims.insert(row);
  }
  for (auto& row : Select("SELECT booking_id, start_tick, end_tick"
                          " FROM booking WHERE state IN (1, 2, 3)")) {
    for (int64_t tick = std::stoll(row[1]); tick < std::stoll(row[2]); ++tick) {
      if (tick < TickOf(middle)) continue;
      EXPECT_TRUE(wanted.insert({absl::StrCat(tick), row[0]}).second);
    }
  }
  EXPECT_TRUE(claims == wanted);
}

}  // namespace
}  // namespace rapport::db
