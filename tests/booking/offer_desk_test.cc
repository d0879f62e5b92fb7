#include "server/booking/offer_desk.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "server/booking/changes.h"
#include "tests/booking/booking_desk_fixture.h"
#include "tests/support/fakes/fake_waitlist_store.h"

namespace rapport::booking {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Styling takes an hour, 10 minutes before and 5 after it; slots come each half
// hour.
class OfferDeskTest : public BookingDeskTest {
 protected:
  // The associate is taken all day but for what ada has from that hour on.
  Booking HeldIn(int hour) {
    const Booking held = MustHold(Paris(hour));
    Block(9 * 60, hour * 60 - 10, 500);
    Block(hour * 60 + 65, 17 * 60, 501);
    return held;
  }
  // Minutes of the day, in Paris.
  void Block(int from, int to, uint32_t number) {
    Booking block;
    block.id = search::BookingNo(number);
    block.state = BookingState::kConfirmed;
    block.associate = associate_;
    block.occupied = {Paris(0) + absl::Minutes(from),
                      Paris(0) + absl::Minutes(to)};
    block.meeting = block.occupied;
    block.version = 1;
    block.update_time = Now();
    model_->Apply(brand_, absl::MakeConstSpan(&block, 1));
  }
  WaitlistEntry Waiting(uint8_t number,
                        const std::string& service = "styling") {
    WaitlistEntry entry;
    entry.id = search::Numbered<WaitlistEntryId>(number);
    entry.shopper = "waiter";
    entry.service = search::ServiceCalled(service);
    entry.channels = {Channel::kPhone, Channel::kInStore};
    entry.associate = associate_;
    entry.window = {Paris(8), Paris(18)};
    entry.version = 3;
    entry.create_time = Now() + absl::Seconds(number);
    entry.update_time = entry.create_time;
    return entry;
  }
  void Know(const WaitlistEntry& entry) {
    model_->Apply(brand_, absl::MakeConstSpan(&entry, 1));
  }
  std::vector<Offer> Freed(const Booking& before) {
    return desk().WhoFits(brand_, before,
                          Ended(before, BookingState::kCancelled, Now()));
  }
  OfferDesk& desk() {
    if (offers_ == nullptr) {
      offers_ = std::make_unique<OfferDesk>(
          schedules_, *model_,
          [this](absl::Time) { return search::BookingNo(900 + ++made_); });
    }
    return *offers_;
  }
  static std::vector<WaitlistEntryId> IdsOf(const std::vector<Offer>& offers) {
    std::vector<WaitlistEntryId> ids;
    for (const Offer& offer : offers) ids.push_back(offer.entry);
    return ids;
  }
  static WaitlistEntryId IdOf(uint8_t number) {
    return search::Numbered<WaitlistEntryId>(number);
  }

  std::unique_ptr<OfferDesk> offers_;
  uint32_t made_ = 0;
};

TEST_F(OfferDeskTest, OffersTheFreedSlotAsItIsJudged) {
  const Booking held = HeldIn(12);
  Know(Waiting(1));
  const auto offers = Freed(held);
  ASSERT_THAT(offers, SizeIs(1));
  EXPECT_EQ(offers[0].entry, IdOf(1));
  EXPECT_EQ(offers[0].entry_version, 3);
  const HoldWrite& hold = offers[0].hold;
  EXPECT_EQ(hold.booking.meeting, held.meeting);
  EXPECT_EQ(hold.booking.occupied, held.occupied);
  // They do not take the one that is named first.
  EXPECT_EQ(hold.booking.channel, Channel::kInStore);
  EXPECT_EQ(hold.booking.shopper, "waiter");
  EXPECT_EQ(hold.booking.store, search::StoreNo(1));
  EXPECT_EQ(hold.booking.time_zone, "Europe/Paris");
  EXPECT_EQ(hold.hold_duration, absl::Minutes(10));
  EXPECT_EQ(hold.schedule_version, 1);
}

TEST_F(OfferDeskTest, PromisesWhatTheServiceDoes) {
  const Booking held = HeldIn(12);
  catalog::Service& styling = services_[0];
  styling.cancel_notice = absl::Hours(24);
  styling.move_notice = absl::Hours(48);
  styling.shopper_limit = {.live_max = 2};
  styling.questions = {{.id = "size", .text = "Which size?", .required = true}};
  ++styling.revision.version;
  model_->Apply(brand_, services_);
  model_->WaitPublished(brand_);
  Know(Waiting(1));
  const auto offers = Freed(held);
  ASSERT_THAT(offers, SizeIs(1));
  const HoldWrite& hold = offers[0].hold;
  EXPECT_EQ(hold.booking.cancel_notice, absl::Hours(24));
  EXPECT_EQ(hold.booking.move_notice, absl::Hours(48));
  EXPECT_EQ(hold.booking.party_size, 1);
  EXPECT_EQ(hold.shopper_limit.live_max, 2);
  // They are asked when they confirm.
  EXPECT_THAT(hold.booking.answers, IsEmpty());
}

TEST_F(OfferDeskTest, WhoJoinedFirstComesFirst) {
  const Booking held = HeldIn(12);
  for (const uint8_t number : {3, 1, 2}) Know(Waiting(number));
  EXPECT_THAT(IdsOf(Freed(held)), ElementsAre(IdOf(1), IdOf(2), IdOf(3)));
  WaitlistEntry left = Waiting(1);
  left.state = WaitlistState::kLeft;
  left.version = 4;
  Know(left);
  Know(Waiting(1));  // old news
  EXPECT_THAT(IdsOf(Freed(held)), ElementsAre(IdOf(2), IdOf(3)));
}

TEST_F(OfferDeskTest, KeepsToTheEarliestFew) {
  const Booking held = HeldIn(12);
  for (uint8_t number = 1; number <= 20; ++number) Know(Waiting(number));
  const auto offers = Freed(held);
  ASSERT_THAT(offers, SizeIs(kOffersMax));
  EXPECT_EQ(offers.back().entry, IdOf(kOffersMax));
}

TEST_F(OfferDeskTest, OffersOnlyWhatFits) {
  const Booking held = HeldIn(12);
  WaitlistEntry other = Waiting(1);
  other.associate = search::AssociateNo(7);
  Know(other);
  WaitlistEntry elsewhere = Waiting(2);
  elsewhere.associate.reset();
  elsewhere.store = search::StoreNo(2);
  Know(elsewhere);
  WaitlistEntry early = Waiting(3);
  early.window = {Paris(9), Paris(12, 55)};
  Know(early);
  WaitlistEntry otherwise = Waiting(4);
  otherwise.channels = {Channel::kChat};
  Know(otherwise);
  EXPECT_THAT(Freed(held), IsEmpty());
  WaitlistEntry just = Waiting(5);
  just.window = held.meeting;
  Know(just);
  WaitlistEntry anybody = Waiting(6);
  anybody.associate.reset();
  anybody.store = search::StoreNo(1);
  Know(anybody);
  EXPECT_THAT(IdsOf(Freed(held)), ElementsAre(IdOf(5), IdOf(6)));
}

TEST_F(OfferDeskTest, NothingIsOfferedWithinTheNotice) {
  const Booking held = HeldIn(12);
  Know(Waiting(1));
  SetNow(Paris(10));
  EXPECT_THAT(Freed(held), SizeIs(1));
  SetNow(Paris(10) + absl::Seconds(1));
  EXPECT_THAT(Freed(held), IsEmpty());
}

TEST_F(OfferDeskTest, NothingIsOfferedThatTheChangeKeeps) {
  const Booking held = HeldIn(12);
  Know(Waiting(1));
  Booking after = held;
  after.meeting = {Paris(12, 30), Paris(13, 30)};
  after.occupied = {Paris(12, 20), Paris(13, 35)};
  EXPECT_THAT(desk().WhoFits(brand_, held, after), IsEmpty());
  after.associate = search::AssociateNo(7);
  EXPECT_THAT(desk().WhoFits(brand_, held, after), SizeIs(1));
}

TEST_F(OfferDeskTest, AnHourFitsIntoTwoHalvesThatBecomeOne) {
  // Half of it is free already.
  const Booking held = MustHold(Paris(12));
  Block(9 * 60, 11 * 60 - 10, 500);
  Block(13 * 60 + 5, 17 * 60, 501);
  WaitlistEntry wish = Waiting(1);
  wish.window = {Paris(11, 30), Paris(12, 30)};
  Know(wish);
  const auto offers = Freed(held);
  ASSERT_THAT(offers, SizeIs(1));
  EXPECT_EQ(offers[0].hold.booking.meeting.start, Paris(11, 30));
  // What was free before is not what was freed.
  wish = Waiting(2);
  wish.window = {Paris(10, 50), Paris(11, 55)};
  Know(wish);
  EXPECT_THAT(IdsOf(Freed(held)), ElementsAre(IdOf(1)));
}

TEST_F(OfferDeskTest, NobodyIsAskedForWhatIsUnknown) {
  const Booking held = HeldIn(12);
  EXPECT_THAT(Freed(held), IsEmpty());
  Know(Waiting(1));
  Booking strange = held;
  strange.associate = search::AssociateNo(99);
  EXPECT_THAT(Freed(strange), IsEmpty());
  EXPECT_THAT(desk().WhoFits(search::kOtherBrand, held, held), IsEmpty());
}

// What one of them hears of while the others are looked at.
TEST_F(OfferDeskTest, WhoFitsByNowKeepsTheirTurn) {
  const Booking held = HeldIn(12);
  for (const uint8_t number : {1, 2, 3}) {
    WaitlistEntry wish = Waiting(number);
    wish.window = {Paris(12, 30), Paris(13, 30)};
    if (number == 2) wish.window = {Paris(12), Paris(13)};
    Know(wish);
  }
  EXPECT_THAT(IdsOf(Freed(held)), ElementsAre(IdOf(2)));
  offers_ =
      std::make_unique<OfferDesk>(schedules_, *model_, [this](absl::Time) {
        if (made_++ == 1) {
          Booking ended;
          ended.id = search::BookingNo(501);
          ended.state = BookingState::kCancelled;
          ended.associate = associate_;
          ended.version = 2;
          ended.update_time = Now();
          model_->Apply(brand_, absl::MakeConstSpan(&ended, 1));
        }
        return search::BookingNo(900 + made_);
      });
  EXPECT_THAT(IdsOf(Freed(held)), ElementsAre(IdOf(1), IdOf(2), IdOf(3)));
}

class OfferSweepTest : public OfferDeskTest {
 protected:
  WaitlistEntry Join(uint8_t number, const Interval& window) {
    WaitlistEntry entry = Waiting(number);
    entry.shopper = absl::StrCat("waiter-", number);
    entry.window = window;
    const auto joined = waitlist_.Join(
        Ada().actor, Request(absl::StrCat("join-", number)), entry, kNever);
    EXPECT_TRUE(joined.ok()) << joined.status();
    SetNow(Now() + absl::Seconds(1));
    Know(*joined);
    return *joined;
  }
  WaitlistEntry Entry(uint8_t number) {
    return *waitlist_.Get(brand_, IdOf(number), kNever);
  }

  FakeWaitlistStore waitlist_{store_};
};

TEST_F(OfferSweepTest, HoldsFreeTimeForWhoIsFirst) {
  Join(1, {Paris(12), Paris(13)});
  Join(2, {Paris(12), Paris(13)});
  Join(3, {Paris(14), Paris(15)});
  ASSERT_TRUE(desk().Sweep(waitlist_).ok());
  EXPECT_EQ(Entry(1).state, WaitlistState::kOffered);
  EXPECT_EQ(Entry(2).state, WaitlistState::kWaiting);
  EXPECT_EQ(Entry(3).state, WaitlistState::kOffered);
  // Memory knows of the holds, and who waits no longer.
  EXPECT_THAT(Shown(), SizeIs(2));
  EXPECT_THAT(
      model_->waiting().Find(brand_, model_->waiting().Services(brand_), {}, 9,
                             [](const WaitlistEntry&) { return true; }),
      SizeIs(1));
}

TEST_F(OfferSweepTest, OffersNothingThatIsTakenMeanwhile) {
  Join(1, {Paris(12), Paris(13)});
  // Another server's hold, of which memory does not know.
  HoldWrite hold;
  hold.booking.id = search::BookingNo(77);
  hold.booking.associate = associate_;
  hold.booking.meeting = hold.booking.occupied = {Paris(12), Paris(13)};
  hold.booking.shopper = "eve";
  hold.schedule_version = 1;
  hold.hold_duration = absl::Minutes(10);
  ASSERT_TRUE(store_.Hold(Ada().actor, Request("eve"), hold, kNever).ok());
  ASSERT_TRUE(desk().Sweep(waitlist_).ok());
  EXPECT_EQ(Entry(1).state, WaitlistState::kWaiting);
}

// Hears news while an offer is made.
class NewsyStore : public FakeWaitlistStore {
 public:
  using FakeWaitlistStore::FakeWaitlistStore;
  absl::StatusOr<std::optional<Booking>> OfferFree(
      const BrandId& brand, const Offer& offer) override {
    auto hold = FakeWaitlistStore::OfferFree(brand, offer);
    if (news) std::exchange(news, nullptr)();
    return hold;
  }
  std::function<void()> news;
};

TEST_F(OfferSweepTest, KeepsTheTurnOfWhoDidNotFitWhenTheyWereLookedAt) {
  Join(1, {Paris(12), Paris(13)});
  Join(2, {Paris(15), Paris(16)});
  Join(3, {Paris(12), Paris(13)});
  Block(11 * 60, 14 * 60, 500);
  NewsyStore newsy(store_);
  newsy.news = [this] {
    Booking ended;
    ended.id = search::BookingNo(500);
    ended.state = BookingState::kCancelled;
    ended.associate = associate_;
    ended.version = 2;
    ended.update_time = Now();
    model_->Apply(brand_, absl::MakeConstSpan(&ended, 1));
  };
  ASSERT_TRUE(desk().Sweep(newsy).ok());
  EXPECT_EQ(newsy.news, nullptr);
  EXPECT_EQ(Entry(1).state, WaitlistState::kOffered);
  EXPECT_EQ(Entry(2).state, WaitlistState::kOffered);
  EXPECT_EQ(Entry(3).state, WaitlistState::kWaiting);
}

// Fails to make its first offer.
class FailingStore : public FakeWaitlistStore {
 public:
  FailingStore(FakeBookingStore& store, absl::Status why)
      : FakeWaitlistStore(store), why_(std::move(why)) {}
  absl::StatusOr<std::optional<Booking>> OfferFree(
      const BrandId& brand, const Offer& offer) override {
    const absl::Status why = std::exchange(why_, absl::OkStatus());
    if (!why.ok()) return why;
    return FakeWaitlistStore::OfferFree(brand, offer);
  }

 private:
  absl::Status why_;
};

TEST_F(OfferSweepTest, KeepsTheTurnOfWhomTheStoreCouldNotServe) {
  Join(1, {Paris(12), Paris(13)});
  Join(2, {Paris(12), Paris(13)});
  for (const absl::Status& why :
       {absl::UnavailableError(""), absl::AbortedError(""),
        absl::DeadlineExceededError(""), absl::ResourceExhaustedError("")}) {
    FailingStore away(store_, why);
    EXPECT_EQ(desk().Sweep(away), why);
    EXPECT_EQ(Entry(2).state, WaitlistState::kWaiting);
  }
  ASSERT_TRUE(desk().Sweep(waitlist_).ok());
  EXPECT_EQ(Entry(1).state, WaitlistState::kOffered);
  EXPECT_EQ(Entry(2).state, WaitlistState::kWaiting);
}

TEST_F(OfferSweepTest, LetsNobodyWaitForAnOfferThatCannotBeMade) {
  Join(1, {Paris(12), Paris(13)});
  Join(2, {Paris(12), Paris(13)});
  FailingStore broken(store_, absl::InternalError("broken"));
  EXPECT_TRUE(absl::IsInternal(desk().Sweep(broken)));
  EXPECT_EQ(Entry(1).state, WaitlistState::kWaiting);
  EXPECT_EQ(Entry(2).state, WaitlistState::kOffered);
}

TEST_F(OfferSweepTest, EndsWhatHasPassedAndFailsWhereTheStoreDoes) {
  Join(1, {Paris(8), Paris(9)});
  SetNow(Paris(9));
  ASSERT_TRUE(desk().Sweep(waitlist_).ok());
  EXPECT_EQ(Entry(1).version, 2);
  EXPECT_THAT(model_->waiting().Services(brand_), IsEmpty());
  store_.FailNext(absl::UnavailableError("broken"));
  EXPECT_TRUE(absl::IsUnavailable(desk().Sweep(waitlist_)));
}

}  // namespace
}  // namespace rapport::booking
