#include "server/places/reading.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/places/small_gazetteer.h"

namespace rapport::places {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ReadingTest : public testing::Test {
 protected:
  std::vector<Reading> Of(const std::string& text) {
    return ReadingsOf(table_, text);
  }
  // The area of the table with that number.
  static Within Area(const char* country, uint16_t area) {
    return {country, area};
  }

  PlaceTable table_ = SmallTable({
      "R|US|OR|Oregon|OR",
      "R|US|NY|New York|NY",
      "R|US|CA|California|CA",
      "R|CA|08|Ontario|ON",
  });
};

TEST_F(ReadingTest, IsTheTextItselfFirst) {
  const auto readings = Of(" San  José ");
  ASSERT_EQ(readings.size(), 1u);
  EXPECT_EQ(readings[0].folded, "san jose");
  EXPECT_FALSE(readings[0].whole_names_only);
  EXPECT_THAT(readings[0].within, IsEmpty());
}

TEST_F(ReadingTest, IsNothingForNothing) {
  for (const char* text : {"", "  ", ",", " , ", ".", "'", "-", "., OR"}) {
    EXPECT_THAT(Of(text), IsEmpty()) << "<" << text << ">";
  }
}

TEST_F(ReadingTest, TakesWhatFollowsACommaForWhatItIsIn) {
  for (const char* text :
       {"Portland, OR", "portland,oregon", "Portland，Oregon"}) {
    const auto readings = Of(text);
    ASSERT_FALSE(readings.empty()) << text;
    EXPECT_EQ(readings[0].folded, "portland");
    EXPECT_THAT(readings[0].within, ElementsAre(Area("US", 0)));
  }
}

TEST_F(ReadingTest, NarrowsByEachOfSeveral) {
  EXPECT_THAT(Of("Portland, OR, USA")[0].within, ElementsAre(Area("US", 0)));
  EXPECT_THAT(Of("Ontario, CA")[0].within,
              ElementsAre(Area("US", 2), Within{"CA"}));
  EXPECT_THAT(Of("Ontario, CA, USA")[0].within, ElementsAre(Area("US", 2)));
  EXPECT_THAT(Of("Portland, OR, France"), IsEmpty());
  EXPECT_THAT(Of("Portland, OR, France, Xyz"), IsEmpty());
}

TEST_F(ReadingTest, LetsTheLastBeBegunOnlyWhereNothingIsFoundOtherwise) {
  const auto readings = Of("Portland, Ore");
  ASSERT_EQ(readings.size(), 2u);
  EXPECT_THAT(readings[0].within, ElementsAre(Area("US", 0)));
  EXPECT_THAT(readings[1].within, IsEmpty());
  EXPECT_TRUE(readings[1].is_fallback);
}

TEST_F(ReadingTest, DoesNotLookElsewhereWhereTheLastIsNamed) {
  for (const Reading& reading : Of("Portland, OR")) {
    EXPECT_THAT(reading.within, Each(Area("US", 0)));
    EXPECT_FALSE(reading.within.empty());
  }
}

TEST_F(ReadingTest, PassesOverWhatNamesNothing) {
  EXPECT_THAT(Of("Portland, Xyz")[0].within, IsEmpty());
  EXPECT_THAT(Of("Portland, Xyz, OR")[0].within, ElementsAre(Area("US", 0)));
  EXPECT_THAT(Of("Portland,")[0].within, IsEmpty());
}

TEST_F(ReadingTest, TriesTrailingWordsBesidesTheTextItself) {
  const auto readings = Of("Albany New York");
  ASSERT_EQ(readings.size(), 2u);
  EXPECT_EQ(readings[0].folded, "albany new york");
  EXPECT_EQ(readings[1].folded, "albany");
  EXPECT_TRUE(readings[1].whole_names_only);
  EXPECT_THAT(readings[1].within, ElementsAre(Area("US", 1)));
}

TEST_F(ReadingTest, LeavesANameThatIsAnAreaAlone) {
  ASSERT_EQ(Of("New York").size(), 1u);
  EXPECT_EQ(Of("New York")[0].folded, "new york");
}

TEST_F(ReadingTest, IsTheZipCodeAfterItsState) {
  for (const char* text : {"Beverly Hills, CA 90210", "CA 90210-1234",
                           "beverly hills california 90210"}) {
    const auto readings = Of(text);
    ASSERT_EQ(readings.size(), 1u) << text;
    EXPECT_EQ(readings[0].folded, "90210");
    EXPECT_THAT(readings[0].within, ElementsAre(Area("US", 2)));
  }
}

TEST_F(ReadingTest, IsNoZipCodeAfterSomethingElse) {
  EXPECT_EQ(Of("Paris 75001")[0].folded, "paris 75001");
}

TEST_F(ReadingTest, CutsPlusFour) {
  EXPECT_EQ(Of("90210-12")[0].folded, "90210");
}

}  // namespace
}  // namespace rapport::places
