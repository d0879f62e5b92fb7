#include "gmock/gmock.h"
#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class BrandRankingTest : public CliTest {
 protected:
  BrandRankingTest() {
    v1::Brand brand;
    brand.set_name("brands/demo");
    brand.set_display_name("Maison");
    brand.set_etag("v7");
    brand.mutable_ranking_weights()->set_style_m(2'000);
    brand.mutable_ranking_weights()->set_wait_day_m(1'500);
    brand.mutable_ranking_weights()->set_remote_distance_percent(10);
    brand.add_searchable_attributes("female");
    brand.add_searchable_attributes("male");
    server_.get_brand.Answer(brand);
    server_.update_brand.Answer(
        [](const v1::UpdateBrandRequest& request, v1::Brand& out) {
          out = request.brand();
          return grpc::Status::OK;
        });
  }

  v1::Brand Sent() {
    return server_.update_brand.heard().back().request.brand();
  }
};

TEST_F(BrandRankingTest, ShowsEachWeight) {
  const Outcome outcome = Rapport({"brand", "ranking", "show"});
  ASSERT_THAT(outcome.lines(), SizeIs(7));
  EXPECT_THAT(outcome.lines()[2],
              AllOf(HasSubstr("style-m "), HasSubstr(" 2,000  for each")));
  EXPECT_THAT(outcome.lines()[6],
              AllOf(HasSubstr("remote-distance-percent "), HasSubstr(" 10 %")));
}

TEST_F(BrandRankingTest, SetsOnlyWhatIsSaid) {
  const Outcome outcome = Rapport({"brand", "ranking", "set", "--style-m",
                                   "5000", "--remote-distance-percent", "0"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("5,000"));
  const v1::Brand sent = Sent();
  EXPECT_EQ(sent.display_name(), "Maison");
  EXPECT_EQ(sent.etag(), "v7");
  EXPECT_EQ(sent.ranking_weights().style_m(), 5'000);
  EXPECT_EQ(sent.ranking_weights().wait_day_m(), 1'500);
  EXPECT_TRUE(sent.ranking_weights().has_remote_distance_percent());
  EXPECT_EQ(sent.ranking_weights().remote_distance_percent(), 0);
  const auto heard = server_.update_brand.heard().at(0);
  EXPECT_EQ(heard.metadata.at("x-rapport-role"), "brand-admin");
}

TEST_F(BrandRankingTest, ResetsTheRest) {
  ASSERT_EQ(Rapport({"brand", "ranking", "set", "--reset", "--channel-m", "1"})
                .exit_code,
            0);
  EXPECT_EQ(Sent().ranking_weights().channel_m(), 1);
  EXPECT_FALSE(Sent().ranking_weights().has_style_m());
}

TEST_F(BrandRankingTest, RefusesToSetNothing) {
  const Outcome outcome = Rapport({"brand", "ranking", "set"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("nothing to set"));
  EXPECT_EQ(Rapport({"brand", "ranking", "set", "--style-m", "far"}).exit_code,
            2);
  EXPECT_THAT(server_.update_brand.heard(), IsEmpty());
}

TEST_F(BrandRankingTest, WritesWeightsAsJson) {
  const auto lines =
      Rapport({"brand", "ranking", "show", "--json"}).json_lines();
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(lines[0]["waitDayM"], 1'500);
}

TEST_F(BrandRankingTest, ListsTheAttributes) {
  EXPECT_THAT(Rapport({"brand", "attributes", "list"}).lines(),
              ElementsAre("female", "male"));
  EXPECT_THAT(Rapport({"brand", "attributes", "list", "--json"}).lines(),
              ElementsAre("\"female\"", "\"male\""));
  server_.get_brand.Answer(v1::Brand());
  EXPECT_EQ(Rapport({"brand", "attributes", "list"}).out,
            "no attribute may be searched for\n");
}

TEST_F(BrandRankingTest, AddsAttributesOnce) {
  ASSERT_EQ(Rapport({"brand", "attributes", "add", "deaf", "female"}).exit_code,
            0);
  EXPECT_THAT(Sent().searchable_attributes(),
              ElementsAre("female", "male", "deaf"));
}

TEST_F(BrandRankingTest, RemovesAttributesThatAreThere) {
  ASSERT_EQ(Rapport({"brand", "attributes", "remove", "female"}).exit_code, 0);
  EXPECT_THAT(Sent().searchable_attributes(), ElementsAre("male"));
  const Outcome outcome = Rapport({"brand", "attributes", "remove", "deaf"});
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("deaf"));
  EXPECT_THAT(server_.update_brand.heard(), SizeIs(1));
}

}  // namespace
}  // namespace rapport::cli
