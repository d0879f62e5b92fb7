// What every BookingStore lists and reads, and which holds it ends by itself.
#ifndef RAPPORT_TESTS_CONTRACT_BOOKING_STORE_READS_H_
#define RAPPORT_TESTS_CONTRACT_BOOKING_STORE_READS_H_

#include <algorithm>
#include <vector>

#include "tests/contract/booking_store_under_test.h"

namespace rapport::booking {

class BookingStoreReads : public BookingStoreContract {
 protected:
  // The numbers of what is listed, in order.
  std::vector<uint32_t> Listed(const BookingFilter& filter,
                               const BookingCursor& after = {},
                               size_t limit = 100) {
    const auto listed = store().List(brand_, filter, after, limit, kNever);
    EXPECT_TRUE(listed.ok()) << listed.status();
    if (!listed.ok()) return {};
    for (const Booking& booking : *listed) {
      EXPECT_EQ(booking, *store().Get(brand_, booking.id, kNever));
    }
    return NumbersOf(*listed);
  }
  static std::vector<uint32_t> NumbersOf(const std::vector<Booking>& bookings) {
    std::vector<uint32_t> numbers;
    for (const Booking& booking : bookings) {
      numbers.push_back(booking.id.bytes()[15] + 256 * booking.id.bytes()[14]);
    }
    return numbers;
  }
  static BookingFilter Within(int64_t first, int64_t end) {
    BookingFilter filter;
    filter.window = Ticks(first, end);
    return filter;
  }
  // The numbers of what is live at or after that tick, in their order.
  std::vector<uint32_t> Live(absl::Time from) {
    std::vector<Booking> live;
    const absl::Status read = store().ReadWork(
        brand_, from, [&](const Booking& booking) { live.push_back(booking); });
    EXPECT_TRUE(read.ok()) << read;
    std::vector<uint32_t> numbers = NumbersOf(live);
    std::sort(numbers.begin(), numbers.end());
    return numbers;
  }
  // Holds a booking of that number for that shopper at that store.
  void HoldFor(uint32_t number, uint8_t associate, int64_t tick,
               const std::string& shopper, uint8_t store) {
    HoldWrite wanted = Wanted(number, associate, Ticks(tick, tick + 2));
    wanted.booking.shopper = shopper;
    wanted.booking.store = Store(store);
    const auto held = Hold(wanted);
    ASSERT_TRUE(held.ok()) << held.status();
  }
  using Numbers = std::vector<uint32_t>;
};

TEST_P(BookingStoreReads, ListsInOrderOfStartThenId) {
  HoldFor(5, 1, 4, "ada", 1);
  HoldFor(3, 2, 4, "ada", 1);
  HoldFor(4, 3, 4, "ada", 1);
  HoldFor(9, 1, 0, "ada", 1);
  HoldFor(1, 1, 8, "ada", 1);
  EXPECT_EQ(Listed(Within(0, 20)), (Numbers{9, 3, 4, 5, 1}));
}

TEST_P(BookingStoreReads, ListsWhatStartsInTheWindow) {
  HoldFor(1, 1, 0, "ada", 1);
  HoldFor(2, 1, 2, "ada", 1);
  HoldFor(3, 1, 4, "ada", 1);
  EXPECT_EQ(Listed(Within(0, 5)), (Numbers{1, 2, 3}));
  EXPECT_EQ(Listed(Within(0, 4)), (Numbers{1, 2}));
  EXPECT_EQ(Listed(Within(1, 4)), (Numbers{2}));
  EXPECT_EQ(Listed(Within(2, 4)), (Numbers{2}));
  EXPECT_EQ(Listed(Within(5, 9)), Numbers());
  EXPECT_EQ(Listed(Within(2, 2)), Numbers());
}

TEST_P(BookingStoreReads, ListsByTheMeetingAndNotItsBuffers) {
  HoldWrite wanted = Wanted(1, 1, Ticks(4, 6));
  wanted.booking.occupied = Ticks(2, 8);
  ASSERT_TRUE(Hold(wanted).ok());
  EXPECT_EQ(Listed(Within(0, 4)), Numbers());
  EXPECT_EQ(Listed(Within(4, 5)), (Numbers{1}));
  EXPECT_EQ(Listed(Within(5, 9)), Numbers());
}

TEST_P(BookingStoreReads, ListsWhatMeetsEveryCondition) {
  HoldFor(1, 1, 0, "ada", 1);
  HoldFor(2, 1, 2, "bob", 2);
  HoldFor(3, 2, 4, "ada", 2);
  HoldFor(4, 2, 6, "bob", 3);
  ASSERT_TRUE(Confirm(3).ok());
  ASSERT_TRUE(Cancel(4).ok());
  BookingFilter filter = Within(0, 20);
  filter.associate = Associate(1);
  EXPECT_EQ(Listed(filter), (Numbers{1, 2}));
  filter.shopper = "bob";
  EXPECT_EQ(Listed(filter), (Numbers{2}));
  filter.associate.reset();
  EXPECT_EQ(Listed(filter), (Numbers{2, 4}));
  filter.state = BookingState::kCancelled;
  EXPECT_EQ(Listed(filter), (Numbers{4}));
  filter.shopper.reset();
  filter.state = BookingState::kConfirmed;
  EXPECT_EQ(Listed(filter), (Numbers{3}));
  filter.state.reset();
  filter.stores = {Store(2)};
  EXPECT_EQ(Listed(filter), (Numbers{2, 3}));
  filter.stores = {Store(3), Store(1), Store(8)};
  EXPECT_EQ(Listed(filter), (Numbers{1, 4}));
  filter.associate = Associate(2);
  filter.shopper = "bob";
  filter.state = BookingState::kCancelled;
  EXPECT_EQ(Listed(filter), (Numbers{4}));
  filter.window = Ticks(0, 6);
  EXPECT_EQ(Listed(filter), Numbers());
}

TEST_P(BookingStoreReads, ListsNothingOfAShopperOfASimilarName) {
  HoldFor(1, 1, 0, "ada", 1);
  for (const char* other : {"Ada", "ada ", "ad", "", "ad_", "%"}) {
    BookingFilter filter = Within(0, 20);
    filter.shopper = other;
    EXPECT_EQ(Listed(filter), Numbers()) << "'" << other << "'";
  }
}

TEST_P(BookingStoreReads, ListsNothingOfAnotherBrand) {
  HoldFor(1, 1, 0, "ada", 1);
  const auto listed = store().List(other_brand_, Within(0, 20), {}, 10, kNever);
  ASSERT_TRUE(listed.ok()) << listed.status();
  EXPECT_TRUE(listed->empty());
}

TEST_P(BookingStoreReads, ListsAllInPagesOfWhateverSize) {
  for (uint32_t number = 1; number <= 9; ++number) {
    // Three at a time at three starts; ids do not follow the starts.
    HoldFor(number, 1 + number / 3 % 3, 4 * (number % 3), "ada", 1);
  }
  const Numbers all = Listed(Within(0, 20));
  ASSERT_EQ(all.size(), 9);
  for (size_t size = 1; size <= 10; ++size) {
    Numbers paged;
    BookingCursor after;
    for (;;) {
      const auto page =
          store().List(brand_, Within(0, 20), after, size, kNever);
      ASSERT_TRUE(page.ok()) << page.status();
      ASSERT_LE(page->size(), size);
      if (page->empty()) break;
      for (uint32_t number : NumbersOf(*page)) paged.push_back(number);
      after = {page->back().meeting.start, page->back().id};
    }
    EXPECT_EQ(paged, all) << "pages of " << size;
  }
}

TEST_P(BookingStoreReads, ListsFromTheWindowIfTheCursorIsBeforeIt) {
  HoldFor(1, 1, 0, "ada", 1);
  HoldFor(2, 1, 2, "ada", 1);
  EXPECT_EQ(Listed(Within(2, 9), {At(0), BookingOf(9)}), (Numbers{2}));
  EXPECT_EQ(Listed(Within(2, 9), {At(2), BookingOf(1)}), (Numbers{2}));
  EXPECT_EQ(Listed(Within(2, 9), {At(2), BookingOf(2)}), Numbers());
}

TEST_P(BookingStoreReads, ReadsThoseOfTheIdsThatThereAre) {
  ASSERT_TRUE(Hold(RichWanted(1)).ok());
  HoldFor(2, 1, 0, "ada", 1);
  HoldFor(3, 1, 2, "ada", 1);
  ASSERT_TRUE(Cancel(3).ok());
  // More than fit into one statement, most of them of nothing.
  std::vector<BookingId> ids;
  for (uint32_t number = 3; number <= 1200; ++number) {
    ids.push_back(BookingOf(number));
  }
  ids.push_back(BookingOf(1));
  std::map<BookingId, Booking> found;
  const auto add = [&](const Booking& booking) { found[booking.id] = booking; };
  ASSERT_TRUE(store().Read(brand_, ids, add).ok());
  EXPECT_EQ(found.size(), 2);
  EXPECT_EQ(found[BookingOf(1)], Get(1));
  EXPECT_EQ(found[BookingOf(3)], Get(3));
  found.clear();
  ASSERT_TRUE(store().Read(brand_, {}, add).ok());
  ASSERT_TRUE(store().Read(other_brand_, ids, add).ok());
  EXPECT_TRUE(found.empty());
}

TEST_P(BookingStoreReads, ReadsWhatIsLiveFromAnInstantOn) {
  HoldWrite longest = Wanted(1, 1, Ticks(0, 144));
  longest.booking.occupied = Ticks(-48, 192);  // all that a service may have
  ASSERT_TRUE(Hold(longest).ok());
  HoldFor(2, 2, 0, "ada", 1);
  HoldFor(3, 3, 0, "ada", 1);
  HoldFor(4, 4, 0, "ada", 1);
  ASSERT_TRUE(Confirm(3).ok());
  ASSERT_TRUE(Cancel(4).ok());
  EXPECT_EQ(Live(At(-300)), (Numbers{1, 2, 3}));
  EXPECT_EQ(Live(At(1)), (Numbers{1, 2, 3}));
  EXPECT_EQ(Live(At(2) - absl::Microseconds(1)), (Numbers{1, 2, 3}));
  EXPECT_EQ(Live(At(2)), (Numbers{1}));
  EXPECT_EQ(Live(At(192) - absl::Seconds(1)), (Numbers{1}));
  EXPECT_EQ(Live(At(192)), Numbers());
}

TEST_P(BookingStoreReads, ReadsHoldsThatRanOutAsLongAsTheyStand) {
  HoldFor(1, 1, 0, "ada", 1);
  RunOut(1);
  EXPECT_EQ(Live(At(0)), (Numbers{1}));
  ASSERT_TRUE(store().ExpireDue().ok());
  EXPECT_EQ(Live(At(0)), Numbers());
}

TEST_P(BookingStoreReads, EndsOnlyHoldsThatRanOut) {
  for (uint32_t number = 1; number <= 4; ++number) {
    HoldFor(number, number, 0, "ada", 1);
  }
  ASSERT_TRUE(Confirm(2).ok());
  ASSERT_TRUE(Cancel(3).ok());
  for (uint32_t number = 1; number <= 3; ++number) RunOut(number);
  const auto expired = store().ExpireDue();
  ASSERT_TRUE(expired.ok()) << expired.status();
  ASSERT_EQ(expired->size(), 1);
  EXPECT_EQ(expired->front().brand, brand_);
  EXPECT_EQ(expired->front().booking, Get(1));
  EXPECT_EQ(Get(1).state, BookingState::kExpired);
  EXPECT_EQ(Get(1).version, 2);
  EXPECT_EQ(Get(2).state, BookingState::kConfirmed);
  EXPECT_EQ(Get(3).state, BookingState::kCancelled);
  EXPECT_EQ(Get(4).state, BookingState::kHeld);
  ExpectClaimsAgree();
}

TEST_P(BookingStoreReads, EndsHoldsInBoundedBatchesWhateverTheirBrand) {
  const Actor other = {other_brand_, Role::kShopper, "ada"};
  constexpr uint32_t kHolds = kExpireMax + 1;
  for (uint32_t number = 1; number <= kHolds; ++number) {
    const bool elsewhere = number % 2 == 0;
    const int64_t tick = 2 * number;
    const auto held = store().Hold(
        elsewhere ? other : shopper(), Request(absl::StrCat(number)),
        Wanted(number, 1, Ticks(tick, tick + 1)), kNever);
    ASSERT_TRUE(held.ok()) << held.status();
    under_test().run_out(elsewhere ? other_brand_ : brand_, held->id);
  }
  for (size_t expected : {kExpireMax, size_t{1}, size_t{0}}) {
    const auto expired = store().ExpireDue();
    ASSERT_TRUE(expired.ok()) << expired.status();
    EXPECT_EQ(expired->size(), expected);
    for (const auto& [brand, booking] : *expired) {
      EXPECT_EQ(*store().Get(brand, booking.id, kNever), booking);
    }
    ExpectClaimsAgree();
  }
  EXPECT_TRUE(under_test().claims().empty());
}

}  // namespace rapport::booking

#endif  // RAPPORT_TESTS_CONTRACT_BOOKING_STORE_READS_H_
