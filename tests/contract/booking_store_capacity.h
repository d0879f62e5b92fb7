// What every BookingStore does where meetings share somebody's time. See
// booking_store_contract.h.
#ifndef RAPPORT_TESTS_CONTRACT_BOOKING_STORE_CAPACITY_H_
#define RAPPORT_TESTS_CONTRACT_BOOKING_STORE_CAPACITY_H_

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

#include "tests/contract/booking_store_changes.h"

namespace rapport::booking {

class BookingStoreCapacity : public BookingStoreChanges {
 protected:
  // A chat with somebody who has so many at a time; of 1, it takes all of them.
  static HoldWrite Chat(uint32_t booking, const Interval& interval,
                        int capacity = 3, uint8_t associate = 1) {
    HoldWrite write = Wanted(booking, associate, interval);
    write.booking.channel = Channel::kChat;
    write.booking.load = LoadWhere(capacity);
    write.capacity = capacity;
    return write;
  }
  static BookingWrite MoveChat(uint32_t booking, int64_t version,
                               const Interval& interval, int capacity = 3) {
    return Moving(BookingOf(booking), version,
                  Chat(booking, interval, capacity), Asker::kStaff);
  }
  static BookingWrite SwitchTo(uint32_t booking, int64_t version,
                               Channel channel, int capacity) {
    return Switching(BookingOf(booking), version, channel,
                     {Associate(1), 1, capacity});
  }
};

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(BookingStoreCapacity);

TEST_P(BookingStoreCapacity, HoldsAsManyAsFitAndNoMore) {
  for (uint32_t i = 1; i <= 3; ++i) {
    const auto held = Hold(Chat(i, Ticks(0, 6)));
    ASSERT_TRUE(held.ok()) << held.status();
    EXPECT_EQ(held->load, 1);
    EXPECT_EQ(Get(i), *held);
    ExpectClaimsAgree(3);
  }
  EXPECT_THAT(Hold(Chat(4, Ticks(0, 6))), FailsWith("SLOT_TAKEN"));
  EXPECT_THAT(Hold(Chat(4, Ticks(5, 12))), FailsWith("SLOT_TAKEN"));
  EXPECT_TRUE(Hold(Chat(5, Ticks(6, 12))).ok());
  EXPECT_TRUE(Hold(Chat(6, Ticks(0, 6), 3, 2)).ok());
  ASSERT_TRUE(Cancel(2).ok());
  ExpectClaimsAgree(3);
  EXPECT_TRUE(Hold(Chat(7, Ticks(0, 6))).ok());
  EXPECT_THAT(Hold(Chat(8, Ticks(0, 6))), FailsWith("SLOT_TAKEN"));
  ExpectClaimsAgree(3);
}

TEST_P(BookingStoreCapacity, CountsEachTickOnItsOwn) {
  ASSERT_TRUE(Hold(Chat(1, Ticks(0, 6), 2)).ok());
  ASSERT_TRUE(Hold(Chat(2, Ticks(4, 10), 2)).ok());
  ASSERT_TRUE(Hold(Chat(3, Ticks(6, 8), 2)).ok());
  EXPECT_THAT(Hold(Chat(4, Ticks(5, 6), 2)), FailsWith("SLOT_TAKEN"));
  EXPECT_THAT(Hold(Chat(5, Ticks(0, 12), 2)), FailsWith("SLOT_TAKEN"));
  ASSERT_TRUE(Hold(Chat(6, Ticks(0, 4), 2)).ok());
  ASSERT_TRUE(Hold(Chat(7, Ticks(8, 12), 2)).ok());
  ExpectClaimsAgree(2);
  // Whoever leaves had another seat at some ticks than at others.
  ASSERT_TRUE(Cancel(2).ok());
  ExpectClaimsAgree(2);
  ASSERT_TRUE(Cancel(1).ok());
  ExpectClaimsAgree(2);
}

TEST_P(BookingStoreCapacity, KeepsWhoTakesAllFromWhoSharesBothWays) {
  ASSERT_TRUE(Hold(1, 1, Ticks(0, 6)).ok());
  EXPECT_THAT(Hold(Chat(2, Ticks(5, 8))), FailsWith("SLOT_TAKEN"));
  ASSERT_TRUE(Hold(Chat(3, Ticks(6, 12))).ok());
  ASSERT_TRUE(Hold(Chat(4, Ticks(6, 12))).ok());
  EXPECT_THAT(Hold(5, 1, Ticks(11, 14)), FailsWith("SLOT_TAKEN"));
  // Whichever of the two leaves, the other is still there.
  ASSERT_TRUE(Cancel(3).ok());
  EXPECT_THAT(Hold(6, 1, Ticks(8, 9)), FailsWith("SLOT_TAKEN"));
  ASSERT_TRUE(Hold(Chat(7, Ticks(6, 12))).ok());
  ASSERT_TRUE(Cancel(7).ok());
  EXPECT_THAT(Hold(8, 1, Ticks(8, 9)), FailsWith("SLOT_TAKEN"));
  ASSERT_TRUE(Cancel(4).ok());
  EXPECT_TRUE(Hold(9, 1, Ticks(6, 12)).ok());
  ExpectClaimsAgree(3);
}

TEST_P(BookingStoreCapacity, IsFullUntilEnoughHaveEndedWhereItWasLowered) {
  for (uint32_t i = 1; i <= 3; ++i) {
    ASSERT_TRUE(Hold(Chat(i, Ticks(0, 6), 3)).ok());
  }
  EXPECT_THAT(Hold(Chat(4, Ticks(0, 6), 2)), FailsWith("SLOT_TAKEN"));
  ASSERT_TRUE(Cancel(1).ok());
  EXPECT_THAT(Hold(Chat(5, Ticks(0, 6), 2)), FailsWith("SLOT_TAKEN"));
  ASSERT_TRUE(Cancel(3).ok());
  EXPECT_THAT(Hold(Chat(6, Ticks(0, 6), 1)), FailsWith("SLOT_TAKEN"));
  EXPECT_TRUE(Hold(Chat(7, Ticks(0, 6), 2)).ok());
  ASSERT_TRUE(Cancel(2).ok());
  ASSERT_TRUE(Cancel(7).ok());
  EXPECT_TRUE(Hold(Chat(8, Ticks(0, 6), 1)).ok());
  EXPECT_EQ(Get(8).load, kWholeLoad);
  ExpectClaimsAgree();
}

TEST_P(BookingStoreCapacity, CountsMeetingsOfAllChannelsTogether) {
  ASSERT_TRUE(Hold(Chat(1, Ticks(0, 6), 3)).ok());
  HoldWrite mail = Chat(2, Ticks(0, 6), 2);
  mail.booking.channel = Channel::kEmail;
  ASSERT_TRUE(Hold(mail).ok());
  mail.booking.id = BookingOf(3);
  EXPECT_THAT(Hold(mail), FailsWith("SLOT_TAKEN"));
  EXPECT_TRUE(Hold(Chat(4, Ticks(0, 6), 3)).ok());
  ExpectClaimsAgree(3);
}

TEST_P(BookingStoreCapacity, BelievesNoCapacityOfAnOlderSchedule) {
  const auto put = under_test().schedules->Put(
      {brand_, Role::kBrandAdmin, "admin"}, Request("put"),
      {Associate(1), calendar::Schedule(), std::nullopt});
  ASSERT_TRUE(put.ok()) << put.status();
  EXPECT_THAT(Hold(Chat(1, Ticks(0, 6))), FailsWith("SCHEDULE_CHANGED"));
}

TEST_P(BookingStoreCapacity, EndsHoldsThatRanOutOnlyWhereTheyAreInTheWay) {
  for (uint32_t i = 1; i <= 3; ++i) {
    ASSERT_TRUE(Hold(Chat(i, Ticks(0, 6))).ok());
  }
  RunOut(1);
  RunOut(2);
  ASSERT_TRUE(Hold(Chat(4, Ticks(0, 6))).ok());
  EXPECT_EQ(Get(1).state, BookingState::kExpired);
  EXPECT_EQ(Get(2).state, BookingState::kHeld);
  ExpectClaimsAgree(3);
  // The third lives, so that whoever wants all of them gets nothing.
  EXPECT_THAT(Hold(5, 1, Ticks(0, 6)), FailsWith("SLOT_TAKEN"));
  EXPECT_EQ(Get(2).state, BookingState::kHeld);
  RunOut(3);
  RunOut(4);
  ASSERT_TRUE(Hold(6, 1, Ticks(5, 8)).ok());
  for (const uint32_t dead : {2u, 3u, 4u}) {
    EXPECT_EQ(Get(dead).state, BookingState::kExpired);
  }
  RunOut(6);
  ASSERT_TRUE(Hold(Chat(7, Ticks(0, 6))).ok());
  EXPECT_EQ(Get(6).state, BookingState::kExpired);
  ExpectClaimsAgree(3);
}

TEST_P(BookingStoreCapacity, EndsOwnHoldsOnlyWhereNothingElseHelps) {
  HoldWrite bobs = Chat(1, Ticks(0, 6), 2);
  bobs.booking.shopper = "bob";
  ASSERT_TRUE(Hold(bobs).ok());
  BookingWrite second = Holding(Chat(2, Ticks(0, 6), 2));
  second.own_holds_give_way = true;
  ASSERT_TRUE(Write("second", second).ok());
  BookingWrite third = Holding(Chat(3, Ticks(0, 6), 2));
  third.own_holds_give_way = true;
  ASSERT_TRUE(Write("third", third).ok());
  EXPECT_EQ(Get(1).state, BookingState::kHeld);
  EXPECT_EQ(Get(2).state, BookingState::kCancelled);
  RunOut(1);
  BookingWrite fourth = Holding(Chat(4, Ticks(0, 6), 2));
  fourth.own_holds_give_way = true;
  ASSERT_TRUE(Write("fourth", fourth).ok());
  EXPECT_EQ(Get(1).state, BookingState::kExpired);
  EXPECT_EQ(Get(3).state, BookingState::kHeld);
  ExpectClaimsAgree(2);
}

TEST_P(BookingStoreCapacity, ReplacesAChatBesideOthers) {
  for (uint32_t i = 1; i <= 3; ++i) {
    ASSERT_TRUE(Hold(Chat(i, Ticks(0, 6))).ok());
  }
  BookingWrite write = Holding(Chat(4, Ticks(0, 9)));
  write.replaces = BookingOf(1);
  ASSERT_TRUE(Write("instead", write).ok());
  EXPECT_EQ(Get(1).state, BookingState::kCancelled);
  ExpectClaimsAgree(3);
}

TEST_P(BookingStoreCapacity, MovesBesideOthers) {
  ASSERT_TRUE(Hold(Chat(1, Ticks(0, 6), 2)).ok());
  ASSERT_TRUE(Hold(Chat(2, Ticks(0, 6), 2)).ok());
  ASSERT_TRUE(Hold(Chat(3, Ticks(6, 9), 2)).ok());
  ASSERT_TRUE(Write("later", MoveChat(1, 1, Ticks(3, 9), 2)).ok());
  ExpectClaimsAgree(2);
  EXPECT_THAT(Write("full", MoveChat(2, 1, Ticks(4, 7), 2)),
              FailsWith("SLOT_TAKEN"));
  ASSERT_TRUE(Write("far", MoveChat(1, 2, Ticks(20, 26), 2)).ok());
  ASSERT_TRUE(Write("full no more", MoveChat(2, 1, Ticks(4, 7), 2)).ok());
  ExpectClaimsAgree(2);
}

// Of what it keeps nothing is asked, however low the capacity is by now.
TEST_P(BookingStoreCapacity, MovesWithinItsOwnTimeWhereItWasLowered) {
  for (uint32_t i = 1; i <= 3; ++i) {
    ASSERT_TRUE(Hold(Chat(i, Ticks(0, 6), 3)).ok());
  }
  ASSERT_TRUE(Write("shorter", MoveChat(1, 1, Ticks(2, 6), 2)).ok());
  ASSERT_TRUE(Write("longer", MoveChat(2, 1, Ticks(0, 8), 2)).ok());
  EXPECT_THAT(Write("back", MoveChat(1, 2, Ticks(1, 6), 2)),
              FailsWith("SLOT_TAKEN"));
  ExpectClaimsAgree(3);
}

TEST_P(BookingStoreCapacity, TakesAnotherLoadWithAMove) {
  ASSERT_TRUE(Hold(1, 1, Ticks(0, 6)).ok());
  const auto shares = Write("shares", MoveChat(1, 1, Ticks(2, 8)));
  ASSERT_TRUE(shares.ok()) << shares.status();
  EXPECT_EQ(shares->load, 1);
  ASSERT_TRUE(Hold(Chat(2, Ticks(2, 8))).ok());
  ExpectClaimsAgree(3);
  EXPECT_THAT(Write("beside", MoveChat(1, 2, Ticks(2, 8), 1)),
              FailsWith("SLOT_TAKEN"));
  EXPECT_EQ(Get(1), *shares);
  ExpectClaimsAgree(3);
  ASSERT_TRUE(Cancel(2).ok());
  ASSERT_TRUE(Write("alone", MoveChat(1, 2, Ticks(2, 8), 1)).ok());
  EXPECT_EQ(Get(1).load, kWholeLoad);
  EXPECT_THAT(Hold(Chat(3, Ticks(7, 8))), FailsWith("SLOT_TAKEN"));
  ExpectClaimsAgree();
}

TEST_P(BookingStoreCapacity, TakesAnotherLoadWithAnotherChannel) {
  ASSERT_TRUE(Hold(Chat(1, Ticks(0, 6))).ok());
  ASSERT_TRUE(Hold(Chat(2, Ticks(5, 9))).ok());
  EXPECT_THAT(Write("beside", SwitchTo(1, 1, Channel::kVideo, 1)),
              FailsWith("SLOT_TAKEN"));
  EXPECT_EQ(Get(1).channel, Channel::kChat);
  ASSERT_TRUE(Cancel(2).ok());
  const auto video = Write("alone", SwitchTo(1, 1, Channel::kVideo, 1));
  ASSERT_TRUE(video.ok()) << video.status();
  EXPECT_EQ(video->load, kWholeLoad);
  EXPECT_EQ(video->occupied, Ticks(0, 6));
  EXPECT_EQ(Get(1), *video);
  EXPECT_THAT(Hold(Chat(3, Ticks(0, 6))), FailsWith("SLOT_TAKEN"));
  ASSERT_TRUE(Write("again", SwitchTo(1, 2, Channel::kChat, 2)).ok());
  ASSERT_TRUE(Hold(Chat(4, Ticks(0, 6), 2)).ok());
  EXPECT_THAT(Hold(Chat(5, Ticks(0, 6), 2)), FailsWith("SLOT_TAKEN"));
  ExpectClaimsAgree(2);
}

// Somebody else chatted beside the first part of the meeting.
TEST_P(BookingStoreCapacity, TakesOnlyTheRestOfAMeetingThatGoesOn) {
  const absl::Time now = TimeOfTick(TickOf(absl::Now()));
  const Interval meeting = {now - 6 * kTick, now + 12 * kTick};
  const Interval first_part = {now - 8 * kTick, now - 2 * kTick};
  ASSERT_TRUE(Hold(Chat(1, meeting)).ok());
  ASSERT_TRUE(Hold(Chat(2, first_part)).ok());
  const auto video = Write("video", SwitchTo(1, 1, Channel::kVideo, 1));
  ASSERT_TRUE(video.ok()) << video.status();
  EXPECT_EQ(video->meeting, meeting);
  EXPECT_GE(video->occupied.start, now);
  EXPECT_LE(video->occupied.start, now + kTick);
  EXPECT_EQ(video->occupied.end, meeting.end);
  EXPECT_THAT(Hold(Chat(3, {meeting.end - kTick, meeting.end})),
              FailsWith("SLOT_TAKEN"));
  ExpectClaimsAgree(3);
}

TEST_P(BookingStoreCapacity, ReassignsByTheCapacityOfTheOther) {
  ASSERT_TRUE(Hold(Chat(1, Ticks(0, 6))).ok());
  ASSERT_TRUE(Hold(Chat(2, Ticks(0, 6))).ok());
  ASSERT_TRUE(Hold(Chat(3, Ticks(0, 6), 3, 2)).ok());
  const auto give = [](uint32_t booking, int64_t version, uint8_t associate,
                       int capacity) {
    return Reassigning(BookingOf(booking), version,
                       Chat(booking, Ticks(0, 6), capacity, associate));
  };
  EXPECT_THAT(Write("all of her", give(1, 1, 2, 1)), FailsWith("SLOT_TAKEN"));
  ExpectClaimsAgree(3);
  ASSERT_TRUE(Write("a place", give(1, 1, 2, 3)).ok());
  ASSERT_TRUE(Write("all of him", give(2, 1, 3, 1)).ok());
  EXPECT_EQ(Get(2).load, kWholeLoad);
  EXPECT_TRUE(Hold(4, 1, Ticks(0, 6)).ok());
  ExpectClaimsAgree(3);
}

TEST_P(BookingStoreCapacity, AnswersAndRemembersTheLoad) {
  const HoldWrite wanted = Chat(1, Ticks(0, 6));
  const auto held = Hold(wanted);
  ASSERT_TRUE(held.ok()) << held.status();
  ASSERT_TRUE(Cancel(1).ok());
  EXPECT_EQ(Get(1).load, 1);
  const auto again = Hold(wanted);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(*again, *held);
  const auto changes = store().Changes(brand_, BookingOf(1), kNever);
  ASSERT_TRUE(changes.ok()) << changes.status();
  for (const BookingChange& change : *changes) {
    EXPECT_EQ(change.booking.load, 1);
  }
}

TEST_P(BookingStoreCapacity, FreesThePlacesOfHoldsThatRanOut) {
  for (uint32_t i = 1; i <= 3; ++i) {
    ASSERT_TRUE(Hold(Chat(i, Ticks(i, i + 6))).ok());
  }
  RunOut(1);
  RunOut(2);
  const auto expired = store().ExpireDue();
  ASSERT_TRUE(expired.ok()) << expired.status();
  EXPECT_EQ(expired->size(), 2);
  ExpectClaimsAgree(3);
  EXPECT_THAT(Hold(4, 1, Ticks(3, 4)), FailsWith("SLOT_TAKEN"));
}

TEST_P(BookingStoreCapacity, LetsAsManyOfManyHaveTheSlotAsFit) {
  constexpr int kShoppers = 24;
  for (int round = 0; round < 5; ++round) {
    Answers held = None(kShoppers);
    InThreads(kShoppers, [&](int i) {
      const uint32_t number = 100 * round + i + 1;
      // All meet in one tick.
      const int64_t first = 40 * round - i % 5;
      held[i] = StoreOf(i).Hold(shopper(), Request(absl::StrCat("h-", number)),
                                Chat(number, Ticks(first, first + 6)), kNever);
    });
    int winners = 0;
    for (const auto& answer : held) {
      winners += answer.ok();
      EXPECT_TRUE(answer.ok() || Lost(answer)) << answer.status();
    }
    EXPECT_EQ(winners, 3);
  }
  ExpectClaimsAgree(3);
}

TEST_P(BookingStoreCapacity, LetsEitherOneHaveAllOrSomeShare) {
  constexpr int kShoppers = 16;
  int alone = 0;
  for (int round = 0; round < 10; ++round) {
    Answers held = None(kShoppers);
    InThreads(kShoppers, [&](int i) {
      const uint32_t number = 100 * round + i + 1;
      const Interval ticks = Ticks(20 * round - i % 3, 20 * round + 6);
      // Those who want all of her come by both servers too.
      held[i] = StoreOf(i).Hold(shopper(), Request(absl::StrCat("h-", number)),
                                Chat(number, ticks, i % 4 < 2 ? 1 : 2), kNever);
    });
    int whole = 0;
    int shared = 0;
    for (const auto& answer : held) {
      EXPECT_TRUE(answer.ok() || Lost(answer)) << answer.status();
      if (answer.ok()) ++(answer->load == kWholeLoad ? whole : shared);
    }
    EXPECT_TRUE((whole == 1 && shared == 0) || (whole == 0 && shared == 2))
        << whole << " take all, " << shared << " share";
    alone += whole;
  }
  std::printf("%d of 10 rounds taken by one\n", alone);
  ExpectClaimsAgree(2);
}

// Many who hold, cancel, move and switch at random, some of whom share and some
// of whom do not, through two servers.
TEST_P(BookingStoreCapacity, IsNeverExceededInAStorm) {
  constexpr int kCallers = 12;
  constexpr int kActs = 40;
  constexpr int kCapacity = 3;
  const uint32_t seed = FreshSeed();
  std::atomic<int> done = 0;
  std::atomic<int> shared = 0;
  InThreads(kCallers, [&](int thread) {
    std::mt19937 random(seed + thread);
    const auto below = [&](unsigned end) {
      return static_cast<int64_t>(random() % end);
    };
    for (int act = 0; act < kActs; ++act) {
      // A new one, or one that somebody may have made.
      const auto number = static_cast<uint32_t>(
          below(2) == 0 ? 1 + kActs * thread + act
                        : 1 + kActs * below(kCallers) + below(act + 1));
      const int64_t first = below(20);
      const Interval there = Ticks(first, first + 1 + below(8));
      const auto seen = store().Get(brand_, BookingOf(number), kNever);
      const int64_t version = seen.ok() ? seen->version : 1;
      const int capacity = below(4) == 0 ? 1 : kCapacity;
      BookingWrite write = Holding(Chat(number, there, capacity));
      write.own_holds_give_way = below(4) == 0;
      if (seen.ok()) {
        const BookingWrite writes[] = {
            MoveChat(number, version, there, capacity),
            SwitchTo(number, version, Channel::kVideo, capacity),
            Confirming(BookingOf(number), {}),
            Cancelling(BookingOf(number), {})};
        write = writes[below(4)];
      }
      const RequestKey request = Request(absl::StrCat(thread, "-", act));
      BookingStore& at = StoreOf(thread);
      const auto answer = WriteAsAClient(at, request, write);
      if (answer.ok()) {
        ++done;
        shared += answer->load == 1;
      } else if (!absl::IsAlreadyExists(answer.status())) {
        EXPECT_TRUE(absl::IsFailedPrecondition(answer.status()) ||
                    ReasonOf(answer.status()) == "ETAG_MISMATCH")
            << answer.status();
      }
      if (random() % 10 == 0) RunOut(number);
      if (random() % 10 == 0) at.ExpireDue().IgnoreError();
    }
  });
  std::printf("%d of %d acts done, %d of them of who shares\n", done.load(),
              kCallers * kActs, shared.load());
  EXPECT_GT(shared.load(), 20);
  ExpectClaimsAgree(kCapacity);
}

}  // namespace rapport::booking

#endif  // RAPPORT_TESTS_CONTRACT_BOOKING_STORE_CAPACITY_H_
