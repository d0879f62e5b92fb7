// What bookings leave in the database beside themselves, and what is answered
// when it fails at the worst moments. What every store of bookings does is in
// tests/contract.
#include "db/mysql_booking_store.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "db/booking_json.h"
#include "db/mysql_change_feed.h"
#include "server/vocabulary/error.h"
#include "tests/booking/mysql_booking_fixture.h"
#include "tests/search/small_world.h"

namespace rapport::db {
namespace {

using booking::Booking;
using booking::BookingState;
using search::AssociateNo;
using search::BookingNo;

class MysqlBookingStoreTest : public MysqlBookingFixture {
 protected:
  absl::StatusOr<Booking> Hold(uint32_t number, int first_tick) {
    return store_.Hold(TestActor(), Request(absl::StrCat("hold-", number)),
                       Wanted(number, first_tick), Soon());
  }
  // One of three at a time.
  absl::StatusOr<Booking> Chat(uint32_t number, int first_tick) {
    booking::HoldWrite wanted = Wanted(number, first_tick);
    wanted.capacity = 3;
    wanted.booking.load = 1;
    return store_.Hold(TestActor(), Request(absl::StrCat("hold-", number)),
                       wanted, Soon());
  }
  // Each claim's tick, from ten, seat and booking.
  Rows Seats() {
    return Select(absl::StrCat(
        "SELECT tick - ", TickOf(Ten()),
        ", seat, CAST(CONV(HEX(SUBSTR(booking_id, 13)), 16, 10) AS UNSIGNED)"
        " FROM claim ORDER BY tick, seat"));
  }
  absl::StatusOr<Booking> Confirm(uint32_t number) {
    return store_.Confirm(TestActor(), Request(absl::StrCat("conf-", number)),
                          BookingNo(number), std::nullopt, Soon());
  }
  absl::StatusOr<Booking> Cancel(uint32_t number) {
    return store_.Cancel(TestActor(), Request(absl::StrCat("canc-", number)),
                         BookingNo(number), std::nullopt, Soon());
  }
  // Runs `run` just before the next statement that begins so.
  void Before(const std::string& begin, std::function<void()> run) {
    fault_ = [=, left = 1](FaultPoint point, absl::string_view sql) mutable {
      if (point == FaultPoint::kBeforeStatement &&
          sql.substr(0, begin.size()) == begin && left-- > 0) {
        run();
      }
      return absl::OkStatus();
    };
  }
  Rows Events() {
    return Select(
        "SELECT action, subjects FROM event WHERE kind <> 0"
        " ORDER BY seq");
  }
  std::string Count(const std::string& table) {
    return Select("SELECT COUNT(*) FROM " + table)[0][0];
  }

  MysqlBookingStore store_{pool_, log_};
};

TEST_F(MysqlBookingStoreTest, LeavesAnEventOfEachChangeWithItsAnswer) {
  ASSERT_TRUE(Hold(1, 0).ok());
  ASSERT_TRUE(Confirm(1).ok());
  const auto cancelled = Cancel(1);
  ASSERT_TRUE(cancelled.ok()) << cancelled.status();
  EXPECT_EQ(
      Select("SELECT kind, brand_id, role, principal, action, request_id,"
             " subjects FROM event ORDER BY seq"),
      (Rows{{"6", "maison", "4", "ada", "HoldSlot", "request-hold-1", Bytes(1)},
            {"6", "maison", "4", "ada", "ConfirmBooking", "request-conf-1",
             Bytes(1)},
            {"6", "maison", "4", "ada", "CancelBooking", "request-canc-1",
             Bytes(1)}}));
  const Rows reply =
      Select("SELECT reply FROM event ORDER BY seq DESC LIMIT 1");
  const auto read = BookingFromJson(reply[0][0]);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, *cancelled);
}

TEST_F(MysqlBookingStoreTest, NamesTheHoldsThatGaveWayToAHold) {
  ASSERT_TRUE(Hold(1, 0).ok());
  ASSERT_TRUE(Hold(2, 2).ok());
  RunOutAllHolds();
  Execute("DELETE FROM event");
  ASSERT_TRUE(Hold(3, 1).ok());
  EXPECT_EQ(Events(), (Rows{{"HoldSlot", Bytes(3) + Bytes(1) + Bytes(2)}}));
}

TEST_F(MysqlBookingStoreTest, LeavesOneEventOfTheHoldsThatItEnded) {
  ASSERT_TRUE(Hold(1, 0).ok());
  ASSERT_TRUE(Hold(2, 2).ok());
  RunOutAllHolds();
  Execute("DELETE FROM event");
  ASSERT_TRUE(store_.ExpireDue().ok());
  ASSERT_TRUE(store_.ExpireDue().ok());  // nothing more: no event
  const Rows events = Events();
  ASSERT_EQ(events.size(), 1);
  EXPECT_EQ(events[0][0], "ExpireHolds");
  EXPECT_EQ(events[0][1].size(), 32);
}

TEST_F(MysqlBookingStoreTest, LeavesNoEventOfWhatFailed) {
  ASSERT_TRUE(Hold(1, 0).ok());
  EXPECT_FALSE(Hold(2, 1).ok());
  EXPECT_FALSE(Confirm(7).ok());
  EXPECT_EQ(Events().size(), 1);
  EXPECT_EQ(Count("booking"), "1");
  EXPECT_EQ(Count("claim"), "2");
}

TEST_F(MysqlBookingStoreTest, TellsOtherServers) {
  Pool other_pool(schema_.url());
  MysqlChangeFeed feed(other_pool);
  ASSERT_TRUE(feed.Start().ok());
  ASSERT_TRUE(Hold(1, 0).ok());
  EXPECT_FALSE(Hold(2, 0).ok());
  ASSERT_TRUE(Cancel(1).ok());
  std::vector<search::Change> changes;
  const auto polled = feed.Poll(
      [&](const search::Change& change) { changes.push_back(change); });
  ASSERT_TRUE(polled.ok()) << polled.status();
  ASSERT_EQ(changes.size(), 2);
  for (const search::Change& change : changes) {
    EXPECT_EQ(change.kind, search::ChangeKind::kBookings);
    EXPECT_EQ(change.brand, TestActor().brand);
    EXPECT_EQ(change.subjects, Bytes(1));
  }
}

TEST_F(MysqlBookingStoreTest, SaysWhichEventsACallLeftAndWhichItRepeated) {
  Actor actor = TestActor();
  actor.receipt = std::make_shared<WriteReceipt>();
  const auto hold = [&] {
    return store_.Hold(actor, Request("hold"), Wanted(1, 0), Soon());
  };
  ASSERT_TRUE(hold().ok());
  // After the schedule's, which the fixture wrote.
  EXPECT_EQ(actor.receipt->written, (std::vector<EventName>{{1, 2}}));
  EXPECT_TRUE(actor.receipt->repeated.empty());
  actor.receipt = std::make_shared<WriteReceipt>();
  ASSERT_TRUE(hold().ok());
  EXPECT_TRUE(actor.receipt->written.empty());
  EXPECT_EQ(actor.receipt->repeated, (std::vector<EventName>{{1, 2}}));
}

TEST_F(MysqlBookingStoreTest, AnswersRequestsWhoseCommitHadNoAnswer) {
  LoseNextAnswerToCommit();
  const auto held = Hold(1, 0);
  ASSERT_TRUE(held.ok()) << held.status();
  EXPECT_EQ(held->version, 1);
  LoseNextAnswerToCommit();
  const auto confirmed = Confirm(1);
  ASSERT_TRUE(confirmed.ok()) << confirmed.status();
  EXPECT_EQ(confirmed->version, 2);
  LoseNextAnswerToCommit();
  const auto cancelled = Cancel(1);
  ASSERT_TRUE(cancelled.ok()) << cancelled.status();
  EXPECT_EQ(cancelled->version, 3);
  EXPECT_EQ(Count("booking"), "1");
  EXPECT_EQ(Count("claim"), "0");
}

TEST_F(MysqlBookingStoreTest, NeverSaysTakenWhereItCannotKnow) {
  // The answer to COMMIT is lost, and the database cannot be reached again.
  fault_ = [committed = false](FaultPoint point, absl::string_view) mutable {
    if (point == FaultPoint::kAfterCommit) committed = true;
    return committed ? MakeDbStatus(DbOutcome::kNotCommitted, 2013, "lost")
                     : absl::OkStatus();
  };
  EXPECT_EQ(Hold(1, 0).status().code(), absl::StatusCode::kUnavailable);
  fault_ = [](FaultPoint, absl::string_view) { return absl::OkStatus(); };
  const auto again = Hold(1, 0);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(Count("booking"), "1");
  EXPECT_EQ(Count("claim"), "2");
}

TEST_F(MysqlBookingStoreTest, RunsAHoldAgainThatWasRolledBack) {
  for (const char* statement : {"SELECT associate_id", "INSERT INTO claim",
                                "INSERT INTO booking", "INSERT INTO event"}) {
    SCOPED_TRACE(statement);
    FailOnce(statement, 1213);
    const auto held = Hold(1, 0);
    ASSERT_TRUE(held.ok()) << held.status();
    EXPECT_EQ(Count("claim"), "2");
    EXPECT_EQ(Count("booking"), "1");
    Execute("DELETE FROM booking");
    Execute("DELETE FROM claim");
    Execute("DELETE FROM event");
  }
}

TEST_F(MysqlBookingStoreTest, RunsAChangeAgainThatWasRolledBack) {
  ASSERT_TRUE(Hold(1, 0).ok());
  FailOnce("UPDATE booking", 1213);
  ASSERT_TRUE(Confirm(1).ok());
  FailOnce("DELETE FROM claim", 1205);
  const auto cancelled = Cancel(1);
  ASSERT_TRUE(cancelled.ok()) << cancelled.status();
  EXPECT_EQ(cancelled->version, 3);
  EXPECT_EQ(Count("claim"), "0");
}

TEST_F(MysqlBookingStoreTest, LetsTheLastSeatMoveIntoTheOneThatIsFreed) {
  ASSERT_TRUE(Chat(1, 0).ok());
  ASSERT_TRUE(Chat(2, 1).ok());
  ASSERT_TRUE(Chat(3, 1).ok());
  EXPECT_EQ(Seats(), (Rows{{"0", "0", "1"},
                           {"1", "0", "1"},
                           {"1", "1", "2"},
                           {"1", "2", "3"},
                           {"2", "0", "2"},
                           {"2", "1", "3"}}));
  ASSERT_TRUE(Cancel(1).ok());
  EXPECT_EQ(
      Seats(),
      (Rows{
          {"1", "0", "3"}, {"1", "1", "2"}, {"2", "0", "2"}, {"2", "1", "3"}}));
  ASSERT_TRUE(Cancel(2).ok());
  EXPECT_EQ(Seats(), (Rows{{"1", "0", "3"}, {"2", "0", "3"}}));
}

TEST_F(MysqlBookingStoreTest, RunsAgainWhatSharesAndWasRolledBack) {
  for (const char* statement :
       {"UPDATE calendar", "SELECT tick, seat", "INSERT INTO claim",
        "INSERT INTO booking", "INSERT INTO event"}) {
    SCOPED_TRACE(statement);
    ASSERT_TRUE(Chat(1, 0).ok());
    FailOnce(statement, 1213);
    const auto held = Chat(2, 0);
    ASSERT_TRUE(held.ok()) << held.status();
    EXPECT_EQ(Count("claim"), "4");
    for (const char* table : {"booking", "claim", "event"}) {
      Execute(absl::StrCat("DELETE FROM ", table));
    }
  }
  for (const char* statement :
       {"UPDATE calendar", "SELECT tick, seat", "DELETE FROM claim",
        "UPDATE claim", "INSERT INTO event"}) {
    SCOPED_TRACE(statement);
    ASSERT_TRUE(Chat(1, 0).ok());
    ASSERT_TRUE(Chat(2, 0).ok());
    FailOnce(statement, 1205);
    const auto cancelled = Cancel(1);
    ASSERT_TRUE(cancelled.ok()) << cancelled.status();
    EXPECT_EQ(Seats(), (Rows{{"0", "0", "2"}, {"1", "0", "2"}}));
    for (const char* table : {"booking", "claim", "event"}) {
      Execute(absl::StrCat("DELETE FROM ", table));
    }
  }
}

// What a cluster compares: a lock binds only those on the same node.
TEST_F(MysqlBookingStoreTest, WritesTheCalendarWhereverASeatIsTakenOrFreed) {
  const auto written = [this] {
    return Select("SELECT bookings FROM calendar")[0][0];
  };
  ASSERT_TRUE(Chat(1, 0).ok());
  ASSERT_TRUE(Chat(2, 0).ok());
  EXPECT_EQ(written(), "2");
  ASSERT_TRUE(Cancel(1).ok());
  EXPECT_EQ(written(), "3");
  RunOutAllHolds();
  ASSERT_TRUE(store_.ExpireDue().ok());
  EXPECT_EQ(written(), "4");
  // Of those who take all of somebody, keys keep all but one out.
  ASSERT_TRUE(Hold(3, 0).ok());
  ASSERT_TRUE(Cancel(3).ok());
  EXPECT_EQ(written(), "4");
}

TEST_F(MysqlBookingStoreTest, ConfirmsNoHoldThatRunsOutAfterTheLook) {
  ASSERT_TRUE(Hold(1, 0).ok());
  Before("UPDATE booking", [this] { RunOutAllHolds(); });
  EXPECT_EQ(ReasonOf(Confirm(1).status()), "HOLD_EXPIRED");
}

TEST_F(MysqlBookingStoreTest, EndsNoHoldThatGetsMoreTimeAfterTheLook) {
  ASSERT_TRUE(Hold(1, 0).ok());
  RunOutAllHolds();
  Before("UPDATE booking", [this] {
    Execute(
        "UPDATE booking SET hold_expire_time ="
        " UTC_TIMESTAMP(6) + INTERVAL 1 HOUR");
  });
  const auto expired = store_.ExpireDue();
  ASSERT_TRUE(expired.ok()) << expired.status();
  EXPECT_TRUE(expired->empty());
  EXPECT_EQ(Count("claim"), "2");
  EXPECT_TRUE(Confirm(1).ok());
}

TEST_F(MysqlBookingStoreTest, ChangesNothingThatChangedAfterTheLook) {
  Pool other_pool(schema_.url());
  ChangeLog other_log(other_pool);
  ASSERT_TRUE(other_log.Start().ok());
  MysqlBookingStore other(other_pool, other_log);
  ASSERT_TRUE(Hold(1, 0).ok());
  Before("UPDATE booking", [&] {
    EXPECT_TRUE(other
                    .Cancel(TestActor(), Request("other-cancel"), BookingNo(1),
                            std::nullopt, Soon())
                    .ok());
  });
  EXPECT_EQ(ReasonOf(Confirm(1).status()), "NOT_HELD");
  EXPECT_EQ(Select("SELECT state, version FROM booking"), (Rows{{"5", "2"}}));
  ASSERT_TRUE(Hold(2, 0).ok());
  Before("UPDATE booking", [&] {
    EXPECT_TRUE(other
                    .Confirm(TestActor(), Request("other-conf"), BookingNo(2),
                             std::nullopt, Soon())
                    .ok());
  });
  const auto cancelled = Cancel(2);
  ASSERT_TRUE(cancelled.ok()) << cancelled.status();
  EXPECT_EQ(cancelled->version, 3);
  fault_ = [](FaultPoint, absl::string_view) { return absl::OkStatus(); };
}

TEST_F(MysqlBookingStoreTest, LeavesNothingOfAHoldThatNeverGotThrough) {
  fault_ = [](FaultPoint point, absl::string_view sql) {
    return point == FaultPoint::kBeforeStatement &&
                   sql.substr(0, 17) == "INSERT INTO event"
               ? StatusFromServer(1213, "40001", "deadlock")
               : absl::OkStatus();
  };
  EXPECT_EQ(Hold(1, 0).status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(Count("booking"), "0");
  EXPECT_EQ(Count("claim"), "0");
  EXPECT_EQ(Select("SELECT bookings FROM calendar"), (Rows{{"0"}}));
}

TEST_F(MysqlBookingStoreTest, RefusesAShopperWhoseIdIsNotUtf8) {
  booking::HoldWrite wanted = Wanted(1, 0);
  wanted.booking.shopper = "a\xFF";
  const auto held = store_.Hold(TestActor(), Request("hold"), wanted, Soon());
  EXPECT_EQ(held.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Count("claim"), "0");
}

TEST(BookingJson, ReadsOnlyWhatItWrote) {
  Booking booking = search::BookingIn(BookingState::kConfirmed, 1,
                                      AssociateNo(1), {Ten(), Ten() + kTick});
  booking.shopper = "Zo\xC3\xAB \"\\\n";
  booking.local_start = absl::CivilSecond(2027, 3, 5, 3, 30, 0);
  booking.utc_offset_s = -12'600;
  booking.create_time = Ten() + absl::Microseconds(1);
  booking.update_time = Ten() + absl::Microseconds(2);
  const absl::StatusOr<std::string> text = BookingToJson(booking);
  ASSERT_TRUE(text.ok()) << text.status();
  const auto read = BookingFromJson(*text);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, booking);
  Booking wrong = booking;
  wrong.shopper = "\xFF";
  EXPECT_EQ(BookingToJson(wrong).status().code(),
            absl::StatusCode::kInvalidArgument);
  for (const char* other : {"", "{}", "[]", "7", "{\"id\":\"x\"}", "{"}) {
    EXPECT_EQ(BookingFromJson(other).status().code(),
              absl::StatusCode::kInternal)
        << other;
  }
  std::string cut = *text;
  cut.replace(cut.find(BookingNo(1).ToString()), 3, "???");
  EXPECT_EQ(BookingFromJson(cut).status().code(), absl::StatusCode::kInternal);
}

TEST(BookingJson, KeepsWhatHasNoColumnAndReadsTextsOfBeforeThereWasAny) {
  Booking booking = search::BookingIn(BookingState::kConfirmed, 1,
                                      AssociateNo(1), {Ten(), Ten() + kTick});
  const std::string before = *BookingToJson(booking);
  EXPECT_EQ(before.find("former"), std::string::npos);
  EXPECT_EQ(BookingContentToJson(booking), "");
  EXPECT_EQ(*BookingFromJson(before), booking);
  booking.former_associates = {AssociateNo(2), AssociateNo(3)};
  booking.cancel_notice = absl::Hours(24);
  booking.move_notice = absl::Minutes(90);
  booking.party_size = 4;
  booking.answers = {{"size", "38\n\"é\""}, {"first", "no"}};
  EXPECT_EQ(*BookingFromJson(*BookingToJson(booking)), booking);
  Booking other = *BookingFromJson(before);
  ASSERT_TRUE(ReadBookingContent(BookingContentToJson(booking), other).ok());
  EXPECT_EQ(other, booking);
  EXPECT_EQ(ReadBookingContent("{\"former_associates\":[\"x\"]}", other).code(),
            absl::StatusCode::kInternal);
}

}  // namespace
}  // namespace rapport::db
