#include "server/places/area_words.h"

#include <algorithm>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/places/small_gazetteer.h"

namespace rapport::places {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class AreaWordsTest : public testing::Test {
 protected:
  PlaceTable table_ = SmallTable({
      "R|US|WA|Washington|WA",
      "R|AU|08|Western Australia|WA",
      "R|US|WV|West Virginia|WV",
      "R|ES|60|Valencia|V",
      "R|US|GA|Georgia|GA",
  });
};

TEST_F(AreaWordsTest, AreNamesAndCodesHoweverWritten) {
  for (const char* text :
       {"WV", "wv", "W.V.", "West Virginia", "west-virginia"}) {
    EXPECT_THAT(AreasNamed(table_, text), ElementsAre(Within{"US", 2})) << text;
  }
}

TEST_F(AreaWordsTest, MayBeOfSeveralCountries) {
  EXPECT_THAT(AreasNamed(table_, "WA"),
              UnorderedElementsAre(Within{"US", 0}, Within{"AU", 1}));
}

TEST_F(AreaWordsTest, NameNothingWhereNothingIsNamedSo) {
  EXPECT_THAT(AreasNamed(table_, ""), IsEmpty());
  EXPECT_THAT(AreasNamed(table_, "West"), IsEmpty());
  EXPECT_THAT(AreasNamed(table_, "Zz"), IsEmpty());
}

TEST_F(AreaWordsTest, CanBeBegun) {
  EXPECT_THAT(AreasBeginning(table_, "West"),
              UnorderedElementsAre(Within{"AU", 1}, Within{"US", 2}));
}

TEST_F(AreaWordsTest, AreNotBegunByNothing) {
  EXPECT_THAT(AreasBeginning(table_, ""), IsEmpty());
  EXPECT_THAT(AreasBeginning(table_, " . "), IsEmpty());
}

TEST_F(AreaWordsTest, AreCountriesToo) {
  EXPECT_THAT(AllNamed(table_, "Georgia"),
              UnorderedElementsAre(Within{"US", 4}, Within{"GE"}));
  EXPECT_THAT(AllNamed(table_, "UK"), ElementsAre(Within{"GB"}));
}

TEST(Both, IsTheNarrowerOfEachPairThatAgrees) {
  const std::vector<Within> areas = {{"US", 0}, {"AU", 1}};
  EXPECT_THAT(Both(areas, {{"US"}}), ElementsAre(Within{"US", 0}));
  EXPECT_THAT(Both({{"AU"}}, areas), ElementsAre(Within{"AU", 1}));
  EXPECT_THAT(Both(areas, {{"US", 0}}), ElementsAre(Within{"US", 0}));
  EXPECT_THAT(Both(areas, {{"US", 2}}), IsEmpty());
  EXPECT_THAT(Both(areas, {{"FR"}}), IsEmpty());
}

TEST_F(AreaWordsTest, MakeASetThatAgreesWithEachOfThem) {
  const std::vector<std::vector<Within>> conditions = {{},
                                                       {{"US"}},
                                                       {{"US", 4}},
                                                       {{"AU", 1}, {"US", 2}},
                                                       {{"ES"}, {"US", 0}},
                                                       {{"no country"}}};
  std::vector<PlaceTable::Place> places;
  for (const char* country : {"US", "AU", "ES", "??"}) {
    for (uint16_t area : {0, 1, 2, 3, 4, int{PlaceTable::kNoArea}}) {
      PlaceTable::Place place{};
      std::copy_n(country, 2, place.country);
      place.area = area;
      if (area == PlaceTable::kNoArea ||
          table_.areas[area].country[0] == country[0]) {
        places.push_back(place);
      }
    }
  }
  for (const std::vector<Within>& condition : conditions) {
    const WithinSet set(table_, condition);
    for (const PlaceTable::Place& place : places) {
      EXPECT_EQ(set.Has(place), IsWithinAny(place, condition));
    }
  }
}

TEST(IsWithin, ComparesCountryAndArea) {
  PlaceTable::Place place{};
  place.country[0] = 'U';
  place.country[1] = 'S';
  place.area = 3;
  EXPECT_TRUE(IsWithin(place, {"US"}));
  EXPECT_TRUE(IsWithin(place, {"US", 3}));
  EXPECT_FALSE(IsWithin(place, {"US", 4}));
  EXPECT_FALSE(IsWithin(place, {"UA"}));
  EXPECT_TRUE(IsWithinAny(place, {}));
  EXPECT_FALSE(IsWithinAny(place, {{"UA"}, {"US", 4}}));
}

}  // namespace
}  // namespace rapport::places
