// A class that is made at one server and attended through both: its seats are
// given away once, and what becomes of it is what both show.
#include "tests/e2e/two_servers_sessions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "db/connection.h"
#include "rapport/v1/booking_service.grpc.pb.h"
#include "tests/e2e/books.h"

namespace rapport::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_F(TwoServersSessions, GiveAwayAsManySeatsAsThereAreAndEachRequestOnce) {
  constexpr int kSessions = 3;
  constexpr int kSeats = 11;
  constexpr int kShoppers = 18;  // of whom a third come alone
  for (int round = 0; round < kSessions; ++round) {
    const v1::Session session =
        Make(AnyOf(round), absl::StrCat("session-", round), round, kSeats)
            .reply;
    std::atomic<int> taken = 0;
    std::vector<std::thread> shoppers;
    for (int i = 0; i < kShoppers; ++i) {
      shoppers.emplace_back([&, i] {
        const int party = 1 + i % kPartyMax;
        const auto answers =
            SitAtBoth(absl::StrCat("shopper-", round, "-", i), session, party);
        EXPECT_EQ(answers[0].status.error_code(),
                  answers[1].status.error_code());
        EXPECT_EQ(answers[0].reply.SerializeAsString(),
                  answers[1].reply.SerializeAsString());
        if (answers[0].status.ok()) {
          EXPECT_EQ(answers[0].reply.party_size(), party);
          taken += party;
        } else {
          EXPECT_EQ(answers[0].status.error_code(),
                    grpc::StatusCode::ALREADY_EXISTS)
              << answers[0].status.error_message();
        }
      });
    }
    for (std::thread& shopper : shoppers) shopper.join();
    // A pair is refused for want of two seats; so one is left at most.
    for (const char* late : {"latecomer", "last-comer"}) {
      taken += Sit(AnyOf(round + 1), late, session, 1).status.ok() ? 1 : 0;
    }
    EXPECT_EQ(taken, kSeats);
  }
  EXPECT_TRUE(ReadBooks(schema_.url()).Agree());
}

TEST_F(TwoServersSessions, ShowWhatTheOtherHasDone) {
  const auto made = Make(a_, "session-1", 0, 5);
  const Listed fresh = {absl::ZeroDuration(), 5};
  EXPECT_THAT(List(b_, made.position), ElementsAre(fresh));
  const auto seats = Sit(b_, "ada", made.reply, 3);
  ASSERT_TRUE(seats.status.ok()) << seats.status.error_message();
  const Listed booked = {absl::ZeroDuration(), 2};
  EXPECT_THAT(List(b_), ElementsAre(booked));
  EXPECT_THAT(List(a_, seats.position), ElementsAre(booked));

  v1::MoveBookingRequest move;
  move.mutable_start_time()->set_seconds(
      absl::ToUnixSeconds(brand_.first_start() + absl::Hours(3)));
  const auto moved =
      Change(b_, "desk", &Bookings::MoveBooking, made.reply.booking(), move);
  ASSERT_TRUE(moved.status.ok()) << moved.status.error_message();
  const Listed later = {absl::Hours(3), 2};
  EXPECT_THAT(List(a_, moved.position), ElementsAre(later));
  for (ServerProcess* server : {&a_, &b_}) {
    const v1::Booking seat = Get(*server, "ada", seats.reply.name());
    EXPECT_EQ(seat.start_time().seconds(), move.start_time().seconds());
    EXPECT_EQ(seat.state(), v1::BOOKING_STATE_HELD);
  }

  const auto given_back =
      Change(a_, "ada", &Bookings::CancelBooking, seats.reply.name());
  ASSERT_TRUE(given_back.status.ok()) << given_back.status.error_message();
  const Listed empty = {absl::Hours(3), 5};
  EXPECT_THAT(List(b_, given_back.position), ElementsAre(empty));

  const auto ended =
      Change(b_, "desk", &Bookings::CancelBooking, made.reply.booking());
  ASSERT_TRUE(ended.status.ok()) << ended.status.error_message();
  EXPECT_THAT(List(a_, ended.position), IsEmpty());
  EXPECT_TRUE(ReadBooks(schema_.url()).Agree());
}

TEST_F(TwoServersSessions, HearOfEachOtherWithoutBeingToldToWait) {
  const auto made = Make(a_, "session-1", 0, 5);
  const absl::Time deadline = absl::Now() + kPatience;
  while (List(b_).empty() && absl::Now() < deadline) continue;
  ASSERT_TRUE(Sit(b_, "ada", made.reply, 2).status.ok());
  const Listed booked = {absl::ZeroDuration(), 3};
  while (List(a_) != std::vector{booked} && absl::Now() < deadline) continue;
  EXPECT_THAT(List(a_), ElementsAre(booked));
}

TEST_F(TwoServersSessions, AnswerARequestTheSameWhateverHasHappenedSince) {
  const auto made = Make(a_, "session-1", 0, 2);
  EXPECT_EQ(Make(b_, "session-1", 0, 2).reply.SerializeAsString(),
            made.reply.SerializeAsString());
  const auto seats = Sit(b_, "ada", made.reply, 2);
  ASSERT_TRUE(seats.status.ok()) << seats.status.error_message();
  ASSERT_TRUE(Change(a_, "desk", &Bookings::CancelBooking, made.reply.booking())
                  .status.ok());
  for (ServerProcess* server : {&a_, &b_}) {
    const auto again = Sit(*server, "ada", made.reply, 2);
    ASSERT_TRUE(again.status.ok()) << again.status.error_message();
    EXPECT_EQ(again.reply.SerializeAsString(), seats.reply.SerializeAsString());
    EXPECT_EQ(Sit(*server, "sam", made.reply, 1).status.error_code(),
              grpc::StatusCode::FAILED_PRECONDITION);
    EXPECT_EQ(Get(*server, "ada", seats.reply.name()).state(),
              v1::BOOKING_STATE_CANCELLED);
  }
}

// They have declined nothing, so they wait on.
TEST_F(TwoServersSessions, OfferAnotherToWhomTheCancelledOneWasOffered) {
  const auto first = Make(a_, "session-1", 0, 2);
  const v1::WaitlistEntry joined = Join(b_, "sam", 2);
  const v1::WaitlistEntry offered = AwaitOther(a_, "sam", joined);
  EXPECT_EQ(offered.state(), v1::WAITLIST_STATE_OFFERED);
  EXPECT_EQ(Get(b_, "sam", offered.booking()).session(), first.reply.name());

  const auto second = Make(b_, "session-2", 1, 2);
  const auto cancelled =
      Change(b_, "desk", &Bookings::CancelBooking, first.reply.booking());
  ASSERT_TRUE(cancelled.status.ok()) << cancelled.status.error_message();
  const v1::WaitlistEntry again = AwaitOther(b_, "sam", offered);
  EXPECT_EQ(again.state(), v1::WAITLIST_STATE_OFFERED);
  EXPECT_EQ(again.create_time().seconds(), joined.create_time().seconds());
  for (ServerProcess* server : {&a_, &b_}) {
    const v1::Booking seats = Get(*server, "sam", again.booking());
    EXPECT_EQ(seats.state(), v1::BOOKING_STATE_HELD);
    EXPECT_EQ(seats.session(), second.reply.name());
  }
  EXPECT_TRUE(ReadBooks(schema_.url()).Agree());
}

// That what the other tests trust in finds what it is to find.
TEST_F(TwoServersSessions, AreCheckedByBooksThatTellOfFaults) {
  const auto made = Make(a_, "session-1", 0, 4);
  ASSERT_TRUE(Sit(b_, "ada", made.reply, 2).status.ok());
  EXPECT_TRUE(ReadBooks(schema_.url()).Agree());
  auto connection = db::Connection::Open(schema_.url());
  ASSERT_TRUE(connection.ok()) << connection.status();
  const auto execute = [&](const char* sql) {
    const absl::Status status = (*connection)->ExecuteText(sql);
    EXPECT_TRUE(status.ok()) << status;
  };
  execute(
      "UPDATE booking SET content = JSON_SET(content, '$.party_size', 5)"
      " WHERE JSON_VALUE(content, '$.session') IS NOT NULL");
  EXPECT_EQ(ReadBooks(schema_.url()).overfull_sessions, 1);
  execute(
      "UPDATE booking SET start_tick = start_tick + 1"
      " WHERE JSON_VALUE(content, '$.session') IS NOT NULL");
  EXPECT_EQ(ReadBooks(schema_.url()).stray_seats, 1);
  execute(
      "UPDATE claim SET booking_id = (SELECT booking_id FROM booking"
      " WHERE JSON_VALUE(content, '$.session') IS NOT NULL)");
  EXPECT_EQ(ReadBooks(schema_.url()).stray_claims, 8);
}

// Shoppers sit down at both, while staff move the session and end it at one.
TEST_F(TwoServersSessions, LeaveNobodyBehindInARace) {
  constexpr int kSessions = 4;
  constexpr int kShoppers = 8;
  constexpr int kMoves = 3;
  for (int round = 0; round < kSessions; ++round) {
    const int first = 8 * round;
    const v1::Session session =
        Make(AnyOf(round), absl::StrCat("session-", round), first, 20).reply;
    const bool ends = round % 2 == 1;
    std::vector<std::string> seats(kShoppers);
    std::vector<std::thread> threads;
    for (int i = 0; i < kShoppers; ++i) {
      threads.emplace_back([&, i] {
        // Who is told that it has just changed, looks again.
        Answer<v1::Booking> seat;
        do {
          seat = Sit(AnyOf(i), absl::StrCat("shopper-", round, "-", i), session,
                     1);
        } while (seat.status.error_code() == grpc::StatusCode::ABORTED);
        if (!seat.status.ok()) {
          EXPECT_TRUE(ends) << seat.status.error_message();
          return;
        }
        seats[i] = seat.reply.name();
      });
    }
    v1::MoveBookingRequest move;
    for (int i = 1; i <= kMoves; ++i) {
      *move.mutable_start_time() = brand_.Hold("", 0, first + i).start_time();
      const auto moved =
          Change(AnyOf(round + 1), "desk", &Bookings::MoveBooking,
                 session.booking(), move);
      EXPECT_TRUE(moved.status.ok()) << moved.status.error_message();
    }
    if (ends) {
      const auto ended = Change(AnyOf(round), "desk", &Bookings::CancelBooking,
                                session.booking());
      EXPECT_TRUE(ended.status.ok()) << ended.status.error_message();
    }
    for (std::thread& thread : threads) thread.join();
    for (int i = 0; i < kShoppers; ++i) {
      if (seats[i].empty()) continue;
      const v1::Booking seat =
          Get(AnyOf(i + 1), absl::StrCat("shopper-", round, "-", i), seats[i]);
      EXPECT_EQ(seat.state(),
                ends ? v1::BOOKING_STATE_CANCELLED : v1::BOOKING_STATE_HELD);
      EXPECT_EQ(seat.start_time().seconds(), move.start_time().seconds());
    }
  }
  EXPECT_TRUE(ReadBooks(schema_.url()).Agree());
}

}  // namespace
}  // namespace rapport::test
