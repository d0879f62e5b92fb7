#include "server/places/suggest.h"

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/places/top_places.h"
#include "tests/places/small_gazetteer.h"

namespace rapport::places {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SuggestTest : public testing::Test {
 protected:
  std::vector<Place> Suggest(const SuggestQuery& query) {
    return SuggestPlaces(index_, query);
  }
  std::vector<std::string> IdsOf(const SuggestQuery& query) {
    std::vector<std::string> ids;
    for (const Place& place : Suggest(query)) ids.push_back(place.id);
    return ids;
  }
  std::vector<std::string> Ids(const std::string& text) {
    return IdsOf(SuggestQuery{.text = text});
  }

  PlaceIndex index_{SmallTable(SomeLines())};
};

TEST_F(SuggestTest, TellsAllOfATown) {
  const auto places = Suggest({.text = "portl"});
  ASSERT_EQ(places.size(), 2u);
  EXPECT_EQ(places[0].id, "geonames/1");
  EXPECT_EQ(places[0].kind, PlaceKind::kTown);
  EXPECT_EQ(places[0].name, "Portland");
  EXPECT_EQ(places[0].matched_name, "");
  EXPECT_EQ(places[0].administrative_area, "Oregon");
  EXPECT_EQ(places[0].country_code, "US");
  EXPECT_LT(geo::Distance(places[0].point, {45.52, -122.68}), geo::Meters{1});
  EXPECT_EQ(places[0].time_zone, "America/Los_Angeles");
  EXPECT_EQ(places[0].population, 632309);
  EXPECT_EQ(places[1].administrative_area, "Maine");
}

TEST_F(SuggestTest, TellsAllOfAPostalArea) {
  const auto places = Suggest({.text = "021"});
  ASSERT_EQ(places.size(), 2u);
  EXPECT_EQ(places[0].id, "zip/02139");
  EXPECT_EQ(places[0].kind, PlaceKind::kPostalArea);
  EXPECT_EQ(places[0].name, "02139");
  EXPECT_EQ(places[0].administrative_area, "Massachusetts");
  EXPECT_EQ(places[0].time_zone, kZoneOfPoint);
  EXPECT_EQ(places[0].population, 0);
}

TEST_F(SuggestTest, FindsANameInAnyScriptAndSpelling) {
  EXPECT_THAT(Ids("東京"), ElementsAre("geonames/7"));
  EXPECT_THAT(Ids("tôkyô"), ElementsAre("geonames/7"));
  EXPECT_THAT(Ids("Москва"), ElementsAre("geonames/10"));
  EXPECT_THAT(Ids("パリ"), ElementsAre("geonames/3"));
  for (const char* text : {"Muenchen", "Munchen", "MÜNCHEN"}) {
    EXPECT_THAT(Ids(text), ElementsAre("geonames/8", "geonames/9")) << text;
  }
}

TEST_F(SuggestTest, SaysWhichNameMatchedWhereItIsAnother) {
  EXPECT_EQ(Suggest({.text = "東京"})[0].name, "Tokyo");
  EXPECT_EQ(Suggest({.text = "東京"})[0].matched_name, "東京");
  EXPECT_EQ(Suggest({.text = "muenchen"})[0].matched_name, "München");
  EXPECT_EQ(Suggest({.text = "muni"})[0].matched_name, "");
}

TEST_F(SuggestTest, NamesAPlaceOnceThoughSeveralOfItsNamesMatch) {
  EXPECT_THAT(Ids("東"), ElementsAre("geonames/7"));
}

TEST_F(SuggestTest, PutsTheBiggerFirst) {
  EXPECT_THAT(Ids("springfield"), ElementsAre("geonames/6", "geonames/5"));
  EXPECT_THAT(Ids("paris"), ElementsAre("geonames/3", "geonames/4"));
}

TEST_F(SuggestTest, PutsTheNearFirstUnlessTheFarIsMuchBigger) {
  const geo::Point chicago{41.88, -87.63}, near_springfield{39.9, -89.7},
      dallas{32.78, -96.80};
  EXPECT_THAT(IdsOf({.text = "springf", .near = near_springfield}),
              ElementsAre("geonames/5", "geonames/6"));
  EXPECT_THAT(IdsOf({.text = "springf", .near = chicago}),
              ElementsAre("geonames/6", "geonames/5"));
  EXPECT_THAT(IdsOf({.text = "par", .near = dallas}),
              ElementsAre("geonames/3", "geonames/4"));
  EXPECT_THAT(IdsOf({.text = "par", .near = geo::Point{33.6, -95.5}}),
              ElementsAre("geonames/4", "geonames/3"));
}

TEST_F(SuggestTest, PutsAWholeNameBeforeTheBeginningOfAnother) {
  const PlaceIndex index(SmallTable({
      "T|1|IT||44.8|10.3|200000|Europe/Rome|Parma|",
      "T|2|US||41.4|-81.7|81000|America/New_York|Par|",
  }));
  const auto places = SuggestPlaces(index, {.text = "par"});
  ASSERT_EQ(places.size(), 2u);
  EXPECT_EQ(places[0].name, "Par");
}

TEST_F(SuggestTest, PutsACodeOfAirportsBehindTheNamesThatBeginSo) {
  const PlaceIndex index(SmallTable({
      "T|1|VE||9.7|-63.2|410972|America/Caracas|Maturín|MUN",
      "T|2|DE||48.1|11.6|1260391|Europe/Berlin|Munich|München",
  }));
  EXPECT_EQ(SuggestPlaces(index, {.text = "mun"})[0].name, "Munich");
  EXPECT_EQ(SuggestPlaces(index, {.text = "mun"})[1].matched_name, "MUN");
}

TEST_F(SuggestTest, TakesWhatThePlaceIsIn) {
  EXPECT_THAT(Ids("Paris, TX"), ElementsAre("geonames/4"));
  EXPECT_THAT(Ids("paris, texas, usa"), ElementsAre("geonames/4"));
  EXPECT_THAT(Ids("Paris, France"), ElementsAre("geonames/3"));
  EXPECT_THAT(Ids("Paris TX"), ElementsAre("geonames/4"));
  EXPECT_THAT(Ids("Springfield IL"), ElementsAre("geonames/5"));
  EXPECT_THAT(Ids("Portland, Oregon"), ElementsAre("geonames/1"));
  EXPECT_THAT(Ids("London, ON"), ElementsAre("geonames/11"));
  EXPECT_THAT(Ids("Portl, Mai"), ElementsAre("geonames/2"));
  EXPECT_THAT(Ids("Paris, Oregon"), IsEmpty());
}

TEST_F(SuggestTest, DoesNotLoseAPlaceWhileWhatItIsInIsTyped) {
  // BA is Bosnia, where there is no Munich; Bavaria begins so.
  for (const char* text : {"Munich,", "Munich, B", "Munich, Ba", "Munich, Bav",
                           "Munich, Germ", "Munich, Germany"}) {
    EXPECT_THAT(Ids(text), ElementsAre("geonames/8")) << text;
  }
  // IL is Illinois before it begins Île-de-France, where there is a Paris.
  EXPECT_THAT(Ids("Paris, Il"), ElementsAre("geonames/3"));
  EXPECT_THAT(Ids("Springfield, Il"), ElementsAre("geonames/5"));
}

TEST_F(SuggestTest, FindsZipCodesHoweverTyped) {
  EXPECT_THAT(Ids("90210"), ElementsAre("zip/90210"));
  EXPECT_THAT(Ids("90210-1234"), ElementsAre("zip/90210"));
  EXPECT_THAT(Ids("Cambridge, MA 02139"), ElementsAre("zip/02139"));
}

TEST_F(SuggestTest, KeepsToACountryIfAsked) {
  EXPECT_THAT(IdsOf({.text = "london", .region_code = "CA"}),
              ElementsAre("geonames/11"));
  EXPECT_THAT(IdsOf({.text = "paris", .region_code = "JP"}), IsEmpty());
  EXPECT_THAT(IdsOf({.text = "paris, tx", .region_code = "FR"}), IsEmpty());
  EXPECT_THAT(IdsOf({.text = "par",
                     .near = geo::Point{33.6, -95.5},
                     .region_code = "FR"}),
              ElementsAre("geonames/3"));
}

TEST_F(SuggestTest, FindsNothingForNothingOrNonsense) {
  EXPECT_THAT(Ids(""), IsEmpty());
  EXPECT_THAT(Ids("  "), IsEmpty());
  EXPECT_THAT(Ids("zzzz"), IsEmpty());
  EXPECT_THAT(Ids("par\xff"), IsEmpty());
  EXPECT_THAT(IdsOf({.text = "paris", .region_code = "fr"}), IsEmpty());
  EXPECT_THAT(IdsOf({.text = "paris", .region_code = "FRA"}), IsEmpty());
}

TEST_F(SuggestTest, KeepsToItsLimits) {
  EXPECT_EQ(IdsOf({.text = "p", .limit = 1}).size(), 1u);
  EXPECT_THAT(IdsOf({.text = "p", .limit = 0}), IsEmpty());
  EXPECT_THAT(IdsOf({.text = "p", .limit = -3}), IsEmpty());
  const std::string long_text = "paris" + std::string(kPlaceTextBytesMax, ' ');
  EXPECT_THAT(Ids(long_text), IsEmpty());
  EXPECT_THAT(Ids(long_text.substr(0, kPlaceTextBytesMax)).size(), 2u);
}

TEST_F(SuggestTest, AnswersNoMoreThanAPersonReads) {
  std::vector<std::string> lines;
  for (int i = 0; i < 30; ++i) {
    lines.push_back(absl::StrCat("T|", i, "|DE||1|1|", i, "|UTC|A", i, "|"));
  }
  const PlaceIndex index(SmallTable(lines));
  EXPECT_EQ(SuggestPlaces(index, {.text = "a", .limit = 1000}).size(),
            static_cast<size_t>(kSuggestionsMax));
}

// Many places of few names, some of them near each other, in a few countries.
std::vector<std::string> RandomLines(std::mt19937& random) {
  std::vector<std::string> lines;
  const auto name = [&] {
    std::string made;
    for (size_t n = 1 + random() % 4; n > 0; --n) made += "ABC"[random() % 3];
    return made;
  };
  for (int id = 0; id < 2'000; ++id) {
    const int population = random() % 3 == 0 ? 0 : 1 << random() % 20;
    lines.push_back(absl::StrCat(
        "T|", id, "|", std::vector{"DE", "FR", "US"}[random() % 3], "||",
        40 + random() % 1000 / 100.0, "|", random() % 1000 / 100.0, "|",
        population, "|UTC|", name(), "x|", name(), "y,", name()));
  }
  return lines;
}

// Every name looked at.
std::vector<std::string> BruteForce(const PlaceIndex& index,
                                    const SuggestQuery& query) {
  const PlaceTable& table = index.table();
  const std::vector<uint16_t> ranks = RanksOf(table);
  TopPlaces top(query.limit);
  for (uint32_t i = 0; i < table.names.size(); ++i) {
    const PlaceTable::Name& name = table.names[i];
    const PlaceTable::Place& place = table.places[name.place];
    const absl::string_view folded = table.At(name.folded);
    if (!absl::StartsWith(folded, query.text)) continue;
    if (!query.region_code.empty() &&
        absl::string_view(place.country, 2) != query.region_code) {
      continue;
    }
    int score = ranks[i];
    if (folded == query.text) score += kExactScore;
    if (query.near.has_value()) score += NearScore(PointOf(place), *query.near);
    top.Offer({score, name.place, i});
  }
  std::vector<std::string> ids;
  for (const Candidate& candidate : top.best()) {
    ids.push_back(IdOf(table.places[candidate.place]));
  }
  return ids;
}

TEST_F(SuggestTest, EqualsLookingAtEveryName) {
  const uint32_t seed = std::random_device{}();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  const PlaceIndex index(SmallTable(RandomLines(random)));
  for (int round = 0; round < 500; ++round) {
    SuggestQuery query;
    for (size_t n = 1 + random() % 3; n > 0; --n)
      query.text += "abc"[random() % 3];
    query.limit = 1 + static_cast<int>(random() % 20);
    if (random() % 2) {
      query.near =
          geo::Point{40 + random() % 1000 / 100.0, random() % 1000 / 100.0};
    }
    if (random() % 3 == 0) query.region_code = "FR";
    std::vector<std::string> ids;
    for (const Place& place : SuggestPlaces(index, query)) {
      ids.push_back(place.id);
    }
    ASSERT_EQ(ids, BruteForce(index, query)) << query.text;
  }
}

TEST(NearScore, FallsEvenlyToNothing) {
  const geo::Point here{0, 0};
  EXPECT_EQ(NearScore(here, here), kNearScore);
  const double degree = 111'195;  // metres along a meridian
  EXPECT_EQ(NearScore({100'000 / degree, 0}, here), kNearScore / 2);
  EXPECT_EQ(NearScore({200'100 / degree, 0}, here), 0);
  EXPECT_EQ(NearScore({90, 0}, here), 0);
}

}  // namespace
}  // namespace rapport::places
