// What policies take away of searches, slots, holds and store pages.
#include <cstdlib>
#include <random>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/search/offer_explanation.h"
#include "server/search/read_model.h"
#include "server/search/slot_finder.h"
#include "server/search/store_offers.h"
#include "server/search/store_page.h"
#include "server/search/store_search.h"
#include "server/vocabulary/error.h"
#include "tests/search/small_world.h"

namespace rapport::search {
namespace {

using catalog::OfferRule;
using catalog::OfferScope;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

OfferRule Off(std::optional<Channel> channel = {}) {
  return {ServiceCalled("styling"), channel, false, false};
}
OfferRule On(std::optional<Channel> channel = {}) {
  return {ServiceCalled("styling"), channel, true, false};
}

// Somebody who takes in-store and video serves at two stores of two regions,
// at the first by their own hours.
class OffersTest : public testing::Test {
 protected:
  OffersTest() {
    model_.Apply(BrandWith({}));
    Apply(Service("styling"));
    Apply(Service("repair"));
    for (uint32_t number : {1, 2}) {
      catalog::Store store = StoreAt(number, {0.01 * number, 0});
      store.content.market =
          number == 1 ? "regions/fr/markets/paris" : "regions/de/markets/bonn";
      Apply(store);
    }
    Apply(AssociateAt(1, {StoreNo(1), StoreNo(2)}));
    calendar::StoredSchedule schedule;
    schedule.associate = AssociateNo(1);
    schedule.schedule = DailyHours(8, 17);
    schedule.version = 1;
    Apply(schedule);
  }

  template <typename Thing>
  void Apply(const Thing& thing) {
    model_.Apply(kBrand, absl::MakeConstSpan(&thing, 1));
  }
  void Say(const OfferScope& scope, std::vector<OfferRule> rules) {
    Apply(catalog::OfferPolicy{scope, std::move(rules), Version(++version_)});
    Publish();
  }
  void Say(const std::string& scope, std::vector<OfferRule> rules) {
    Say(OfferScope::Parse(scope).value(), std::move(rules));
  }
  void Publish() {
    model_.WaitPublished(kBrand);
    index_ = model_.Find(kBrand);
  }

  const AssociateRecord& Associate() {
    return *index_->FindAssociate(AssociateNo(1));
  }
  SlotWish Wish(Channel channel, std::optional<StoreId> store) {
    return {index_->FindService(ServiceCalled("styling")), channel, store,
            kNow};
  }
  absl::Status Check(Channel channel, std::optional<StoreId> store) {
    return CheckOffered(*index_, Associate(), Wish(channel, store));
  }
  int CountSlots(Channel channel, std::optional<StoreId> store) {
    int count = 0;
    ForEachFreeSlot(*index_, Associate(), Wish(channel, store),
                    {kNow, kNow + absl::Hours(24)},
                    [&](const calendar::FreeSlot&) { return ++count > 0; });
    return count;
  }
  StorePage Page(uint32_t store) {
    return MakeStorePage(*index_, *index_->FindStore(StoreNo(store)),
                         {.time = kNow});
  }
  // Those that offer the service by one of the channels.
  std::vector<StoreId> StoresFor(ChannelSet channels) {
    StoreQuery query;
    query.near = {0, 0};
    query.services = {ServiceCalled("styling")};
    query.channels = channels;
    query.limit = 10;
    std::vector<StoreId> found;
    StoreCursor last;
    SearchStores(
        *index_, query,
        [&](const StoreFound& one) { found.push_back(one.store->store->id); },
        last);
    return found;
  }

  int64_t version_ = 0;
  ReadModel model_{[] { return kNow; }};
  std::shared_ptr<const BrandIndex> index_;
};

TEST_F(OffersTest, NamesTheScopeThatSaysNo) {
  Say("regions/fr", {Off(Channel::kVideo)});
  const absl::Status status = Check(Channel::kVideo, StoreNo(1));
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(status), "NOT_OFFERED_HERE");
  EXPECT_THAT(status.message(), testing::HasSubstr("policy of regions/fr"));
  EXPECT_THAT(ValuesOf(status),
              ElementsAre(Pair("decided_by", "brands/demo/regions/fr")));
  EXPECT_TRUE(Check(Channel::kInStore, StoreNo(1)).ok());
  EXPECT_TRUE(Check(Channel::kVideo, StoreNo(2)).ok());
}

TEST_F(OffersTest, FollowAChangeOfPolicy) {
  Say("brand", {Off()});
  EXPECT_FALSE(Check(Channel::kVideo, StoreNo(1)).ok());
  Say(OfferScope::Of(AssociateNo(1)), {On(Channel::kVideo)});
  EXPECT_TRUE(Check(Channel::kVideo, StoreNo(1)).ok());
  EXPECT_FALSE(Check(Channel::kInStore, StoreNo(1)).ok());
  Say("brand", {});
  EXPECT_TRUE(Check(Channel::kInStore, StoreNo(1)).ok());
}

TEST_F(OffersTest, FollowAStoreIntoAnotherMarket) {
  Say("regions/de", {Off()});
  EXPECT_TRUE(Check(Channel::kVideo, StoreNo(1)).ok());
  catalog::Store moved = StoreAt(1, {0.01, 0});
  moved.content.market = "regions/de/markets/bonn";
  moved.revision = Version(2);
  Apply(moved);
  Publish();
  EXPECT_EQ(ReasonOf(Check(Channel::kVideo, StoreNo(1))), "NOT_OFFERED_HERE");
}

TEST_F(OffersTest, TheBaseFactsAreToldBeforeAnyPolicy) {
  Say("brand", {Off()});
  EXPECT_EQ(ReasonOf(Check(Channel::kPhone, StoreNo(1))),
            "CHANNEL_NOT_OFFERED");
  EXPECT_EQ(ReasonOf(Check(Channel::kVideo, StoreNo(9))), "STORE_NOT_SERVED");
}

TEST_F(OffersTest, NoPolicyGivesWhatIsNotThereOfItself) {
  Say("brand", {On(Channel::kPhone), {{}, {}, true, true}});
  EXPECT_EQ(ReasonOf(Check(Channel::kPhone, StoreNo(1))),
            "CHANNEL_NOT_OFFERED");
}

TEST_F(OffersTest, WithoutAStoreItIsOfferedWhereAnyStoreOffersIt) {
  Say("regions/fr", {Off()});
  EXPECT_TRUE(Check(Channel::kVideo, std::nullopt).ok());
  Say("regions/de", {Off()});
  const absl::Status status = Check(Channel::kVideo, std::nullopt);
  EXPECT_EQ(ReasonOf(status), "NOT_OFFERED_HERE");
  EXPECT_THAT(ValuesOf(status),
              ElementsAre(Pair("decided_by", "brands/demo/regions/fr")));
}

TEST_F(OffersTest, TimeAtAStoreThatDoesNotOfferItIsNoSlot) {
  Publish();
  const int all = CountSlots(Channel::kVideo, std::nullopt);
  EXPECT_GT(all, 0);
  Say("regions/de", {Off()});
  EXPECT_EQ(CountSlots(Channel::kVideo, std::nullopt), all);
  Say("regions/fr", {Off(Channel::kVideo)});
  EXPECT_EQ(CountSlots(Channel::kVideo, std::nullopt), 0);
  EXPECT_EQ(CountSlots(Channel::kInStore, std::nullopt), all);
  // Nor is it to be held.
  EXPECT_FALSE(JudgeSlot(*index_, Associate(),
                         Wish(Channel::kVideo, std::nullopt),
                         absl::FromCivil(absl::CivilHour(2027, 1, 16, 10),
                                         absl::UTCTimeZone()))
                   .verdict.free());
}

TEST_F(OffersTest, AStorePageShowsWhatIsLeft) {
  Say("regions/fr", {Off(), {{}, Channel::kVideo, false, false}});
  const StorePage page = Page(1);
  ASSERT_EQ(page.services.size(), 1u);
  EXPECT_EQ(page.services[0].service->id, ServiceCalled("repair"));
  EXPECT_FALSE(page.services[0].channels.Has(Channel::kVideo));
  EXPECT_TRUE(page.services[0].channels.Has(Channel::kPhone));
  EXPECT_EQ(page.channels, ChannelSet({Channel::kInStore}));
  EXPECT_EQ(Page(2).services.size(), 2u);
  EXPECT_EQ(Page(2).channels, ChannelSet({Channel::kInStore, Channel::kVideo}));
}

TEST_F(OffersTest, AStorePageShowsWhatOneOfItsPeopleStillOffers) {
  Say("regions/fr", {Off()});
  Say(OfferScope::Of(AssociateNo(1)), {On(Channel::kVideo)});
  const StorePage page = Page(1);
  ASSERT_EQ(page.services.size(), 2u);
  EXPECT_EQ(page.services[1].service->id, ServiceCalled("styling"));
  EXPECT_EQ(page.services[1].channels, ChannelSet({Channel::kVideo}));
}

TEST_F(OffersTest, AStoreIsNotFoundByWhatItDoesNotOffer) {
  Publish();
  EXPECT_THAT(StoresFor({}), ElementsAre(StoreNo(1), StoreNo(2)));
  Say("regions/fr", {Off()});
  EXPECT_THAT(StoresFor({}), ElementsAre(StoreNo(2)));
  Say("regions/de", {{{}, Channel::kChat, false, false}});
  EXPECT_THAT(StoresFor({Channel::kChat}), IsEmpty());
  EXPECT_THAT(StoresFor({Channel::kVideo}), ElementsAre(StoreNo(2)));
}

TEST_F(OffersTest, ALateReadingOfAnOldPolicyChangesNothing) {
  Say("brand", {Off()});
  Apply(catalog::OfferPolicy{OfferScope(), {}, Version(version_ - 1)});
  Publish();
  EXPECT_FALSE(Check(Channel::kVideo, StoreNo(1)).ok());
}

// Deals a brand in which anything may be missing, and asks both.
TEST_F(OffersTest, TheExplanationSaysWhatTheCheckDoes) {
  const char* given = std::getenv("RAPPORT_TEST_SEED");
  const uint64_t seed =
      given == nullptr ? std::random_device()() : std::stoull(given);
  SCOPED_TRACE(absl::StrCat("RAPPORT_TEST_SEED=", seed));
  std::mt19937_64 random(seed);
  const std::string scopes[] = {
      "brand", "regions/fr", "regions/de/markets/bonn",
      OfferScope::Of(StoreNo(1)).text(), OfferScope::Of(AssociateNo(2)).text()};
  int64_t version = 10;
  int refused[8] = {};
  for (int round = 0; round < 60; ++round) {
    ++version;
    auto service = Service("styling");
    service.channels = ChannelSet::FromBits(static_cast<uint16_t>(random()));
    service.revision = Version(version);
    Apply(service);
    for (uint32_t number : {1, 2}) {
      auto associate = AssociateAt(number, {StoreNo(number)});
      associate.content.channels =
          ChannelSet::FromBits(static_cast<uint16_t>(random()));
      if (random() % 4 == 0) associate.content.services.clear();
      associate.revision = Version(version);
      Apply(associate);
    }
    auto store = StoreAt(2, {0.02, 0});
    store.content.market = "regions/de/markets/bonn";
    if (random() % 2 == 0) store.content.services = {ServiceCalled("repair")};
    store.revision = Version(version);
    Apply(store);
    for (const std::string& scope : scopes) {
      OfferRule rule = Off();
      rule.offered = random() % 2 == 0;
      if (random() % 2 == 0) rule.channel = kAllChannels[random() % 8];
      Say(scope, {rule});
    }
    for (uint32_t number : {1, 2}) {
      const auto& associate = *index_->FindAssociate(AssociateNo(number));
      for (uint32_t at : {1, 2}) {
        for (Channel channel : kAllChannels) {
          const SlotWish wish = Wish(channel, StoreNo(at));
          const OfferExplanation why =
              ExplainOffer(*index_, associate, *index_->FindStore(StoreNo(at)),
                           *wish.service, channel);
          const absl::Status checked = CheckOffered(*index_, associate, wish);
          ASSERT_EQ(why.offered(), checked.ok()) << checked;
          ASSERT_EQ(!why.offered() && why.ground == OfferGround::kPolicy,
                    ReasonOf(checked) == "NOT_OFFERED_HERE");
          if (!why.offered()) ++refused[static_cast<int>(why.ground)];
        }
      }
    }
  }
  for (int ground = 1; ground <= 6; ++ground) {
    EXPECT_GT(refused[ground], 0) << ground;
  }
}

}  // namespace
}  // namespace rapport::search
