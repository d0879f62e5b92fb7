#include "gmock/gmock.h"
#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr char kBridal[] = "brands/demo/services/bridal";

// A server that keeps one policy, of regions/fr.
class PoliciesTest : public CliTest {
 protected:
  PoliciesTest() {
    policy_.set_name("brands/demo/regions/fr/offerPolicy");
    policy_.set_etag("v3");
    v1::OfferRule& rule = *policy_.add_rules();
    rule.set_service(kBridal);
    rule.set_channel(v1::CHANNEL_VIDEO);
    rule.set_final(true);
    server_.get_offer_policy.Answer(policy_);
    server_.update_offer_policy.Answer(
        [](const v1::UpdateOfferPolicyRequest& request, v1::OfferPolicy& out) {
          out = request.offer_policy();
          return grpc::Status::OK;
        });
  }

  v1::OfferPolicy Sent() {
    const auto heard = server_.update_offer_policy.heard();
    EXPECT_THAT(heard, SizeIs(1));
    return heard.empty() ? v1::OfferPolicy() : heard[0].request.offer_policy();
  }

  v1::OfferPolicy policy_;
};

TEST_F(PoliciesTest, ListsARuleALine) {
  v1::ListOfferPoliciesResponse response;
  *response.add_offer_policies() = policy_;
  v1::OfferPolicy& brand = *response.add_offer_policies();
  brand.set_name("brands/demo/offerPolicy");
  brand.add_rules()->set_offered(true);
  server_.list_offer_policies.Answer(response);
  EXPECT_EQ(Rapport({"policies", "list"}).out,
            "SCOPE       SERVICE  CHANNEL  OFFERED  FINAL\n"
            "regions/fr  bridal   video    off      final\n"
            "brand       all      all      on\n");
  EXPECT_THAT(Rapport({"policies", "list", "--json"}).json_lines(), SizeIs(2));
}

TEST_F(PoliciesTest, ShowsWhatOneScopeSays) {
  EXPECT_THAT(Rapport({"policies", "show", "regions/fr"}).out,
              HasSubstr("bridal"));
  const auto heard = server_.get_offer_policy.heard().at(0);
  EXPECT_EQ(heard.request.name(), "brands/demo/regions/fr/offerPolicy");
  EXPECT_EQ(heard.metadata.at("x-rapport-role"), "shopper");
}

TEST_F(PoliciesTest, AddsARuleAndKeepsTheOthers) {
  const Outcome outcome = Rapport({"policies", "set", "regions/fr", "--channel",
                                   "phone,sms", "--on", "--json"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  const v1::OfferPolicy sent = Sent();
  EXPECT_EQ(sent.etag(), "v3");
  ASSERT_EQ(sent.rules_size(), 3);
  EXPECT_EQ(sent.rules(0).service(), kBridal);
  EXPECT_EQ(sent.rules(1).service(), "");
  EXPECT_EQ(sent.rules(1).channel(), v1::CHANNEL_PHONE);
  EXPECT_TRUE(sent.rules(1).offered());
  EXPECT_FALSE(sent.rules(1).final());
  EXPECT_EQ(sent.rules(2).channel(), v1::CHANNEL_SMS);
  EXPECT_EQ(
      server_.update_offer_policy.heard()[0].metadata.at("x-rapport-role"),
      "brand-admin");
}

TEST_F(PoliciesTest, ChangesTheRuleOfTheSameServiceAndChannel) {
  ASSERT_EQ(Rapport({"policies", "set", "regions/fr", "--service", "bridal",
                     "--channel", "video", "--on"})
                .exit_code,
            0);
  ASSERT_EQ(Sent().rules_size(), 1);
  EXPECT_TRUE(Sent().rules(0).offered());
  EXPECT_FALSE(Sent().rules(0).final());
}

TEST_F(PoliciesTest, TakesBackARuleOrAll) {
  ASSERT_EQ(Rapport({"policies", "unset", "regions/fr", "--service", "bridal",
                     "--channel", "video"})
                .out,
            "no rules\n");
  EXPECT_THAT(Sent().rules(), IsEmpty());
  EXPECT_EQ(Rapport({"policies", "unset", "regions/fr", "--all"}).exit_code, 0);
}

TEST_F(PoliciesTest, SaysWhenThereIsNothingToTakeBack) {
  const Outcome outcome =
      Rapport({"policies", "unset", "regions/fr", "--service", "bridal"});
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("the policy of regions/fr has no rule"));
  EXPECT_THAT(server_.update_offer_policy.heard(), IsEmpty());
}

TEST_F(PoliciesTest, NamesTheFlagAtFault) {
  const struct {
    std::vector<std::string> arguments;
    const char* told;
  } kRows[] = {
      {{"set", "regions/fr"}, "neither --on nor --off"},
      {{"set", "regions/fr", "--on", "--off"}, "--off"},
      {{"set", "regions/fr", "--on", "--channel", "fax"}, "--channel: "},
      {{"set", "regions/fr", "--on", "--service", ""}, "--service"},
      {{"set", "fr", "--on"}, "scope is 'fr'"},
      {{"set", "--on"}, "scope"},
      {{"unset", "regions/fr", "--all", "--channel", "video"}, "--all"},
      {{"show", "fr"}, "scope is 'fr'"},
      {{"explain", "--store", "s"}, "--associate, --service"},
      {{"explain", "--associate", "a", "--store", "s", "--service", "x",
        "--channel", "fax"},
       "--channel: "}};
  for (const auto& row : kRows) {
    std::vector<std::string> arguments = {"policies"};
    arguments.insert(arguments.end(), row.arguments.begin(),
                     row.arguments.end());
    const Outcome outcome = Rapport(arguments);
    EXPECT_EQ(outcome.exit_code, 2) << row.told;
    EXPECT_THAT(outcome.err, HasSubstr(row.told));
  }
  EXPECT_THAT(server_.update_offer_policy.heard(), IsEmpty());
}

TEST_F(PoliciesTest, ExitsWithFiveWhenSomebodyElseWroteMeanwhile) {
  server_.update_offer_policy.Fail(
      client::ErrorWith(grpc::ABORTED, "it has changed", "ETAG_MISMATCH"));
  EXPECT_EQ(Rapport({"policies", "set", "brand", "--off"}).exit_code, 5);
}

TEST_F(PoliciesTest, ExplainsWhoSaysSo) {
  v1::ExplainOfferResponse response;
  v1::OfferDecision& video = *response.add_decisions();
  video.set_channel(v1::CHANNEL_VIDEO);
  video.set_ground(v1::OFFER_GROUND_POLICY);
  video.set_decided_by("brands/demo/regions/fr");
  v1::OfferWord& word = *video.add_words();
  word.set_scope("brands/demo/regions/fr");
  *word.mutable_rule() = policy_.rules(0);
  v1::OfferWord& overruled = *video.add_words();
  overruled.set_scope("brands/demo/stores/s1");
  overruled.mutable_rule()->set_offered(true);
  overruled.set_overruled(true);
  v1::OfferDecision& phone = *response.add_decisions();
  phone.set_channel(v1::CHANNEL_PHONE);
  phone.set_ground(v1::OFFER_GROUND_ASSOCIATE_CHANNELS);
  phone.set_decided_by("brands/demo/associates/a1");
  server_.explain_offer.Answer(response);
  const std::vector<std::string> arguments = {
      "policies", "explain", "--associate", "a1",
      "--store",  "s1",      "--service",   "bridal"};
  EXPECT_EQ(
      Rapport(arguments).out,
      "CHANNEL  OFFERED  SAYS WHO                        POLICIES\n"
      "video    no       regions/fr                      regions/fr: bridal by "
      "video off, final; stores/s1: everything on (overruled)\n"
      "phone    no       the associate does not take it\n");
  const auto request = server_.explain_offer.heard().at(0).request;
  EXPECT_EQ(request.associate(), "brands/demo/associates/a1");
  EXPECT_EQ(request.store(), "brands/demo/stores/s1");
  EXPECT_EQ(request.service(), kBridal);
  EXPECT_EQ(request.channel(), v1::CHANNEL_UNSPECIFIED);
}

}  // namespace
}  // namespace rapport::cli
