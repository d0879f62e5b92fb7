// Stores as a shopper's locator asks for them.
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
constexpr char kNearNyc[] = "near { latitude: 40.7 longitude: -74 } ";

class LocatorTest : public RpcTest {
 protected:
  // Changes a store as its brand does.
  void Change(const std::string& name,
              const std::function<void(v1::Store&)>& change) {
    v1::UpdateStoreRequest request;
    *request.mutable_store() = Admin().Get<v1::Store>(
        "CatalogService/GetStore", absl::StrCat("name: \"", name, "\""));
    change(*request.mutable_store());
    v1::Store changed;
    const grpc::Status status =
        Admin().Call("CatalogService/UpdateStore", request, &changed);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  v1::SearchStoresResponse Search(const std::string& query) const {
    return Shopper().Get<v1::SearchStoresResponse>(
        "LocatorService/SearchStores", kParent + query);
  }

  // The names of the stores that are found.
  std::vector<std::string> Found(const std::string& query) const {
    std::vector<std::string> names;
    const v1::SearchStoresResponse found = Search(query);
    for (const v1::StoreHit& hit : found.stores()) {
      names.push_back(hit.store().name());
    }
    return names;
  }

  v1::StorePage Page(const std::string& name, const std::string& query) const {
    return Shopper().Get<v1::StorePage>(
        "LocatorService/GetStorePage",
        absl::StrCat("name: \"", name, "\" ", query));
  }
};

TEST_F(LocatorTest, FindsStoresInABoxOverTheAntimeridian) {
  EXPECT_THAT(Found("box { southwest { latitude: 0 longitude: 100 } "
                    "northeast { latitude: 60 longitude: -70 } } " +
                    std::string(kNearNyc)),
              ElementsAre(kNyc, kTokyo));
}

TEST_F(LocatorTest, FindsStoresInAPolygon) {
  EXPECT_THAT(Found("polygon { corners { latitude: 45 longitude: 0 } "
                    "corners { latitude: 45 longitude: 5 } "
                    "corners { latitude: 52 longitude: 3 } }"),
              ElementsAre(kParis));
}

TEST_F(LocatorTest, FindsStoresAlongARouteInTheirOrder) {
  const auto found = Search(
      "route { points { latitude: 36 longitude: 140 } "
      "points { latitude: 60 longitude: 60 } "
      "points { latitude: 48.8 longitude: 2.3 } corridor_m: 60000 }");
  ASSERT_EQ(found.stores_size(), 2);
  EXPECT_EQ(found.stores(0).store().name(), kTokyo);
  EXPECT_EQ(found.stores(1).store().name(), kParis);
  EXPECT_LT(found.stores(0).along_route_m(), 100'000);
  EXPECT_GT(found.stores(1).along_route_m(), 8'000'000);
  EXPECT_FALSE(found.stores(0).has_distance_m());
}

TEST_F(LocatorTest, FindsStoresByTheirMarketAndRegion) {
  Change(kParis, [](v1::Store& store) {
    store.set_market("brands/acme/regions/emea/markets/fr");
  });
  EXPECT_THAT(Found(R"(market: "brands/acme/regions/emea")"),
              ElementsAre(kParis));
  EXPECT_THAT(Found(R"(market: "brands/acme/regions/emea/markets/fr")"),
              ElementsAre(kParis));
  EXPECT_THAT(Found(R"(market: "brands/acme/regions/emea/markets/it")"),
              IsEmpty());
}

TEST_F(LocatorTest, FindsStoresByText) {
  Change(kParis, [](v1::Store& store) {
    store.set_display_name("Maison Élysée");
    store.mutable_address()->set_locality("Paris");
  });
  EXPECT_THAT(Found(R"(text: "elys")"), ElementsAre(kParis));
  EXPECT_THAT(Found(R"(text: "PARIS maison")"), ElementsAre(kParis));
  EXPECT_THAT(Found(R"(text: "paris x")"), IsEmpty());
}

TEST_F(LocatorTest, FindsStoresByWhatTheyHave) {
  Change(kParis, [](v1::Store& store) {
    store.add_attributes("parking");
    store.add_channels(v1::CHANNEL_VIDEO);
    store.add_language_codes("pt-BR");
    store.add_services(kStyling);
  });
  EXPECT_THAT(Found(R"(attributes: "parking")"), ElementsAre(kParis));
  EXPECT_THAT(Found(R"(language_codes: "pt")"), ElementsAre(kParis));
  // An associate's language counts; unknown channels and services take any.
  EXPECT_THAT(Found(absl::StrCat(R"(language_codes: "es" )", kNearNyc)),
              ElementsAre(kNyc));
  EXPECT_THAT(Found(absl::StrCat("channels: CHANNEL_PHONE ", kNearNyc)),
              ElementsAre(kNyc, kTokyo));
  EXPECT_THAT(Found(absl::StrCat("services: \"", kRepair, "\" ", kNearNyc)),
              ElementsAre(kNyc, kTokyo));
}

TEST_F(LocatorTest, TellsWhetherStoresAreOpenAndUntilWhen) {
  // It is Monday, 2026-03-02, 09:00 UTC: 04:00 in New York, 10:00 in Paris.
  Change(kNyc, [](v1::Store& store) {
    store.set_opening_hours_text("Mo-Fr 10:00-18:00");
  });
  Change(kParis, [](v1::Store& store) {
    store.set_opening_hours_text("Mon - Sat 10am - 7pm");
  });
  const auto all = Search(kNearNyc);
  ASSERT_EQ(all.stores_size(), 3);
  const v1::OpeningState& nyc = all.stores(0).opening();
  EXPECT_EQ(nyc.status(), v1::OPEN_STATUS_CLOSED);
  EXPECT_EQ(UtcText(nyc.next_open_time().seconds()), "2026-03-02 15:00");
  EXPECT_EQ(UtcText(nyc.next_close_time().seconds()), "2026-03-02 23:00");
  const v1::OpeningState& paris = all.stores(1).opening();
  EXPECT_EQ(paris.status(), v1::OPEN_STATUS_OPEN);
  EXPECT_FALSE(paris.has_next_open_time());
  EXPECT_EQ(UtcText(paris.next_close_time().seconds()), "2026-03-02 18:00");
  EXPECT_EQ(all.stores(2).opening().status(), v1::OPEN_STATUS_UNKNOWN);

  EXPECT_THAT(Found("open_now: true"), ElementsAre(kParis));
  EXPECT_THAT(Found(absl::StrCat(
                  "open_at { seconds: ", Seconds("2026-03-02 20:00"), " }")),
              ElementsAre(kNyc));
  Change(kParis, [](v1::Store& store) { store.set_temporarily_closed(true); });
  EXPECT_THAT(Found("open_now: true"), IsEmpty());
}

TEST_F(LocatorTest, KeepsTheBrandsOwnHolidays) {
  // Without a list nobody knows whether Monday, 2026-03-02, is a holiday.
  Change(kParis, [](v1::Store& store) {
    store.set_opening_hours_text("Mo-Fr 10:00-18:00; PH off");
    store.mutable_address()->set_region_code("FR");
  });
  const auto status = [&] { return Page(kParis, "").opening().status(); };
  EXPECT_EQ(status(), v1::OPEN_STATUS_UNKNOWN);
  const auto keep = [&](const std::string& region, const std::string& dates) {
    Admin().Get<v1::Brand>(
        "CatalogService/UpdateBrand",
        absl::StrCat(
            R"(brand { name: "brands/acme" display_name: "Acme"
           styles { style_id: "bridal" display_name: "Bridal" }
           styles { style_id: "minimalist" display_name: "Minimalist" }
           holiday_lists { region_code: ")",
            region, R"("
             first_date { year: 2026 month: 1 day: 1 }
             last_date { year: 2026 month: 12 day: 31 } )",
            dates, "} }"));
  };
  keep("FR", "");
  EXPECT_EQ(status(), v1::OPEN_STATUS_OPEN);
  keep("FR", "dates { year: 2026 month: 3 day: 2 }");
  EXPECT_EQ(status(), v1::OPEN_STATUS_CLOSED);
  keep("", "dates { year: 2026 month: 3 day: 2 }");
  EXPECT_EQ(status(), v1::OPEN_STATUS_CLOSED);
  keep("IT", "dates { year: 2026 month: 3 day: 2 }");
  EXPECT_EQ(status(), v1::OPEN_STATUS_UNKNOWN);
}

TEST_F(LocatorTest, SaysWhichConditionLeavesNothing) {
  Change(kParis, [](v1::Store& store) { store.add_attributes("parking"); });
  const auto nothing = Search(
      absl::StrCat(kNearNyc, R"(radius_m: 100000 attributes: "parking")"));
  EXPECT_EQ(nothing.stores_size(), 0);
  const v1::EmptySearch& empty = nothing.empty();
  ASSERT_EQ(empty.conditions_size(), 2);
  EXPECT_EQ(empty.conditions(0).field(), "radius_m");
  EXPECT_EQ(empty.conditions(0).matches_without(), 1);
  EXPECT_EQ(empty.conditions(0).matches_alone(), 1);
  EXPECT_EQ(empty.conditions(1).field(), "attributes");
  EXPECT_EQ(empty.conditions(1).matches_without(), 1);
  EXPECT_EQ(empty.conditions(1).matches_alone(), 1);
  ASSERT_EQ(empty.relaxations_size(), 2);
  EXPECT_EQ(empty.relaxations(0).field(), "attributes");
  EXPECT_EQ(empty.relaxations(0).store().store().name(), kNyc);
  EXPECT_EQ(empty.relaxations(1).field(), "radius_m");
  EXPECT_EQ(empty.relaxations(1).store().store().name(), kParis);
  EXPECT_FALSE(Search(kNearNyc).has_empty());
}

TEST_F(LocatorTest, TellsOnlyTheFieldsThatAreAskedFor) {
  const auto found = Search(
      absl::StrCat(kNearNyc, R"(radius_m: 100000 read_mask { paths: "name" )"
                             R"(paths: "location.latitude" })"));
  v1::Store expected;
  expected.set_name(kNyc);
  expected.mutable_location()->set_latitude(40.75);
  ASSERT_EQ(found.stores_size(), 1);
  EXPECT_EQ(found.stores(0).store().DebugString(), expected.DebugString());
}

TEST_F(LocatorTest, TellsNamesInTheReadersLanguage) {
  Change(kTokyo, [](v1::Store& store) {
    store.set_display_name("Ginza");
    for (const auto& [tag, name] :
         {std::pair("ja", "銀座店"), std::pair("fr", "Guinza")}) {
      v1::LocalizedText* text = store.add_localized_names();
      text->set_language_code(tag);
      text->set_text(name);
      *store.add_descriptions() = *text;
    }
  });
  const std::string tokyo =
      "near { latitude: 35 longitude: 139 } page_size: 1 ";
  const auto name_for = [&](const std::string& readers) {
    return Search(tokyo + readers).stores(0).store().display_name();
  };
  EXPECT_EQ(name_for(""), "Ginza");
  EXPECT_EQ(name_for(R"(reading_language_codes: "ja-JP")"), "銀座店");
  EXPECT_EQ(name_for(R"(reading_language_codes: "fr-CA")"), "Guinza");
  EXPECT_EQ(name_for(R"(reading_language_codes: "de")"), "Ginza");
  const auto hit =
      Search(tokyo + R"(reading_language_codes: "fr")").stores(0).store();
  EXPECT_EQ(hit.localized_names_size(), 0);
  ASSERT_EQ(hit.descriptions_size(), 1);
  EXPECT_EQ(hit.descriptions(0).text(), "Guinza");
}

TEST_F(LocatorTest, ShowsAStoresPage) {
  Change(kNyc, [](v1::Store& store) {
    store.set_opening_hours_text("Mo-Fr 10:00-18:00; Fr 18:00-01:00");
    v1::SecondaryHours* pickup = store.add_secondary_hours();
    pickup->set_kind("pickup");
    pickup->set_text("Mo-Su 00:00-24:00");
    v1::SpecialDay* day = store.add_special_days();
    day->mutable_date()->set_year(2026);
    day->mutable_date()->set_month(3);
    day->mutable_date()->set_day(3);
    day->set_text("12:00-14:00");
    day->set_comment("inventory");
  });
  const v1::StorePage page =
      Page(kNyc, absl::StrCat("service: \"", kStyling,
                              "\" channel: CHANNEL_VIDEO days: 3"));
  EXPECT_EQ(page.store().name(), kNyc);
  EXPECT_EQ(page.opening().status(), v1::OPEN_STATUS_CLOSED);
  ASSERT_EQ(page.secondary_openings_size(), 1);
  EXPECT_EQ(page.secondary_openings(0).kind(), "pickup");
  EXPECT_EQ(page.secondary_openings(0).opening().status(),
            v1::OPEN_STATUS_OPEN);
  ASSERT_EQ(page.days_size(), 3);
  EXPECT_EQ(page.days(0).date().day(), 2);
  ASSERT_EQ(page.days(0).periods_size(), 1);
  EXPECT_EQ(page.days(0).periods(0).local_start().hours(), 10);
  EXPECT_EQ(page.days(0).periods(0).local_end().hours(), 18);
  ASSERT_EQ(page.days(1).periods_size(), 1);
  EXPECT_EQ(page.days(1).periods(0).local_start().hours(), 12);
  EXPECT_EQ(page.days(1).comment(), "inventory");
  EXPECT_EQ(page.services_size(), 2);
  ASSERT_EQ(page.associates_size(), 1);
  EXPECT_EQ(page.associates(0).associate().name(), kAna);
  EXPECT_EQ(page.associates(0).slots_size(), 3);
}

TEST_F(LocatorTest, ShowsWhoIsOnTheFloorAtTheTimeOfThePage) {
  const auto on_the_floor = [&](const std::string& utc) {
    const v1::StorePage page =
        Page(kNyc, absl::StrCat("time { seconds: ", Seconds(utc), " }"));
    return page.associates(0).on_the_floor();
  };
  // Ana works there on Tuesday from 10:00 New York time.
  EXPECT_FALSE(on_the_floor("2026-03-03 14:59"));
  EXPECT_TRUE(on_the_floor("2026-03-03 15:00"));
}

TEST_F(LocatorTest, SuggestsPlacesAsTheyAreTyped) {
  const auto suggested = [&](const std::string& query) {
    std::vector<std::string> names;
    const auto reply = Shopper().Get<v1::SuggestPlacesResponse>(
        "LocatorService/SuggestPlaces", kParent + query);
    for (const v1::Place& place : reply.places()) {
      names.push_back(absl::StrCat(place.place_id(), " ", place.display_name(),
                                   " ", place.region_code()));
    }
    return names;
  };
  EXPECT_THAT(suggested(R"(text: "par")"),
              ElementsAre("geonames/3 Paris FR", "geonames/4 Paris US"));
  EXPECT_THAT(suggested(R"(text: "par" region_code: "US")"),
              ElementsAre("geonames/4 Paris US"));
  EXPECT_THAT(suggested(R"(text: "東京" page_size: 1)"),
              ElementsAre("geonames/7 Tokyo JP"));
  EXPECT_THAT(suggested(R"(text: "90210")"), ElementsAre("zip/90210 90210 US"));
}

TEST_F(LocatorTest, HasAPageOnlyForTheBrandsOwnStores) {
  EXPECT_EQ(Shopper().Told("LocatorService/GetStorePage",
                           absl::StrCat("name: \"", kOtherStore, "\"")),
            "NOT_FOUND NOT_FOUND");
}

}  // namespace
}  // namespace rapport
