#include "server/catalog/offer_table.h"

#include <cstdlib>
#include <random>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace rapport::catalog {
namespace {

uint64_t FreshSeed() {
  const char* given = std::getenv("RAPPORT_TEST_SEED");
  return given == nullptr ? std::random_device()() : std::stoull(given);
}

// A brand of a few of each, by number.
struct World {
  std::vector<ServiceId> services;
  std::vector<StoreId> stores;
  std::vector<std::string> markets;  // by store
  std::vector<AssociateId> associates;
  OfferPolicies policies;

  World() {
    for (int i = 0; i < 4; ++i) {
      services.push_back(ServiceId::FromStored(absl::StrCat("s", i)));
    }
    for (int i = 0; i < 7; ++i) {
      stores.push_back(StoreIdOf("pos", absl::StrCat(i)));
      markets.push_back(
          i == 6 ? "" : absl::StrCat("regions/r", i % 2, "/markets/m", i % 3));
      associates.push_back(AssociateIdOf("hr", absl::StrCat(i)));
    }
  }

  OfferNumbers Numbers() const {
    auto number_in = [](const auto& all, const auto& id) {
      for (size_t i = 0; i < all.size(); ++i) {
        if (all[i] == id) return static_cast<int64_t>(i);
      }
      return int64_t{-1};
    };
    return {
        services,
        stores.size(),
        associates.size(),
        [this](uint32_t store) -> absl::string_view { return markets[store]; },
        [=, this](const StoreId& id) { return number_in(stores, id); },
        [=, this](const AssociateId& id) { return number_in(associates, id); }};
  }
  OfferTable Table() const { return OfferTable(policies, Numbers()); }

  void Say(const OfferScope& scope, std::vector<OfferRule> rules) {
    policies[scope] = std::make_shared<const OfferPolicy>(
        OfferPolicy{scope, std::move(rules), {}});
  }

  // What the policies say, decided one by one.
  ChannelSet Decide(size_t associate, size_t store, int service) const {
    ChannelSet channels;
    for (Channel channel : kAllChannels) {
      const OfferVerdict verdict = DecideOffer(
          policies,
          {associates[associate], stores[store], markets[store],
           service < 0 ? ServiceId() : services[static_cast<size_t>(service)],
           channel});
      if (verdict.offered) channels.Add(channel);
    }
    return channels;
  }
};

TEST(OfferTable, OffersEverythingWithoutPolicies) {
  EXPECT_TRUE(OfferTable().empty());
  World world;
  EXPECT_TRUE(world.Table().empty());
  EXPECT_EQ(world.Table().OfferedChannels(0, 0, 0), ChannelSet::All());
  world.Say(OfferScope(), {});
  EXPECT_TRUE(world.Table().empty());
}

TEST(OfferTable, PassesOverPoliciesOfNobodyThatThereIs) {
  World world;
  const OfferRule off = {};
  world.Say(OfferScope::Of(StoreIdOf("pos", "gone")), {off});
  world.Say(OfferScope::Of(AssociateIdOf("hr", "gone")), {off});
  EXPECT_EQ(world.Table().OfferedChannels(0, 0, 0), ChannelSet::All());
  EXPECT_FALSE(world.Table().has_associates());
}

TEST(OfferTable, TellsThePlaceApartFromThoseWhoServeThere) {
  World world;
  const OfferRule video_off = {{}, Channel::kVideo, false, false};
  world.Say(OfferScope::Of(world.associates[1]), {video_off});
  const OfferTable table = world.Table();
  EXPECT_TRUE(table.has_associates());
  EXPECT_TRUE(table.OfferedChannels(0, 0, 0).Has(Channel::kVideo));
  EXPECT_FALSE(table.OfferedChannels(1, 0, 0).Has(Channel::kVideo));
  EXPECT_TRUE(table.OfferedChannels(1, 0, 0).Has(Channel::kPhone));
  EXPECT_EQ(table.OfferedAt(0, 0), ChannelSet::All());
}

class Random {
 public:
  explicit Random(uint64_t seed) : random_(seed) {}
  int Below(int end) {
    return static_cast<int>(random_() % static_cast<uint64_t>(end));
  }

  OfferRule Rule(const World& world) {
    OfferRule rule;
    if (Below(2) == 0) {
      rule.service = world.services[static_cast<size_t>(Below(4))];
    }
    if (Below(2) == 0) rule.channel = kAllChannels[Below(8)];
    rule.offered = Below(2) == 0;
    rule.is_final = Below(5) == 0;
    return rule;
  }
  // Rules of different pairs.
  std::vector<OfferRule> Rules(const World& world) {
    OfferPolicy policy;
    for (int i = Below(9); i > 0; --i) {
      policy.rules.push_back(Rule(world));
      if (!CheckOfferPolicy(policy).empty()) policy.rules.pop_back();
    }
    return policy.rules;
  }
  OfferScope Scope(const World& world) {
    const auto some = static_cast<size_t>(Below(7));
    switch (Below(5)) {
      case 0:
        return OfferScope();
      case 1:
        return OfferScope::FromStored(absl::StrCat("regions/r", some % 3));
      case 2:
        return OfferScope::FromStored(
            absl::StrCat("regions/r", some % 2, "/markets/m", some % 3));
      case 3:
        return OfferScope::Of(world.stores[some]);
      default:
        return OfferScope::Of(world.associates[some]);
    }
  }

 private:
  std::mt19937_64 random_;
};

TEST(OfferTable, AnswersAsThePoliciesDecideOneByOne) {
  const uint64_t seed = FreshSeed();
  SCOPED_TRACE(absl::StrCat("RAPPORT_TEST_SEED=", seed));
  Random random(seed);
  for (int round = 0; round < 80; ++round) {
    World world;
    for (int i = random.Below(12); i > 0; --i) {
      world.Say(random.Scope(world), random.Rules(world));
    }
    const OfferTable table = world.Table();
    for (uint32_t associate = 0; associate < 7; ++associate) {
      for (uint32_t store = 0; store < 7; ++store) {
        for (int service = OfferTable::kNoService; service < 4; ++service) {
          ASSERT_EQ(table.OfferedChannels(associate, store, service).bits(),
                    world.Decide(associate, store, service).bits())
              << "round " << round << ": " << associate << " at " << store
              << ", " << service;
        }
      }
    }
  }
}

}  // namespace
}  // namespace rapport::catalog
