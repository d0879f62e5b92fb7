// A caller on their own is tried by what the database's clock is thought to
// say: they hear what they would have heard without.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "db/booking_rounds.h"
#include "db/booking_rows.h"
#include "db/errors.h"
#include "db/known_clock.h"
#include "tests/booking/booking_rounds_fixture.h"

namespace rapport::db {
namespace {

using booking::Booking;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

constexpr char kClaims[] = "INSERT INTO claim";

std::string ReasonOf(const absl::StatusOr<Booking>& answer) {
  return rapport::ReasonOf(answer.status());
}

class BookingGuessTest : public BookingRoundsFixture {
 protected:
  void SetUp() override {
    BookingRoundsFixture::SetUp();
    if (HasFatalFailure()) return;
    if (!onlooker_->takes_blocks()) GTEST_SKIP() << "nobody guesses there";
    // Has the clock heard, and what is said by a guess prepared.
    for (const uint32_t number : {800, 801}) {
      Call first = Hold(number, 8, static_cast<int>(2 * (number - 800)));
      AskAlone(first);
      ASSERT_TRUE(first.answer.ok()) << first.answer.status();
    }
    fault_ = [this](FaultPoint point, absl::string_view sql) {
      if (point == FaultPoint::kBeforeStatement) said_.emplace_back(sql);
      return absl::OkStatus();
    };
  }

  // The log still says farewell.
  void TearDown() override {
    fault_ = [](FaultPoint, absl::string_view) { return absl::OkStatus(); };
  }

  void AskAlone(Call& call) {
    said_.clear();
    call.answer =
        guessing_.Write(call.actor, call.request, call.write, call.deadline);
  }

  // Whether a round by that guess would be committed.
  bool Stands(uint32_t associate, int64_t version, absl::Duration ahead) {
    const absl::Status status = RunTransaction(
        pool_, {}, Soon(), [&](Transaction& transaction) -> absl::Status {
          absl::Time now;
          absl::Status clock = transaction.Query("SELECT UTC_TIMESTAMP(6)", {},
                                                 [&](const Row& row) {
                                                   now = row.Time(0);
                                                   return absl::OkStatus();
                                                 });
          if (!clock.ok()) return clock;
          return RequireCalendars(transaction, TestActor().brand,
                                  {{search::AssociateNo(associate), version}},
                                  now + ahead);
        });
    EXPECT_TRUE(status.ok() || RequiredInVain(status)) << status;
    return status.ok();
  }

  std::vector<std::string> said_;  // statements
  BookingRounds guessing_{log_, {}};
};

TEST_F(BookingGuessTest, AsksForNothingThatIsThoughtToBeKnown) {
  Call ada = Hold(1, 1, 0);
  AskAlone(ada);
  ASSERT_TRUE(ada.answer.ok()) << ada.answer.status();
  EXPECT_THAT(
      said_, ElementsAre(StartsWith(kClaims), StartsWith("INSERT INTO booking"),
                         StartsWith("INSERT INTO event")));
  EXPECT_EQ(ada.answer->hold_expire_time,
            ada.answer->create_time + absl::Minutes(10));
  EXPECT_EQ(Select("SELECT COUNT(*) FROM booking AS b JOIN event AS e"
                   " ON e.subject_id = b.booking_id WHERE e.request_id ="
                   " 'request-1' AND b.create_time <= e.occur_time"),
            (Rows{{"1"}}));
  EXPECT_EQ(guessing_.stats().alone, 0);
  ExpectReceiptNames(ada);
  ExpectClaimsAgree();
}

TEST_F(BookingGuessTest, RefusesWhatIsTaken) {
  Call ada = Hold(1, 1, 0);
  AskAlone(ada);
  Call bo = Hold(2, 1, 1);
  AskAlone(bo);
  EXPECT_EQ(ReasonOf(bo.answer), "SLOT_TAKEN");
  ExpectClaimsAgree();
}

TEST_F(BookingGuessTest, RefusesAScheduleThatHasChanged) {
  Call ada = Hold(1, 1, 0);
  ada.write.takes[0].schedule_version = 7;
  AskAlone(ada);
  EXPECT_EQ(ReasonOf(ada.answer), "SCHEDULE_CHANGED");
  Call bo = Hold(2, 77, 0);  // who has no calendar at all
  AskAlone(bo);
  EXPECT_EQ(ReasonOf(bo.answer), "SCHEDULE_CHANGED");
  EXPECT_EQ(Select("SELECT COUNT(*) FROM booking WHERE shopper IN"
                   " ('shopper-1', 'shopper-2')"),
            (Rows{{"0"}}));
  ExpectClaimsAgree();
}

// A guess may be late: what it would refuse is judged by the clock itself.
TEST_F(BookingGuessTest, RefusesNothingByAGuess) {
  Call ada = Hold(1, 1, 0);
  std::vector<absl::Time> judged;
  ada.write.become = [&](const Booking*, absl::Time now) {
    judged.push_back(now);
    return absl::StatusOr<Booking>(absl::FailedPreconditionError("not so"));
  };
  AskAlone(ada);
  EXPECT_EQ(ada.answer.status().code(), absl::StatusCode::kFailedPrecondition);
  ASSERT_GE(judged.size(), 2);
  EXPECT_LE(judged.front(), judged.back());
  EXPECT_EQ(guessing_.stats().alone, 1);
}

// They are trusted again a second later, which a slow machine may not see.
TEST_F(BookingGuessTest, IsNotMadeWhereAnswersTakeTooLong) {
  absl::Time slow_until;
  bool slow = true;
  const FaultHook says = fault_;
  fault_ = [&](FaultPoint point, absl::string_view sql) {
    if (absl::StartsWith(sql, kLooks) && std::exchange(slow, false)) {
      slow_until = absl::Now() + kGuessedClockMax;
      EXPECT_TRUE(Until([&] { return absl::Now() > slow_until; }));
    }
    return says(point, sql);
  };
  bool soon = false;
  for (uint32_t i = 1; i < 9 && !soon; ++i) {
    slow = true;
    Call refused = Hold(100 * i, 8, 0);
    AskAlone(refused);
    EXPECT_EQ(ReasonOf(refused.answer), "SLOT_TAKEN");
    for (uint32_t after = 0; after < 2; ++after) {  // the first of them looks
      Call ada = Hold(100 * i + 1 + after, i, static_cast<int>(10 + 2 * after));
      AskAlone(ada);
      EXPECT_TRUE(ada.answer.ok()) << ada.answer.status();
    }
    soon = absl::Now() < slow_until + KnownClock::kDistrustedFor;
  }
  ASSERT_TRUE(soon) << "this machine is too slow to tell";
  EXPECT_THAT(said_, testing::Contains(StartsWith(kLocks)));
}

TEST_F(BookingGuessTest, IsNotMadeOnACluster) {
  PoolOptions options;
  options.connect.as_if_galera = true;
  options.connect.fault = [this](FaultPoint point, absl::string_view sql) {
    return fault_(point, sql);
  };
  Pool pool(schema_.url(), options);
  ChangeLog log(pool);
  ASSERT_TRUE(log.Start().ok());
  BookingRounds rounds(log);
  for (const uint32_t number : {1, 2}) {
    said_.clear();
    Call call = Hold(number, number, 0);
    call.answer =
        rounds.Write(call.actor, call.request, call.write, call.deadline);
    ASSERT_TRUE(call.answer.ok()) << call.answer.status();
    EXPECT_THAT(said_, testing::Contains(StartsWith(kLocks)));
  }
}

TEST_F(BookingGuessTest, AnswersARepeatedRequestAsTheFirstTime) {
  Call first = Hold(1, 1, 0);
  AskAlone(first);
  ASSERT_TRUE(first.answer.ok()) << first.answer.status();
  for (const int tick : {0, 6}) {  // taken by itself, and free
    Call again = Hold(2, 1, tick);
    again.request = first.request;
    AskAlone(again);
    ASSERT_TRUE(again.answer.ok()) << again.answer.status();
    EXPECT_EQ(*again.answer, *first.answer);
    EXPECT_THAT(again.actor.receipt->written, IsEmpty());
    EXPECT_EQ(again.actor.receipt->repeated, first.actor.receipt->written);
  }
  ExpectClaimsAgree();
}

TEST_F(BookingGuessTest, WaitsAloneForWhoHasTheCalendarLocked) {
  ASSERT_TRUE(onlooker_->Begin().ok());
  Execute("UPDATE calendar SET bookings = bookings + 1");
  Call ada = Hold(1, 1, 0);
  std::thread unlock([&] {
    EXPECT_TRUE(Until([&] { return guessing_.stats().alone == 1; }));
    EXPECT_TRUE(onlooker_->Rollback().ok());
  });
  AskAlone(ada);
  unlock.join();
  EXPECT_TRUE(ada.answer.ok()) << ada.answer.status();
  // It did not wait at the guess, and took no more numbers in vain than that.
  EXPECT_THAT(said_,
              testing::IsSupersetOf({StartsWith(kLooks), StartsWith(kLocks)}));
  EXPECT_EQ(Select("SELECT COUNT(*) FROM event WHERE kind = 0"), (Rows{{"1"}}));
  ExpectClaimsAgree();
}

TEST_F(BookingGuessTest, GoesByTheClockOnlyIfThatIsSo) {
  EXPECT_TRUE(Stands(1, 1, absl::ZeroDuration()));
  EXPECT_FALSE(Stands(1, 1, absl::Seconds(1)));
  EXPECT_FALSE(Stands(1, 1, -absl::Seconds(1)));
  EXPECT_FALSE(Stands(1, 2, absl::ZeroDuration()));
  EXPECT_FALSE(Stands(77, 1, absl::ZeroDuration()));
}

// Who has it locked may be withdrawing the time.
TEST_F(BookingGuessTest, LocksTheCalendarItGoesBy) {
  ASSERT_TRUE(onlooker_->Begin().ok());
  Execute("UPDATE calendar SET bookings = bookings + 1");
  EXPECT_FALSE(Stands(1, 1, absl::ZeroDuration()));
  ASSERT_TRUE(onlooker_->Rollback().ok());
  EXPECT_TRUE(Stands(1, 1, absl::ZeroDuration()));
}

TEST(KnownClockTest, GoesOnFromWhatWasHeard) {
  KnownClock clock;
  const KnownClock::Steady::time_point begin;
  const absl::Time said = absl::FromUnixSeconds(1'800'000'000);
  EXPECT_EQ(clock.Guess(begin), std::nullopt);
  clock.Hear(said, begin);
  EXPECT_EQ(clock.Guess(begin + std::chrono::nanoseconds(7'001'999)),
            said + absl::Microseconds(7'001));
  EXPECT_EQ(clock.Guess(begin + absl::ToChronoSeconds(KnownClock::kKnownFor)),
            said + KnownClock::kKnownFor);
  EXPECT_EQ(clock.Guess(begin + std::chrono::seconds(11)), std::nullopt);
}

TEST(KnownClockTest, SaysNothingWhileItIsDistrusted) {
  KnownClock clock;
  const KnownClock::Steady::time_point begin;
  clock.Hear(absl::FromUnixSeconds(1'800'000'000), begin);
  clock.Distrust(begin);
  EXPECT_EQ(clock.Guess(begin + std::chrono::milliseconds(999)), std::nullopt);
  EXPECT_NE(clock.Guess(begin + std::chrono::milliseconds(1000)), std::nullopt);
}

}  // namespace
}  // namespace rapport::db
