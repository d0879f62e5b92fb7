#include "server/booking/any_hold_desk.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/booking/booking_desk_fixture.h"

namespace rapport::booking {
namespace {

using StatusCode = absl::StatusCode;

// Twelve who are all alike: at store 1 in Paris, from 9 to 17.
class AnyHoldDeskTest : public BookingDeskTest {
 protected:
  static constexpr uint32_t kPeople = 12;

  AnyHoldDeskTest() {
    for (uint32_t number = 1; number <= kPeople; ++number) {
      people_.push_back(search::AssociateAt(number, {search::StoreNo(1)}));
      // The first has theirs already.
      if (number == 1) continue;
      const auto put =
          schedules_.PutMany({brand_, Role::kBrandAdmin, "admin"},
                             {{search::AssociateNo(number),
                               search::DailyHours(9, 17), std::nullopt}});
      EXPECT_TRUE(put.ok()) << put.status();
      model_->Apply(brand_, absl::MakeConstSpan(*put));
    }
    model_->Apply(brand_, people_);
    model_->WaitPublished(brand_);
  }

  AnyHoldWish Anybody(absl::Time start, uint32_t of = kPeople) const {
    AnyHoldWish wish;
    wish.who = [of](const search::BrandIndex&, absl::Time now) {
      search::AssociateQuery query;
      query.now = now;
      query.near = {48.86, 2.35};
      for (uint32_t number = of + 1; number <= kPeople; ++number) {
        query.excluded.push_back(search::AssociateNo(number));
      }
      return query;
    };
    wish.service = search::ServiceCalled("styling");
    wish.start = start;
    return wish;
  }

  // The same, with what the caller holds in mind.
  AnyHoldWish AnybodyForAda(absl::Time start, uint32_t of) const {
    AnyHoldWish wish = Anybody(start, of);
    wish.who = [this, who = wish.who](const search::BrandIndex& index,
                                      absl::Time now) {
      absl::StatusOr<search::AssociateQuery> query = who(index, now);
      query->holder = search::HolderOf(Ada());
      return query;
    };
    return wish;
  }
  BookingState StateOf(const Booking& booking) {
    const auto found = store_.Get(brand_, booking.id, kNever);
    EXPECT_TRUE(found.ok()) << found.status();
    return found.value_or(Booking()).state;
  }

  absl::StatusOr<Booking> HoldAny(const AnyHoldWish& wish,
                                  const std::string& request = "any") {
    return any_desk_.Hold(Ada(), Request(request), wish, kNever);
  }
  Booking MustHoldAny(const AnyHoldWish& wish,
                      const std::string& request = "any") {
    const auto held = HoldAny(wish, request);
    EXPECT_TRUE(held.ok()) << held.status();
    return held.value_or(Booking());
  }
  // Somebody else takes the associate's time without memory's hearing of it.
  void TakeUnheard(uint32_t number, absl::Time start) {
    HoldWrite write;
    write.booking = search::BookingIn(BookingState::kHeld, 1000 + number,
                                      search::AssociateNo(number),
                                      {start, start + absl::Hours(1)});
    write.schedule_version = 1;
    write.hold_duration = absl::Minutes(10);
    const auto held =
        store_.Hold({brand_, Role::kShopper, "bob"},
                    Request(absl::StrCat("bob", number)), write, kNever);
    EXPECT_TRUE(held.ok()) << held.status();
  }

  std::vector<catalog::Associate> people_;
  AnyHoldDesk any_desk_{store_, *desk_, *model_};
};

TEST_F(AnyHoldDeskTest, HoldsWithSomebodyAndSaysWho) {
  const Booking held = MustHoldAny(Anybody(Paris(11)));
  EXPECT_EQ(held.state, BookingState::kHeld);
  EXPECT_EQ(held.store, search::StoreNo(1));
  EXPECT_EQ(held.meeting, (Interval{Paris(11), Paris(12)}));
  EXPECT_EQ(held.shopper, "ada");
}

TEST_F(AnyHoldDeskTest, SpreadsHoldsOfOneSlotOverAllWhoAreFree) {
  std::set<AssociateId> with;
  for (uint32_t i = 0; i < kPeople; ++i) {
    with.insert(
        MustHoldAny(Anybody(Paris(11)), absl::StrCat("any", i)).associate);
  }
  EXPECT_EQ(with.size(), kPeople);
  EXPECT_EQ(store_.holds(), kPeople);
}

TEST_F(AnyHoldDeskTest, SpreadsHoldsOfManySlotsEvenly) {
  std::map<AssociateId, int> counts;
  int requests = 0;
  for (int hour : {10, 12, 14}) {
    for (uint32_t i = 0; i < kPeople / 2; ++i) {
      ++counts[MustHoldAny(Anybody(Paris(hour)),
                           absl::StrCat("any", ++requests))
                   .associate];
    }
  }
  ASSERT_EQ(counts.size(), kPeople);
  for (const auto& [associate, count] : counts) {
    EXPECT_GE(count, 1);
    EXPECT_LE(count, 2);
  }
}

TEST_F(AnyHoldDeskTest, CountsOnlyBookingsOfTheSevenDaysAround) {
  // All but one have something within the seven days; that one has more, but
  // long after.
  uint32_t id = 100;
  for (uint32_t number = 1; number <= 3; ++number) {
    const int count = number == 2 ? 3 : 1;
    for (int i = 0; i < count; ++i) {
      const absl::Time start =
          Paris(14) + absl::Hours(number == 2 ? 24 * 5 + i : 24);
      const Booking booking = search::BookingIn(
          BookingState::kConfirmed, ++id, search::AssociateNo(number),
          {start, start + absl::Hours(1)});
      model_->Apply(brand_, absl::MakeConstSpan(&booking, 1));
    }
  }
  EXPECT_EQ(MustHoldAny(Anybody(Paris(11), 3)).associate,
            search::AssociateNo(2));
}

TEST_F(AnyHoldDeskTest, DrawsAmongEqualsAnewEveryDay) {
  std::set<AssociateId> first;
  for (int day = 0; day < 8; ++day) {
    const Booking held = MustHoldAny(Anybody(Paris(11) + absl::Hours(24 * day)),
                                     absl::StrCat("any", day));
    first.insert(held.associate);
    // So that all are equals again.
    EXPECT_TRUE(desk_
                    ->Cancel(Ada(), Request(absl::StrCat("end", day)),
                             {held.id, std::nullopt}, kNever)
                    .ok());
  }
  EXPECT_GT(first.size(), 1);
}

TEST_F(AnyHoldDeskTest, PassesOverWhoIsTakenByNow) {
  std::set<AssociateId> left;
  for (uint32_t number = 1; number <= 5; ++number) {
    if (number != 3) TakeUnheard(number, Paris(11));
  }
  EXPECT_EQ(MustHoldAny(Anybody(Paris(11), 5)).associate,
            search::AssociateNo(3));
}

TEST_F(AnyHoldDeskTest, AsksTheStoreForNobodyWhoseCompanionIsTaken) {
  AnyHoldWish wish = Anybody(Paris(11), 11);
  wish.more_associates = {search::AssociateNo(12)};
  MustHoldAny(wish);
  EXPECT_EQ(store_.holds(), 1);
  // Ten are free, but not with them.
  EXPECT_THAT(HoldAny(wish, "again"), FailsWith("ANY_ASSOCIATE_TAKEN"));
  EXPECT_EQ(store_.holds(), 1);
  wish.more_associates = {search::AssociateNo(77)};
  const auto with_nobody = HoldAny(wish, "nobody");
  EXPECT_THAT(with_nobody, FailsWith("ASSOCIATE_NOT_FOUND"));
  EXPECT_THAT(with_nobody.status().message(),
              testing::HasSubstr("more_associates[0]"));
}

TEST_F(AnyHoldDeskTest, SaysWhatIsWrongWithACompanionHoweverManyAreFree) {
  const auto put = schedules_.PutMany(
      {brand_, Role::kBrandAdmin, "admin"},
      {{search::AssociateNo(12), search::DailyHours(15, 17), 1}});
  ASSERT_TRUE(put.ok()) << put.status();
  model_->Apply(brand_, absl::MakeConstSpan(*put));
  AnyHoldWish wish = Anybody(Paris(11), 11);
  wish.more_associates = {search::AssociateNo(12)};
  EXPECT_THAT(HoldAny(wish), FailsWith("SLOT_OUTSIDE_SCHEDULE"));
  EXPECT_EQ(store_.holds(), 0);
}

TEST_F(AnyHoldDeskTest, PassesOverWhoseTimeHasBeenWithdrawn) {
  PutSchedule(search::DailyHours(9, 10));  // the first's; memory has not heard
  const Booking held = MustHoldAny(Anybody(Paris(11), 2));
  EXPECT_EQ(held.associate, search::AssociateNo(2));
}

TEST_F(AnyHoldDeskTest, GivesUpWhenOthersWereFirstTooOften) {
  for (uint32_t number = 1; number <= kPeople; ++number) {
    TakeUnheard(number, Paris(11));
  }
  const int before = store_.holds();
  const auto held = HoldAny(Anybody(Paris(11)));
  EXPECT_THAT(held, FailsWith("ANY_ASSOCIATE_CONTENDED"));
  EXPECT_EQ(held.status().code(), StatusCode::kAborted);
  EXPECT_EQ(store_.holds() - before, kAnyHoldTriesMax);
}

TEST_F(AnyHoldDeskTest, AsksNobodyElseWhereNothingIsToBeReplaced) {
  AnyHoldWish wish = Anybody(Paris(11));
  wish.replaces = BookingId();
  const size_t before = store_.holds();
  EXPECT_EQ(ReasonOf(HoldAny(wish).status()), "NOT_HELD");
  EXPECT_EQ(store_.holds() - before, 1);
}

TEST_F(AnyHoldDeskTest, EndsAHoldOfTheCallersWhereNobodyElseIsFree) {
  const Booking first = MustHoldAny(AnybodyForAda(Paris(11), 2), "one");
  const Booking second = MustHoldAny(AnybodyForAda(Paris(11), 2), "two");
  EXPECT_NE(second.associate, first.associate);
  EXPECT_EQ(StateOf(first), BookingState::kHeld);
  const Booking third =
      MustHoldAny(AnybodyForAda(Paris(11) + absl::Minutes(30), 2), "three");
  EXPECT_EQ(third.state, BookingState::kHeld);
  const Booking& ended = third.associate == first.associate ? first : second;
  const Booking& stays = third.associate == first.associate ? second : first;
  EXPECT_EQ(StateOf(ended), BookingState::kCancelled);
  EXPECT_EQ(StateOf(stays), BookingState::kHeld);
}

TEST_F(AnyHoldDeskTest, TakesWhatTheReplacedHoldTakes) {
  const Booking first = MustHoldAny(AnybodyForAda(Paris(11), 1), "one");
  AnyHoldWish wish = AnybodyForAda(Paris(11) + absl::Minutes(30), 1);
  wish.replaces = first.id;
  EXPECT_EQ(MustHoldAny(wish, "two").associate, first.associate);
  EXPECT_EQ(StateOf(first), BookingState::kCancelled);
}

// Whom only the replaced hold is with is as free as others.
TEST_F(AnyHoldDeskTest, PrefersWhoIsFreeOnceAHoldIsReplaced) {
  const Booking kept = MustHoldAny(AnybodyForAda(Paris(11), 2), "one");
  const Booking replaced = MustHoldAny(AnybodyForAda(Paris(11), 2), "two");
  AnyHoldWish wish = AnybodyForAda(Paris(11), 2);
  wish.replaces = replaced.id;
  EXPECT_EQ(MustHoldAny(wish, "three").associate, replaced.associate);
  EXPECT_EQ(StateOf(kept), BookingState::kHeld);
}

TEST_F(AnyHoldDeskTest, SaysThatEverybodyIsTaken) {
  MustHoldAny(Anybody(Paris(11), 2), "one");
  MustHoldAny(Anybody(Paris(11), 2), "two");
  const auto third = HoldAny(Anybody(Paris(11), 2), "three");
  EXPECT_THAT(third, FailsWith("ANY_ASSOCIATE_TAKEN"));
  EXPECT_EQ(third.status().code(), StatusCode::kAlreadyExists);
  // So it does where only the store knows of it.
  TakeUnheard(1, Paris(14));
  TakeUnheard(2, Paris(14));
  EXPECT_THAT(HoldAny(Anybody(Paris(14), 2), "four"),
              FailsWith("ANY_ASSOCIATE_TAKEN"));
}

TEST_F(AnyHoldDeskTest, SaysThatNobodyFits) {
  for (const AnyHoldWish& wish : {Anybody(Paris(20)), Anybody(Paris(11), 0)}) {
    const auto held = HoldAny(wish);
    EXPECT_THAT(held, FailsWith("NOBODY_FITS"));
    EXPECT_EQ(held.status().code(), StatusCode::kFailedPrecondition);
  }
  AnyHoldWish wish = Anybody(Paris(11));
  wish.store = search::StoreNo(2);
  EXPECT_THAT(HoldAny(wish), FailsWith("NOBODY_FITS"));
  wish.store = search::StoreNo(3);
  EXPECT_THAT(HoldAny(wish), FailsWith("STORE_NOT_FOUND"));
}

TEST_F(AnyHoldDeskTest, HoldsOnlyStartsThatTheServiceAllows) {
  const struct {
    absl::Time start;
    absl::string_view reason;
  } cases[] = {
      {Paris(11, 1), "SLOT_OFF_TICK"},
      {Paris(7, 55), "SLOT_IN_PAST"},
      {Paris(9, 55), "SLOT_TOO_SOON"},
      {Paris(11, 5), "SLOT_OFF_GRID"},
      {Paris(11) + absl::Hours(24 * 11), "SLOT_TOO_FAR"},
  };
  for (const auto& [start, reason] : cases) {
    const auto held = HoldAny(Anybody(start));
    EXPECT_THAT(held, FailsWith(reason));
    EXPECT_EQ(held.status().code(), StatusCode::kInvalidArgument);
  }
  EXPECT_EQ(store_.holds(), 0);
}

TEST_F(AnyHoldDeskTest, HoldsOnlyWithWhomTheCallerMayBook) {
  Caller associate = CallerOf(Role::kAssociate, "a", "ada");
  associate.associate = search::AssociateNo(7);
  const auto held =
      any_desk_.Hold(associate, Request("one"), Anybody(Paris(11)), kNever);
  ASSERT_TRUE(held.ok()) << held.status();
  EXPECT_EQ(held->associate, search::AssociateNo(7));
  associate.associate = search::AssociateNo(99);
  EXPECT_THAT(
      any_desk_.Hold(associate, Request("two"), Anybody(Paris(11)), kNever),
      FailsWith("NOT_YOURS_TO_BOOK"));
  EXPECT_THAT(any_desk_.Hold(CallerOf(Role::kBrandBackend, "web"),
                             Request("three"), Anybody(Paris(11)), kNever),
              FailsWith("SHOPPER_REQUIRED"));
}

TEST_F(AnyHoldDeskTest, AnswersARepeatedRequestAsTheFirstTime) {
  const Booking held = MustHoldAny(Anybody(Paris(11)));
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(MustHoldAny(Anybody(Paris(11))), held);
  }
  EXPECT_EQ(store_.holds(), 1);
  // Even when nobody could be found any more.
  SetNow(Paris(13));
  EXPECT_EQ(MustHoldAny(Anybody(Paris(11), 0)), held);
  EXPECT_THAT(
      any_desk_.Hold(Ada(), Request("any", 'b'), Anybody(Paris(11)), kNever),
      FailsWith("REQUEST_ID_REUSED"));
}

TEST_F(AnyHoldDeskTest, AnswersARequestThatOvertookItself) {
  // The first attempt commits between the second's look and its write.
  Booking first;
  store_.BeforeNextHold([&] { first = MustHoldAny(Anybody(Paris(11))); });
  const Booking second = MustHoldAny(Anybody(Paris(11)));
  EXPECT_EQ(second, first);
  EXPECT_EQ(store_.Claims().size(), 15u);  // of one booking
}

TEST_F(AnyHoldDeskTest, AnswersARequestWhoseTwinTookTheLastOne) {
  // The twin commits after the second's look for it, and before its search.
  Booking first;
  AnyHoldWish wish = Anybody(Paris(11), 1);
  wish.who = [&, who = wish.who](const search::BrandIndex& index,
                                 absl::Time now) {
    first = MustHoldAny(Anybody(Paris(11), 1));
    return who(index, now);
  };
  EXPECT_EQ(MustHoldAny(wish), first);
}

TEST_F(AnyHoldDeskTest, KeepsNoFailureForTheRequestId) {
  EXPECT_THAT(HoldAny(Anybody(Paris(20))), FailsWith("NOBODY_FITS"));
  TakeUnheard(1, Paris(11));
  EXPECT_THAT(HoldAny(Anybody(Paris(11), 1)), FailsWith("ANY_ASSOCIATE_TAKEN"));
  MustHoldAny(Anybody(Paris(11)));
}

TEST_F(AnyHoldDeskTest, TriesNobodyElseWhenItIsNotKnownWhatHappened) {
  store_.BeforeNextHold(
      [this] { store_.FailNext(absl::UnavailableError("no database")); });
  EXPECT_EQ(HoldAny(Anybody(Paris(11))).status().code(),
            StatusCode::kUnavailable);
  EXPECT_EQ(store_.holds(), 1);
  EXPECT_TRUE(store_.Claims().empty());
}

TEST_F(AnyHoldDeskTest, NeverFailsInARaceWhileSomebodyIsFree) {
  // As many shoppers at once as there are people, and half as many again, for
  // each of three slots.
  constexpr int kShoppers = kPeople * 3 / 2;
  desk_ = std::make_unique<BookingDesk>(store_, schedules_, *model_);
  AnyHoldDesk any_desk(store_, *desk_, *model_);
  for (int hour : {10, 12, 14}) {
    std::mutex mutex;
    std::vector<Booking> held;
    std::vector<std::string> refused;
    std::vector<std::thread> threads;
    for (int i = 0; i < kShoppers; ++i) {
      threads.emplace_back([&, i] {
        const std::string name = absl::StrCat("shopper", i);
        const auto mine = any_desk.Hold(CallerOf(Role::kShopper, name, name),
                                        Request(absl::StrCat("any", hour)),
                                        Anybody(Paris(hour)), kNever);
        std::lock_guard lock(mutex);
        if (mine.ok()) {
          held.push_back(*mine);
        } else {
          refused.push_back(ReasonOf(mine.status()));
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    std::set<AssociateId> with;
    for (const Booking& booking : held) with.insert(booking.associate);
    EXPECT_EQ(held.size(), kPeople);
    EXPECT_EQ(with.size(), kPeople);
    for (const std::string& reason : refused) {
      EXPECT_TRUE(reason == "ANY_ASSOCIATE_TAKEN" ||
                  reason == "ANY_ASSOCIATE_CONTENDED")
          << reason;
    }
  }
}

}  // namespace
}  // namespace rapport::booking
