// Several callers in one transaction: each hears what they would have heard on
// their own.
#include "db/booking_rounds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <vector>

#include "tests/booking/booking_rounds_fixture.h"

namespace rapport::db {
namespace {

using booking::Booking;
using testing::IsEmpty;
using testing::SizeIs;

class BookingRoundsTest : public BookingRoundsFixture {
 protected:
  std::string Events() {
    return Select("SELECT COUNT(*) FROM event WHERE kind = 6")[0][0];
  }
};

std::string ReasonOf(const absl::StatusOr<Booking>& answer) {
  return rapport::ReasonOf(answer.status());
}

TEST_F(BookingRoundsTest, MakeACallerOnTheirOwnWaitForNobody) {
  Call call = Hold(1, 1, 0);
  Ask(call);
  ASSERT_TRUE(call.answer.ok()) << call.answer.status();
  EXPECT_EQ(rounds_.stats().in_them, 1);
  EXPECT_EQ(rounds_.stats().alone, 0);
}

TEST_F(BookingRoundsTest, GrantThoseWhoWaitTogetherInOneTransaction) {
  Call ada = Hold(1, 1, 0);
  Call bo = Hold(2, 1, 2);
  Call cy = Hold(3, 2, 0);
  std::atomic<int> commits = 0;
  in_round_ = [&](FaultPoint point, absl::string_view) {
    if (point == FaultPoint::kBeforeCommit) ++commits;
    return absl::OkStatus();
  };
  AskTogether({&ada, &bo, &cy});
  EXPECT_EQ(commits, 1);
  EXPECT_EQ(rounds_.stats().rounds, 2);  // with the plug's
  EXPECT_EQ(rounds_.stats().in_them, 4);
  for (const Call* call : {&ada, &bo, &cy}) {
    ASSERT_TRUE(call->answer.ok()) << call->answer.status();
    EXPECT_EQ(call->answer->version, 1);
    EXPECT_EQ(call->answer->hold_expire_time,
              call->answer->create_time + absl::Minutes(10));
    EXPECT_THAT(call->actor.receipt->written, SizeIs(1));
    EXPECT_THAT(call->actor.receipt->repeated, IsEmpty());
    ExpectReceiptNames(*call);
  }
  ExpectClaimsAgree();
}

TEST_F(BookingRoundsTest, WriteTheCalendarsThatAClusterCompares) {
  const auto counted = [this] {
    return Select("SELECT bookings FROM calendar WHERE bookings > 0");
  };
  Call ada = Hold(1, 1, 0);
  Ask(ada);
  ASSERT_TRUE(ada.answer.ok()) << ada.answer.status();
  EXPECT_THAT(counted(), IsEmpty());  // here a lock is enough

  PoolOptions options;
  options.connect.as_if_galera = true;
  Pool pool(schema_.url(), options);
  ChangeLog log(pool);
  ASSERT_TRUE(log.Start().ok());
  BookingRounds rounds(log);
  Call bo = Hold(2, 2, 0);
  bo.answer = rounds.Write(bo.actor, bo.request, bo.write, bo.deadline);
  ASSERT_TRUE(bo.answer.ok()) << bo.answer.status();
  EXPECT_EQ(counted(), (Rows{{"1"}}));
}

TEST_F(BookingRoundsTest, WriteWhatOneTransactionWouldHaveWritten) {
  Call ada = Hold(1, 1, 0);
  Call bo = Hold(2, 2, 0);
  Call cy = Hold(3, 3, 0);
  Ask(cy);
  AskTogether({&ada, &bo});
  const auto row = [&](int number) {
    return Select(absl::StrCat(
        "SELECT b.version, b.state, b.store_id, b.service_id, b.channel,"
        " b.start_time, b.end_time, b.start_tick, b.end_tick, b.time_zone,"
        " b.local_start, b.content, e.role, e.principal, e.action,"
        " e.subject_id = b.booking_id, e.subjects = b.booking_id,"
        " TIMESTAMPDIFF(MICROSECOND, b.create_time, b.hold_expire_time)"
        " FROM booking AS b JOIN event AS e ON e.request_id ="
        " 'request-",
        number, "' WHERE b.shopper = 'shopper-", number, "'"));
  };
  EXPECT_EQ(row(1), row(3));
  EXPECT_EQ(row(2), row(3));
  EXPECT_THAT(row(3), SizeIs(1));
}

TEST_F(BookingRoundsTest, GiveASlotToTheFirstOfThoseWhoWantIt) {
  Call ada = Hold(1, 1, 0);
  Call bo = Hold(2, 1, 1);  // overlaps both
  Call cy = Hold(3, 1, 2);
  AskTogether({&ada, &bo, &cy});
  EXPECT_TRUE(ada.answer.ok()) << ada.answer.status();
  EXPECT_EQ(ReasonOf(bo.answer), "SLOT_TAKEN");
  EXPECT_TRUE(cy.answer.ok()) << cy.answer.status();
  EXPECT_THAT(bo.actor.receipt->written, IsEmpty());
  ExpectClaimsAgree();
}

TEST_F(BookingRoundsTest, LeaveWhoSharesToThemselves) {
  Call first = Share(Hold(1, 1, 0));
  Call second = Share(Hold(2, 1, 0));
  Ask(first);
  Ask(second);
  ASSERT_TRUE(first.answer.ok()) << first.answer.status();
  ASSERT_TRUE(second.answer.ok()) << second.answer.status();
  EXPECT_EQ(rounds_.stats().alone, 2);
  ExpectClaimsAgree();
}

TEST_F(BookingRoundsTest, LeaveWhoHasLimitsToThemselves) {
  Call first = Hold(1, 1, 0);
  Call second = Hold(2, 1, 6);
  for (Call* call : {&first, &second}) {
    calendar::WorkLimits& limits = call->write.takes[0].work.limits;
    limits.break_after = absl::Minutes(30);
    limits.break_length = absl::Hours(1);
  }
  Ask(first);
  Ask(second);
  ASSERT_TRUE(first.answer.ok()) << first.answer.status();
  EXPECT_EQ(ReasonOf(second.answer), "WORK_LIMIT");
  EXPECT_EQ(rounds_.stats().alone, 2);
  ExpectClaimsAgree();
}

// Nobody looks: that somebody is there the round hears from the key, whichever
// of those who shared has left.
TEST_F(BookingRoundsTest, RefuseAllOfSomebodyWhomOthersShare) {
  Call first = Share(Hold(1, 1, 0));
  Call second = Share(Hold(2, 1, 0));
  Ask(first);
  Ask(second);
  Call leave = Hold(1, 1, 0);
  leave.request.request_id = "request-leave";
  leave.write = booking::Cancelling(search::BookingNo(1), std::nullopt);
  Ask(leave);
  ASSERT_TRUE(leave.answer.ok()) << leave.answer.status();
  Call all = Hold(3, 1, 1);
  Call other = Hold(4, 2, 0);
  AskTogether({&all, &other});
  EXPECT_EQ(ReasonOf(all.answer), "SLOT_TAKEN");
  EXPECT_TRUE(other.answer.ok()) << other.answer.status();
  EXPECT_EQ(rounds_.stats().alone, 3);
  ExpectClaimsAgree();
}

TEST_F(BookingRoundsTest, CommitNothingIfNobodyIsGranted) {
  Call before = Hold(1, 1, 0);
  Ask(before);
  Call ada = Hold(2, 1, 0);
  Call bo = Hold(3, 1, 1);
  std::atomic<int> commits = 0;
  in_round_ = [&](FaultPoint point, absl::string_view) {
    if (point == FaultPoint::kBeforeCommit) ++commits;
    return absl::OkStatus();
  };
  AskTogether({&ada, &bo});
  EXPECT_EQ(ReasonOf(ada.answer), "SLOT_TAKEN");
  EXPECT_EQ(ReasonOf(bo.answer), "SLOT_TAKEN");
  EXPECT_EQ(commits, 0);
  EXPECT_EQ(rounds_.stats().alone, 0);
}

TEST_F(BookingRoundsTest, RefuseAScheduleThatHasChanged) {
  Call ada = Hold(1, 1, 0);
  ada.write.takes[0].schedule_version = 7;
  Call bo = Hold(2, 2, 0);
  Call cy = Hold(3, 77, 0);  // who has no calendar at all
  AskTogether({&ada, &bo, &cy});
  EXPECT_EQ(ReasonOf(ada.answer), "SCHEDULE_CHANGED");
  EXPECT_TRUE(bo.answer.ok()) << bo.answer.status();
  EXPECT_EQ(ReasonOf(cy.answer), "SCHEDULE_CHANGED");
}

TEST_F(BookingRoundsTest, RefuseWhatTheRuleRefuses) {
  Call ada = Hold(1, 1, 0);
  ada.write.become = [](const Booking*, absl::Time) {
    return absl::StatusOr<Booking>(absl::FailedPreconditionError("not so"));
  };
  Call bo = Hold(2, 1, 0);
  AskTogether({&ada, &bo});
  EXPECT_EQ(ada.answer.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE(bo.answer.ok()) << bo.answer.status();
  EXPECT_EQ(rounds_.stats().alone, 1);  // with what a twin may have met in time
}

TEST_F(BookingRoundsTest, AnswerARepeatedRequestAsTheFirstTime) {
  Call first = Hold(1, 1, 0);
  Ask(first);
  Call again = Hold(2, 1, 0);  // another id, as another server would choose
  again.request = first.request;
  Call other = Hold(3, 2, 0);
  Call wrong = Hold(4, 1, 1);
  wrong.actor.principal = "bo";
  AskTogether({&again, &other, &wrong});
  ASSERT_TRUE(again.answer.ok()) << again.answer.status();
  EXPECT_EQ(*again.answer, *first.answer);
  EXPECT_THAT(again.actor.receipt->written, IsEmpty());
  EXPECT_EQ(again.actor.receipt->repeated, first.actor.receipt->written);
  EXPECT_TRUE(other.answer.ok()) << other.answer.status();
  EXPECT_EQ(ReasonOf(wrong.answer), "SLOT_TAKEN");
}

TEST_F(BookingRoundsTest, AnswerARepeatedRequestWhoseSlotIsFreeAgain) {
  Call first = Hold(1, 1, 0);
  Ask(first);
  Call cancel = first;
  cancel.request.request_id = "cancel-1";
  cancel.write = booking::Cancelling(search::BookingNo(1), std::nullopt);
  Ask(cancel);
  ASSERT_TRUE(cancel.answer.ok()) << cancel.answer.status();
  Call again = Hold(2, 1, 0);
  again.request = first.request;
  Call other = Hold(3, 2, 0);
  AskTogether({&again, &other});
  ASSERT_TRUE(again.answer.ok()) << again.answer.status();
  EXPECT_EQ(*again.answer, *first.answer);
  EXPECT_TRUE(other.answer.ok()) << other.answer.status();
  ExpectReceiptNames(other);
  ExpectClaimsAgree();
}

TEST_F(BookingRoundsTest, RefuseARequestIdThatWasUsedForAnother) {
  Call first = Hold(1, 1, 0);
  Ask(first);
  Call reused = Hold(2, 1, 0);
  reused.request = {first.request.request_id, std::string(32, 'b')};
  Call other = Hold(3, 2, 0);
  AskTogether({&reused, &other});
  EXPECT_EQ(ReasonOf(reused.answer), "REQUEST_ID_REUSED");
  EXPECT_TRUE(other.answer.ok()) << other.answer.status();
}

TEST_F(BookingRoundsTest, DoARequestOnceThatComesTwiceAtOnce) {
  Call ada = Hold(1, 1, 0);
  Call twin = Hold(2, 1, 0);
  twin.request = ada.request;
  Call far_twin = Hold(3, 5, 0);  // as of any associate: not the same one
  far_twin.request = ada.request;
  Call bo = Hold(4, 2, 0);
  AskTogether({&ada, &twin, &far_twin, &bo});
  ASSERT_TRUE(ada.answer.ok()) << ada.answer.status();
  ASSERT_TRUE(twin.answer.ok()) << twin.answer.status();
  ASSERT_TRUE(far_twin.answer.ok()) << far_twin.answer.status();
  EXPECT_EQ(*twin.answer, *ada.answer);
  EXPECT_EQ(*far_twin.answer, *ada.answer);
  EXPECT_TRUE(bo.answer.ok()) << bo.answer.status();
  EXPECT_EQ(Events(), "3");  // with the plug's
  ExpectClaimsAgree();
}

TEST_F(BookingRoundsTest, KeepBrandsApart) {
  Call ada = Hold(1, 1, 0);
  Call bo = Hold(2, 1, 0);
  bo.actor.brand = OtherBrand();
  Call cy = Hold(3, 1, 1);
  AskTogether({&ada, &bo, &cy});
  EXPECT_TRUE(ada.answer.ok()) << ada.answer.status();
  EXPECT_TRUE(bo.answer.ok()) << bo.answer.status();
  EXPECT_EQ(ReasonOf(cy.answer), "SLOT_TAKEN");
  ExpectClaimsAgree();
}

TEST_F(BookingRoundsTest, LetAHoldThatHasRunOutGiveWay) {
  Call dead = Hold(1, 1, 0);
  Ask(dead);
  Execute(
      "UPDATE booking SET hold_expire_time ="
      " UTC_TIMESTAMP(6) - INTERVAL 1 SECOND");
  Call ada = Hold(2, 1, 1);
  Call bo = Hold(3, 2, 0);
  AskTogether({&ada, &bo});
  EXPECT_TRUE(ada.answer.ok()) << ada.answer.status();
  EXPECT_TRUE(bo.answer.ok()) << bo.answer.status();
  EXPECT_EQ(Select("SELECT state FROM booking WHERE shopper = 'shopper-1'"),
            (Rows{{"6"}}));
  EXPECT_EQ(Select("SELECT subjects FROM event WHERE request_id ="
                   " 'request-2'"),
            (Rows{{Bytes(2) + Bytes(1)}}));
  ExpectClaimsAgree();
}

TEST_F(BookingRoundsTest, LetTheShoppersOwnHoldGiveWay) {
  Call mine = Hold(1, 1, 0);
  Ask(mine);
  const auto by_the_same = [&](uint32_t number, int tick) {
    Call call = Hold(number, 1, tick);
    call.write.become = [become = call.write.become](const Booking* before,
                                                     absl::Time now) {
      absl::StatusOr<Booking> after = become(before, now);
      after->shopper = "shopper-1";
      return after;
    };
    call.write.own_holds_give_way = true;
    return call;
  };
  Call ada = by_the_same(2, 1);
  Call again = by_the_same(3, 2);  // over what the round is granted
  AskTogether({&ada, &again});
  EXPECT_TRUE(ada.answer.ok()) << ada.answer.status();
  EXPECT_TRUE(again.answer.ok()) << again.answer.status();
  EXPECT_EQ(Select("SELECT COUNT(*) FROM booking WHERE state = 1 AND shopper ="
                   " 'shopper-1'"),
            (Rows{{"1"}}));
  ExpectClaimsAgree();
}

}  // namespace
}  // namespace rapport::db
