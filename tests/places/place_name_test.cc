#include "server/places/place_name.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rapport::places {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(FoldPlaceName, MakesCaseAccentsAndWidthTheSame) {
  EXPECT_EQ(FoldPlaceName("BOGOTÁ"), "bogota");
  EXPECT_EQ(FoldPlaceName("bogota\xcc\x81"), "bogota");
  EXPECT_EQ(FoldPlaceName("Ｔｏｋｙｏ"), "tokyo");
  EXPECT_EQ(FoldPlaceName("İzmir"), "izmir");
  EXPECT_EQ(FoldPlaceName("Đà Nẵng"), "da nang");
}

TEST(FoldPlaceName, WritesLettersOfOneLanguageAsTheWorldDoes) {
  EXPECT_EQ(FoldPlaceName("Łódź"), "lodz");
  EXPECT_EQ(FoldPlaceName("Gießen"), "giessen");
  EXPECT_EQ(FoldPlaceName("Tromsø"), "tromso");
  EXPECT_EQ(FoldPlaceName("Ærøskøbing"), "aeroskobing");
  EXPECT_EQ(FoldPlaceName("Diyarbakır"), "diyarbakir");
}

TEST(FoldPlaceName, DropsApostrophesAndStopsAndMakesOtherMarksSpaces) {
  EXPECT_EQ(FoldPlaceName("Coeur d’Alene"), "coeur dalene");
  EXPECT_EQ(FoldPlaceName("L'Aquila"), "laquila");
  EXPECT_EQ(FoldPlaceName("Saint-Denis"), "saint denis");
  EXPECT_EQ(FoldPlaceName(" Washington,  D.C. "), "washington dc");
  EXPECT_EQ(FoldPlaceName("Paris (75)"), "paris 75");
}

TEST(FoldPlaceName, KeepsScriptsAndTheirLetters) {
  EXPECT_EQ(FoldPlaceName("東京"), "東京");
  EXPECT_EQ(FoldPlaceName("МОСКВА"), "москва");
  EXPECT_EQ(FoldPlaceName("서울"), "서울");
  EXPECT_EQ(FoldPlaceName("ながと"), "ながと");
  EXPECT_NE(FoldPlaceName("ながと"), FoldPlaceName("なかと"));
  EXPECT_EQ(FoldPlaceName("दिल्ली"), "दिल्ली");
}

TEST(FoldPlaceName, LeavesOutMarksThatMostWritersDo) {
  EXPECT_EQ(FoldPlaceName("بَيْروت"), FoldPlaceName("بيروت"));
  EXPECT_EQ(FoldPlaceName("الأقصر"), FoldPlaceName("الاقصر"));
  EXPECT_EQ(FoldPlaceName("Королёв"), FoldPlaceName("Королев"));
}

TEST(FoldPlaceName, IsTheSameWhenDoneTwice) {
  for (const char* name : {"Łódź", "Saint-Denis", "東京都", "القاهرة", "서울",
                           "Coeur d’Alene", "ながと", "Gießen"}) {
    const std::string once = FoldPlaceName(name);
    EXPECT_EQ(FoldPlaceName(once), once) << name;
  }
}

TEST(FoldPlaceName, IsEmptyOfWhatIsNoName) {
  EXPECT_EQ(FoldPlaceName(""), "");
  EXPECT_EQ(FoldPlaceName(" .'- "), "");
  EXPECT_EQ(FoldPlaceName("par\xff"), "");
  EXPECT_EQ(FoldPlaceName("M\xe9xico"), "");
  EXPECT_THAT(OtherSpellings("M\xfcnchen"), IsEmpty());
}

TEST(OtherSpellings, SpellsUmlautsOut) {
  EXPECT_THAT(OtherSpellings("München"), ElementsAre("muenchen"));
  EXPECT_THAT(OtherSpellings("Århus"), ElementsAre("aarhus"));
  EXPECT_THAT(OtherSpellings("Großräschen"), ElementsAre("grossraeschen"));
  EXPECT_THAT(OtherSpellings("Helsingør"), ElementsAre("helsingoer"));
}

TEST(OtherSpellings, ShortensAndLengthensTheFirstWord) {
  EXPECT_THAT(OtherSpellings("Saint-Louis"), ElementsAre("st louis"));
  EXPECT_THAT(OtherSpellings("St. Louis"), Contains("saint louis"));
  EXPECT_THAT(OtherSpellings("Fort Worth"), ElementsAre("ft worth"));
  EXPECT_THAT(OtherSpellings("Mt. Vernon"), ElementsAre("mount vernon"));
}

TEST(OtherSpellings, AreMostlyNone) {
  EXPECT_THAT(OtherSpellings("Paris"), IsEmpty());
  EXPECT_THAT(OtherSpellings("Saint"), IsEmpty());
  EXPECT_THAT(OtherSpellings("Bad Sankt"), IsEmpty());
  EXPECT_THAT(OtherSpellings("東京"), IsEmpty());
}

}  // namespace
}  // namespace rapport::places
