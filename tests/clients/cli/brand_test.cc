#include "gmock/gmock.h"
#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

class BrandTest : public CliTest {};

TEST_F(BrandTest, CreatesABrandAsAnOperator) {
  server_.create_brand.Answer(v1::Brand());
  EXPECT_EQ(
      Rapport({"brand", "create", "acme", "--display-name", "Acme"}).exit_code,
      0);
  const auto heard = server_.create_brand.heard().at(0);
  EXPECT_EQ(heard.metadata.at("x-rapport-role"), "operator");
  EXPECT_EQ(heard.request.brand_id(), "acme");
  EXPECT_EQ(heard.request.brand().display_name(), "Acme");
}

TEST_F(BrandTest, TakesTheBrandFromTheFileThatShowWrites) {
  v1::Brand brand;
  brand.set_name("brands/demo");
  brand.set_display_name("Maison");
  brand.add_styles()->set_style_id("bridal");
  server_.get_brand.Answer(brand);
  server_.create_brand.Answer(brand);
  const std::string path =
      File("brand.json", Rapport({"brand", "show", "--json"}).out);
  ASSERT_EQ(Rapport({"brand", "create", "copy", "--file", path}).exit_code, 0);
  const auto sent = server_.create_brand.heard().at(0).request;
  EXPECT_EQ(sent.brand_id(), "copy");
  EXPECT_EQ(sent.brand().display_name(), "Maison");
  EXPECT_EQ(sent.brand().styles(0).style_id(), "bridal");
}

TEST_F(BrandTest, ExitsWithFourForABrandThatIsThere) {
  server_.create_brand.Fail(
      client::ErrorWith(grpc::ALREADY_EXISTS, "there is one", "BRAND_EXISTS"));
  EXPECT_EQ(Rapport({"brand", "create", "demo"}).exit_code, 4);
}

TEST_F(BrandTest, ShowsAndSetsWhetherTimeOffNeedsApproval) {
  v1::Brand brand;
  brand.set_name("brands/demo");
  brand.set_display_name("Maison");
  brand.set_etag("v3");
  server_.get_brand.Answer(brand);
  server_.update_brand.Answer(
      [](const v1::UpdateBrandRequest& request, v1::Brand& answer) {
        answer = request.brand();
        return grpc::Status::OK;
      });
  EXPECT_THAT(Rapport({"brand", "time-off"}).lines(), ElementsAre("free"));
  EXPECT_THAT(Rapport({"brand", "time-off", "needs-approval"}).lines(),
              ElementsAre("needs-approval"));
  brand.set_time_off_needs_approval(true);
  EXPECT_EQ(server_.update_brand.heard().at(0).request.brand().DebugString(),
            brand.DebugString());
  server_.get_brand.Answer(brand);
  EXPECT_THAT(Rapport({"brand", "time-off", "free", "--json"}).out,
              HasSubstr("\"time_off_needs_approval\":false"));
  EXPECT_NE(Rapport({"brand", "time-off", "perhaps"}).exit_code, 0);
}

class ServicesTest : public CliTest {
 protected:
  ServicesTest() {
    server_.update_service.Answer(
        [](const v1::UpdateServiceRequest& request, v1::Service& service) {
          service = request.service();
          return grpc::Status::OK;
        });
    server_.get_service.Fail(
        client::ErrorWith(grpc::NOT_FOUND, "there is none", "NOT_FOUND"));
  }
};

TEST_F(ServicesTest, SetsOneFromFlags) {
  const Outcome outcome =
      Rapport({"services", "set", "bridal-styling", "--display-name", "Bridal",
               "--duration", "1h30m", "--buffer-after", "15m", "--notice",
               "48h", "--channels", "in-store,video"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("1h30m"), HasSubstr("in-store, video")));
  const auto sent = server_.update_service.heard().at(0).request;
  EXPECT_TRUE(sent.allow_missing());
  EXPECT_EQ(sent.service().name(), "brands/demo/services/bridal-styling");
  EXPECT_EQ(sent.service().duration().seconds(), 5400);
  EXPECT_EQ(sent.service().buffer_after().seconds(), 900);
  EXPECT_EQ(sent.service().minimum_notice().seconds(), 48 * 3600);
  EXPECT_FALSE(sent.service().has_buffer_before());
  EXPECT_FALSE(sent.service().has_slot_interval());
  EXPECT_THAT(sent.service().channels(),
              ElementsAre(v1::CHANNEL_IN_STORE, v1::CHANNEL_VIDEO));
}

TEST_F(ServicesTest, SetsAndTakesAwayRulesForBookings) {
  const Outcome outcome = Rapport({"services",
                                   "set",
                                   "styling",
                                   "--display-name",
                                   "Styling",
                                   "--duration",
                                   "1h",
                                   "--channels",
                                   "video",
                                   "--cancel-notice",
                                   "24h",
                                   "--move-notice",
                                   "2h",
                                   "--question",
                                   "size!=Which size?",
                                   "--question",
                                   "occasion=What for?|gala|wedding",
                                   "--party-max",
                                   "4",
                                   "--live-max",
                                   "3",
                                   "--count-max",
                                   "1",
                                   "--period",
                                   "168h"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out,
              HasSubstr("cancel 24h before, move 2h before, 2 questions, party "
                        "of 4, at most 3 ahead, at most 1 in 168h"));
  v1::Service sent = server_.update_service.heard().at(0).request.service();
  EXPECT_EQ(sent.cancel_notice().seconds(), 86400);
  EXPECT_EQ(sent.move_notice().seconds(), 7200);
  ASSERT_EQ(sent.questions_size(), 2);
  EXPECT_TRUE(sent.questions(0).required());
  EXPECT_EQ(sent.questions(1).choices_size(), 2);
  EXPECT_EQ(sent.party_max(), 4);
  EXPECT_EQ(sent.shopper_limit().period().seconds(), 7 * 86400);
  sent.set_etag("v1");
  server_.get_service.Answer(sent);
  ASSERT_EQ(Rapport({"services", "set", "styling", "--question", "none",
                     "--count-max", "0", "--cancel-notice", "0"})
                .exit_code,
            0);
  const v1::Service then =
      server_.update_service.heard().at(1).request.service();
  EXPECT_EQ(then.questions_size(), 0);
  EXPECT_EQ(then.cancel_notice().seconds(), 0);
  EXPECT_EQ(then.move_notice().seconds(), 7200);
  EXPECT_EQ(then.shopper_limit().live_max(), 3);
  EXPECT_FALSE(then.shopper_limit().has_period());
  ASSERT_EQ(Rapport({"services", "set", "styling", "--live-max", "0",
                     "--count-max", "0"})
                .exit_code,
            0);
  EXPECT_FALSE(server_.update_service.heard()
                   .at(2)
                   .request.service()
                   .has_shopper_limit());
  EXPECT_THAT(Rapport({"services", "set", "styling", "--question", "size"}).err,
              HasSubstr("--question: 'size' is no ID=TEXT"));
}

TEST_F(ServicesTest, SetsAndTakesAwayLengthsToChooseFrom) {
  const Outcome outcome = Rapport(
      {"services", "set", "styling", "--display-name", "Styling", "--duration",
       "1h", "--durations", "30m,1h30m", "--channels", "video"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("1h, 30m, 1h30m"));
  v1::Service sent = server_.update_service.heard().at(0).request.service();
  ASSERT_EQ(sent.duration_choices_size(), 2);
  EXPECT_EQ(sent.duration_choices(0).seconds(), 1800);
  EXPECT_EQ(sent.duration_choices(1).seconds(), 5400);
  server_.get_service.Answer(sent);
  ASSERT_EQ(Rapport({"services", "set", "styling", "--hold", "5m"}).exit_code,
            0);
  EXPECT_EQ(server_.update_service.heard()
                .at(1)
                .request.service()
                .duration_choices_size(),
            2);
  ASSERT_EQ(
      Rapport({"services", "set", "styling", "--durations", "none"}).exit_code,
      0);
  EXPECT_EQ(server_.update_service.heard()
                .at(2)
                .request.service()
                .duration_choices_size(),
            0);
  EXPECT_THAT(
      Rapport({"services", "set", "styling", "--durations", "soon"}).err,
      HasSubstr("--durations is 'soon'"));
}

TEST_F(ServicesTest, ChangesWhatTheFlagsSayOfOneThatIsThere) {
  v1::Service service;
  service.set_name("brands/demo/services/bridal-styling");
  service.set_display_name("Bridal");
  service.set_etag("v4");
  service.mutable_duration()->set_seconds(3600);
  service.mutable_buffer_after()->set_seconds(900);
  service.add_channels(v1::CHANNEL_VIDEO);
  server_.get_service.Answer(service);
  ASSERT_EQ(Rapport({"services", "set", "bridal-styling", "--duration", "2h"})
                .exit_code,
            0);
  const auto sent = server_.update_service.heard().at(0).request;
  EXPECT_FALSE(sent.allow_missing());
  service.mutable_duration()->set_seconds(7200);
  EXPECT_EQ(sent.service().DebugString(), service.DebugString());
}

TEST_F(ServicesTest, NamesEachFlagThatANewOneNeeds) {
  const Outcome outcome =
      Rapport({"services", "set", "new", "--display-name", "New"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("needs --duration, --channels"));
  EXPECT_THAT(Rapport({"services", "set", "new", "--channels", "fax"}).err,
              HasSubstr("--channels: "));
  EXPECT_THAT(server_.update_service.heard(), SizeIs(0));
}

TEST_F(ServicesTest, ImportsAFileThatListWrites) {
  v1::ListServicesResponse services;
  for (const char* id : {"a", "b"}) {
    v1::Service& service = *services.add_services();
    service.set_name(std::string("brands/demo/services/") + id);
    service.mutable_duration()->set_seconds(1800);
  }
  server_.list_services.Answer(services);
  const Outcome listed = Rapport({"services", "list", "--json"});
  ASSERT_THAT(listed.json_lines(), SizeIs(2));
  const Outcome imported = Rapport({"services", "import", "-"}, listed.out);
  EXPECT_EQ(imported.out, "2 services written\n");
  ASSERT_THAT(server_.update_service.heard(), SizeIs(2));
  EXPECT_EQ(server_.update_service.heard()[1].request.service().name(),
            "brands/demo/services/b");
}

}  // namespace
}  // namespace rapport::cli
