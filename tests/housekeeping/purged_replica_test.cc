// A server that was away while others went on, and while what is past was
// purged: it says so, loads everything anew, and has what a fresh one has.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "db/mysql_catalog_store.h"
#include "db/mysql_change_feed.h"
#include "server/search/read_model.h"
#include "server/search/replica.h"
#include "tests/housekeeping/purge_fixture.h"

namespace rapport::db {
namespace {

using search::AssociateNo;
using search::BookingNo;
using search::kBrand;

class PurgedReplicaTest : public PurgeFixture {
 protected:
  // One server's memory.
  struct Server {
    explicit Server(PurgedReplicaTest& test)
        : feed(test.pool_),
          replica(
              {test.catalog_, test.schedules_, test.bookings_, test.waitlist_},
              feed, model) {
      const absl::Status loaded = replica.Load([](absl::string_view) {});
      EXPECT_TRUE(loaded.ok()) << loaded;
    }
    MysqlChangeFeed feed;
    search::ReadModel model;
    search::Replica replica;
  };

  static Actor Admin() { return {kBrand, Role::kBrandAdmin, "eve"}; }

  void SetUp() override {
    PurgeFixture::SetUp();
    ASSERT_TRUE(catalog_.PutBrand(Admin(), search::BrandWith({}), {}).ok());
    ASSERT_TRUE(
        catalog_.PutStores(Admin(), {search::StoreAt(1, {0, 0})}, {}).ok());
    for (const uint32_t number : {1u, 2u}) {
      ASSERT_TRUE(catalog_
                      .PutAssociates(
                          Admin(),
                          {search::AssociateAt(number, {search::StoreNo(1)})},
                          {})
                      .ok());
      ASSERT_TRUE(
          schedules_
              .PutMany(Admin(), {{AssociateNo(number),
                                  search::DailyHours(0, 24), std::nullopt}})
              .ok());
    }
  }
  void HoldAs(uint32_t number, uint32_t associate, int tick) {
    booking::HoldWrite write = Wanted(number, tick);
    write.booking.associate = AssociateNo(associate);
    const auto held = bookings_.Hold(
        Admin(), Request(absl::StrCat("hold-", number)), write, Soon());
    ASSERT_TRUE(held.ok()) << held.status();
  }
  void CancelAs(uint32_t number) {
    ASSERT_TRUE(bookings_
                    .Cancel(Admin(), Request(absl::StrCat("cancel-", number)),
                            BookingNo(number), std::nullopt, Soon())
                    .ok());
  }
  // What somebody has, as the server knows it.
  static std::vector<booking::BookingId> LiveOf(Server& server) {
    server.model.WaitPublished(kBrand);
    auto live = server.model.LiveBookings(kBrand);
    std::sort(live.begin(), live.end());
    return live;
  }

  MysqlCatalogStore catalog_{pool_, log_};
  MysqlScheduleStore schedules_{pool_, log_};
};

TEST_F(PurgedReplicaTest, HasWhatAFreshOneHas) {
  HoldAs(1, 1, 0);
  HoldAs(2, 2, 0);
  Settle();
  Server away(*this);
  Server follows(*this);
  CancelAs(1);
  HoldAs(3, 1, 10);
  ASSERT_TRUE(
      catalog_.PutStores(Admin(), {search::StoreAt(2, {1, 1})}, {}).ok());
  RunOutAllHolds();
  ASSERT_TRUE(bookings_.ExpireDue().ok());
  HoldAs(4, 2, 20);
  ASSERT_TRUE(follows.replica.Follow().ok());
  Settle();
  // Also the holds that ran out: their rows are gone.
  EXPECT_GT(Purge(Past::kEvents, Later()), 0);
  EXPECT_GT(Purge(Past::kHolds, Later()), 0);
  EXPECT_EQ(away.replica.Follow().status().code(),
            absl::StatusCode::kOutOfRange);
  ASSERT_TRUE(away.replica.Follow().ok());
  const Position loaded = away.model.board().told()->position;
  Server fresh(*this);
  EXPECT_TRUE(fresh.model.board().told()->position.Covers(loaded));
  EXPECT_EQ(away.model.Find(kBrand)->stores().size(), 2u);
  EXPECT_THAT(LiveOf(fresh), testing::ElementsAre(BookingNo(4)));
  // Of a hold whose row is gone it only knows that its time is past, which is
  // when rows go.
  EXPECT_THAT(LiveOf(away), testing::Contains(BookingNo(4)));
  EXPECT_THAT(LiveOf(away), testing::Not(testing::Contains(BookingNo(1))));
  EXPECT_EQ(LiveOf(follows), LiveOf(fresh));
  // Both go on.
  HoldAs(5, 1, 30);
  for (Server* each : {&away, &follows, &fresh}) {
    ASSERT_TRUE(each->replica.Follow().ok());
    EXPECT_THAT(LiveOf(*each), testing::Contains(BookingNo(5)));
  }
}

}  // namespace
}  // namespace rapport::db
