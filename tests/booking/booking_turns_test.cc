// Who is in which round, and whom nobody waits for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "db/booking_rounds.h"
#include "tests/booking/booking_rounds_fixture.h"

namespace rapport::db {
namespace {

using booking::Booking;
using testing::IsEmpty;

class BookingTurnsTest : public BookingRoundsFixture {};

TEST_F(BookingTurnsTest, WaitForNobodysLock) {
  Call locked = Hold(1, 1, 0);
  Call free = Hold(2, 2, 0);
  ASSERT_TRUE(onlooker_->Begin().ok());
  Execute("UPDATE calendar SET bookings = bookings + 1 WHERE" + IsOf(1));
  std::thread unlock;
  AskTogether({&locked, &free}, [&] {
    unlock = std::thread([&] {
      // The round, and then the one that waits.
      EXPECT_TRUE(Until([&] {
        return rounds_.stats().rounds == 2 && rounds_.stats().alone == 1;
      }));
      EXPECT_TRUE(onlooker_->Rollback().ok());
    });
  });
  unlock.join();
  EXPECT_TRUE(locked.answer.ok()) << locked.answer.status();
  EXPECT_TRUE(free.answer.ok()) << free.answer.status();
  EXPECT_LT(free.answer->create_time, locked.answer->create_time);
}

TEST_F(BookingTurnsTest, SendAwayWhoseDeadlinePassesWhileTheyWait) {
  Call late = Hold(1, 1, 0);
  Call ada = Hold(2, 1, 1);
  AskTogether({&ada}, [&] {
    late.deadline = absl::Now() + absl::Milliseconds(50);
    Ask(late);
    EXPECT_EQ(rounds_.stats().waiting, 1);
  });
  EXPECT_EQ(late.answer.status().code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_TRUE(ada.answer.ok()) << ada.answer.status();
  EXPECT_THAT(late.actor.receipt->written, IsEmpty());
  ExpectClaimsAgree();
}

TEST_F(BookingTurnsTest, LetOthersPassWhileAnAssociateIsInARound) {
  BookingRounds rounds(log_, {.at_once = 2});
  const auto ask = [&](Call& call) {
    call.answer =
        rounds.Write(call.actor, call.request, call.write, call.deadline);
  };
  std::atomic<bool> begun = false;
  std::atomic<bool> released = false;
  Call first = Hold(1, 1, 0);
  first.write.become = [&, become = first.write.become](const Booking* before,
                                                        absl::Time now) {
    begun = true;
    EXPECT_TRUE(Until([&] { return released.load(); }));
    return become(before, now);
  };
  Call rival = Hold(2, 1, 1);
  Call other = Hold(3, 2, 0);
  std::thread leads([&] { ask(first); });
  EXPECT_TRUE(Until([&] { return begun.load(); }));
  std::thread waits([&] { ask(rival); });
  EXPECT_TRUE(Until([&] { return rounds.stats().waiting == 1; }));
  ask(other);
  EXPECT_TRUE(other.answer.ok()) << other.answer.status();
  EXPECT_EQ(rounds.stats().waiting, 1);
  released = true;
  leads.join();
  waits.join();
  EXPECT_TRUE(first.answer.ok()) << first.answer.status();
  EXPECT_EQ(ReasonOf(rival.answer.status()), "SLOT_TAKEN");
  EXPECT_EQ(rounds.stats().rounds, 3);
  EXPECT_GT(rounds.stats().took, absl::ZeroDuration());
  ExpectClaimsAgree();
}

TEST_F(BookingTurnsTest, TakeNoMoreThanTheyMay) {
  BookingRounds small(log_, {.at_once = 1, .size_max = 2});
  std::vector<std::thread> threads;
  std::atomic<int> granted = 0;
  for (uint32_t i = 0; i < 12; ++i) {
    threads.emplace_back([&, i] {
      Call call = Hold(i + 1, 1, static_cast<int>(2 * i));
      if (small.Write(call.actor, call.request, call.write, call.deadline)
              .ok()) {
        ++granted;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(granted, 12);
  EXPECT_LE(small.stats().in_them, 2 * small.stats().rounds);
  ExpectClaimsAgree();
}

}  // namespace
}  // namespace rapport::db
