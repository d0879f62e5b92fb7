// What is noted of searches that found nobody.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "geo/area.h"
#include "rapport/v1/locator_service.pb.h"
#include "tests/rpc/rpc_world.h"
#include "tests/support/fakes/fake_demand_store.h"

namespace rapport {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kParent[] = R"(parent: "brands/acme" )";
constexpr char kNearNyc[] = "near { latitude: 40.75 longitude: -73.98 } ";
// Which nobody speaks.
constexpr char kArabic[] = R"(languages { language_code: "ar" } )";

class DemandTest : public RpcTest {
 protected:
  v1::SearchAssociatesResponse Search(const std::string& query) const {
    return Shopper().Get<v1::SearchAssociatesResponse>(
        "LocatorService/SearchAssociates", kParent + query);
  }

  std::vector<search::DemandCount> Noted() {
    search::FakeDemandStore store;
    EXPECT_TRUE(server_->demand().WriteTo(store).ok());
    return store.counts();
  }
};

TEST_F(DemandTest, IsWhatWasAskedInVain) {
  Search(absl::StrCat(
      kNearNyc, kArabic, "service: \"", kStyling, R"("
      languages { language_code: "EN" level: LANGUAGE_LEVEL_NATIVE }
      styles: "minimalist" styles: "bridal" any_styles: "bridal"
      channels: CHANNEL_VIDEO channels: CHANNEL_IN_STORE
      market: "brands/acme/regions/emea" )",
      "window { start_time { seconds: ", Seconds("2026-03-04 10:00"),
      " } end_time { seconds: ", Seconds("2026-03-04 12:00"), " } }"));
  const auto noted = Noted();
  ASSERT_EQ(noted.size(), 1u);
  EXPECT_EQ(noted[0].searches, 1);
  const search::Demand& demand = noted[0].demand;
  EXPECT_EQ(demand.brand.text(), "acme");
  EXPECT_EQ(UtcText(absl::ToUnixSeconds(demand.hour)), "2026-03-02 09:00");
  EXPECT_EQ(demand.area, geo::AreaToken({40.75, -73.98}));
  EXPECT_EQ(demand.market, "regions/emea");
  const search::DemandFilters& filters = demand.filters;
  EXPECT_EQ(filters.service->text(), "styling");
  EXPECT_THAT(filters.languages,
              ElementsAre(SpokenLanguage{"ar", LanguageLevel::kBasic},
                          SpokenLanguage{"en", LanguageLevel::kNative}));
  EXPECT_THAT(filters.styles, ElementsAre(StyleId::FromStored("bridal"),
                                          StyleId::FromStored("minimalist")));
  EXPECT_THAT(filters.any_styles, ElementsAre(StyleId::FromStored("bridal")));
  EXPECT_EQ(filters.channels, ChannelSet({Channel::kInStore, Channel::kVideo}));
  EXPECT_EQ(filters.days_ahead, 2);
  EXPECT_FALSE(filters.names_stores);
}

TEST_F(DemandTest, IsNothingWhereSomebodyIsFound) {
  EXPECT_EQ(Search(kNearNyc).associates_size(), 3);
  const auto first = Search(absl::StrCat(kNearNyc, "page_size: 1"));
  EXPECT_EQ(first.associates_size(), 1);
  // Nor for a page behind the last, nor for a search that is refused.
  clock_.Advance(absl::Minutes(1));
  Search(
      absl::StrCat(kNearNyc, "page_token: \"", first.next_page_token(), "\""));
  EXPECT_NE(Shopper().Told("LocatorService/SearchAssociates",
                           absl::StrCat(kParent, kArabic)),
            "OK");
  EXPECT_THAT(Noted(), IsEmpty());
}

TEST_F(DemandTest, IsWhatHadNoSlotOfAnybody) {
  const auto list = [&](absl::string_view who) {
    return Shopper()
        .Get<v1::ListAnySlotsResponse>(
            "LocatorService/ListAnySlots",
            absl::StrCat("search { ", kParent, kNearNyc, who, "service: \"",
                         kStyling, "\" }"))
        .slots_size();
  };
  EXPECT_GT(list(""), 0);
  EXPECT_THAT(Noted(), IsEmpty());
  EXPECT_EQ(list(kArabic), 0);
  EXPECT_EQ(Noted().at(0).searches, 1);
}

TEST_F(DemandTest, CountsSearchesOfOneHourAndAreaTogether) {
  Search(absl::StrCat(kNearNyc, kArabic));
  clock_.Advance(absl::Minutes(59));
  // A street further, with another page size: the same to whoever counts.
  Search(absl::StrCat(
      "near { latitude: 40.751 longitude: -73.981 } page_size: 3 ", kArabic));
  EXPECT_EQ(Noted().at(0).searches, 2);
  Search(absl::StrCat(kNearNyc, kArabic));
  clock_.Advance(absl::Minutes(1));
  Search(absl::StrCat(kNearNyc, kArabic));
  EXPECT_EQ(Noted().size(), 2u);
}

TEST_F(DemandTest, TellsDaysAheadOfWindowsOnAnyClock) {
  const auto days_ahead = [&](const std::string& window) {
    Search(absl::StrCat(kNearNyc, kArabic, "service: \"", kStyling, "\" ",
                        window));
    const auto noted = Noted();
    EXPECT_EQ(noted.size(), 1u);
    return noted.at(0).demand.filters.days_ahead.value_or(-1);
  };
  EXPECT_EQ(days_ahead(""), -1);
  const std::string tuesday = "first_date { year: 2026 month: 3 day: 3 } ";
  const std::string friday = "first_date { year: 2026 month: 3 day: 6 } ";
  EXPECT_EQ(days_ahead("local_windows { " + tuesday + "}"), 1);
  EXPECT_EQ(days_ahead("local_windows { " + friday + "} local_windows { " +
                       tuesday + "}"),
            1);
  EXPECT_EQ(
      days_ahead("local_windows { " + friday + R"( time_zone: "Asia/Tokyo" })"),
      3);
  EXPECT_EQ(
      days_ahead(absl::StrCat(
          "window { start_time { seconds: ", Seconds("2026-03-01 10:00"),
          " } end_time { seconds: ", Seconds("2026-03-02 12:00"), " } }")),
      0);
}

// Never a person: only that there was one.
TEST_F(DemandTest, NamesNobody) {
  Search(absl::StrCat(kArabic, "stores: \"", kNyc, "\""));
  Search(absl::StrCat(kArabic, "associates: \"", kAna, "\""));
  const auto noted = Noted();
  ASSERT_EQ(noted.size(), 2u);
  int stores = 0;
  int associates = 0;
  for (const search::DemandCount& each : noted) {
    EXPECT_EQ(each.demand.area, "");
    stores += each.demand.filters.names_stores ? 1 : 0;
    associates += each.demand.filters.names_associates ? 1 : 0;
  }
  EXPECT_EQ(stores, 1);
  EXPECT_EQ(associates, 1);
}

}  // namespace
}  // namespace rapport
