// Associates as a shopper asks for them: ranked, with the reasons, and with
// what to ask for instead where there are few.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "rapport/v1/catalog_service.pb.h"
#include "rapport/v1/locator_service.pb.h"
#include "tests/rpc/rpc_world.h"

namespace rapport {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kParent[] = R"(parent: "brands/acme" )";
constexpr char kNearParis[] = "near { latitude: 48.87 longitude: 2.33 } ";
constexpr char kNearNyc[] = "near { latitude: 40.75 longitude: -73.98 } ";
constexpr char kByVideo[] = "channels: CHANNEL_VIDEO ";

std::string ForStyling() {
  return absl::StrCat("service: \"", kStyling, "\" ");
}

std::string Named(const std::string& field, const std::string& name) {
  return absl::StrCat(field, ": \"", name, "\" ");
}

class JointSearchTest : public RpcTest {
 protected:
  v1::SearchAssociatesResponse Search(const std::string& query) const {
    return Shopper().Get<v1::SearchAssociatesResponse>(
        "LocatorService/SearchAssociates", kParent + query);
  }

  std::vector<std::string> Found(const std::string& query) const {
    std::vector<std::string> names;
    const v1::SearchAssociatesResponse found = Search(query);
    for (const v1::AssociateHit& hit : found.associates()) {
      names.push_back(hit.associate().name());
    }
    return names;
  }

  void ChangeBrand(const std::function<void(v1::Brand&)>& change) {
    v1::UpdateBrandRequest request;
    *request.mutable_brand() = Admin().Get<v1::Brand>("CatalogService/GetBrand",
                                                      R"(name: "brands/acme")");
    change(*request.mutable_brand());
    const grpc::Status status =
        Admin().Call("CatalogService/UpdateBrand", request, nullptr);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  void ChangeAssociate(const std::string& name,
                       const std::function<void(v1::Associate&)>& change) {
    v1::UpdateAssociateRequest request;
    *request.mutable_associate() = Admin().Get<v1::Associate>(
        "CatalogService/GetAssociate", Named("name", name));
    change(*request.mutable_associate());
    const grpc::Status status =
        Admin().Call("CatalogService/UpdateAssociate", request, nullptr);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
};

TEST_F(JointSearchTest, SaysWhatEachScoreIsMadeOf) {
  const auto found =
      Search(absl::StrCat(kNearParis, ForStyling(), kByVideo,
                          R"(languages { language_code: "en" } )"
                          R"(any_styles: "bridal" any_styles: "minimalist")"));
  ASSERT_EQ(found.associates_size(), 2);
  // It is 10:00 in Paris; with an hour's notice bo has 11:00 as first slot, and
  // an hour is a 24th of what a day's wait counts.
  const v1::AssociateHit& bo = found.associates(0);
  EXPECT_EQ(bo.associate().name(), kBo);
  EXPECT_EQ(bo.channel(), v1::CHANNEL_VIDEO);
  EXPECT_EQ(bo.score().distance_m(), 0);
  EXPECT_EQ(bo.score().language_m(), 3'000);  // basic, three below native
  EXPECT_EQ(bo.score().style_m(), 2'000);     // bridal only
  EXPECT_EQ(bo.score().channel_m(), 0);
  EXPECT_EQ(bo.score().wait_m(), 1'000 / 24);
  EXPECT_EQ(bo.score().unfamiliar_m(), 0);
  EXPECT_EQ(bo.score().total_m(), 5'041);
  // Ana has 10:00 in New York, which is in six hours.
  const v1::AssociateHit& ana = found.associates(1);
  EXPECT_EQ(ana.associate().name(), kAna);
  EXPECT_NEAR(ana.score().distance_m(), ana.distance_m() / 10, 1);
  EXPECT_EQ(ana.score().language_m(), 1'000);
  EXPECT_EQ(ana.score().style_m(), 0);
  EXPECT_EQ(ana.score().wait_m(), 6'000 / 24);
  EXPECT_EQ(ana.score().total_m(), ana.score().distance_m() +
                                       ana.score().language_m() +
                                       ana.score().wait_m());
}

TEST_F(JointSearchTest, RanksByTheBrandsWeights) {
  const std::string query =
      absl::StrCat(kNearParis, ForStyling(), kByVideo,
                   R"(languages { language_code: "en" })");
  EXPECT_THAT(Found(query), ElementsAre(kBo, kAna));
  ChangeBrand([](v1::Brand& brand) {
    brand.mutable_ranking_weights()->set_language_level_m(1'000'000);
  });
  EXPECT_THAT(Found(query), ElementsAre(kAna, kBo));
  EXPECT_EQ(Search(query).associates(0).score().language_m(), 1'000'000);
  // What is cleared is as if it had never been said.
  ChangeBrand([](v1::Brand& brand) {
    brand.mutable_ranking_weights()->clear_language_level_m();
  });
  EXPECT_THAT(Found(query), ElementsAre(kBo, kAna));
}

TEST_F(JointSearchTest, TellsTheWeightsThatHold) {
  ChangeBrand([](v1::Brand& brand) {
    brand.clear_ranking_weights();
    brand.mutable_ranking_weights()->set_remote_distance_percent(0);
  });
  const v1::RankingWeights weights =
      Shopper()
          .Get<v1::Brand>("CatalogService/GetBrand", R"(name: "brands/acme")")
          .ranking_weights();
  EXPECT_EQ(weights.language_level_m(), 1'000);
  EXPECT_EQ(weights.style_m(), 2'000);
  EXPECT_EQ(weights.channel_m(), 3'000);
  EXPECT_EQ(weights.wait_day_m(), 1'000);
  EXPECT_EQ(weights.unfamiliar_m(), 10'000);
  EXPECT_EQ(weights.remote_distance_percent(), 0);
}

TEST_F(JointSearchTest, PutsThoseFirstWhomTheShopperKnows) {
  ChangeBrand([](v1::Brand& brand) {
    brand.mutable_ranking_weights()->set_unfamiliar_m(1'000'000);
  });
  const auto found = Search(absl::StrCat(
      kNearParis, ForStyling(), kByVideo, Named("familiar_associates", kAna),
      // Whom a shopper knew may be gone.
      Named("familiar_associates",
            "brands/acme/associates/" + std::string(26, '0'))));
  ASSERT_EQ(found.associates_size(), 3);
  EXPECT_EQ(found.associates(0).associate().name(), kAna);
  EXPECT_EQ(found.associates(0).score().unfamiliar_m(), 0);
  EXPECT_EQ(found.associates(1).associate().name(), kBo);
  EXPECT_EQ(found.associates(1).score().unfamiliar_m(), 1'000'000);
}

TEST_F(JointSearchTest, FindsInTheOrderThatIsAskedFor) {
  const std::string query = absl::StrCat(kNearNyc, ForStyling(), kByVideo);
  EXPECT_THAT(Found(query + "order: ASSOCIATE_ORDER_DISTANCE"),
              ElementsAre(kAna, kBo, kChi));
  // Paris is open, New York opens at 15:00 UTC, Tokyo tomorrow.
  const auto earliest = Search(query + "order: ASSOCIATE_ORDER_EARLIEST");
  ASSERT_EQ(earliest.associates_size(), 3);
  EXPECT_EQ(earliest.associates(0).associate().name(), kBo);
  EXPECT_EQ(earliest.associates(1).associate().name(), kAna);
  EXPECT_EQ(earliest.associates(2).associate().name(), kChi);
  EXPECT_FALSE(earliest.associates(0).has_score());
  EXPECT_TRUE(
      Search(query + "order: ASSOCIATE_ORDER_SCORE").associates(0).has_score());
}

TEST_F(JointSearchTest, MeetsOnTheChannelThatIsLikedBest) {
  // Ana is near enough to go to; bo is had by video.
  const auto found = Search(absl::StrCat(
      kNearNyc, ForStyling(),
      "channels: CHANNEL_IN_STORE channels: CHANNEL_VIDEO page_size: 2"));
  ASSERT_EQ(found.associates_size(), 2);
  EXPECT_EQ(found.associates(0).channel(), v1::CHANNEL_IN_STORE);
  EXPECT_EQ(found.associates(0).score().channel_m(), 0);
  EXPECT_EQ(found.associates(1).channel(), v1::CHANNEL_VIDEO);
  EXPECT_EQ(found.associates(1).score().channel_m(), 3'000);
  EXPECT_EQ(found.associates(1).slots(0).channel(), v1::CHANNEL_VIDEO);
}

TEST_F(JointSearchTest, NeedsNoPointWhereStoresAssociatesOrAMarketSayWhere) {
  const auto found =
      Search(absl::StrCat(Named("stores", kParis), Named("stores", kTokyo)));
  ASSERT_EQ(found.associates_size(), 2);
  EXPECT_FALSE(found.associates(0).has_distance_m());
  EXPECT_EQ(found.associates(0).score().distance_m(), 0);
  EXPECT_THAT(Found(Named("associates", kChi)), ElementsAre(kChi));
  EXPECT_THAT(Found(R"(market: "brands/acme/regions/emea")"), IsEmpty());
}

TEST_F(JointSearchTest, TakesWindowsOnTheStoresClock) {
  // Tuesday between 15:00 and 17:00, wherever: three starts of an hour each.
  const auto found = Search(
      absl::StrCat(kNearNyc, ForStyling(), kByVideo,
                   "local_windows { first_date { year: 2026 month: 3 day: 3 } "
                   "start_time { hours: 15 } end_time { hours: 17 } } "
                   "order: ASSOCIATE_ORDER_DISTANCE"));
  ASSERT_EQ(found.associates_size(), 3);
  for (int i = 0; i < 3; ++i) {
    std::vector<std::string> starts;
    for (const v1::Slot& slot : found.associates(i).slots()) {
      starts.push_back(UtcText(slot.start_time().seconds()));
    }
    const char* const kDay[] = {
        "2026-03-03 20:", "2026-03-03 14:", "2026-03-03 06:"};
    const char* const kNext[] = {
        "2026-03-03 21:", "2026-03-03 15:", "2026-03-03 07:"};
    EXPECT_THAT(starts, ElementsAre(absl::StrCat(kDay[i], "00"),
                                    absl::StrCat(kDay[i], "30"),
                                    absl::StrCat(kNext[i], "00")));
  }
}

// In New York the clock goes from 02:00 to 03:00 on the 8th of March.
TEST_F(JointSearchTest, FindsNobodyInHoursThatTheClockSkips) {
  const std::string skipped =
      "local_windows { first_date { year: 2026 month: 3 day: 8 } "
      "start_time { hours: 2 minutes: 15 } end_time { hours: 2 minutes: 45 } ";
  for (const char* zone : {"}", R"(time_zone: "America/New_York" })"}) {
    const std::string query =
        absl::StrCat(Named("stores", kNyc), ForStyling(), skipped, zone);
    EXPECT_THAT(Found(query), IsEmpty());
    EXPECT_THAT(Found(query + " include_unavailable: true"), ElementsAre(kAna));
  }
}

TEST_F(JointSearchTest, TakesWindowsOnTheShoppersClock) {
  // Between 15:00 and 17:00 in Paris ana has 10:00 in New York, 16:00 here.
  const auto found = Search(absl::StrCat(
      kNearNyc, ForStyling(), kByVideo,
      "local_windows { first_date { year: 2026 month: 3 day: 3 } "
      "start_time { hours: 15 } end_time { hours: 17 } "
      R"(time_zone: "Europe/Paris" } order: ASSOCIATE_ORDER_DISTANCE)"));
  ASSERT_EQ(found.associates_size(), 2);
  ASSERT_EQ(found.associates(0).slots_size(), 1);
  EXPECT_EQ(UtcText(found.associates(0).slots(0).start_time().seconds()),
            "2026-03-03 15:00");
  EXPECT_EQ(found.associates(1).slots_size(), 3);
}

TEST_F(JointSearchTest, FindsOnlyByAttributesThatTheBrandLetsBeSearchedFor) {
  ChangeAssociate(kBo, [](v1::Associate& bo) {
    bo.add_attributes("female");
    bo.add_attributes("trainee");
  });
  const std::string female = absl::StrCat(kNearNyc, R"(attributes: "female")");
  const auto told = [&](const std::string& query) {
    return Shopper().Told("LocatorService/SearchAssociates", kParent + query);
  };
  EXPECT_EQ(told(female), "INVALID_ARGUMENT UNKNOWN attributes[0]");
  ChangeBrand([](v1::Brand& brand) {
    brand.add_searchable_attributes("female");
    brand.add_searchable_attributes("deaf");
  });
  EXPECT_THAT(Found(female), ElementsAre(kBo));
  EXPECT_THAT(Found(female + R"( attributes: "deaf")"), IsEmpty());
  EXPECT_EQ(told(absl::StrCat(kNearNyc, R"(attributes: "trainee")")),
            "INVALID_ARGUMENT UNKNOWN attributes[0]");
}

TEST_F(JointSearchTest, TellsShoppersOnlySearchableAttributes) {
  ChangeAssociate(kBo, [](v1::Associate& bo) {
    bo.add_attributes("female");
    bo.add_attributes("trainee");
  });
  ChangeBrand(
      [](v1::Brand& brand) { brand.add_searchable_attributes("female"); });
  const std::string bo = Named("name", kBo);
  const std::string get = "CatalogService/GetAssociate";
  EXPECT_THAT(Shopper().Get<v1::Associate>(get, bo).attributes(),
              ElementsAre("female"));
  EXPECT_THAT(Admin().Get<v1::Associate>(get, bo).attributes(),
              ElementsAre("female", "trainee"));
  EXPECT_THAT(Search(kNearParis).associates(0).associate().attributes(),
              ElementsAre("female"));
  EXPECT_THAT(Shopper()
                  .Get<v1::StorePage>("LocatorService/GetStorePage",
                                      Named("name", kParis))
                  .associates(0)
                  .associate()
                  .attributes(),
              ElementsAre("female"));
  const auto list = Shopper().Get<v1::ListAssociatesResponse>(
      "CatalogService/ListAssociates",
      absl::StrCat(kParent, Named("store", kParis)));
  EXPECT_THAT(list.associates(0).attributes(), ElementsAre("female"));
}

TEST_F(JointSearchTest, SaysWhatEachConditionCostsAndWhatToAskForInstead) {
  const auto found = Search(absl::StrCat(
      kNearNyc, "radius_m: 1000 ", ForStyling(), "channels: CHANNEL_IN_STORE ",
      R"(languages { language_code: "en" level: LANGUAGE_LEVEL_NATIVE })"));
  EXPECT_EQ(found.associates_size(), 0);
  std::vector<std::string> costs;
  for (const v1::AssociateCondition& each : found.sparse().conditions()) {
    costs.push_back(absl::StrCat(each.field(), " ", each.matches_without(), " ",
                                 each.matches_alone()));
  }
  // The window is that of the next 14 days.
  EXPECT_THAT(costs, ElementsAre("window 0 3", "radius_m 0 1", "channels 0 3",
                                 "languages 1 0", "service 0 3"));
  ASSERT_GE(found.sparse().relaxations_size(), 1);
  const v1::AssociateRelaxation& first = found.sparse().relaxations(0);
  EXPECT_EQ(first.field(), "languages");
  EXPECT_EQ(first.matches(), 1);
  EXPECT_EQ(first.language().language_code(), "en");
  EXPECT_EQ(first.language().level(), v1::LANGUAGE_LEVEL_FLUENT);
}

TEST_F(JointSearchTest, SuggestsTheNearestTimeAndDistance) {
  const auto found = Search(absl::StrCat(
      kNearParis, "radius_m: 1000 ", ForStyling(), kByVideo,
      "window { start_time { seconds: ", Seconds("2026-03-03 19:00"),
      " } end_time { seconds: ", Seconds("2026-03-03 21:00"), " } }"));
  EXPECT_EQ(found.associates_size(), 0);
  ASSERT_GE(found.sparse().relaxations_size(), 2);
  const v1::AssociateRelaxation& time = found.sparse().relaxations(0);
  EXPECT_EQ(time.field(), "window");
  EXPECT_EQ(UtcText(time.window().start_time().seconds()), "2026-03-04 09:00");
  const v1::AssociateRelaxation& wider = found.sparse().relaxations(1);
  EXPECT_EQ(wider.field(), "radius_m");
  EXPECT_NEAR(wider.radius_m(), 5'837'000, 20'000);
  EXPECT_EQ(wider.matches(), 1);
}

TEST_F(JointSearchTest, ExplainsAShortFirstPageAndNoOther) {
  EXPECT_TRUE(Search(kNearNyc).has_sparse());
  EXPECT_FALSE(Search(absl::StrCat(kNearNyc, "page_size: 3")).has_sparse());
  const auto first = Search(absl::StrCat(kNearNyc, "page_size: 2"));
  EXPECT_FALSE(first.has_sparse());
  EXPECT_FALSE(Search(absl::StrCat(kNearNyc, "page_size: 2 page_token: \"",
                                   first.next_page_token(), "\""))
                   .has_sparse());
}

}  // namespace
}  // namespace rapport
