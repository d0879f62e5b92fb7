// What every BookingStore does when a booking becomes another one: moved, given
// to somebody else, followed to its end. See booking_store_contract.h.
#ifndef RAPPORT_TESTS_CONTRACT_BOOKING_STORE_CHANGES_H_
#define RAPPORT_TESTS_CONTRACT_BOOKING_STORE_CHANGES_H_

#include <cstdio>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "tests/contract/booking_store_storm.h"

namespace rapport::booking {

class BookingStoreChanges : public BookingStoreStorm {
 protected:
  static BookingWrite MoveTo(uint32_t booking, int64_t version,
                             const Interval& interval, uint8_t associate = 1,
                             int64_t schedule_version = 1) {
    HoldWrite to = Wanted(booking, associate, interval);
    to.schedule_version = schedule_version;
    return Moving(BookingOf(booking), version, to, Asker::kStaff);
  }
  static BookingWrite GiveTo(uint32_t booking, int64_t version,
                             uint8_t associate) {
    return Reassigning(BookingOf(booking), version,
                       Wanted(booking, associate, Ticks(0, 6)));
  }
  BookingWrite HoldInstead(uint32_t booking, uint8_t associate,
                           const Interval& interval) {
    BookingWrite write = Holding(Wanted(booking, associate, interval));
    write.own_holds_give_way = true;
    return write;
  }
  // A meeting that goes on, of `hours` hours.
  void HoldNow(uint32_t booking, int hours) {
    const absl::Time start =
        TimeOfTick(TickOf(absl::Now())) - absl::Minutes(20);
    const auto created =
        Write(absl::StrCat("create-", booking),
              Holding(Wanted(booking, 1, {start, start + absl::Hours(hours)})));
    ASSERT_TRUE(created.ok()) << created.status();
    // Confirming is for meetings to come.
    BookingWrite confirm = Confirming(BookingOf(booking), 1);
    confirm.become = [](const Booking* before, absl::Time) {
      Booking after = *before;
      after.state = BookingState::kConfirmed;
      after.hold_expire_time = absl::InfiniteFuture();
      return absl::StatusOr<Booking>(after);
    };
    ASSERT_TRUE(Write(absl::StrCat("confirm-", booking), confirm).ok());
  }
};

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(BookingStoreChanges);

TEST_P(BookingStoreChanges, CreateWhatIsConfirmed) {
  const auto created = Write("create", Creating(Wanted(1, 1, Ticks(0, 6))));
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_EQ(created->state, BookingState::kConfirmed);
  EXPECT_EQ(created->version, 1);
  EXPECT_EQ(Get(1), *created);
  EXPECT_THAT(Write("other", Creating(Wanted(2, 1, Ticks(5, 7)))),
              FailsWith("SLOT_TAKEN"));
  ExpectClaimsAgree();
}

TEST_P(BookingStoreChanges, MoveToFreeTimeUnderTheSameId) {
  ASSERT_TRUE(Hold(1, 1, Ticks(0, 6)).ok());
  ASSERT_TRUE(Confirm(1).ok());
  Booking expected = Get(1);
  const auto moved = Write("move", MoveTo(1, 2, Ticks(20, 26)));
  ASSERT_TRUE(moved.ok()) << moved.status();
  expected.meeting = expected.occupied = Ticks(20, 26);
  expected.local_start = moved->local_start;
  expected.version = 3;
  expected.update_time = moved->update_time;
  EXPECT_EQ(*moved, expected);
  EXPECT_EQ(Get(1), expected);
  EXPECT_TRUE(Hold(2, 1, Ticks(0, 6)).ok());
  ExpectClaimsAgree();
}

TEST_P(BookingStoreChanges, MoveIntoTimeOfItsOwn) {
  ASSERT_TRUE(Hold(1, 1, Ticks(0, 6)).ok());
  ASSERT_TRUE(Write("later", MoveTo(1, 1, Ticks(3, 9))).ok());
  ExpectClaimsAgree();
  ASSERT_TRUE(Write("shorter", MoveTo(1, 2, Ticks(4, 6))).ok());
  ExpectClaimsAgree();
  ASSERT_TRUE(Write("longer", MoveTo(1, 3, Ticks(0, 12))).ok());
  ExpectClaimsAgree();
  ASSERT_TRUE(Write("where it is", MoveTo(1, 4, Ticks(0, 12))).ok());
  ExpectClaimsAgree();
}

TEST_P(BookingStoreChanges, KeepTheOldTimeWhereTheNewIsTaken) {
  ASSERT_TRUE(Hold(1, 1, Ticks(0, 6)).ok());
  ASSERT_TRUE(Hold(2, 1, Ticks(10, 12)).ok());
  const Booking before = Get(1);
  const auto claims = under_test().claims();
  EXPECT_THAT(Write("a", MoveTo(1, 1, Ticks(8, 14))), FailsWith("SLOT_TAKEN"));
  EXPECT_THAT(Write("b", MoveTo(1, 1, Ticks(5, 11))), FailsWith("SLOT_TAKEN"));
  EXPECT_THAT(Write("c", MoveTo(1, 7, Ticks(20, 26))),
              FailsWith("ETAG_MISMATCH"));
  EXPECT_THAT(Write("d", MoveTo(1, 1, Ticks(20, 26), 1, 2)),
              FailsWith("SCHEDULE_CHANGED"));
  EXPECT_THAT(Write("e", MoveTo(9, 1, Ticks(20, 26))),
              FailsWith("BOOKING_NOT_FOUND"));
  EXPECT_EQ(Get(1), before);
  EXPECT_TRUE(under_test().claims() == claims);
}

TEST_P(BookingStoreChanges, MoveNoHoldThatRanOut) {
  ASSERT_TRUE(Hold(1, 1, Ticks(0, 6)).ok());
  RunOut(1);
  EXPECT_THAT(Write("move", MoveTo(1, 1, Ticks(20, 26))),
              FailsWith("HOLD_EXPIRED"));
  EXPECT_EQ(Get(1).version, 1);
}

TEST_P(BookingStoreChanges, MoveOverHoldsThatRanOut) {
  ASSERT_TRUE(Hold(1, 1, Ticks(0, 6)).ok());
  ASSERT_TRUE(Hold(2, 1, Ticks(8, 10)).ok());
  RunOut(2);
  ASSERT_TRUE(Write("move", MoveTo(1, 1, Ticks(4, 10))).ok());
  EXPECT_EQ(Get(2).state, BookingState::kExpired);
  ExpectClaimsAgree();
}

TEST_P(BookingStoreChanges, AnswerRepeatedMovesAsTheFirstTime) {
  ASSERT_TRUE(Hold(1, 1, Ticks(0, 6)).ok());
  const BookingWrite write = MoveTo(1, 1, Ticks(20, 26));
  const auto moved = Write("move", write);
  ASSERT_TRUE(moved.ok()) << moved.status();
  ASSERT_TRUE(Cancel(1).ok());
  const auto again =
      elsewhere().Write(shopper(), Request("move"), write, kNever);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(*again, *moved);
  EXPECT_THAT(store().Write(shopper(), Request("move", 'b'), write, kNever),
              FailsWith("REQUEST_ID_REUSED"));
  EXPECT_TRUE(under_test().claims().empty());
}

TEST_P(BookingStoreChanges, ReassignAndRememberWhomItWasWith) {
  ASSERT_TRUE(Hold(1, 1, Ticks(0, 6)).ok());
  ASSERT_TRUE(Confirm(1).ok());
  const auto given = Write("give", GiveTo(1, 2, 2));
  ASSERT_TRUE(given.ok()) << given.status();
  EXPECT_EQ(given->associate, Associate(2));
  EXPECT_EQ(given->former_associates, std::vector{Associate(1)});
  EXPECT_EQ(Get(1), *given);
  EXPECT_TRUE(Hold(2, 1, Ticks(0, 6)).ok());
  ExpectClaimsAgree();
  // Not back: the first is taken by now.
  EXPECT_THAT(Write("back", GiveTo(1, 3, 1)), FailsWith("SLOT_TAKEN"));
  EXPECT_EQ(Get(1), *given);
  ExpectClaimsAgree();
}

TEST_P(BookingStoreChanges, KeepWhatWasPromised) {
  HoldWrite wanted = RichWanted(1);
  wanted.booking.cancel_notice = absl::Hours(24);
  wanted.booking.move_notice = absl::Minutes(90);
  wanted.booking.party_size = 3;
  ASSERT_TRUE(Hold(wanted).ok());
  EXPECT_EQ(Get(1).cancel_notice, absl::Hours(24));
  EXPECT_EQ(Get(1).move_notice, absl::Minutes(90));
  const auto confirmed = Confirm(1);
  ASSERT_TRUE(confirmed.ok()) << confirmed.status();
  EXPECT_EQ(confirmed->cancel_notice, absl::Hours(24));
  EXPECT_EQ(Get(1), *confirmed);
}

TEST_P(BookingStoreChanges, KeepWhatShoppersSaidWhateverBecomesOfIt) {
  HoldWrite wanted = Wanted(1, 1, Ticks(0, 6));
  wanted.booking.party_size = 3;
  ASSERT_TRUE(Hold(wanted).ok());
  std::string longest;
  for (int i = 0; i < 1000; ++i) longest += "\xF0\x9F\x92\x8D";
  std::vector<Answer> answers = {{"size", "38 \"\n\\ narrow"}};
  for (int i = 1; i < 20; ++i) {
    answers.push_back({absl::StrCat("q", i), longest});
  }
  ASSERT_TRUE(Write("say", Confirming(BookingOf(1), 1, answers)).ok());
  ASSERT_TRUE(Write("move", MoveTo(1, 2, Ticks(20, 26))).ok());
  const auto given = Write("give", GiveTo(1, 3, 2));
  ASSERT_TRUE(given.ok()) << given.status();
  EXPECT_TRUE(given->answers == answers);
  EXPECT_EQ(given->party_size, 3);
  EXPECT_TRUE(Get(1) == *given);
}

TEST_P(BookingStoreChanges, ExtendAHoldThatLives) {
  ASSERT_TRUE(Hold(1, 1, Ticks(0, 6)).ok());
  const Booking held = Get(1);
  const auto extended =
      Write("more", Extending(BookingOf(1), {}, absl::Minutes(20)));
  ASSERT_TRUE(extended.ok()) << extended.status();
  EXPECT_GE(extended->hold_expire_time,
            held.hold_expire_time + absl::Minutes(10));
  EXPECT_EQ(Get(1), *extended);
  RunOut(1);
  EXPECT_THAT(Write("late", Extending(BookingOf(1), {}, absl::Minutes(20))),
              FailsWith("HOLD_EXPIRED"));
  ExpectClaimsAgree();
}

TEST_P(BookingStoreChanges, FollowMeetingsToTheirEnd) {
  HoldNow(1, 2);
  ASSERT_TRUE(Write("in", CheckingIn(BookingOf(1), 2)).ok());
  EXPECT_EQ(under_test().claims().size(), 24);
  EXPECT_THAT(Cancel(1), FailsWith("MEETING_STARTED"));
  const auto done = Write("done", Completing(BookingOf(1), 3));
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_TRUE(under_test().claims().empty());
  HoldNow(2, 1);
  ASSERT_TRUE(Write("gone", MarkingNoShow(BookingOf(2), {})).ok());
  EXPECT_EQ(Get(2).state, BookingState::kNoShow);
  EXPECT_TRUE(under_test().claims().empty());
}

TEST_P(BookingStoreChanges, EndOwnHoldsThatAreInTheWayIfAsked) {
  ASSERT_TRUE(Hold(1, 1, Ticks(0, 6)).ok());
  HoldWrite bobs = Wanted(2, 1, Ticks(8, 10));
  bobs.booking.shopper = "bob";
  ASSERT_TRUE(Hold(bobs).ok());
  // Bob's is in the way, so that hers stays too.
  EXPECT_THAT(Write("over both", HoldInstead(3, 1, Ticks(4, 9))),
              FailsWith("SLOT_TAKEN"));
  EXPECT_EQ(Get(1).state, BookingState::kHeld);
  ASSERT_TRUE(Write("over hers", HoldInstead(3, 1, Ticks(4, 8))).ok());
  EXPECT_EQ(Get(1).state, BookingState::kCancelled);
  EXPECT_EQ(Get(1).version, 2);
  ExpectClaimsAgree();
  ASSERT_TRUE(Confirm(3).ok());
  EXPECT_THAT(Write("over booked", HoldInstead(4, 1, Ticks(4, 8))),
              FailsWith("SLOT_TAKEN"));
}

TEST_P(BookingStoreChanges, ReplaceAHoldWithAnotherOrDoNothing) {
  ASSERT_TRUE(Hold(1, 2, Ticks(0, 6)).ok());
  ASSERT_TRUE(Hold(2, 1, Ticks(0, 6)).ok());
  BookingWrite write = Holding(Wanted(3, 1, Ticks(5, 9)));
  write.replaces = BookingOf(1);
  EXPECT_THAT(Write("taken", write), FailsWith("SLOT_TAKEN"));
  EXPECT_EQ(Get(1).state, BookingState::kHeld);
  write = Holding(Wanted(3, 1, Ticks(6, 9)));
  write.replaces = BookingOf(1);
  ASSERT_TRUE(Write("free", write).ok());
  EXPECT_EQ(Get(1).state, BookingState::kCancelled);
  ExpectClaimsAgree();
  write = Holding(Wanted(4, 1, Ticks(20, 26)));
  for (const uint32_t other : {1u, 77u}) {
    write.replaces = BookingOf(other);
    EXPECT_THAT(Write(absl::StrCat("no hold ", other), write),
                FailsWith("NOT_HELD"));
  }
  HoldWrite bobs = Wanted(5, 3, Ticks(0, 6));
  bobs.booking.shopper = "bob";
  ASSERT_TRUE(Hold(bobs).ok());
  write.replaces = BookingOf(5);
  EXPECT_THAT(Write("bobs", write), FailsWith("NOT_HELD"));
  EXPECT_EQ(Get(5).state, BookingState::kHeld);
  ExpectClaimsAgree();
}

TEST_P(BookingStoreChanges, ReplaceNoHoldThatRanOutSweptOrNot) {
  ASSERT_TRUE(Hold(1, 2, Ticks(0, 6)).ok());
  RunOut(1);
  BookingWrite write = Holding(Wanted(3, 1, Ticks(0, 6)));
  write.replaces = BookingOf(1);
  EXPECT_THAT(Write("not swept", write), FailsWith("NOT_HELD"));
  EXPECT_EQ(Get(1).version, 1);
  ASSERT_TRUE(store().ExpireDue().ok());
  EXPECT_THAT(Write("swept", write), FailsWith("NOT_HELD"));
  EXPECT_TRUE(under_test().claims().empty());
}

TEST_P(BookingStoreChanges, BecomeNothingThatTheyMayNot) {
  const auto become = [&](BookingWrite write, BookingState state) {
    write.become = [state, rule = write.become](const Booking* before,
                                                absl::Time now) {
      auto after = rule(before, now);
      if (after.ok()) after->state = state;
      return after;
    };
    return Write("wrong", write).status();
  };
  EXPECT_TRUE(absl::IsInternal(
      become(Holding(Wanted(1, 1, Ticks(0, 6))), BookingState::kCompleted)));
  EXPECT_TRUE(under_test().claims().empty());
  ASSERT_TRUE(Hold(1, 1, Ticks(0, 6)).ok());
  EXPECT_TRUE(absl::IsInternal(
      become(Confirming(BookingOf(1), 1), BookingState::kNoShow)));
  ASSERT_TRUE(Confirm(1).ok());
  const Booking before = Get(1);
  EXPECT_TRUE(absl::IsInternal(
      become(Cancelling(BookingOf(1), 2), BookingState::kHeld)));
  EXPECT_EQ(Get(1), before);
  ExpectClaimsAgree();
}

TEST_P(BookingStoreChanges, TellTheirHistory) {
  ASSERT_TRUE(Hold(1, 1, Ticks(0, 6)).ok());
  ASSERT_TRUE(Write("move", MoveTo(1, 1, Ticks(20, 26))).ok());
  RunOut(1);
  ASSERT_TRUE(store().ExpireDue().ok());
  const auto changes = store().Changes(brand_, BookingOf(1), kNever);
  ASSERT_TRUE(changes.ok()) << changes.status();
  ASSERT_EQ(changes->size(), 3);
  const char* actions[] = {"HoldSlot", "MoveBooking", "ExpireHolds"};
  for (size_t i = 0; i < 3; ++i) {
    const BookingChange& change = (*changes)[i];
    EXPECT_EQ(change.action, actions[i]);
    EXPECT_EQ(change.booking.version, i + 1);
    EXPECT_EQ(change.principal, i < 2 ? "ada" : "rapport");
    EXPECT_EQ(change.role, i < 2 ? Role::kShopper : Role::kOperator);
    EXPECT_GE(change.time, change.booking.create_time);
  }
  EXPECT_EQ(changes->front().booking.meeting, Ticks(0, 6));
  EXPECT_EQ(changes->back().booking, Get(1));
  EXPECT_EQ(store().Changes(brand_, BookingOf(9), kNever).status().code(),
            StatusCode::kNotFound);
  EXPECT_EQ(store().Changes(other_brand_, BookingOf(1), kNever).status().code(),
            StatusCode::kNotFound);
}

TEST_P(BookingStoreChanges, LetOneOfManyMoveThere) {
  constexpr int kMovers = 16;
  for (uint32_t i = 0; i < kMovers; ++i) {
    const int64_t first = 100 + 6 * i;
    ASSERT_TRUE(Hold(i + 1, 1, Ticks(first, first + 6)).ok());
  }
  Answers moved = None(kMovers);
  InThreads(kMovers, [&](int i) {
    moved[i] = StoreOf(i).Write(shopper(), Request(absl::StrCat("move-", i)),
                                MoveTo(i + 1, 1, Ticks(i % 3, 6)), kNever);
  });
  int winners = 0;
  for (const auto& answer : moved) {
    winners += answer.ok();
    EXPECT_TRUE(answer.ok() || Lost(answer)) << answer.status();
  }
  EXPECT_EQ(winners, 1);
  ExpectClaimsAgree();
}

TEST_P(BookingStoreChanges, MoveOnceWhatManyMoveByOneRequest) {
  constexpr int kSenders = 16;
  ASSERT_TRUE(Hold(1, 1, Ticks(0, 6)).ok());
  Answers moved = None(kSenders);
  InThreads(kSenders, [&](int i) {
    moved[i] = StoreOf(i).Write(shopper(), Request("move"),
                                MoveTo(1, 1, Ticks(3, 9)), kNever);
  });
  for (const auto& answer : moved) {
    ASSERT_TRUE(answer.ok()) << answer.status();
    EXPECT_EQ(*answer, *moved[0]);
  }
  ExpectClaimsAgree();
}

// Each wants the other's time: neither may have it while the other is there.
TEST_P(BookingStoreChanges, NeverSwapTwoBookings) {
  ASSERT_TRUE(Hold(1, 1, Ticks(0, 6)).ok());
  ASSERT_TRUE(Hold(2, 2, Ticks(0, 6)).ok());
  for (int round = 0; round < 10; ++round) {
    Answers given = None(2);
    InThreads(2, [&](int i) {
      given[i] = StoreOf(i).Write(shopper(),
                                  Request(absl::StrCat("swap-", round, "-", i)),
                                  GiveTo(i + 1, 1, 2 - i), kNever);
    });
    EXPECT_TRUE(Lost(given[0])) << given[0].status();
    EXPECT_TRUE(Lost(given[1])) << given[1].status();
  }
  ExpectClaimsAgree();
}

// Many who hold, confirm, cancel, move and reassign at random, through two
// servers, at bookings of three associates.
TEST_P(BookingStoreChanges, BookNobodyTwiceInAStorm) {
  constexpr int kCallers = 12;
  constexpr int kActs = 40;
  const uint32_t seed = FreshSeed();
  std::atomic<int> done = 0;
  std::atomic<int> moved = 0;
  InThreads(kCallers, [&](int thread) {
    std::mt19937 random(seed + thread);
    const auto below = [&](unsigned end) {
      return static_cast<int64_t>(random() % end);
    };
    for (int act = 0; act < kActs; ++act) {
      const auto number = static_cast<uint32_t>(1 + below(20));
      const int64_t first = below(40);
      const Interval there = Ticks(first, first + 1 + below(8));
      const auto seen = store().Get(brand_, BookingOf(number), kNever);
      const int64_t version = seen.ok() ? seen->version : 1;
      const auto with = static_cast<uint8_t>(1 + below(3));
      BookingWrite write = Holding(Wanted(number, with, there));
      if (seen.ok()) {
        const uint8_t of = seen->associate == Associate(1)   ? 1
                           : seen->associate == Associate(2) ? 2
                                                             : 3;
        HoldWrite to = Wanted(number, with, seen->occupied);
        const BookingWrite writes[] = {
            MoveTo(number, version, there, of),
            Reassigning(BookingOf(number), version, to),
            Confirming(BookingOf(number), {}),
            Cancelling(BookingOf(number), {}),
            MoveTo(number, version, there, of)};
        write = writes[below(5)];
      }
      const RequestKey request = Request(absl::StrCat(thread, "-", act));
      BookingStore& at = StoreOf(thread);
      const auto answer = WriteAsAClient(at, request, write);
      if (answer.ok()) {
        ++done;
        moved += write.action == "MoveBooking";
        const auto again = elsewhere().Write(shopper(), request, write, kNever);
        ASSERT_TRUE(again.ok()) << again.status();
        EXPECT_EQ(*again, *answer);
      } else if (!absl::IsAlreadyExists(answer.status())) {
        // A new booking's id may have been taken by another caller meanwhile.
        EXPECT_TRUE(absl::IsFailedPrecondition(answer.status()) ||
                    ReasonOf(answer.status()) == "ETAG_MISMATCH")
            << answer.status();
      }
      if (random() % 10 == 0) RunOut(number);
      if (random() % 10 == 0) at.ExpireDue().IgnoreError();
    }
  });
  std::printf("%d of %d acts done, %d of them moves\n", done.load(),
              kCallers * kActs, moved.load());
  EXPECT_GT(moved.load(), 5);
  ExpectClaimsAgree();
}

}  // namespace rapport::booking

#endif  // RAPPORT_TESTS_CONTRACT_BOOKING_STORE_CHANGES_H_
