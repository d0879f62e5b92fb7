#include "server/catalog/offer_policy.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/catalog/problems.h"

namespace rapport::catalog {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const AssociateId kAssociate = AssociateIdOf("hr", "1");
const StoreId kStore = StoreIdOf("pos", "1");
const ServiceId kBridal = ServiceId::FromStored("bridal");
const ServiceId kRepair = ServiceId::FromStored("repair");
const char kMarket[] = "regions/fr/markets/paris";

OfferRule On(std::optional<ServiceId> service = {},
             std::optional<Channel> channel = {}) {
  return {std::move(service), channel, true, false};
}
OfferRule Off(std::optional<ServiceId> service = {},
              std::optional<Channel> channel = {}) {
  return {std::move(service), channel, false, false};
}
OfferRule Final(OfferRule rule) {
  rule.is_final = true;
  return rule;
}

class OfferPolicyTest : public testing::Test {
 protected:
  void Say(const OfferScope& scope, std::vector<OfferRule> rules) {
    policies_[scope] = std::make_shared<const OfferPolicy>(
        OfferPolicy{scope, std::move(rules), {}});
  }
  void Say(const std::string& scope, std::vector<OfferRule> rules) {
    Say(OfferScope::Parse(scope).value(), std::move(rules));
  }
  OfferVerdict Decide(const ServiceId& service = kBridal,
                      Channel channel = Channel::kVideo,
                      absl::string_view market = kMarket) {
    return DecideOffer(policies_,
                       {kAssociate, kStore, market, service, channel});
  }
  // The scope that decided; empty: none.
  std::string Decider() {
    const OfferVerdict verdict = Decide();
    const OfferStep* step = verdict.decided_by();
    return step == nullptr ? "" : step->scope.text();
  }

  OfferPolicies policies_;
};

TEST_F(OfferPolicyTest, EverythingIsOfferedWhereNobodySaysAnything) {
  EXPECT_TRUE(Decide().offered);
  EXPECT_EQ(Decide().decided_by(), nullptr);
  EXPECT_THAT(Decide().steps, IsEmpty());
  Say("brand", {});
  EXPECT_EQ(Decide().decided_by(), nullptr);
}

TEST_F(OfferPolicyTest, TheMoreSpecificLayerGoesBeforeTheLessSpecific) {
  const OfferScope scopes[] = {
      OfferScope(), OfferScope::Parse("regions/fr").value(),
      OfferScope::Parse(kMarket).value(), OfferScope::Of(kStore),
      OfferScope::Of(kAssociate)};
  bool on = false;
  for (const OfferScope& scope : scopes) {
    Say(scope, {on ? On() : Off()});
    EXPECT_EQ(Decide().offered, on) << scope.text();
    EXPECT_EQ(Decider(), scope.text());
    on = !on;
  }
  EXPECT_EQ(Decide().steps.size(), 5u);
}

TEST_F(OfferPolicyTest, OtherPartsOfTheBrandHaveNoSay) {
  Say("regions/de", {Off()});
  Say("regions/fr/markets/lyon", {Off()});
  Say(OfferScope::Of(StoreIdOf("pos", "2")), {Off()});
  Say(OfferScope::Of(AssociateIdOf("hr", "2")), {Off()});
  EXPECT_TRUE(Decide().offered);
  Say("regions/fr", {Off()});
  EXPECT_TRUE(Decide(kBridal, Channel::kVideo, "").offered);
}

TEST_F(OfferPolicyTest, ALayerThatSaysNothingOfItLeavesItAsItIs) {
  Say("brand", {Off(kBridal)});
  Say("regions/fr", {On(kRepair), On(kBridal, Channel::kPhone)});
  EXPECT_FALSE(Decide().offered);
  EXPECT_EQ(Decider(), "brand");
  EXPECT_TRUE(Decide(kBridal, Channel::kPhone).offered);
}

TEST_F(OfferPolicyTest, InALayerTheMoreSpecificRuleGoesFirst) {
  // In every order of the rules.
  std::vector<OfferRule> rules = {Off(), On({}, Channel::kVideo), Off(kBridal),
                                  On(kBridal, Channel::kVideo)};
  do {
    Say("brand", rules);
    EXPECT_TRUE(Decide(kBridal, Channel::kVideo).offered);
    EXPECT_FALSE(Decide(kBridal, Channel::kPhone).offered);
    EXPECT_TRUE(Decide(kRepair, Channel::kVideo).offered);
    EXPECT_FALSE(Decide(kRepair, Channel::kPhone).offered);
  } while (std::next_permutation(rules.begin(), rules.end(),
                                 [](const auto& a, const auto& b) {
                                   return SpecificityOf(a) < SpecificityOf(b);
                                 }));
}

TEST_F(OfferPolicyTest, ARuleOfAServiceGoesBeforeOneOfAChannel) {
  Say("brand", {Off({}, Channel::kVideo), On(kBridal)});
  EXPECT_TRUE(Decide(kBridal, Channel::kVideo).offered);
  EXPECT_FALSE(Decide(kRepair, Channel::kVideo).offered);
}

TEST_F(OfferPolicyTest, NoServiceInParticularHearsOnlyRulesOfAll) {
  Say("brand", {Off({}, Channel::kVideo), On(kBridal, Channel::kVideo)});
  EXPECT_FALSE(Decide(ServiceId(), Channel::kVideo).offered);
}

TEST_F(OfferPolicyTest, NobodyBelowOverridesAFinalRule) {
  Say("regions/fr", {Final(Off({}, Channel::kVideo))});
  Say(kMarket, {On()});
  Say(OfferScope::Of(kStore), {On(kBridal, Channel::kVideo)});
  Say(OfferScope::Of(kAssociate), {On()});
  const OfferVerdict verdict = Decide();
  EXPECT_FALSE(verdict.offered);
  EXPECT_EQ(Decider(), "regions/fr");
  ASSERT_EQ(verdict.steps.size(), 4u);
  EXPECT_TRUE(verdict.steps[0].counts);
  EXPECT_FALSE(verdict.steps[1].counts);
  EXPECT_FALSE(verdict.steps[3].counts);
  EXPECT_TRUE(Decide(kBridal, Channel::kPhone).offered);
}

TEST_F(OfferPolicyTest, AFinalRuleCanTurnOnWhatLayersBelowTurnOff) {
  Say("brand", {Off()});
  Say("regions/fr", {Final(On(kBridal))});
  Say(OfferScope::Of(kStore), {Off()});
  EXPECT_TRUE(Decide().offered);
  EXPECT_FALSE(Decide(kRepair).offered);
}

TEST_F(OfferPolicyTest, ALayerMakesItsOwnExceptionFromItsFinalRule) {
  Say("brand", {Final(Off({}, Channel::kVideo)), On(kBridal, Channel::kVideo)});
  EXPECT_TRUE(Decide().offered);
  // The exception itself is not final.
  Say(OfferScope::Of(kStore), {Off()});
  EXPECT_FALSE(Decide().offered);
  EXPECT_EQ(Decider(), OfferScope::Of(kStore).text());
}

TEST(CheckOfferPolicy, TakesAsManyRulesAsThereMayBe) {
  OfferPolicy policy;
  EXPECT_THAT(CheckOfferPolicy(policy), IsEmpty());
  for (size_t i = 0; i < kOfferRulesMax; ++i) {
    policy.rules.push_back(Off(ServiceId::FromStored(absl::StrCat("s", i))));
  }
  EXPECT_THAT(CheckOfferPolicy(policy), IsEmpty());
  policy.rules.push_back(Off());
  EXPECT_THAT(Seen(CheckOfferPolicy(policy)), ElementsAre("rules TOO_MANY"));
}

TEST(CheckOfferPolicy, TakesEachServiceAndChannelOnce) {
  OfferPolicy policy;
  policy.rules = {Off(),        Off(kBridal),
                  Off(kRepair), Off({}, Channel::kVideo),
                  On(kBridal),  Off(kBridal, Channel::kVideo),
                  On()};
  EXPECT_THAT(Seen(CheckOfferPolicy(policy)),
              ElementsAre("rules[4] DUPLICATE", "rules[6] DUPLICATE"));
}

}  // namespace
}  // namespace rapport::catalog
