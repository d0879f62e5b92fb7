// Who waits for seats of a class, and what they are offered.
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/booking/offer_desk.h"
#include "tests/booking/seat_desk_fixture.h"
#include "tests/support/fakes/fake_waitlist_store.h"

namespace rapport::booking {
namespace {

class OfferSeatsTest : public SeatDeskTest {
 protected:
  // For parties of that size, from 11 to 17.
  static WaitlistEntry Waiting(uint8_t number, int party) {
    WaitlistEntry entry;
    entry.id = IdOf(number);
    entry.shopper = absl::StrCat("waiter-", number);
    entry.service = search::ServiceCalled("styling");
    entry.channels = {Channel::kPhone, Channel::kInStore};
    entry.store = search::StoreNo(1);
    entry.window = {Paris(11), Paris(17)};
    entry.party_size = party;
    return entry;
  }
  void Join(const WaitlistEntry& entry) {
    const auto joined = waitlist_.Join(
        Ada().actor, Request(absl::StrCat("join-", entry.shopper)), entry,
        kNever);
    ASSERT_TRUE(joined.ok()) << joined.status();
    SetNow(Now() + absl::Seconds(1));
    model_->Apply(brand_, absl::MakeConstSpan(&*joined, 1));
  }
  // What is held for that entry once all have had their turn.
  std::optional<Booking> OfferedTo(uint8_t number) {
    EXPECT_TRUE(offers_.Sweep(waitlist_).ok());
    const auto entry = waitlist_.Get(brand_, IdOf(number), kNever);
    if (entry->state != WaitlistState::kOffered) return std::nullopt;
    return *store_.Get(brand_, *entry->booking, kNever);
  }
  static WaitlistEntryId IdOf(uint8_t number) {
    return search::Numbered<WaitlistEntryId>(number);
  }

  FakeWaitlistStore waitlist_{store_};
  OfferDesk offers_{schedules_, *model_, [this](absl::Time) {
                      return search::BookingNo(900 + ++made_);
                    }};
  uint32_t made_ = 0;
};

TEST_F(OfferSeatsTest, OffersThoseThatAreGivenBackToTheFirstWhoFits) {
  const Booking session = MustMake(Paris(12));
  const auto seat = Sit(session.id, 3);
  ASSERT_TRUE(seat.ok()) << seat.status();
  Join(Waiting(1, 3));
  Join(Waiting(2, 2));
  EXPECT_EQ(OfferedTo(1), std::nullopt);
  EXPECT_EQ(OfferedTo(2), std::nullopt);
  ASSERT_TRUE(
      desk_->Cancel(Ada(), Request("cancel"), {seat->id, {}}, kNever).ok());
  const auto offered = OfferedTo(1);
  ASSERT_TRUE(offered.has_value());
  EXPECT_EQ(offered->session, session.id);
  EXPECT_EQ(offered->party_size, 3);
  EXPECT_EQ(offered->shopper, "waiter-1");
  EXPECT_EQ(offered->waitlist_entry, IdOf(1));
  EXPECT_EQ(offered->cancel_notice, absl::Hours(1));
  EXPECT_EQ(offered->hold_expire_time,
            offered->create_time + absl::Minutes(10));
  // One seat is left.
  EXPECT_EQ(OfferedTo(2), std::nullopt);
  Join(Waiting(3, 1));
  EXPECT_TRUE(OfferedTo(3).has_value());
}

TEST_F(OfferSeatsTest, ChoosesTheEarliestSessionThatIsWantedAndToBeHad) {
  MustMake(Paris(9));  // too soon for shoppers
  const struct {
    const char* what;
    std::optional<absl::Time> start;
    void (*change)(WaitlistEntry&);
  } kRows[] = {
      {"any", Paris(13), [](WaitlistEntry&) {}},
      {"no sooner than the service's notice", Paris(13),
       [](WaitlistEntry& entry) { entry.window.start = Paris(8); }},
      {"whole inside the window", std::nullopt,
       [](WaitlistEntry& entry) { entry.window.end = Paris(13, 30); }},
      {"on one of the channels", std::nullopt,
       [](WaitlistEntry& entry) { entry.channels = {Channel::kPhone}; }},
      {"with that associate", std::nullopt,
       [](WaitlistEntry& entry) { entry.associate = search::AssociateNo(2); }},
      {"at that store", std::nullopt,
       [](WaitlistEntry& entry) { entry.store = search::StoreNo(2); }},
      {"that long", std::nullopt,
       [](WaitlistEntry& entry) { entry.duration = absl::Minutes(15); }},
      {"behind that", Paris(15),
       [](WaitlistEntry& entry) { entry.window.start = Paris(13, 30); }},
  };
  Make(SessionAt(Paris(13), 200), "at one").IgnoreError();
  Make(SessionAt(Paris(15), 200), "at three").IgnoreError();
  uint8_t number = 0;
  for (const auto& row : kRows) {
    WaitlistEntry entry = Waiting(++number, 1);
    row.change(entry);
    Join(entry);
    const auto offered = OfferedTo(number);
    EXPECT_EQ(offered.has_value(), row.start.has_value()) << row.what;
    if (offered && row.start) {
      EXPECT_EQ(offered->meeting.start, *row.start) << row.what;
    }
  }
}

TEST_F(OfferSeatsTest, WaitsForSessionsThatAreYetToBeMade) {
  Join(Waiting(1, 2));
  EXPECT_EQ(OfferedTo(1), std::nullopt);
  const Booking session = MustMake(Paris(14));
  const auto offered = OfferedTo(1);
  ASSERT_TRUE(offered.has_value());
  EXPECT_EQ(offered->session, session.id);
}

}  // namespace
}  // namespace rapport::booking
