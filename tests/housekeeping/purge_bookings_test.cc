#include "db/purge_bookings.h"

#include <set>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/booking/changes.h"
#include "tests/housekeeping/purge_fixture.h"

namespace rapport::db {
namespace {

using search::AssociateNo;
using search::BookingNo;

// What is written here is written now, and meets in a hundred days.
class PurgeBookingsTest : public PurgeFixture {
 protected:
  void SeeAll() {
    Settle();
    Purge(Past::kEvents, Later());
  }
  std::set<std::string> Left() {
    std::set<std::string> left;
    for (auto& row : Select("SELECT booking_id FROM booking")) {
      left.insert(row[0]);
    }
    return left;
  }
  absl::StatusOr<booking::Booking> Confirm(uint32_t number) {
    return bookings_.Confirm(TestActor(),
                             Request(absl::StrCat("confirm-", number)),
                             BookingNo(number), std::nullopt, Soon());
  }
};

TEST_F(PurgeBookingsTest, OfHoldsThoseThatRanOutGoWithTheirHistory) {
  HoldAndLetRunOut(2);
  ASSERT_TRUE(Hold("held", Wanted(11, 20)).ok());
  ASSERT_TRUE(Hold("confirmed", Wanted(12, 30)).ok());
  ASSERT_TRUE(Confirm(12).ok());
  ASSERT_TRUE(Hold("cancelled", Wanted(13, 40)).ok());
  ASSERT_TRUE(Cancel("cancel", 13).ok());
  SeeAll();
  // Their rows, and an event each.
  EXPECT_EQ(Purge(Past::kHolds, Later()), 4);
  EXPECT_EQ(Left(), (std::set{Bytes(11), Bytes(12), Bytes(13)}));
  EXPECT_EQ(Count("event",
                  "request_id IN ('request-hold-1',"
                  " 'request-hold-2')"),
            0);
  EXPECT_EQ(Count("event"), 5);
  EXPECT_EQ(Count("claim"), 4);
  EXPECT_TRUE(absl::IsNotFound(
      bookings_.Get(TestActor().brand, BookingNo(1), Soon()).status()));
}

TEST_F(PurgeBookingsTest, HoldsStayUntilTheyAreOldAndTheMeetingWouldBeOver) {
  HoldAndLetRunOut(1);  // for two ticks from the second on
  SeeAll();
  EXPECT_EQ(Purge(Past::kHolds, absl::Now() - absl::Hours(1)), 0);
  EXPECT_EQ(Purge(Past::kHolds, Ten() + 4 * kTick - absl::Microseconds(1)), 0);
  EXPECT_EQ(Left().size(), 1u);
  EXPECT_EQ(Purge(Past::kHolds, Ten() + 4 * kTick), 2);
}

// Else who follows would wait for their numbers for ever.
TEST_F(PurgeBookingsTest, HoldsStayUntilTheirEventsHaveBeenSeen) {
  HoldAndLetRunOut(1);
  EXPECT_EQ(Purge(Past::kHolds, Later()), 0);
  Settle();
  EXPECT_EQ(Purge(Past::kHolds, Later()), 0);
  Purge(Past::kEvents, Later());
  EXPECT_EQ(Purge(Past::kHolds, Later()), 2);
  EXPECT_EQ(Count("event"), 0);
}

TEST_F(PurgeBookingsTest, HoldsGoInBatchesPastThoseThatStay) {
  HoldAndLetRunOut(1);
  // Copies of it: of every third the meeting is to come.
  Execute(absl::StrCat(
      "INSERT INTO booking SELECT IF(s.seq % 2, 'maison', 'other'),"
      " UNHEX(LPAD(HEX(1000 + s.seq), 32, '0')), version, state, associate_id,"
      " store_id, service_id, channel, start_time, end_time, start_tick,"
      " IF(s.seq % 3, end_tick, end_tick + 1000000), time_zone, local_start,"
      " utc_offset_s, tzdata_version, shopper, hold_expire_time, create_time,"
      " update_time, content FROM booking, ",
      Numbers(1800)));
  SeeAll();
  EXPECT_EQ(Purge(Past::kHolds, Later()), 1200 + 2);
  EXPECT_EQ(Count("booking"), 600);
  EXPECT_EQ(Count("booking", "end_tick < 1000000"), 0);
}

TEST_F(PurgeBookingsTest, WithEverythingThatFindsThem) {
  MysqlScheduleStore schedules(pool_, log_);
  ASSERT_TRUE(
      schedules
          .PutMany(TestActor(),
                   {{AssociateNo(2), search::DailyHours(0, 24), std::nullopt}})
          .ok());
  booking::HoldWrite together = Wanted(1);
  together.booking.more_associates = {AssociateNo(2)};
  together.more_schedule_versions = {1};
  ASSERT_TRUE(Hold("together", together).ok());
  booking::HoldWrite session = Wanted(2, 10);
  session.booking.seats = 5;
  session.booking.shopper = "";
  ASSERT_TRUE(Write("session", booking::Creating(session)).ok());
  booking::HoldWrite seat = Wanted(3, 10);
  seat.booking.session = BookingNo(2);
  ASSERT_TRUE(Hold("seat", seat).ok());
  RunOutAllHolds();
  ASSERT_TRUE(bookings_.ExpireDue().ok());
  SeeAll();
  EXPECT_EQ(Count("booking_associate"), 1);
  EXPECT_EQ(Count("booking_seat"), 1);
  EXPECT_EQ(Purge(Past::kHolds, Later()), 6);
  EXPECT_EQ(Left(), (std::set{Bytes(2)}));
  EXPECT_EQ(Count("booking_associate"), 0);
  EXPECT_EQ(Count("booking_seat"), 0);
}

TEST_F(PurgeBookingsTest, BookingsGoWhereTheOperatorSaysSoInWhateverState) {
  HoldAndLetRunOut(1);
  ASSERT_TRUE(Hold("cancelled", Wanted(12, 20)).ok());
  ASSERT_TRUE(Cancel("cancel", 12).ok());
  ASSERT_TRUE(Hold("confirmed", Wanted(13, 30)).ok());
  ASSERT_TRUE(Confirm(13).ok());
  ASSERT_TRUE(Hold("other", Wanted(14, 40)).ok());
  ASSERT_TRUE(Confirm(14).ok());
  SeeAll();
  EXPECT_GT(Purge(Past::kBookings, Ten() + 40 * kTick), 0);
  EXPECT_EQ(Left(), (std::set{Bytes(14)}));
  EXPECT_EQ(Count("event"), 2);
}

// Else a seat would be of no session.
TEST_F(PurgeBookingsTest, ASessionStaysWithTheLastOfItsSeats) {
  booking::HoldWrite session = Wanted(2, 10);
  session.booking.seats = 5;
  session.booking.shopper = "";
  ASSERT_TRUE(Write("session", booking::Creating(session)).ok());
  for (const uint32_t number : {1u, 3u}) {  // before it, and after
    booking::HoldWrite seat = Wanted(number, 10);
    seat.booking.session = BookingNo(2);
    ASSERT_TRUE(Hold(absl::StrCat("seat-", number), seat).ok());
    ASSERT_TRUE(Confirm(number).ok());
  }
  SeeAll();
  const std::string changed = absl::StrCat(
      " WHERE booking_id = UNHEX('", absl::BytesToHexString(Bytes(3)), "')");
  Execute("UPDATE booking SET update_time = '2100-01-01'" + changed);
  EXPECT_GT(Purge(Past::kBookings, Later()), 0);
  EXPECT_EQ(Left(), (std::set{Bytes(2), Bytes(3)}));
  EXPECT_EQ(Count("booking_seat"), 1);
  Execute("UPDATE booking SET update_time = '2020-01-01'" + changed);
  EXPECT_GT(Purge(Past::kBookings, Later()), 0);
  EXPECT_EQ(Left(), (std::set<std::string>{}));
  EXPECT_EQ(Count("booking_seat"), 0);
  EXPECT_EQ(Count("event"), 0);
}

TEST_F(PurgeBookingsTest, WhatSomebodyChangesMeanwhileStays) {
  ASSERT_TRUE(Hold("confirmed", Wanted(1)).ok());
  ASSERT_TRUE(Confirm(1).ok());
  SeeAll();
  const absl::Time before = absl::Now();
  Pool pool(
      schema_.url(),
      {.connect = {.fault = [this, left = 1](FaultPoint point,
                                             absl::string_view sql) mutable {
         if (point == FaultPoint::kBeforeStatement &&
             absl::StartsWith(sql, "DELETE b FROM booking") && left-- > 0) {
           EXPECT_TRUE(Cancel("cancel", 1).ok());
         }
         return absl::OkStatus();
       }}});
  MysqlPurgeStore purging(pool);
  Execute("UPDATE booking SET start_time = '2020-01-01', end_tick = 100");
  const auto purged = purging.Purge(Past::kBookings, before);
  ASSERT_TRUE(purged.ok()) << purged.status();
  EXPECT_EQ(purged->rows, 0);
  EXPECT_EQ(Left(), (std::set{Bytes(1)}));
  EXPECT_EQ(Count("event"), 3);
}

TEST_F(PurgeBookingsTest, ManyBookingsOfOneTimeGoInBatches) {
  ASSERT_TRUE(Hold("a", Wanted(1)).ok());
  ASSERT_TRUE(Confirm(1).ok());
  Execute(absl::StrCat(
      "INSERT INTO booking SELECT brand_id,"
      " UNHEX(LPAD(HEX(1000 + s.seq), 32, '0')), version, state, associate_id,"
      " store_id, service_id, channel,"
      " start_time + INTERVAL (s.seq DIV 400) MINUTE, end_time, start_tick,"
      " end_tick, time_zone, local_start, utc_offset_s, tzdata_version,"
      " shopper, hold_expire_time, create_time, update_time, content"
      " FROM booking, ",
      Numbers(1700)));
  SeeAll();
  EXPECT_EQ(Purge(Past::kBookings, Later()), 1700 + 3);
  EXPECT_EQ(Count("booking"), 0);
}

}  // namespace
}  // namespace rapport::db
