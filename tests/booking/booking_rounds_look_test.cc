// Rounds that look before they lock: who is refused need not wait for those who
// are not, and what has changed since the look is seen.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/booking/booking_rounds_fixture.h"

namespace rapport::db {
namespace {

class BookingRoundsLookTest : public BookingRoundsFixture {
 protected:
  void SetUp() override {
    BookingRoundsFixture::SetUp();
    if (!HasFatalFailure()) HaveThemLook();
  }

  // Once the round has looked, and before it locks or writes anything.
  void OnceItHasLooked(std::function<void()> act) {
    in_round_ = [act = std::move(act),
                 left = std::make_shared<std::atomic<int>>(1)](
                    FaultPoint point, absl::string_view sql) {
      if (point == FaultPoint::kBeforeStatement &&
          !absl::StartsWith(sql, kLooks) && left->fetch_sub(1) == 1) {
        act();
      }
      return absl::OkStatus();
    };
  }
};

TEST_F(BookingRoundsLookTest, TellWhoIsRefusedBeforeTheyCommit) {
  Call taken = Hold(1, 3, 0);
  Ask(taken);
  Call ada = Hold(2, 1, 0);
  Call refused = Hold(3, 3, 1);
  std::atomic<bool> told = false;
  in_round_ = [&](FaultPoint point, absl::string_view) {
    if (point == FaultPoint::kBeforeCommit && !told) {
      told = Until([&] { return answered_ == 1; });
    }
    return absl::OkStatus();
  };
  AskTogether({&ada, &refused});
  EXPECT_TRUE(told);
  EXPECT_TRUE(ada.answer.ok()) << ada.answer.status();
  EXPECT_EQ(ReasonOf(refused.answer.status()), "SLOT_TAKEN");
  EXPECT_EQ(rounds_.stats().alone, 0);
  ExpectClaimsAgree();
}

// The other place is another's until this round has told whom it refuses.
TEST_F(BookingRoundsLookTest, LeaveTheTimeOfWhoIsRefusedToOthers) {
  BookingRounds two(log_, {.at_once = 2, .guesses = false});
  asked_ = &two;
  Call taken = Hold(1, 3, 0);
  Ask(taken);
  std::atomic<bool> begun = false;
  std::atomic<bool> released = false;
  Call elsewhere = Hold(2, 4, 0);
  elsewhere.write.become = [&, become = elsewhere.write.become](
                               const booking::Booking* before, absl::Time now) {
    begun = true;
    EXPECT_TRUE(Until([&] { return released.load(); }));
    return become(before, now);
  };
  std::thread other_place([&] { Ask(elsewhere); });
  EXPECT_TRUE(Until([&] { return begun.load(); }));
  Call ada = Hold(3, 1, 0);
  Call refused = Hold(4, 3, 1);
  Call next = Hold(5, 3, 4);
  std::thread asks_next;
  std::atomic<bool> next_is_told = false;
  in_round_ = [&, left = std::make_shared<std::atomic<int>>(1)](
                  FaultPoint point, absl::string_view) {
    if (point != FaultPoint::kBeforeCommit || left->fetch_sub(1) != 1) {
      return absl::OkStatus();
    }
    asks_next = std::thread([&] {
      Ask(next);
      next_is_told = true;
    });
    released = true;
    EXPECT_TRUE(Until([&] { return next_is_told.load(); }));
    return absl::OkStatus();
  };
  AskTogether({&ada, &refused});
  if (asks_next.joinable()) asks_next.join();
  released = true;
  other_place.join();
  for (const Call* call : {&ada, &next, &elsewhere}) {
    EXPECT_TRUE(call->answer.ok()) << call->answer.status();
  }
  EXPECT_EQ(ReasonOf(refused.answer.status()), "SLOT_TAKEN");
  asked_ = &rounds_;
  ExpectClaimsAgree();
}

TEST_F(BookingRoundsLookTest, SeeWhatWasTakenSince) {
  BookingRounds others(log_, {.at_once = 1});
  Call ada = Hold(1, 1, 0);
  Call bo = Hold(2, 2, 0);
  Call first = Hold(3, 1, 1);
  OnceItHasLooked([&] {
    first.answer =
        others.Write(first.actor, first.request, first.write, first.deadline);
  });
  AskTogether({&ada, &bo});
  ASSERT_TRUE(first.answer.ok()) << first.answer.status();
  EXPECT_EQ(ReasonOf(ada.answer.status()), "SLOT_TAKEN");
  EXPECT_TRUE(bo.answer.ok()) << bo.answer.status();
  EXPECT_EQ(rounds_.stats().alone, 0);
  ExpectReceiptNames(bo);
  ExpectClaimsAgree();
}

TEST_F(BookingRoundsLookTest, SeeThatAScheduleHasChangedSince) {
  Call ada = Hold(1, 1, 0);
  Call bo = Hold(2, 2, 0);
  OnceItHasLooked([&] {
    Execute("UPDATE calendar SET version = version + 1 WHERE" + IsOf(1));
  });
  AskTogether({&ada, &bo});
  EXPECT_EQ(ReasonOf(ada.answer.status()), "SCHEDULE_CHANGED");
  EXPECT_TRUE(bo.answer.ok()) << bo.answer.status();
  ExpectReceiptNames(bo);
  ExpectClaimsAgree();
}

// Of many the calendars are locked, and some may be as they were.
TEST_F(BookingRoundsLookTest, RefuseNobodyForWhoIsNotGrantedAfterAll) {
  Call ada = Hold(1, 1, 0);
  Call by_ada = Hold(2, 1, 1);
  std::vector<Call> others;
  for (uint32_t i = 2; i <= 6; ++i) others.push_back(Hold(10 + i, i, 0));
  std::vector<Call*> all = {&ada, &by_ada};
  for (Call& other : others) all.push_back(&other);
  OnceItHasLooked([&] {
    Execute("UPDATE calendar SET version = version + 1 WHERE" + IsOf(1));
  });
  AskTogether(all);
  EXPECT_EQ(ReasonOf(ada.answer.status()), "SCHEDULE_CHANGED");
  EXPECT_EQ(ReasonOf(by_ada.answer.status()), "SCHEDULE_CHANGED");
  for (const Call& other : others) {
    EXPECT_TRUE(other.answer.ok()) << other.answer.status();
  }
  EXPECT_EQ(rounds_.stats().alone, 2);
  ExpectClaimsAgree();
}

// They would lock the calendar that what is granted requires.
TEST_F(BookingRoundsLookTest, LetNobodyBeInTheirOwnWay) {
  Call first = Hold(1, 1, 6);
  Ask(first);
  ASSERT_TRUE(first.answer.ok()) << first.answer.status();
  Call ada = Hold(2, 1, 0);
  Call again = Hold(3, 1, 6);  // to be answered alone
  again.request = first.request;
  in_round_ = [&](FaultPoint point, absl::string_view) {
    for (int i = 0; point == FaultPoint::kBeforeCommit && i < 10000; ++i) {
      std::this_thread::yield();
    }
    EXPECT_TRUE(point != FaultPoint::kBeforeCommit || answered_ > 0 ||
                rounds_.stats().alone == 0);
    return absl::OkStatus();
  };
  AskTogether({&ada, &again});
  EndHook();
  EXPECT_TRUE(ada.answer.ok()) << ada.answer.status();
  ASSERT_TRUE(again.answer.ok()) << again.answer.status();
  EXPECT_EQ(*again.answer, *first.answer);
  EXPECT_EQ(Select("SELECT COUNT(*) FROM event WHERE kind = 0"), (Rows{{"0"}}));
}

TEST_F(BookingRoundsLookTest, LeaveToThemselvesWhoIsLockedSince) {
  Call ada = Hold(1, 1, 0);
  Call bo = Hold(2, 2, 0);
  std::thread unlock;
  OnceItHasLooked([&] {
    ASSERT_TRUE(onlooker_->Begin().ok());
    Execute("UPDATE calendar SET bookings = bookings + 1 WHERE" + IsOf(1));
    unlock = std::thread([&] {
      EXPECT_TRUE(
          Until([&] { return rounds_.stats().alone == 2 && answered_ == 1; }));
      EXPECT_TRUE(onlooker_->Rollback().ok());
    });
  });
  Call by_ada = Hold(3, 1, 1);  // one of the two is granted it in the end
  AskTogether({&ada, &bo, &by_ada});
  if (unlock.joinable()) unlock.join();
  EXPECT_TRUE(bo.answer.ok()) << bo.answer.status();
  EXPECT_NE(ada.answer.ok(), by_ada.answer.ok());
  const Call& winner = ada.answer.ok() ? ada : by_ada;
  ASSERT_TRUE(winner.answer.ok()) << winner.answer.status();
  EXPECT_LT(bo.answer->create_time, winner.answer->create_time);
  ExpectClaimsAgree();
}

}  // namespace
}  // namespace rapport::db
