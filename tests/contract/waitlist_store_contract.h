// What holds of every WaitlistStore, beside the bookings that it shares its
// storage with.
#ifndef RAPPORT_TESTS_CONTRACT_WAITLIST_STORE_CONTRACT_H_
#define RAPPORT_TESTS_CONTRACT_WAITLIST_STORE_CONTRACT_H_

#include <algorithm>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "server/booking/waitlist_store.h"
#include "tests/contract/booking_store_under_test.h"

namespace rapport::booking {

inline void PrintTo(const WaitlistEntry& entry, std::ostream* out) {
  *out << entry.id.ToString() << " " << WaitlistStateWord(entry.state)
       << " version " << entry.version << " of " << entry.update_time
       << ", joined " << entry.create_time << ", for " << entry.shopper;
}

class WaitlistStoreContract : public BookingStoreContract {
 protected:
  WaitlistStoreContract() {
    const OffersOf offers = [this](const BrandId& brand, const Booking& before,
                                   const Booking&) {
      const std::lock_guard<std::mutex> lock(mutex_);
      EXPECT_EQ(brand, brand_);
      asked_.push_back(before.id);
      return offers_;
    };
    for (BookingStore* each : {&store(), &elsewhere()}) {
      each->OfferFreedTime(offers);
    }
    for (WaitlistStore* each : {&waitlist(), &waitlist_elsewhere()}) {
      each->OfferFreedTime(offers);
    }
  }
  // Whoever frees time now offers it to these.
  void SetOffers(std::vector<Offer> offers) {
    const std::lock_guard<std::mutex> lock(mutex_);
    offers_ = std::move(offers);
  }
  // Whose time was freed, since the last look.
  std::vector<BookingId> Asked() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return std::exchange(asked_, {});
  }

  WaitlistStore& waitlist() { return *under_test().waitlist; }
  WaitlistStore& waitlist_elsewhere() {
    return *under_test().waitlist_elsewhere;
  }

  static WaitlistEntryId EntryNo(uint8_t number) {
    IdBytes bytes = {0xE0};
    bytes[15] = number;
    return WaitlistEntryId(bytes);
  }
  // Of a shopper of that number, for a day with associate 1.
  static WaitlistEntry Wish(uint8_t number) {
    WaitlistEntry entry;
    entry.id = EntryNo(number);
    entry.shopper = absl::StrCat("waiter-", number);
    entry.service = ServiceId::FromStored("bridal-styling");
    entry.channels = {Channel::kInStore};
    entry.associate = Associate(1);
    entry.window = Ticks(0, 100);
    return entry;
  }
  absl::StatusOr<WaitlistEntry> Join(const WaitlistEntry& entry) {
    return waitlist().Join(shopper(),
                           Request(absl::StrCat("join-", entry.id.ToString())),
                           entry, kNever);
  }
  WaitlistEntry MustJoin(uint8_t number) {
    const auto joined = Join(Wish(number));
    EXPECT_TRUE(joined.ok()) << joined.status();
    return joined.value_or(WaitlistEntry());
  }
  absl::StatusOr<WaitlistEntry> Leave(
      uint8_t number, std::optional<int64_t> version = std::nullopt) {
    return waitlist().Leave(shopper(), Request(absl::StrCat("leave-", number)),
                            EntryNo(number), version, kNever);
  }
  WaitlistEntry Entry(uint8_t number) {
    const auto found = waitlist().Get(brand_, EntryNo(number), kNever);
    EXPECT_TRUE(found.ok()) << found.status();
    return found.value_or(WaitlistEntry());
  }
  // A hold for that entry, as it was when it joined.
  static Offer OfferTo(uint8_t number, uint32_t booking,
                       const Interval& interval, uint8_t associate = 1) {
    HoldWrite hold = Wanted(booking, associate, interval);
    hold.booking.shopper = absl::StrCat("waiter-", number);
    return {EntryNo(number), 1, hold};
  }
  // A booking of somebody else's.
  void Book(uint32_t booking, const Interval& interval) {
    ASSERT_TRUE(Hold(booking, 1, interval).ok());
    ASSERT_TRUE(Confirm(booking).ok());
  }
  bool IsThere(uint32_t booking) {
    return store().Get(brand_, BookingOf(booking), kNever).ok();
  }
  std::vector<WaitlistEntryId> Ids(const WaitlistFilter& filter,
                                   size_t limit = 100) {
    const auto entries = waitlist().List(brand_, filter, {}, limit, kNever);
    EXPECT_TRUE(entries.ok()) << entries.status();
    std::vector<WaitlistEntryId> ids;
    for (const WaitlistEntry& entry : *entries) ids.push_back(entry.id);
    return ids;
  }

 private:
  std::mutex mutex_;  // guards the rest
  std::vector<Offer> offers_;
  std::vector<BookingId> asked_;
};

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_P(WaitlistStoreContract, RemembersAllThatIsSaidOfAWish) {
  WaitlistEntry rich = Wish(1);
  rich.shopper = "Zo\xC3\xAB \"'\\ %_ ";
  rich.channels = {Channel::kEmail, Channel::kInStore, Channel::kVideo};
  rich.store = Store(9);
  rich.duration = absl::Minutes(45);
  rich.party_size = 7;
  const auto joined = Join(rich);
  ASSERT_TRUE(joined.ok()) << joined.status();
  EXPECT_EQ(joined->version, 1);
  EXPECT_EQ(joined->state, WaitlistState::kWaiting);
  EXPECT_EQ(joined->create_time, joined->update_time);
  EXPECT_EQ(Entry(1), *joined);
  rich.version = 1;
  rich.create_time = joined->create_time;
  rich.update_time = joined->update_time;
  EXPECT_EQ(*joined, rich);
  WaitlistEntry plain = Wish(2);
  plain.associate.reset();
  ASSERT_TRUE(Join(plain).ok());
  EXPECT_EQ(Entry(2).associate, std::nullopt);
  EXPECT_EQ(Entry(2).duration, std::nullopt);
}

TEST_P(WaitlistStoreContract, RefusesASecondWaitForTheSame) {
  MustJoin(1);
  WaitlistEntry again = Wish(2);
  again.shopper = Wish(1).shopper;
  EXPECT_THAT(Join(again), FailsWith("ALREADY_WAITING"));
  again.store = Store(2);
  EXPECT_TRUE(Join(again).ok());
  ASSERT_TRUE(Leave(1).ok());
  WaitlistEntry anew = Wish(3);
  anew.shopper = Wish(1).shopper;
  EXPECT_TRUE(Join(anew).ok());
}

TEST_P(WaitlistStoreContract, LetsAShopperWaitForSoMuchOnly) {
  for (size_t i = 1; i <= kWaitsOfShopperMax; ++i) {
    WaitlistEntry entry = Wish(i);
    entry.shopper = "ada";
    entry.window.end += static_cast<int>(i) * kTick;
    ASSERT_TRUE(Join(entry).ok());
  }
  WaitlistEntry more = Wish(100);
  more.shopper = "ada";
  EXPECT_THAT(Join(more), FailsWith("TOO_MANY_WAITS"));
  ASSERT_TRUE(Leave(1).ok());
  EXPECT_TRUE(waitlist().Join(shopper(), Request("again"), more, kNever).ok());
}

TEST_P(WaitlistStoreContract, AnswersARepeatedRequestAsTheFirstTime) {
  const WaitlistEntry joined = MustJoin(1);
  const auto left = Leave(1);
  ASSERT_TRUE(left.ok()) << left.status();
  EXPECT_EQ(left->state, WaitlistState::kLeft);
  EXPECT_EQ(left->version, 2);
  EXPECT_EQ(*left, Entry(1));
  EXPECT_EQ(*Join(Wish(1)), joined);
  EXPECT_EQ(*Leave(1), *left);
  const auto request = Request(absl::StrCat("join-", EntryNo(1).ToString()));
  EXPECT_EQ(**waitlist().Replay(shopper(), request, kNever), joined);
  EXPECT_EQ(*waitlist().Replay(shopper(), Request("other"), kNever),
            std::nullopt);
  EXPECT_THAT(
      waitlist().Join(shopper(), {request.request_id, std::string(32, 'b')},
                      Wish(1), kNever),
      FailsWith("REQUEST_ID_REUSED"));
}

TEST_P(WaitlistStoreContract, LeavesOnlyWhatIsOpenAndAsItWasSeen) {
  EXPECT_THAT(Leave(1), FailsWith("WAITLIST_ENTRY_NOT_FOUND"));
  EXPECT_THAT(waitlist().Get(brand_, EntryNo(1), kNever),
              FailsWith("WAITLIST_ENTRY_NOT_FOUND"));
  MustJoin(1);
  EXPECT_THAT(Leave(1, 2), FailsWith("ETAG_MISMATCH"));
  ASSERT_TRUE(Leave(1, 1).ok());
  EXPECT_THAT(waitlist().Leave(shopper(), Request("leave-again"), EntryNo(1),
                               std::nullopt, kNever),
              FailsWith("NOT_WAITING"));
}

TEST_P(WaitlistStoreContract, ListsInOrderOfJoining) {
  for (const uint8_t number : {3, 1, 2}) MustJoin(number);
  WaitlistEntry at_store = Wish(4);
  at_store.associate.reset();
  at_store.store = Store(2);
  ASSERT_TRUE(Join(at_store).ok());
  ASSERT_TRUE(Leave(1).ok());
  EXPECT_THAT(Ids({}),
              ElementsAre(EntryNo(3), EntryNo(1), EntryNo(2), EntryNo(4)));
  EXPECT_THAT(Ids({}, 2), ElementsAre(EntryNo(3), EntryNo(1)));
  WaitlistFilter waiting;
  waiting.state = WaitlistState::kWaiting;
  EXPECT_THAT(Ids(waiting), ElementsAre(EntryNo(3), EntryNo(2), EntryNo(4)));
  WaitlistFilter own;
  own.shopper = "waiter-2";
  EXPECT_THAT(Ids(own), ElementsAre(EntryNo(2)));
  WaitlistFilter with;
  with.associate = Associate(1);
  EXPECT_THAT(Ids(with), ElementsAre(EntryNo(3), EntryNo(1), EntryNo(2)));
  WaitlistFilter there;
  there.stores = {Store(1), Store(2)};
  EXPECT_THAT(Ids(there), ElementsAre(EntryNo(4)));
  WaitlistFilter other;
  other.service = ServiceId::FromStored("repair");
  EXPECT_THAT(Ids(other), IsEmpty());
  const auto rest = waitlist().List(brand_, {}, PlaceOf(Entry(1)), 100, kNever);
  ASSERT_TRUE(rest.ok()) << rest.status();
  ASSERT_EQ(rest->size(), 2u);
  EXPECT_EQ(rest->front().id, EntryNo(2));
  const auto nothing = waitlist().List(other_brand_, {}, {}, 100, kNever);
  EXPECT_TRUE(nothing.ok() && nothing->empty());
}

TEST_P(WaitlistStoreContract, TellsTheReadModelWhoWaits) {
  MustJoin(1);
  MustJoin(2);
  ASSERT_TRUE(Leave(2).ok());
  std::vector<WaitlistEntry> waiting;
  ASSERT_TRUE(waitlist()
                  .ReadWaiting(brand_,
                               [&](const WaitlistEntry& entry) {
                                 waiting.push_back(entry);
                               })
                  .ok());
  EXPECT_THAT(waiting, ElementsAre(Entry(1)));
  std::vector<WaitlistEntry> read;
  ASSERT_TRUE(
      waitlist()
          .Read(brand_, {EntryNo(2), EntryNo(7)},
                [&](const WaitlistEntry& entry) { read.push_back(entry); })
          .ok());
  EXPECT_THAT(read, ElementsAre(Entry(2)));
}

TEST_P(WaitlistStoreContract, EndsWaitsWhoseWindowHasPassed) {
  WaitlistEntry passed = Wish(1);
  passed.window = {absl::Now() - absl::Hours(2), absl::Now() - absl::Hours(1)};
  passed.window.start =
      absl::FromUnixSeconds(ToUnixSeconds(passed.window.start));
  passed.window.end = absl::FromUnixSeconds(ToUnixSeconds(passed.window.end));
  ASSERT_TRUE(Join(passed).ok());
  MustJoin(2);
  EXPECT_EQ(Entry(1).state, WaitlistState::kOver);
  WaitlistFilter over;
  over.state = WaitlistState::kOver;
  EXPECT_THAT(Ids(over), ElementsAre(EntryNo(1)));
  EXPECT_THAT(Leave(1), FailsWith("NOT_WAITING"));
  const auto ended = waitlist().EndPassed();
  ASSERT_TRUE(ended.ok()) << ended.status();
  ASSERT_EQ(ended->size(), 1u);
  EXPECT_EQ(ended->front().brand, brand_);
  EXPECT_EQ(ended->front().entry, Entry(1));
  EXPECT_EQ(Entry(1).version, 2);
  EXPECT_TRUE(waitlist().EndPassed()->empty());
  EXPECT_EQ(Entry(2).state, WaitlistState::kWaiting);
}

// Whether it is written already or not.
TEST_P(WaitlistStoreContract, ListsThoseWhoseWindowHasPassedInOrderOfJoining) {
  for (const uint8_t number : {1, 2, 3, 4, 5}) {
    WaitlistEntry wish = Wish(number);
    if (number != 2) {
      wish.window = {absl::FromUnixSeconds(1'700'000'000),
                     absl::FromUnixSeconds(1'700'003'600)};
    }
    ASSERT_TRUE(Join(wish).ok());
    if (number == 1 || number == 4) {
      ASSERT_TRUE(waitlist().EndPassed().ok());
    }
  }
  WaitlistFilter over;
  over.state = WaitlistState::kOver;
  EXPECT_THAT(Ids(over),
              ElementsAre(EntryNo(1), EntryNo(3), EntryNo(4), EntryNo(5)));
  EXPECT_THAT(Ids(over, 3), ElementsAre(EntryNo(1), EntryNo(3), EntryNo(4)));
  const auto rest =
      waitlist().List(brand_, over, PlaceOf(Entry(3)), 100, kNever);
  ASSERT_TRUE(rest.ok()) << rest.status();
  EXPECT_THAT(*rest, ElementsAre(Entry(4), Entry(5)));
  WaitlistFilter waiting;
  waiting.state = WaitlistState::kWaiting;
  EXPECT_THAT(Ids(waiting), ElementsAre(EntryNo(2)));
}

}  // namespace rapport::booking

#endif  // RAPPORT_TESTS_CONTRACT_WAITLIST_STORE_CONTRACT_H_
