#include "server/places/place_index.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/places/country_group.h"
#include "server/places/grid.h"
#include "tests/places/small_gazetteer.h"

namespace rapport::places {
namespace {

// The rank of the name that folds to the text, of which there is one.
int RankOf(const std::vector<std::string>& lines, const std::string& folded) {
  const PlaceTable table = SmallTable(lines);
  const std::vector<uint16_t> ranks = RanksOf(table);
  for (size_t i = 0; i < ranks.size(); ++i) {
    if (table.At(table.names[i].folded) == folded) return ranks[i];
  }
  ADD_FAILURE() << "no name " << folded;
  return -1;
}

TEST(RanksOf, GrowByAHundredForEachFactorOfTen) {
  for (const auto& [population, rank] : {std::pair{"0", 100},
                                         {"9", 100},
                                         {"10", 100},
                                         {"1000", 300},
                                         {"20000", 430},
                                         {"10000000", 700}}) {
    EXPECT_EQ(
        RankOf({absl::StrCat("T|1|DE||1|1|", population, "|UTC|Aa|Bb")}, "bb"),
        rank)
        << population;
  }
}

TEST(RanksOf, AreHigherForMainNamesAndLowerForCodes) {
  const std::vector<std::string> lines = {
      "T|1|DE||1|1|1000|UTC|München|Munich,MUC,MUNI,MUNIX,東京"};
  EXPECT_EQ(RankOf(lines, "munchen"), 300 + kMainNameRank);
  EXPECT_EQ(RankOf(lines, "muenchen"), 300 + kMainNameRank);
  EXPECT_EQ(RankOf(lines, "munich"), 300);
  EXPECT_EQ(RankOf(lines, "muc"), 300 + kCodeRank);
  EXPECT_EQ(RankOf(lines, "muni"), 300 + kCodeRank);
  EXPECT_EQ(RankOf(lines, "munix"), 300);
  EXPECT_EQ(RankOf(lines, "東京"), 300);
}

TEST(RanksOf, TakePostalAreasForSmallTowns) {
  EXPECT_EQ(RankOf({"Z|90210|US||1|1|0|-|90210|"}, "90210"),
            300 + kMainNameRank);
}

TEST(IdOf, NamesTheSource) {
  PlaceTable::Place place{};
  place.id = 926;
  place.kind = PlaceTable::kPostalArea;
  EXPECT_EQ(IdOf(place), "zip/00926");
  place.kind = PlaceTable::kTown;
  EXPECT_EQ(IdOf(place), "geonames/926");
}

TEST(CountryGroup, IsOneForEachPairOfLetters) {
  EXPECT_EQ(CountryGroup("AA"), 0u);
  EXPECT_EQ(CountryGroup("AB"), 1u);
  EXPECT_EQ(CountryGroup("BA"), 26u);
  EXPECT_EQ(CountryGroup("ZZ"), kCountryGroups - 1);
}

TEST(CountryGroup, IsNoneForAnythingElse) {
  for (const char* code : {"", "U", "us", "USA", "U1", "1S", "É"}) {
    EXPECT_EQ(CountryGroup(code), std::nullopt) << code;
  }
}

TEST(PlaceIndex, HasEveryNameInEachOrderOnce) {
  const PlaceIndex index(SmallTable(SomeLines()));
  const size_t names = index.table().names.size();
  const auto count = [](const NameOrder& order, uint32_t groups) {
    size_t found = 0;
    for (uint32_t group = 0; group < groups; ++group) {
      const NameRange range = order.Find(group, "").longer;
      found += range.end - range.begin;
    }
    return found;
  };
  EXPECT_EQ(count(index.all(), 1), names);
  EXPECT_EQ(count(index.by_country(), kCountryGroups), names);
  EXPECT_EQ(count(index.by_cell(), GridCells()), names);
}

TEST(PlaceIndex, KeepsWhatIsInNoCountryFindable) {
  const PlaceIndex index(SmallTable({"T|1|??||1|1|5|UTC|Aa|"}));
  EXPECT_EQ(index.all().Find(0, "aa").exact.end, 1u);
  const NameRange none = index.by_country().Find(kCountryGroups, "aa").exact;
  EXPECT_EQ(none.end - none.begin, 1u);
}

}  // namespace
}  // namespace rapport::places
