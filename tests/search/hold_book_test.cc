#include "server/search/hold_book.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/search/callers_holds.h"
#include "server/search/read_model.h"
#include "tests/search/small_world.h"

namespace rapport::search {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::Time kNow = absl::FromUnixSeconds(1'793'685'600);
constexpr HolderTag kAda = 7;
constexpr HolderTag kBo = 8;

absl::Time In(int minutes) { return kNow + absl::Minutes(minutes); }

TEST(HoldBook, KnowsWithWhomSomebodyHoldsTime) {
  HoldBook book;
  EXPECT_THAT(book.With(kAda), IsEmpty());
  book.Note(kAda, AssociateNo(1), In(10), kNow);
  book.Note(kAda, AssociateNo(2), In(10), kNow);
  book.Note(kBo, AssociateNo(3), In(10), kNow);
  book.Note(kAda, AssociateNo(1), In(10), kNow);
  EXPECT_THAT(book.With(kAda), ElementsAre(AssociateNo(2), AssociateNo(1)));
  EXPECT_THAT(book.With(kBo), ElementsAre(AssociateNo(3)));
}

TEST(HoldBook, KnowsNothingOfNobody) {
  HoldBook book;
  book.Note(kNobody, AssociateNo(1), In(10), kNow);
  EXPECT_THAT(book.With(kNobody), IsEmpty());
  EXPECT_EQ(book.size(), 0u);
}

TEST(HoldBook, ForgetsWhatHasRunOut) {
  HoldBook book;
  book.Note(kAda, AssociateNo(1), In(10), kNow);
  book.Note(kAda, AssociateNo(2), In(20), kNow);
  // Extended, and then heard of as it was.
  book.Note(kAda, AssociateNo(3), In(30), kNow);
  book.Note(kAda, AssociateNo(3), In(10), kNow);
  book.Note(kBo, AssociateNo(4), In(40), In(10));
  EXPECT_THAT(book.With(kAda), ElementsAre(AssociateNo(2), AssociateNo(3)));
  book.Note(kBo, AssociateNo(4), In(15), In(20));  // has run out itself
  EXPECT_THAT(book.With(kAda), ElementsAre(AssociateNo(3)));
  book.Note(kBo, AssociateNo(5), In(41), In(30));
  EXPECT_EQ(book.size(), 1u);
}

TEST(HoldBook, KnowsTheNewestOfMany) {
  HoldBook book;
  for (uint32_t number = 1; number <= kHeldAssociatesMax + 2; ++number) {
    book.Note(kAda, AssociateNo(number), In(10), kNow);
  }
  const auto with = book.With(kAda);
  ASSERT_EQ(with.size(), kHeldAssociatesMax);
  EXPECT_EQ(with.front(), AssociateNo(3));
  EXPECT_EQ(with.back(), AssociateNo(kHeldAssociatesMax + 2));
}

// The book is a hint: what has ended is with nobody.
TEST(CallersHolds, AreThoseThatLive) {
  ReadModel model([] { return kNow; });
  model.Apply(BrandWith({}));
  model.Apply(kBrand, {StoreAt(1, {48, 2})});
  model.Apply(kBrand,
              {AssociateAt(1, {StoreNo(1)}), AssociateAt(2, {StoreNo(1)})});
  model.WaitPublished(kBrand);
  const auto index = model.Find(kBrand);
  const auto own_with = [&](uint32_t number) {
    return CallersHolds(*index, TagOf("ada"), kNow)
        .With(*index->FindAssociate(AssociateNo(number)))
        .size();
  };
  booking::Booking hold = BookingIn(booking::BookingState::kHeld, 1,
                                    AssociateNo(1), {In(60), In(120)});
  hold.more_associates = {AssociateNo(2)};
  hold.hold_expire_time = In(10);
  model.Apply(kBrand, {hold});
  EXPECT_EQ(own_with(1), 1u);
  EXPECT_EQ(own_with(2), 1u);
  EXPECT_EQ(CallersHolds(*index, TagOf("bo"), kNow)
                .With(*index->FindAssociate(AssociateNo(1)))
                .size(),
            0u);
  hold.state = booking::BookingState::kConfirmed;
  ++hold.version;
  model.Apply(kBrand, {hold});
  EXPECT_EQ(own_with(1), 0u);
  EXPECT_EQ(own_with(2), 0u);
}

}  // namespace
}  // namespace rapport::search
