// What every BookingStore does of bookings that take more than one associate:
// stores' rooms and equipment, and other associates. See
// booking_store_contract.h.
#ifndef RAPPORT_TESTS_CONTRACT_BOOKING_STORE_RESOURCES_H_
#define RAPPORT_TESTS_CONTRACT_BOOKING_STORE_RESOURCES_H_

#include <algorithm>
#include <atomic>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "tests/contract/booking_store_changes.h"

namespace rapport::booking {

class BookingStoreResources : public BookingStoreChanges {
 protected:
  static constexpr int kResources = 4;

  BookingStoreResources() {
    if (under_test().catalog == nullptr) return;
    for (int number = 1; number <= kResources; ++number) {
      const KeptResource kept = Kept(number);
      const auto put = under_test().catalog->PutStoreResource(
          {brand_, Role::kBrandAdmin, "admin"},
          {kept.id, Store(1), kept.slug, "Room", kept.kind, false, {}}, {});
      EXPECT_TRUE(put.ok()) << put.status();
    }
  }

  KeptResource Kept(int number) const {
    const ResourceSlug slug =
        ResourceSlug::FromStored(absl::StrCat("room-", number));
    return {ResourceIdOf(brand_, Store(1), slug), slug,
            ResourceKind::FromStored("fitting-room")};
  }

  // A hold that takes those resources too.
  HoldWrite In(HoldWrite write, const std::vector<int>& resources) const {
    for (int number : resources) {
      write.booking.resources.push_back(Kept(number));
    }
    return write;
  }
  // A hold with those associates too.
  static HoldWrite With(HoldWrite write, const std::vector<int>& associates,
                        int64_t schedule_version = 1) {
    for (int number : associates) {
      write.booking.more_associates.push_back(
          Associate(static_cast<uint8_t>(number)));
      write.more_schedule_versions.push_back(schedule_version);
    }
    return write;
  }
  absl::StatusOr<Booking> HoldIn(uint32_t booking, uint8_t associate,
                                 const Interval& interval,
                                 const std::vector<int>& resources) {
    return Hold(In(Wanted(booking, associate, interval), resources));
  }
  std::vector<BookingId> ListOf(uint8_t associate) {
    BookingFilter filter;
    filter.window = {At(-288), At(288)};
    filter.associate = Associate(associate);
    const auto list = store().List(brand_, filter, {}, 100, kNever);
    EXPECT_TRUE(list.ok()) << list.status();
    std::vector<BookingId> ids;
    for (const Booking& each : list.value_or(std::vector<Booking>())) {
      ids.push_back(each.id);
    }
    return ids;
  }
};

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(BookingStoreResources);

TEST_P(BookingStoreResources, KeepsWhatIsKeptForABooking) {
  const HoldWrite wanted = In(RichWanted(1), {1, 3});
  const auto held = Hold(wanted);
  ASSERT_TRUE(held.ok()) << held.status();
  EXPECT_EQ(held->resources, wanted.booking.resources);
  EXPECT_EQ(Get(1), *held);
  EXPECT_EQ(under_test().claims().size(), 3u * 11);
  ExpectClaimsAgree();
  const auto again = Hold(wanted);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(*again, *held);
}

TEST_P(BookingStoreResources, TakesAllOrNothing) {
  ASSERT_TRUE(HoldIn(1, 1, Ticks(0, 6), {2}).ok());
  const auto refused = HoldIn(2, 2, Ticks(5, 11), {1, 2, 3});
  ASSERT_THAT(refused, FailsWith("RESOURCE_TAKEN"));
  EXPECT_EQ(refused.status().code(), StatusCode::kAlreadyExists);
  const ErrorValues values = ValuesOf(refused.status());
  EXPECT_THAT(values, testing::Contains(testing::Pair("kind", "fitting-room")));
  EXPECT_THAT(values, testing::Contains(
                          testing::Pair("resource", Kept(2).id.ToString())));
  ExpectClaimsAgree();
  // Nothing of what was refused stays in anybody's way.
  EXPECT_TRUE(HoldIn(3, 2, Ticks(5, 11), {1, 3}).ok());
  EXPECT_TRUE(HoldIn(4, 3, Ticks(6, 12), {2}).ok());
  ExpectClaimsAgree();
}

TEST_P(BookingStoreResources, SaysThatTheAssociateIsTakenBeforeTheRoomIs) {
  ASSERT_TRUE(HoldIn(1, 1, Ticks(0, 6), {1}).ok());
  EXPECT_THAT(HoldIn(2, 1, Ticks(0, 6), {1}), FailsWith("SLOT_TAKEN"));
}

TEST_P(BookingStoreResources, KeepsBrandsApart) {
  ASSERT_TRUE(HoldIn(1, 1, Ticks(0, 6), {1}).ok());
  const Actor other = {other_brand_, Role::kShopper, "ada"};
  EXPECT_TRUE(store()
                  .Hold(other, Request("other"),
                        In(Wanted(2, 1, Ticks(0, 6)), {1}), kNever)
                  .ok());
  ExpectClaimsAgree();
}

TEST_P(BookingStoreResources, FreesThemHoweverABookingEnds) {
  ASSERT_TRUE(HoldIn(1, 1, Ticks(0, 6), {1, 2}).ok());
  ASSERT_TRUE(Cancel(1).ok());
  EXPECT_TRUE(under_test().claims().empty());

  ASSERT_TRUE(HoldIn(2, 1, Ticks(0, 6), {1, 2}).ok());
  RunOut(2);
  const auto expired = store().ExpireDue();
  ASSERT_TRUE(expired.ok()) << expired.status();
  ASSERT_EQ(expired->size(), 1u);
  EXPECT_EQ(expired->front().booking.resources.size(), 2u);
  EXPECT_TRUE(under_test().claims().empty());

  for (uint32_t booking : {3u, 4u}) {
    const absl::Time start = TimeOfTick(TickOf(absl::Now())) - absl::Hours(1);
    HoldWrite now =
        In(Wanted(booking, 1, {start, start + absl::Hours(2)}), {1});
    BookingWrite create = Holding(now);
    create.become = [now](const Booking*, absl::Time) {
      Booking after = now.booking;
      after.state = BookingState::kConfirmed;
      return absl::StatusOr<Booking>(after);
    };
    ASSERT_TRUE(Write(absl::StrCat("now-", booking), create).ok());
    if (booking == 3) {
      ASSERT_TRUE(Write("in", CheckingIn(BookingOf(3), 1)).ok());
      EXPECT_EQ(under_test().claims().size(), 2u * 24);
      ASSERT_TRUE(Write("done", Completing(BookingOf(3), 2)).ok());
    } else {
      ASSERT_TRUE(Write("gone", MarkingNoShow(BookingOf(4), 1)).ok());
    }
    EXPECT_TRUE(under_test().claims().empty());
  }
}

TEST_P(BookingStoreResources, TakesTheRoomOfAHoldThatRanOut) {
  ASSERT_TRUE(HoldIn(1, 1, Ticks(0, 6), {1, 2}).ok());
  RunOut(1);
  const auto held = HoldIn(2, 2, Ticks(3, 9), {2});
  ASSERT_TRUE(held.ok()) << held.status();
  EXPECT_EQ(Get(1).state, BookingState::kExpired);
  ExpectClaimsAgree();
  // All that it had is free.
  EXPECT_TRUE(HoldIn(3, 1, Ticks(0, 6), {1}).ok());
  ExpectClaimsAgree();
}

TEST_P(BookingStoreResources, TakesTimeOfAHoldThatRanOutAndHadARoom) {
  ASSERT_TRUE(Hold(With(In(Wanted(1, 1, Ticks(0, 6)), {1}), {2, 3})).ok());
  RunOut(1);
  ASSERT_TRUE(Hold(2, 2, Ticks(0, 6)).ok());
  EXPECT_EQ(Get(1).state, BookingState::kExpired);
  ExpectClaimsAgree();
  EXPECT_EQ(under_test().claims().size(), 6u);
}

TEST_P(BookingStoreResources, EndsNoHoldOfTheShoppersForARoom) {
  ASSERT_TRUE(HoldIn(1, 1, Ticks(0, 6), {1}).ok());
  BookingWrite write = Holding(In(Wanted(2, 2, Ticks(0, 6)), {1}));
  write.own_holds_give_way = true;
  EXPECT_THAT(Write("other", write), FailsWith("RESOURCE_TAKEN"));
  EXPECT_EQ(Get(1).state, BookingState::kHeld);
  write.replaces = BookingOf(1);
  const auto held = Write("instead", write);
  ASSERT_TRUE(held.ok()) << held.status();
  EXPECT_EQ(Get(1).state, BookingState::kCancelled);
  ExpectClaimsAgree();
}

TEST_P(BookingStoreResources, KeepsTheRoomOfABookingThatMovesALittle) {
  ASSERT_TRUE(HoldIn(1, 1, Ticks(0, 6), {1}).ok());
  const auto moved =
      Write("move", Moving(BookingOf(1), 1, In(Wanted(1, 1, Ticks(3, 9)), {1}),
                           Asker::kStaff));
  ASSERT_TRUE(moved.ok()) << moved.status();
  EXPECT_EQ(Get(1), *moved);
  ExpectClaimsAgree();
  EXPECT_TRUE(HoldIn(2, 2, Ticks(0, 3), {1}).ok());
  EXPECT_THAT(HoldIn(3, 3, Ticks(2, 4), {1}), FailsWith("RESOURCE_TAKEN"));
}

TEST_P(BookingStoreResources, StaysWhereItIsIfTheNewRoomIsTaken) {
  ASSERT_TRUE(HoldIn(1, 1, Ticks(0, 6), {1}).ok());
  ASSERT_TRUE(HoldIn(2, 2, Ticks(20, 26), {2}).ok());
  const Booking before = Get(1);
  EXPECT_THAT(Write("move", Moving(BookingOf(1), 1,
                                   In(Wanted(1, 1, Ticks(20, 26)), {2}),
                                   Asker::kStaff)),
              FailsWith("RESOURCE_TAKEN"));
  EXPECT_EQ(Get(1), before);
  ExpectClaimsAgree();
}

TEST_P(BookingStoreResources, ChangesRoomsWithTheAssociateOrTheChannel) {
  ASSERT_TRUE(HoldIn(1, 1, Ticks(0, 6), {1, 2}).ok());
  const auto given = Write(
      "give",
      Reassigning(BookingOf(1), 1, In(Wanted(1, 2, Ticks(0, 6)), {2, 3})));
  ASSERT_TRUE(given.ok()) << given.status();
  EXPECT_EQ(given->resources, (std::vector<KeptResource>{Kept(2), Kept(3)}));
  ExpectClaimsAgree();
  EXPECT_TRUE(HoldIn(2, 1, Ticks(0, 6), {1}).ok());

  const auto switched = Write(
      "switch",
      Switching(BookingOf(1), 2, Channel::kVideo, Wanted(1, 2, Ticks(0, 6))));
  ASSERT_TRUE(switched.ok()) << switched.status();
  EXPECT_TRUE(switched->resources.empty());
  EXPECT_TRUE(switched->had_resources);
  EXPECT_EQ(Get(1), *switched);
  ExpectClaimsAgree();
  EXPECT_TRUE(HoldIn(3, 3, Ticks(0, 6), {2, 3}).ok());
}

TEST_P(BookingStoreResources, LetsOneOfManyHaveARoom) {
  std::vector<absl::StatusOr<Booking>> answers(kAssociates);
  std::vector<std::thread> threads;
  for (uint8_t i = 0; i < kAssociates; ++i) {
    threads.emplace_back([&, i] {
      answers[i] = StoreOf(i).Hold(
          shopper(), Request(absl::StrCat("of-", i)),
          In(Wanted(100u + i, static_cast<uint8_t>(i + 1), Ticks(0, 6)), {1}),
          kNever);
    });
  }
  for (std::thread& thread : threads) thread.join();
  int granted = 0;
  for (const auto& answer : answers) {
    granted += answer.ok() ? 1 : 0;
    if (answer.ok()) continue;
    EXPECT_THAT(answer, FailsWith("RESOURCE_TAKEN"));
  }
  EXPECT_EQ(granted, 1);
  ExpectClaimsAgree();
}

TEST_P(BookingStoreResources, BooksAllWhoTakePart) {
  const HoldWrite wanted = With(Wanted(1, 3, Ticks(0, 6)), {1, 5});
  const auto held = Hold(wanted);
  ASSERT_TRUE(held.ok()) << held.status();
  EXPECT_EQ(held->more_associates, wanted.booking.more_associates);
  EXPECT_EQ(Get(1), *held);
  ExpectClaimsAgree();
  for (uint8_t associate : {1, 3, 5}) {
    EXPECT_THAT(Hold(10u + associate, associate, Ticks(5, 7)),
                FailsWith("SLOT_TAKEN"));
    EXPECT_EQ(ListOf(associate), std::vector<BookingId>{BookingOf(1)});
  }
  EXPECT_TRUE(ListOf(2).empty());
}

TEST_P(BookingStoreResources, BooksNobodyIfOneIsTaken) {
  ASSERT_TRUE(Hold(1, 5, Ticks(5, 7)).ok());
  EXPECT_THAT(Hold(With(Wanted(2, 3, Ticks(0, 6)), {1, 5})),
              FailsWith("SLOT_TAKEN"));
  EXPECT_TRUE(ListOf(3).empty());
  EXPECT_TRUE(Hold(3, 1, Ticks(0, 6)).ok());
  EXPECT_TRUE(Hold(4, 3, Ticks(0, 6)).ok());
  ExpectClaimsAgree();
}

TEST_P(BookingStoreResources, JudgesTheScheduleOfEachWhoTakesPart) {
  EXPECT_THAT(Hold(With(Wanted(1, 1, Ticks(0, 6)), {2}, 7)),
              FailsWith("SCHEDULE_CHANGED"));
  ExpectClaimsAgree();
  EXPECT_TRUE(under_test().claims().empty());
}

TEST_P(BookingStoreResources, MovesAllWhoTakePartOrNobody) {
  ASSERT_TRUE(Hold(With(Wanted(1, 1, Ticks(0, 6)), {2, 3})).ok());
  ASSERT_TRUE(Hold(2, 3, Ticks(10, 12)).ok());
  EXPECT_THAT(Write("taken", Moving(BookingOf(1), 1,
                                    With(Wanted(1, 1, Ticks(6, 12)), {2, 3}),
                                    Asker::kStaff)),
              FailsWith("SLOT_TAKEN"));
  ExpectClaimsAgree();
  const auto moved = Write(
      "free", Moving(BookingOf(1), 1, With(Wanted(1, 1, Ticks(3, 9)), {2, 3}),
                     Asker::kStaff));
  ASSERT_TRUE(moved.ok()) << moved.status();
  ExpectClaimsAgree();
  EXPECT_EQ(ListOf(3), (std::vector<BookingId>{BookingOf(1), BookingOf(2)}));
}

TEST_P(BookingStoreResources, GivesTheBookingOfSeveralToAnotherFirst) {
  ASSERT_TRUE(Hold(With(Wanted(1, 1, Ticks(0, 6)), {2})).ok());
  EXPECT_THAT(Write("same", Reassigning(BookingOf(1), 1,
                                        With(Wanted(1, 2, Ticks(0, 6)), {2}))),
              FailsWith("SAME_ASSOCIATE"));
  const auto given =
      Write("give",
            Reassigning(BookingOf(1), 1, With(Wanted(1, 4, Ticks(0, 6)), {2})));
  ASSERT_TRUE(given.ok()) << given.status();
  EXPECT_EQ(given->former_associates, std::vector<AssociateId>{Associate(1)});
  EXPECT_EQ(given->more_associates, std::vector<AssociateId>{Associate(2)});
  ExpectClaimsAgree();
  EXPECT_TRUE(ListOf(1).empty());
  EXPECT_EQ(ListOf(2), std::vector<BookingId>{BookingOf(1)});
  EXPECT_TRUE(Hold(2, 1, Ticks(0, 6)).ok());
}

TEST_P(BookingStoreResources, ListsTheBookingsOfOneInPagesWhateverTheirPart) {
  std::vector<BookingId> expected;
  for (uint32_t i = 0; i < 6; ++i) {
    const Interval interval = Ticks(6 * i, 6 * i + 6);
    const auto held = i % 2 == 0 ? Hold(With(Wanted(i + 1, 2, interval), {1}))
                                 : Hold(i + 1, 1, interval);
    ASSERT_TRUE(held.ok()) << held.status();
    expected.push_back(held->id);
  }
  BookingFilter filter;
  filter.window = {At(-288), At(288)};
  filter.associate = Associate(1);
  for (size_t size : {1u, 2u, 4u, 6u}) {
    std::vector<BookingId> seen;
    BookingCursor after;
    while (true) {
      const auto page = store().List(brand_, filter, after, size, kNever);
      ASSERT_TRUE(page.ok()) << page.status();
      if (page->empty()) break;
      for (const Booking& each : *page) seen.push_back(each.id);
      after = {page->back().meeting.start, page->back().id};
    }
    EXPECT_EQ(seen, expected) << "pages of " << size;
  }
}

// Random holds of several people and rooms, that run out, are moved and end.
TEST_P(BookingStoreResources, BooksNothingTwice) {
  constexpr int kThreads = 8;
  constexpr int kActs = 25;
  const uint32_t seed = FreshSeed();
  std::atomic<int> granted = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      std::mt19937 random(seed + static_cast<uint32_t>(thread));
      const auto below = [&](int end) {
        return static_cast<int>(random() % static_cast<unsigned>(end));
      };
      for (int act = 0; act < kActs; ++act) {
        const uint32_t id = 1000u * (thread + 1) + act;
        std::vector<int> people = {1, 2, 3, 4, 5};
        std::shuffle(people.begin(), people.end(), random);
        const int64_t first = below(30);
        HoldWrite wanted = Wanted(id, static_cast<uint8_t>(people[0]),
                                  Ticks(first, first + 1 + below(6)));
        people.erase(people.begin());
        people.resize(below(3));
        wanted = With(std::move(wanted), people);
        for (int room = 1; room <= kResources; ++room) {
          if (below(3) == 0) wanted = In(std::move(wanted), {room});
        }
        BookingStore& at = StoreOf(thread);
        const auto held =
            DoAsAClient(at, {.kind = Act::Kind::kHold,
                             .request = Request(absl::StrCat("storm-", id)),
                             .wanted = wanted,
                             .id = {},
                             .answer = {}});
        if (!held.ok()) {
          EXPECT_THAT(ReasonOf(held.status()),
                      testing::AnyOf("SLOT_TAKEN", "RESOURCE_TAKEN"))
              << held.status();
          continue;
        }
        ++granted;
        const int dice = below(4);
        if (dice == 0) under_test().run_out(brand_, held->id);
        if (dice == 1) {
          const auto cancelled =
              DoAsAClient(at, {.kind = Act::Kind::kCancel,
                               .request = Request(absl::StrCat("cancel-", id)),
                               .wanted = {},
                               .id = held->id,
                               .answer = {}});
          EXPECT_TRUE(cancelled.ok()) << cancelled.status();
        }
        if (below(5) == 0) {
          const auto expired = at.ExpireDue();
          EXPECT_TRUE(expired.ok() || absl::IsAborted(expired.status()))
              << expired.status();
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_GT(granted, 0);
  ExpectClaimsAgree();
}

}  // namespace rapport::booking

#endif  // RAPPORT_TESTS_CONTRACT_BOOKING_STORE_RESOURCES_H_
