#include "clients/cli/text/policy_text.h"

#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rapport::cli {
namespace {

using testing::HasSubstr;

TEST(PolicyName, IsMadeOfAScopeAsPeopleWriteIt) {
  EXPECT_EQ(*PolicyName("demo", "brand"), "brands/demo/offerPolicy");
  EXPECT_EQ(*PolicyName("demo", "regions/fr"),
            "brands/demo/regions/fr/offerPolicy");
  EXPECT_EQ(*PolicyName("demo", "stores/s1"),
            "brands/demo/stores/s1/offerPolicy");
}

TEST(PolicyName, TakesFullNamesAsTheyAre) {
  EXPECT_EQ(*PolicyName("demo", "brands/acme/stores/s1"),
            "brands/acme/stores/s1/offerPolicy");
  EXPECT_EQ(*PolicyName("demo", "brands/acme/regions/fr/offerPolicy"),
            "brands/acme/regions/fr/offerPolicy");
  EXPECT_EQ(*PolicyName("demo", "brands/acme"), "brands/acme/offerPolicy");
}

TEST(PolicyName, RefusesAnIdThatDoesNotSayOfWhat) {
  for (const char* scope : {"", "fr", "s1", "Brand"}) {
    const auto name = PolicyName("demo", scope);
    EXPECT_EQ(name.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(name.status().message(), HasSubstr("regions/ID"));
  }
}

TEST(ScopeOf, GivesBackWhatPeopleWrite) {
  for (const char* scope :
       {"brand", "regions/fr", "regions/fr/markets/paris", "stores/s1"}) {
    EXPECT_EQ(ScopeOf(*PolicyName("demo", scope)), scope);
  }
  EXPECT_EQ(ScopeOf("brands/demo"), "brand");
  EXPECT_EQ(ScopeOf("brands/demo/associates/a1"), "associates/a1");
}

TEST(FormatRule, SaysWhatIsOnAndOff) {
  v1::OfferRule rule;
  EXPECT_EQ(FormatRule(rule), "everything off");
  rule.set_service("brands/demo/services/bridal");
  rule.set_channel(v1::CHANNEL_IN_STORE);
  rule.set_offered(true);
  rule.set_final(true);
  EXPECT_EQ(FormatRule(rule), "bridal by in-store on, final");
}

TEST(WritePolicies, SaysThatThereIsNoRule) {
  std::ostringstream out;
  WritePolicies({v1::OfferPolicy()}, out);
  EXPECT_EQ(out.str(), "no rules\n");
}

TEST(WriteDecisions, HasAReasonForEveryGround) {
  for (int ground = 1; v1::OfferGround_IsValid(ground); ++ground) {
    v1::ExplainOfferResponse response;
    v1::OfferDecision& decision = *response.add_decisions();
    decision.set_channel(v1::CHANNEL_VIDEO);
    decision.set_ground(static_cast<v1::OfferGround>(ground));
    decision.set_decided_by("brands/demo/regions/fr");
    std::ostringstream out;
    WriteDecisions(response, out);
    const std::string text = out.str();
    EXPECT_THAT(text, HasSubstr("SAYS WHO")) << ground;
    EXPECT_THAT(text, HasSubstr("video    no")) << ground;
  }
}

}  // namespace
}  // namespace rapport::cli
