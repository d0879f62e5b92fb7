// What waiting leaves in the database, and what is offered when it fails at the
// worst moments. What every store does is in tests/contract.
#include "db/mysql_waitlist_store.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "db/mysql_booking_store.h"
#include "db/mysql_change_feed.h"
#include "server/booking/changes.h"
#include "tests/booking/mysql_booking_fixture.h"
#include "tests/search/small_world.h"

namespace rapport::db {
namespace {

using booking::Offer;
using booking::WaitlistEntry;
using booking::WaitlistEntryId;
using booking::WaitlistState;
using search::AssociateNo;
using search::BookingNo;

// Booking 1 is held; entry 1 waits, and is offered what is freed as booking 11.
class MysqlWaitlistStoreTest : public MysqlBookingFixture {
 protected:
  void SetUp() override {
    MysqlBookingFixture::SetUp();
    ASSERT_TRUE(
        bookings_.Hold(TestActor(), Request("hold"), Wanted(1), Soon()).ok());
    ASSERT_TRUE(Join().ok());
    const auto offers = [](const BrandId&, const booking::Booking&,
                           const booking::Booking&) {
      return std::vector<Offer>{{EntryNo(), 1, Wanted(11)}};
    };
    bookings_.OfferFreedTime(offers);
    waitlist_.OfferFreedTime(offers);
  }

  static WaitlistEntryId EntryNo() {
    return search::Numbered<WaitlistEntryId>(1);
  }
  absl::StatusOr<WaitlistEntry> Join() {
    WaitlistEntry entry;
    entry.id = EntryNo();
    entry.shopper = "zoe";
    entry.service = search::ServiceCalled("styling");
    entry.channels = {Channel::kVideo};
    entry.associate = AssociateNo(1);
    entry.window = {Ten(), Ten() + absl::Hours(5)};
    return waitlist_.Join(TestActor(), Request("join"), entry, Soon());
  }
  absl::StatusOr<WaitlistEntry> Leave() {
    return waitlist_.Leave(TestActor(), Request("leave"), EntryNo(),
                           std::nullopt, Soon());
  }
  absl::StatusOr<booking::Booking> Cancel() {
    return bookings_.Cancel(TestActor(), Request("cancel"), BookingNo(1),
                            std::nullopt, Soon());
  }
  // The entry's state and version, and the live bookings.
  void ExpectOfferedOnce() {
    EXPECT_EQ(Select("SELECT state, version, booking_id FROM waitlist_entry"),
              (Rows{{"2", "2", Bytes(11)}}));
    EXPECT_EQ(Select("SELECT booking_id, version, state FROM booking"
                     " WHERE state IN (1, 2, 3)"),
              (Rows{{Bytes(11), "1", "1"}}));
    EXPECT_EQ(Select("SELECT DISTINCT booking_id FROM claim"),
              (Rows{{Bytes(11)}}));
    EXPECT_EQ(Select("SELECT COUNT(*) FROM claim"), (Rows{{"2"}}));
  }

  MysqlBookingStore bookings_{pool_, log_};
  MysqlWaitlistStore waitlist_{pool_, log_};
};

TEST_F(MysqlWaitlistStoreTest, LeavesAnEventOfTheBookingsAndOneOfTheEntry) {
  Execute("DELETE FROM event");
  ASSERT_TRUE(Cancel().ok());
  EXPECT_EQ(
      Select("SELECT kind, action, request_id, subjects FROM event"
             " WHERE kind <> 0 ORDER BY seq"),
      (Rows{{"6", "CancelBooking", "request-cancel", Bytes(1) + Bytes(11)},
            {"10", "CancelBooking", "NULL", std::string(EntryNo().stored())}}));
}

// Else no server would offer anything to who waits again.
TEST_F(MysqlWaitlistStoreTest, TellsThatWhoWasOfferedSeatsWaitsAgain) {
  booking::HoldWrite session = Wanted(2, /*first_tick=*/12);
  session.booking.seats = 3;
  ASSERT_TRUE(bookings_
                  .Write(TestActor(), Request("make"),
                         booking::Creating(session), Soon())
                  .ok());
  Offer seats{EntryNo(), 1, Wanted(12, /*first_tick=*/12)};
  seats.hold.schedule_version = 0;
  seats.hold.session_version = 1;
  seats.hold.booking.session = BookingNo(2);
  const auto made = waitlist_.OfferFree(TestActor().brand, seats);
  ASSERT_TRUE(made.ok() && made->has_value()) << made.status();
  Execute("DELETE FROM event");
  const auto cancelled = bookings_.Cancel(TestActor(), Request("cancel"),
                                          BookingNo(2), std::nullopt, Soon());
  ASSERT_TRUE(cancelled.ok()) << cancelled.status();
  EXPECT_EQ(Select("SELECT state, version FROM waitlist_entry"),
            (Rows{{"1", "3"}}));
  EXPECT_EQ(Select("SELECT action, subjects FROM event WHERE kind = 10"),
            (Rows{{"CancelBooking", std::string(EntryNo().stored())}}));
}

TEST_F(MysqlWaitlistStoreTest, OffersOnceWhateverTheDatabaseDoes) {
  for (const char* statement :
       {"UPDATE calendar", "INSERT INTO claim", "UPDATE waitlist_entry",
        "INSERT INTO booking", "INSERT INTO event"}) {
    SCOPED_TRACE(statement);
    FailOnce(statement, 1213);
    const auto cancelled = Cancel();
    ASSERT_TRUE(cancelled.ok()) << cancelled.status();
    ExpectOfferedOnce();
    // Back to where it was.
    Execute("DELETE FROM event WHERE request_id = 'request-cancel'");
    Execute("DELETE FROM event WHERE kind = 10 AND request_id IS NULL");
    Execute("DELETE FROM booking WHERE version = 1");
    Execute("UPDATE booking SET state = 2");
    Execute(
        "UPDATE waitlist_entry SET state = 1, version = 1, booking_id = NULL");
    Execute("UPDATE claim SET booking_id = (SELECT booking_id FROM booking)");
  }
}

TEST_F(MysqlWaitlistStoreTest, OffersOnceIfTheAnswerToCommitIsLost) {
  LoseNextAnswerToCommit();
  const auto cancelled = Cancel();
  ASSERT_TRUE(cancelled.ok()) << cancelled.status();
  EXPECT_EQ(cancelled->version, 2);
  ExpectOfferedOnce();
  LoseNextAnswerToCommit();
  const auto left = Leave();
  ASSERT_TRUE(left.ok()) << left.status();
  EXPECT_EQ(left->state, WaitlistState::kLeft);
  EXPECT_EQ(left->version, 3);
  EXPECT_EQ(Select("SELECT state, version FROM waitlist_entry"),
            (Rows{{"4", "3"}}));
  EXPECT_EQ(Select("SELECT COUNT(*) FROM claim"), (Rows{{"0"}}));
}

TEST_F(MysqlWaitlistStoreTest, JoinsOnceIfTheAnswerToCommitIsLost) {
  Execute("DELETE FROM waitlist_entry");
  Execute("DELETE FROM event");
  LoseNextAnswerToCommit();
  const auto joined = Join();
  ASSERT_TRUE(joined.ok()) << joined.status();
  EXPECT_EQ(Select("SELECT COUNT(*) FROM waitlist_entry"), (Rows{{"1"}}));
}

TEST_F(MysqlWaitlistStoreTest, ExpiresAndOffersInOneTransaction) {
  RunOutAllHolds();
  LoseNextAnswerToCommit();
  ASSERT_TRUE(bookings_.ExpireDue().ok());
  ExpectOfferedOnce();
}

TEST_F(MysqlWaitlistStoreTest, TellsOtherServers) {
  Pool other_pool(schema_.url());
  MysqlChangeFeed feed(other_pool);
  ASSERT_TRUE(feed.Start().ok());
  ASSERT_TRUE(Cancel().ok());
  std::vector<search::Change> changes;
  const auto polled = feed.Poll(
      [&](const search::Change& change) { changes.push_back(change); });
  ASSERT_TRUE(polled.ok()) << polled.status();
  // What was before may be told again.
  ASSERT_GE(changes.size(), 2u);
  const search::Change& bookings = changes[changes.size() - 2];
  EXPECT_EQ(bookings.kind, search::ChangeKind::kBookings);
  EXPECT_EQ(bookings.subjects, Bytes(1) + Bytes(11));
  EXPECT_EQ(changes.back().kind, search::ChangeKind::kWaitlist);
  EXPECT_EQ(changes.back().subjects, EntryNo().stored());
}

}  // namespace
}  // namespace rapport::db
