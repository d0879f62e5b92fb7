#include "db/purge_events.h"

#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/housekeeping/purge_fixture.h"

namespace rapport::db {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

class PurgeEventsTest : public PurgeFixture {
 protected:
  absl::Status Rename(const std::string& name) {
    const RequestKey request = Request(name);
    return log_.Run(Soon(), [&](Transaction&, EventWriter& events) {
      Event event = EventOf("some store");
      event.request = &request;
      event.reply = "{}";
      return events.Append(event);
    });
  }
  std::string PurgedTo(int64_t origin) {
    return Select(
        absl::StrCat("SELECT purged_to FROM origin_lease"
                     " WHERE origin_id = ",
                     origin))[0][0];
  }
  // Of an origin that has ended for good.
  void EndOrigin(int64_t origin) {
    Execute(absl::StrCat("UPDATE origin SET fenced = 1 WHERE origin_id = ",
                         origin));
    Execute(
        absl::StrCat("UPDATE origin_lease SET lease_end = UTC_TIMESTAMP(6)"
                     " - INTERVAL 1 SECOND WHERE origin_id = ",
                     origin));
  }
};

TEST_F(PurgeEventsTest, KeepsTheHistoryOfBookingsAndNothingElse) {
  ASSERT_TRUE(Rename("rename").ok());
  ASSERT_TRUE(Hold("hold", Wanted(1)).ok());
  ASSERT_TRUE(Hold("other", Wanted(2, 4)).ok());
  RunOutAllHolds();
  ASSERT_TRUE(bookings_.ExpireDue().ok());  // an event of no booking
  Settle();
  EXPECT_EQ(Count("event"), 4);
  EXPECT_EQ(Purge(Past::kEvents, Later()), 2);
  EXPECT_EQ(Select("SELECT request_id FROM event ORDER BY seq"),
            (Rows{{"request-hold"}, {"request-other"}}));
  const auto changes =
      bookings_.Changes(TestActor().brand, search::BookingNo(1), Soon());
  ASSERT_TRUE(changes.ok()) << changes.status();
  EXPECT_THAT(*changes, SizeIs(2));  // the hold, and that it ran out
}

TEST_F(PurgeEventsTest, RequestsThatMadeABookingAreAnsweredAsTheFirstTime) {
  const auto held = Hold("hold", Wanted(1));
  ASSERT_TRUE(held.ok()) << held.status();
  ASSERT_TRUE(Cancel("cancel", 1).ok());
  Settle();
  Purge(Past::kEvents, Later());
  const auto again = Hold("hold", Wanted(2));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(*again, *held);
  EXPECT_EQ(Count("booking"), 1);
}

TEST_F(PurgeEventsTest, KeepsWhatIsYoungAndWhatComesAfterIt) {
  for (const char* name : {"a", "b", "c", "d"}) ASSERT_TRUE(Rename(name).ok());
  Settle();
  // A clock that ran ahead, once: what came after is left with it.
  Execute("UPDATE event SET occur_time = '2020-01-01' WHERE seq <> 4");
  const std::string third = Select("SELECT MIN(seq) + 2 FROM event")[0][0];
  Execute(
      absl::StrCat("UPDATE event SET occur_time = '2030-01-01'"
                   " WHERE seq = ",
                   third));
  EXPECT_EQ(Purge(Past::kEvents, absl::FromUnixSeconds(1'600'000'000)), 2);
  EXPECT_EQ(Select("SELECT request_id FROM event ORDER BY seq"),
            (Rows{{"request-c"}, {"request-d"}}));
  EXPECT_EQ(Purge(Past::kEvents, absl::FromUnixSeconds(1'600'000'000)), 0);
}

TEST_F(PurgeEventsTest, GoesAsFarAsAllNumbersOfTheLivingAreThere) {
  ASSERT_TRUE(Rename("before").ok());
  Settle();
  const absl::Status status =
      log_.Run(Soon(), [&](Transaction&, EventWriter& events) {
        EXPECT_TRUE(events.Append(EventOf("open")).ok());
        EXPECT_TRUE(Rename("beyond").ok());
        EXPECT_TRUE(log_.Heartbeat().ok());
        EXPECT_EQ(Purge(Past::kEvents, Later()), 1);
        return absl::OkStatus();
      });
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(Count("event"), 2);
  Settle();
  EXPECT_EQ(Purge(Past::kEvents, Later()), 2);
}

TEST_F(PurgeEventsTest, WhoFollowsGoesOnAndWhoIsBehindIsTold) {
  Settle();
  ChangeFollower follower(pool_);
  ChangeFollower behind(pool_);
  ASSERT_TRUE(follower.Start().ok());
  ASSERT_TRUE(behind.Start().ok());
  ASSERT_TRUE(Rename("a").ok());
  ASSERT_TRUE(Hold("hold", Wanted(1)).ok());
  ASSERT_TRUE(Rename("b").ok());
  EXPECT_THAT(Poll(follower), SizeIs(3));
  Settle();
  EXPECT_EQ(Purge(Past::kEvents, Later()), 2);
  ASSERT_TRUE(Rename("c").ok());
  EXPECT_THAT(Poll(follower), SizeIs(1));
  const auto none = [](const SeenEvent&) {};
  EXPECT_TRUE(absl::IsOutOfRange(behind.Poll(none).status()));
  ASSERT_TRUE(behind.Start().ok());
  EXPECT_THAT(Poll(behind), SizeIs(1));  // c, which may be in what is loaded
}

TEST_F(PurgeEventsTest, ManyGoInBatchesAndAreLookedAtOnce) {
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(Rename(absl::StrCat(i)).ok());
  Execute(absl::StrCat(
      "INSERT INTO event (origin_id, seq, kind, brand_id, role, principal,"
      " action, subject_id, subjects, occur_time)"
      " SELECT 1, 10 + s.seq, IF(s.seq % 3 = 0, 6, 2), 'maison', 4, 'ada',"
      " 'x', IF(s.seq % 3 = 0, REPEAT('b', 16), NULL), '',"
      " UTC_TIMESTAMP(6) FROM ",
      Numbers(4500)));
  Execute("UPDATE origin_lease SET safe_seq = 4510");
  const int before = Count("event");
  EXPECT_EQ(Purge(Past::kEvents, Later()), before - 1500);
  EXPECT_EQ(Count("event", "kind = 6 AND subject_id IS NOT NULL"), 1500);
  EXPECT_EQ(PurgedTo(1), "4510");
}

TEST_F(PurgeEventsTest, ForgetsAnOriginThatIsLongGone) {
  auto other = std::make_unique<ChangeLog>(pool_);
  ASSERT_TRUE(other->Start().ok());
  const int64_t gone = other->origin();
  ASSERT_TRUE(Append(*other, "a").ok());
  MysqlBookingStore elsewhere(pool_, *other);
  ASSERT_TRUE(
      elsewhere.Hold(TestActor(), Request("elsewhere"), Wanted(7), Soon())
          .ok());
  other.reset();
  EndOrigin(gone);
  Purge(Past::kEvents, Later());
  // The newest, so far: the next would take its number.
  EXPECT_EQ(Count("origin", absl::StrCat("origin_id = ", gone)), 1);
  ChangeLog next(pool_);
  ASSERT_TRUE(next.Start().ok());
  EXPECT_EQ(next.origin(), gone + 1);
  ChangeFollower follower(pool_);
  ASSERT_TRUE(follower.Start().ok());
  Purge(Past::kEvents, Later());
  for (const char* table : {"origin", "origin_lease"}) {
    EXPECT_EQ(Count(table, absl::StrCat("origin_id = ", gone)), 0) << table;
  }
  EXPECT_EQ(Count("origin"), 2);  // those that live
  EXPECT_THAT(Poll(follower), IsEmpty());
  ChangeLog last(pool_);
  ASSERT_TRUE(last.Start().ok());
  EXPECT_EQ(last.origin(), gone + 2);
  // What it wrote of bookings is there.
  EXPECT_THAT(
      *elsewhere.Changes(TestActor().brand, search::BookingNo(7), Soon()),
      SizeIs(1));
}

TEST_F(PurgeEventsTest, KeepsAnOriginUntilItIsLongGone) {
  auto other = std::make_unique<ChangeLog>(pool_);
  ASSERT_TRUE(other->Start().ok());
  const int64_t gone = other->origin();
  other.reset();
  EndOrigin(gone);
  ChangeLog next(pool_);
  ASSERT_TRUE(next.Start().ok());
  Purge(Past::kEvents, absl::Now() - absl::Hours(1));
  EXPECT_EQ(Count("origin", absl::StrCat("origin_id = ", gone)), 1);
}

// Two servers that both take it for their turn.
TEST_F(PurgeEventsTest, TwoThatPurgeAtOnceDoNoHarm) {
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(Rename(absl::StrCat(i)).ok());
  ASSERT_TRUE(Hold("hold", Wanted(1)).ok());
  Settle();
  Pool pool(
      schema_.url(),
      {.connect = {.fault = [this, left = 1](FaultPoint point,
                                             absl::string_view sql) mutable {
         // The other is faster, between this one's look and its delete.
         if (point == FaultPoint::kBeforeStatement &&
             absl::StartsWith(sql, "DELETE") && left-- > 0) {
           EXPECT_EQ(Purge(Past::kEvents, Later()), 5);
           EXPECT_TRUE(Rename("after").ok());
         }
         return absl::OkStatus();
       }}});
  MysqlPurgeStore slow(pool);
  const auto purged = slow.Purge(Past::kEvents, Later());
  ASSERT_TRUE(purged.ok()) << purged.status();
  EXPECT_EQ(purged->rows, 0);
  EXPECT_EQ(Select("SELECT request_id FROM event ORDER BY seq"),
            (Rows{{"request-hold"}, {"request-after"}}));
}

}  // namespace
}  // namespace rapport::db
