#include "server/vocabulary/folding.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rapport {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(FoldForSearch, MakesCaseAccentsAndWidthTheSame) {
  EXPECT_EQ(FoldForSearch("BOGOTÁ"), "bogota");
  EXPECT_EQ(FoldForSearch("bogota\xcc\x81"), "bogota");
  EXPECT_EQ(FoldForSearch("Ｔｏｋｙｏ"), "tokyo");
  EXPECT_EQ(FoldForSearch("İzmir"), "izmir");
  EXPECT_EQ(FoldForSearch("Đà Nẵng"), "da nang");
}

TEST(FoldForSearch, WritesLettersOfOneLanguageAsTheWorldDoes) {
  EXPECT_EQ(FoldForSearch("Łódź"), "lodz");
  EXPECT_EQ(FoldForSearch("Gießen"), "giessen");
  EXPECT_EQ(FoldForSearch("Tromsø"), "tromso");
  EXPECT_EQ(FoldForSearch("Ærøskøbing"), "aeroskobing");
  EXPECT_EQ(FoldForSearch("Diyarbakır"), "diyarbakir");
}

TEST(FoldForSearch, DropsApostrophesAndStopsAndMakesOtherMarksSpaces) {
  EXPECT_EQ(FoldForSearch("Coeur d’Alene"), "coeur dalene");
  EXPECT_EQ(FoldForSearch("L'Aquila"), "laquila");
  EXPECT_EQ(FoldForSearch("Saint-Denis"), "saint denis");
  EXPECT_EQ(FoldForSearch(" Washington,  D.C. "), "washington dc");
  EXPECT_EQ(FoldForSearch("Paris (75)"), "paris 75");
}

TEST(FoldForSearch, KeepsScriptsAndTheirLetters) {
  EXPECT_EQ(FoldForSearch("東京"), "東京");
  EXPECT_EQ(FoldForSearch("МОСКВА"), "москва");
  EXPECT_EQ(FoldForSearch("서울"), "서울");
  EXPECT_EQ(FoldForSearch("ながと"), "ながと");
  EXPECT_NE(FoldForSearch("ながと"), FoldForSearch("なかと"));
  EXPECT_EQ(FoldForSearch("दिल्ली"), "दिल्ली");
}

TEST(FoldForSearch, LeavesOutMarksThatMostWritersDo) {
  EXPECT_EQ(FoldForSearch("بَيْروت"), FoldForSearch("بيروت"));
  EXPECT_EQ(FoldForSearch("الأقصر"), FoldForSearch("الاقصر"));
  EXPECT_EQ(FoldForSearch("Королёв"), FoldForSearch("Королев"));
}

TEST(FoldForSearch, IsTheSameWhenDoneTwice) {
  for (const char* name : {"Łódź", "Saint-Denis", "東京都", "القاهرة", "서울",
                           "Coeur d’Alene", "ながと", "Gießen"}) {
    const std::string once = FoldForSearch(name);
    EXPECT_EQ(FoldForSearch(once), once) << name;
  }
}

TEST(FoldForSearch, IsEmptyOfWhatIsNoName) {
  EXPECT_EQ(FoldForSearch(""), "");
  EXPECT_EQ(FoldForSearch(" .'- "), "");
  EXPECT_EQ(FoldForSearch("par\xff"), "");
  EXPECT_EQ(FoldForSearch("M\xe9xico"), "");
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
}  // namespace rapport
