// Sessions and seats, at the desks.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/booking/change_desk.h"
#include "tests/booking/seat_desk_fixture.h"

namespace rapport::booking {
namespace {

TEST_F(SeatDeskTest, StaffMakeASessionAtAnyTimeOfTheSchedule) {
  const auto made = Make(SessionAt(Paris(9, 25)));
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->seats, 4);
  EXPECT_EQ(made->state, BookingState::kConfirmed);
  EXPECT_TRUE(made->shopper.empty());
  EXPECT_EQ(made->load, kWholeLoad);
  EXPECT_THAT(Shown(), testing::ElementsAre(made->occupied));
  const auto of_two = Make(SessionAt(Paris(12), 2), "of two");
  ASSERT_TRUE(of_two.ok()) << of_two.status();
  EXPECT_EQ(of_two->seats, 2);
  EXPECT_THAT(Make(SessionAt(Paris(12)), "taken"), FailsWith("SLOT_TAKEN"));
  EXPECT_THAT(Make(SessionAt(Paris(20)), "late"),
              FailsWith("SLOT_OUTSIDE_SCHEDULE"));
  EXPECT_THAT(Make(SessionAt(Paris(14), 201), "many"),
              FailsWith("OUT_OF_RANGE"));
  EXPECT_THAT(Make(SessionAt(Paris(14), -1), "few"), FailsWith("OUT_OF_RANGE"));
  HoldWish repair = SessionAt(Paris(14));
  repair.service = search::ServiceCalled("repair");
  EXPECT_THAT(Make(repair, "repair"), FailsWith("NOT_A_CLASS"));
}

TEST_F(SeatDeskTest, ShoppersMakeNone) {
  EXPECT_THAT(
      desk_->Create(Ada(), Request("make"), SessionAt(Paris(12)), kNever),
      FailsWith("NOT_YOURS_TO_BOOK"));
}

TEST_F(SeatDeskTest, AClassHasNoSlots) {
  EXPECT_THAT(Hold(Wish(Paris(12))), FailsWith("IS_A_CLASS"));
  EXPECT_THAT(desk_->Create(Staff(), Request("b"), Wish(Paris(12)), kNever),
              FailsWith("SHOPPER_REQUIRED"));
}

TEST_F(SeatDeskTest, SeatsAreOfTheServicesRules) {
  const Booking session = MustMake(Paris(12));
  const auto seat = Sit(session.id, 3);
  ASSERT_TRUE(seat.ok()) << seat.status();
  EXPECT_EQ(seat->session, session.id);
  EXPECT_EQ(seat->shopper, "ada");
  EXPECT_EQ(seat->party_size, 3);
  EXPECT_EQ(seat->cancel_notice, absl::Hours(1));
  EXPECT_EQ(seat->hold_expire_time, Now() + absl::Minutes(10));
  EXPECT_THAT(Shown(), testing::ElementsAre(session.occupied));
  EXPECT_THAT(Sit(session.id, 4, "many"), FailsWith("OUT_OF_RANGE"));
  EXPECT_THAT(Sit(session.id, 0, "none"), FailsWith("OUT_OF_RANGE"));
  EXPECT_THAT(Sit(session.id, 2, "full"), FailsWith("SESSION_FULL"));
  EXPECT_THAT(Sit(search::BookingNo(99), 1, "where"),
              FailsWith("SESSION_NOT_FOUND"));
  EXPECT_THAT(SitAs(CallerOf(Role::kBrandBackend, "web"), session.id, 1, "who"),
              FailsWith("SHOPPER_REQUIRED"));
  const auto confirmed = Confirm(seat->id);
  ASSERT_TRUE(confirmed.ok()) << confirmed.status();
  EXPECT_EQ(confirmed->session, session.id);
}

TEST_F(SeatDeskTest, ShoppersKeepTheNoticeAndStaffNeedNot) {
  const Booking session = MustMake(Paris(12));
  SetNow(Paris(10));
  EXPECT_TRUE(Sit(session.id, 1, "in time").ok());
  SetNow(Paris(10) + absl::Seconds(1));
  EXPECT_THAT(Sit(session.id, 1, "late"), FailsWith("SESSION_TOO_SOON"));
  Caller staff = Staff();
  staff.shopper = "bea";
  EXPECT_TRUE(SitAs(staff, session.id, 1, "staff").ok());
  SetNow(Paris(12));
  EXPECT_THAT(SitAs(staff, session.id, 1, "over"),
              FailsWith("MEETING_STARTED"));
}

TEST_F(SeatDeskTest, ARequestIsAnsweredAsItWasWhateverBecameOfTheSession) {
  const Booking session = MustMake(Paris(12));
  const auto seat = Sit(session.id);
  ASSERT_TRUE(seat.ok()) << seat.status();
  ASSERT_TRUE(
      desk_->Cancel(Staff(), Request("cancel"), {session.id, {}}, kNever).ok());
  EXPECT_EQ(*Sit(session.id), *seat);
  EXPECT_THAT(Sit(session.id, 1, "another"), FailsWith("SESSION_CANCELLED"));
}

TEST_F(SeatDeskTest, AMovedSessionStaysOneThatTakesAllOfItsAssociate) {
  const Booking session = MustMake(Paris(12));
  const auto seat = Sit(session.id);
  ASSERT_TRUE(seat.ok()) << seat.status();
  ChangeDesk changes(store_, schedules_, *model_, *desk_);
  const auto moved = changes.Move(Staff(), Request("move"),
                                  {{session.id, {}}, Paris(9, 35), {}}, kNever);
  ASSERT_TRUE(moved.ok()) << moved.status();
  EXPECT_EQ(moved->seats, 4);
  EXPECT_EQ(moved->load, kWholeLoad);
  const auto followed = desk_->Get(Ada(), seat->id, kNever);
  ASSERT_TRUE(followed.ok()) << followed.status();
  EXPECT_EQ(followed->meeting.start, Paris(9, 35));
  const auto alone = changes.Move(Ada(), Request("alone"),
                                  {{seat->id, {}}, Paris(15), {}}, kNever);
  EXPECT_THAT(alone, FailsWith("GOES_WITH_SESSION"));
}

}  // namespace
}  // namespace rapport::booking
