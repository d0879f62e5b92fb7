// What every BookingStore does with sessions and those who have seats of them.
// See booking_store_contract.h.
#ifndef RAPPORT_TESTS_CONTRACT_BOOKING_STORE_SESSIONS_H_
#define RAPPORT_TESTS_CONTRACT_BOOKING_STORE_SESSIONS_H_

#include <atomic>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/contract/booking_store_races.h"
#include "tests/contract/booking_store_reanchor.h"

namespace rapport::booking {

class BookingStoreSessions : public BookingStoreRaces {
 protected:
  // Of associate 1, from 10:00 for an hour, with a buffer after it.
  static HoldWrite SessionOf(uint32_t booking, int seats, int64_t tick = 0) {
    HoldWrite write = Wanted(booking, 1, Ticks(tick, tick + 12));
    write.booking.occupied = Ticks(tick, tick + 14);
    write.booking.shopper.clear();
    write.booking.seats = seats;
    return write;
  }
  absl::StatusOr<Booking> Make(uint32_t booking, int seats) {
    return Write(absl::StrCat("make-", booking),
                 Creating(SessionOf(booking, seats)));
  }
  // As a caller plans it who knows nothing of the session but its id.
  static HoldWrite SeatOf(uint32_t booking, uint32_t session, int party = 1) {
    HoldWrite write = Wanted(booking, 6, Ticks(100, 106));
    write.booking.session = BookingOf(session);
    write.booking.party_size = party;
    write.booking.shopper = absl::StrCat("shopper ", booking);
    return write;
  }
  absl::StatusOr<Booking> Sit(uint32_t booking, uint32_t session,
                              int party = 1) {
    return Hold(SeatOf(booking, session, party));
  }
  absl::StatusOr<Booking> Write(const std::string& request,
                                const BookingWrite& write) {
    return store().Write(shopper(), Request(request), write, kNever);
  }
  static BookingWrite MoveTo(uint32_t booking, int64_t version, int64_t tick) {
    HoldWrite to = SessionOf(booking, 0, tick);
    to.booking.store = Store(2);
    return Moving(BookingOf(booking), version, to, Asker::kStaff);
  }
  std::vector<Booking> SeatsOf(uint32_t session) {
    BookingFilter filter = {.window = Ticks(-1000, 1000),
                            .associate = std::nullopt,
                            .shopper = std::nullopt,
                            .stores = {},
                            .state = std::nullopt,
                            .session = BookingOf(session)};
    const auto seats = store().List(brand_, filter, {}, 1000, kNever);
    EXPECT_TRUE(seats.ok()) << seats.status();
    return seats.value_or(std::vector<Booking>());
  }
  std::vector<std::string> ActionsOf(uint32_t booking) {
    std::vector<std::string> actions;
    const auto changes = store().Changes(brand_, BookingOf(booking), kNever);
    EXPECT_TRUE(changes.ok()) << changes.status();
    if (!changes.ok()) return actions;
    for (const BookingChange& change : *changes) {
      actions.push_back(change.action);
    }
    return actions;
  }
};

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(BookingStoreSessions);

TEST_P(BookingStoreSessions, TakeTheirAssociateOnceAndSeatsNobody) {
  const auto session = Make(1, 3);
  ASSERT_TRUE(session.ok()) << session.status();
  EXPECT_EQ(session->state, BookingState::kConfirmed);
  EXPECT_EQ(session->seats, 3);
  EXPECT_EQ(Get(1), *session);
  const auto claims = under_test().claims();
  EXPECT_EQ(claims.size(), 14);
  const auto seat = Sit(2, 1, 2);
  ASSERT_TRUE(seat.ok()) << seat.status();
  EXPECT_TRUE(under_test().claims() == claims);
  EXPECT_THAT(Hold(3, 1, Ticks(11, 12)), FailsWith("SLOT_TAKEN"));
  EXPECT_TRUE(Hold(4, 6, Ticks(100, 106)).ok()) << "the seat took them";
  ExpectClaimsAgree();
}

TEST_P(BookingStoreSessions, SayWhereAndWhenTheirSeatsAre) {
  const auto session = Make(1, 3);
  ASSERT_TRUE(session.ok()) << session.status();
  const auto seat = Sit(2, 1, 2);
  ASSERT_TRUE(seat.ok()) << seat.status();
  Booking expected = *session;
  expected.id = BookingOf(2);
  expected.state = BookingState::kHeld;
  expected.shopper = "shopper 2";
  expected.party_size = 2;
  expected.seats = 0;
  expected.session = BookingOf(1);
  expected.hold_expire_time = seat->create_time + absl::Minutes(10);
  expected.create_time = expected.update_time = seat->create_time;
  EXPECT_EQ(*seat, expected);
  EXPECT_EQ(Get(2), expected);
  EXPECT_THAT(SeatsOf(1), testing::ElementsAre(expected));
  EXPECT_THAT(SeatsOf(2), testing::IsEmpty());
}

TEST_P(BookingStoreSessions, HaveNoMoreShoppersThanSeats) {
  ASSERT_TRUE(Make(1, 5).ok());
  ASSERT_TRUE(Sit(2, 1, 2).ok());
  ASSERT_TRUE(Confirm(2).ok());
  ASSERT_TRUE(Sit(3, 1, 2).ok());
  const auto many = Sit(4, 1, 2);
  ASSERT_THAT(many, FailsWith("SESSION_FULL"));
  EXPECT_EQ(many.status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(ValuesOf(many.status()), (ErrorValues{{"seats_left", "1"}}));
  EXPECT_TRUE(Sit(5, 1).ok());
  EXPECT_THAT(Sit(6, 1), FailsWith("SESSION_FULL"));
  EXPECT_TRUE(
      absl::IsNotFound(store().Get(brand_, BookingOf(6), kNever).status()));
  EXPECT_THAT(Write("create", Creating(SeatOf(7, 1))),
              FailsWith("SESSION_FULL"));
}

TEST_P(BookingStoreSessions, HaveAgainWhatIsGivenBackOrRunsOut) {
  ASSERT_TRUE(Make(1, 2).ok());
  ASSERT_TRUE(Sit(2, 1).ok());
  ASSERT_TRUE(Sit(3, 1).ok());
  ASSERT_TRUE(Confirm(3).ok());
  ASSERT_TRUE(Cancel(3).ok());
  ASSERT_TRUE(Sit(4, 1).ok());
  ASSERT_THAT(Sit(5, 1), FailsWith("SESSION_FULL"));
  RunOut(2);
  ASSERT_TRUE(Sit(6, 1).ok());
  // Ended with it: else it could be confirmed at that very instant.
  EXPECT_EQ(Get(2).state, BookingState::kExpired);
  EXPECT_THAT(Confirm(2), FailsWith("HOLD_EXPIRED"));
  EXPECT_THAT(Sit(7, 1), FailsWith("SESSION_FULL"));
}

TEST_P(BookingStoreSessions, LetAHoldOfTheSameShopperGiveWay) {
  ASSERT_TRUE(Make(1, 3).ok());
  ASSERT_TRUE(Sit(2, 1, 2).ok());
  HoldWrite more = SeatOf(3, 1, 3);
  more.booking.shopper = "shopper 2";
  BookingWrite write = Holding(more);
  write.replaces = BookingOf(2);
  const auto held = Write("more", write);
  ASSERT_TRUE(held.ok()) << held.status();
  EXPECT_EQ(Get(2).state, BookingState::kCancelled);
  EXPECT_EQ(ActionsOf(2).back(), "GiveWay");
  // From a meeting of one's own too, and back.
  HoldWrite meeting = Wanted(4, 2, Ticks(0, 6));
  meeting.booking.shopper = "shopper 2";
  write = Holding(meeting);
  write.replaces = BookingOf(3);
  ASSERT_TRUE(Write("meeting", write).ok());
  EXPECT_EQ(Get(3).state, BookingState::kCancelled);
  HoldWrite back = SeatOf(5, 1, 3);
  back.booking.shopper = "shopper 2";
  write = Holding(back);
  write.replaces = BookingOf(4);
  ASSERT_TRUE(Write("back", write).ok());
  EXPECT_EQ(Get(4).state, BookingState::kCancelled);
  ExpectClaimsAgree();
}

TEST_P(BookingStoreSessions, AreOnlyWhatWasMadeAsOneAndIsStillToBe) {
  EXPECT_THAT(Sit(2, 1), FailsWith("SESSION_NOT_FOUND"));
  ASSERT_TRUE(Hold(1, 1, Ticks(0, 6)).ok());
  EXPECT_THAT(Sit(2, 1), FailsWith("SESSION_NOT_FOUND"));
  ASSERT_TRUE(Write("make", Creating(SessionOf(3, 2, 20))).ok());
  const auto other = store().Hold({other_brand_, Role::kShopper, "ada"},
                                  Request("other"), SeatOf(4, 3), kNever);
  EXPECT_THAT(other, FailsWith("SESSION_NOT_FOUND"));
  ASSERT_TRUE(Sit(5, 3).ok());
  EXPECT_THAT(Sit(6, 5), FailsWith("SESSION_NOT_FOUND")) << "of a seat";
  ASSERT_TRUE(Cancel(3).ok());
  EXPECT_THAT(Sit(7, 3), FailsWith("SESSION_CANCELLED"));
  ExpectClaimsAgree();
}

TEST_P(BookingStoreSessions, TakeTheirSeatsAlongWhereverTheyGo) {
  ASSERT_TRUE(Make(1, 9).ok());
  ASSERT_TRUE(Sit(2, 1).ok());
  ASSERT_TRUE(Sit(3, 1).ok());
  ASSERT_TRUE(Confirm(3).ok());
  ASSERT_TRUE(Sit(4, 1).ok());
  ASSERT_TRUE(Cancel(4).ok());
  ASSERT_TRUE(Sit(5, 1).ok());
  RunOut(5);
  const auto moved = Write("move", MoveTo(1, 1, 24));
  ASSERT_TRUE(moved.ok()) << moved.status();
  EXPECT_EQ(moved->seats, 9);
  for (const uint32_t number : {2, 3}) {
    const Booking seat = Get(number);
    EXPECT_EQ(seat.meeting, Ticks(24, 36)) << number;
    EXPECT_EQ(seat.local_start, moved->local_start);
    EXPECT_EQ(seat.store, Store(2));
    EXPECT_EQ(seat.version, number);
    EXPECT_EQ(ActionsOf(number).back(), "FollowSession");
  }
  EXPECT_EQ(Get(2).state, BookingState::kHeld);
  EXPECT_EQ(Get(4).meeting, Ticks(0, 12)) << "it had ended";
  EXPECT_EQ(Get(5).state, BookingState::kExpired);
  HoldWrite to = SessionOf(1, 0, 24);
  to.booking.associate = Associate(2);
  ASSERT_TRUE(Write("reassign", Reassigning(BookingOf(1), 2, to)).ok());
  EXPECT_EQ(Get(3).associate, Associate(2));
  EXPECT_EQ(Get(3).former_associates, std::vector{Associate(1)});
  EXPECT_TRUE(Confirm(2).ok());
  EXPECT_TRUE(Hold(6, 1, Ticks(24, 36)).ok());
  EXPECT_TRUE(Hold(7, 2, Ticks(0, 12)).ok());
  ExpectClaimsAgree();
}

TEST_P(BookingStoreSessions, EndWithAllTheirSeats) {
  ASSERT_TRUE(Make(1, 9).ok());
  ASSERT_TRUE(Sit(2, 1).ok());
  ASSERT_TRUE(Sit(3, 1).ok());
  ASSERT_TRUE(Confirm(3).ok());
  ASSERT_TRUE(Cancel(1).ok());
  EXPECT_EQ(Get(2).state, BookingState::kCancelled);
  EXPECT_EQ(Get(3).state, BookingState::kCancelled);
  EXPECT_EQ(Get(3).version, 3);
  EXPECT_EQ(ActionsOf(3), (std::vector<std::string>{
                              "HoldSlot", "ConfirmBooking", "FollowSession"}));
  EXPECT_TRUE(under_test().claims().empty());
}

TEST_P(BookingStoreSessions, HaveSeatsThatGoNowhereByThemselves) {
  ASSERT_TRUE(Make(1, 9).ok());
  ASSERT_TRUE(Sit(2, 1).ok());
  const HoldWrite to = Wanted(2, 1, Ticks(30, 36));
  HoldWrite another = SessionOf(2, 0);
  another.booking.associate = Associate(2);
  const BookingWrite writes[] = {
      Moving(BookingOf(2), 1, to, Asker::kStaff),
      Switching(BookingOf(2), 1, Channel::kVideo, to),
      Reassigning(BookingOf(2), 1, another)};
  for (int number = 0; const BookingWrite& write : writes) {
    EXPECT_THAT(Write(absl::StrCat("write-", ++number), write),
                FailsWith("GOES_WITH_SESSION"));
  }
  EXPECT_EQ(Get(2).version, 1);
  ExpectClaimsAgree();
}

TEST_P(BookingStoreSessions, AreNotComeToThemselves) {
  ASSERT_TRUE(Make(1, 9).ok());
  EXPECT_THAT(Write("in", CheckingIn(BookingOf(1), 1)),
              FailsWith("IS_SESSION"));
  EXPECT_THAT(Write("gone", MarkingNoShow(BookingOf(1), 1)),
              FailsWith("IS_SESSION"));
}

TEST_P(BookingStoreSessions, CountForAShoppersLimitAndOnceForWork) {
  HoldWrite made = SessionOf(1, 9);
  made.work = {{.bookings_per_day = 2}, absl::UTCTimeZone()};
  ASSERT_TRUE(Write("make", Creating(made)).ok());
  for (const uint32_t number : {2, 3, 4}) {
    HoldWrite seat = SeatOf(number, 1);
    seat.booking.shopper = "ada";
    seat.shopper_limit = {.live_max = 2};
    if (number == 4) {
      EXPECT_THAT(Hold(seat), FailsWith("SHOPPER_LIMIT"));
    } else {
      EXPECT_TRUE(Hold(seat).ok());
    }
  }
  HoldWrite second = Wanted(5, 1, Ticks(30, 36));
  second.work = made.work;
  EXPECT_TRUE(Hold(second).ok());
  HoldWrite third = Wanted(6, 1, Ticks(40, 46));
  third.work = made.work;
  EXPECT_THAT(Hold(third), FailsWith("WORK_LIMIT"));
}

TEST_P(BookingStoreSessions, GiveARequestItsSeatsOnce) {
  ASSERT_TRUE(Make(1, 1).ok());
  constexpr int kSenders = 8;
  Answers answers = None(kSenders);
  InThreads(kSenders, [&](int i) {
    HoldWrite seat = SeatOf(10 + i, 1);
    seat.booking.shopper = "ada";
    answers[i] = StoreOf(i).Hold(shopper(), Request("seat"), seat, kNever);
  });
  for (const auto& answer : answers) {
    ASSERT_TRUE(answer.ok()) << answer.status();
    EXPECT_EQ(*answer, *answers[0]);
  }
  EXPECT_EQ(SeatsOf(1).size(), 1);
  ASSERT_TRUE(Cancel(1).ok());
  HoldWrite again = SeatOf(20, 1);
  again.booking.shopper = "ada";
  const auto replayed = Write("seat", Holding(again));
  ASSERT_TRUE(replayed.ok()) << replayed.status();
  EXPECT_EQ(*replayed, *answers[0]);
}

TEST_P(BookingStoreSessions, AreNeverOverbookedByManyAtOnce) {
  constexpr int kRounds = 4;
  constexpr int kSenders = 12;
  for (int round = 0; round < kRounds; ++round) {
    const uint32_t session = 1000 + round;
    ASSERT_TRUE(Write(absl::StrCat("make-", round),
                      Creating(SessionOf(session, 7, 20 * round)))
                    .ok());
    Answers answers = None(kSenders);
    InThreads(kSenders, [&](int i) {
      const uint32_t number = 100 * (round + 1) + i;
      answers[i] =
          StoreOf(i).Hold(shopper(), Request(absl::StrCat("seat-", number)),
                          SeatOf(number, session, 1 + i % 2), kNever);
    });
    int taken = 0;
    for (const auto& answer : answers) {
      if (answer.ok()) {
        taken += answer->party_size;
      } else {
        EXPECT_THAT(answer, FailsWith("SESSION_FULL"));
      }
    }
    EXPECT_LE(taken, 7);
    EXPECT_GE(taken, 6);  // one is left only for a pair
    int seated = 0;
    for (const Booking& seat : SeatsOf(session)) seated += seat.party_size;
    EXPECT_EQ(seated, taken);
  }
  ExpectClaimsAgree();
}

// Some take seats and confirm them while the session goes to and fro, and ends.
TEST_P(BookingStoreSessions, LeaveNobodyBehindWhateverHappensAtOnce) {
  constexpr int kRounds = 4;
  constexpr int kShoppers = 6;
  for (int round = 0; round < kRounds; ++round) {
    const uint32_t session = 1000 + round;
    const int64_t first = 100 * round;
    ASSERT_TRUE(Write(absl::StrCat("make-", round),
                      Creating(SessionOf(session, 50, first)))
                    .ok());
    const bool ends = round % 2 == 0;
    std::atomic<int> seated = 0;
    InThreads(kShoppers + 1, [&](int i) {
      const auto request = [&](const char* what, int number) {
        return Request(absl::StrCat(what, "-", session, "-", number));
      };
      if (i == kShoppers) {
        for (int64_t version = 1; version <= 6; ++version) {
          const auto moved = elsewhere().Write(
              shopper(), request("move", static_cast<int>(version)),
              MoveTo(session, version, first + 20 * (version % 2)), kNever);
          EXPECT_TRUE(moved.ok()) << moved.status();
        }
        if (!ends) return;
        const auto ended =
            elsewhere().Cancel(shopper(), request("end", 0), BookingOf(session),
                               std::nullopt, kNever);
        EXPECT_TRUE(ended.ok()) << ended.status();
        return;
      }
      for (int k = 0; k < 6; ++k) {
        const int number = 10'000 * (round + 1) + 10 * i + k;
        const auto seat = StoreOf(i).Hold(shopper(), request("seat", number),
                                          SeatOf(number, session), kNever);
        if (!seat.ok()) {
          EXPECT_THAT(seat, FailsWith("SESSION_CANCELLED"));
          continue;
        }
        ++seated;
        const auto confirmed =
            StoreOf(i + 1).Confirm(shopper(), request("confirm", number),
                                   seat->id, std::nullopt, kNever);
        if (!confirmed.ok()) {
          EXPECT_THAT(confirmed, FailsWith("NOT_HELD"));
        }
      }
    });
    const Booking last = Get(session);
    const std::vector<Booking> seats = SeatsOf(session);
    EXPECT_EQ(static_cast<int>(seats.size()), seated);
    for (const Booking& seat : seats) {
      EXPECT_EQ(seat.meeting, last.meeting);
      EXPECT_EQ(IsLive(seat.state), !ends);
    }
  }
  ExpectClaimsAgree();
}

class SessionReanchor : public BookingStoreReanchor {};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(SessionReanchor);

TEST_P(SessionReanchor, TakesSeatsAlong) {
  HoldWrite session = Wanted(1, 1, Ticks(kHour, 2 * kHour));
  session.booking.seats = 3;
  session.booking.shopper.clear();
  const auto made =
      store().Write(admin(), Request("make"), Creating(session), kNever);
  ASSERT_TRUE(made.ok()) << made.status();
  HoldWrite seat = Wanted(2, 1, Ticks(kHour, 2 * kHour));
  seat.booking.session = BookingOf(1);
  ASSERT_TRUE(Hold(seat).ok());
  ASSERT_TRUE(Confirm(2).ok());
  const ReanchorReport report = Done("run", Ahead(absl::Hours(1)));
  EXPECT_EQ(report.looked_at, 1);
  EXPECT_EQ(report.moved.size(), 1u);
  EXPECT_EQ(Get(1).meeting, Ticks(0, kHour));
  EXPECT_EQ(Get(2).meeting, Ticks(0, kHour));
  EXPECT_EQ(Get(2).tzdata_version, "2026b");
  EXPECT_EQ(Get(2).local_start, Get(1).local_start);
  EXPECT_EQ(Done("again", Ahead(absl::Hours(1))).looked_at, 0);
  ExpectClaimsAgree();
}

}  // namespace rapport::booking

#endif  // RAPPORT_TESTS_CONTRACT_BOOKING_STORE_SESSIONS_H_
