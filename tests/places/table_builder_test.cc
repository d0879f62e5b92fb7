#include "server/places/tools/table_builder.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/places/small_gazetteer.h"

namespace rapport::places {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> NamesOf(const PlaceTable& table) {
  std::vector<std::string> names;
  for (const PlaceTable::Name& name : table.names) {
    names.push_back(absl::StrCat(table.At(name.folded), "=",
                                 table.At(name.shown), "@",
                                 table.places[name.place].id));
  }
  return names;
}

TEST(TableBuilder, SortsNamesByTheirFoldedBytes) {
  const PlaceTable table = SmallTable({
      "T|5|DE||50.9|6.9|963395|Europe/Berlin|Köln|Cologne",
      "T|6|FR||43.6|3.8|100|Europe/Paris|Cologne|",
  });
  EXPECT_THAT(NamesOf(table),
              ElementsAre("cologne=Cologne@5", "cologne=Cologne@6",
                          "koeln=Köln@5", "koln=Köln@5"));
}

TEST(TableBuilder, KeepsOneOfTheSpellingsThatFoldToOne) {
  const PlaceTable table = SmallTable(
      {"T|8|DE||48.1|11.6|10|Europe/Berlin|Munich|Munchen,München,MUNICH"});
  EXPECT_THAT(NamesOf(table),
              ElementsAre("muenchen=München@8", "munchen=München@8",
                          "munich=Munich@8"));
}

TEST(TableBuilder, PutsTheMostPopulousFirstAndEqualsByTheirId) {
  const PlaceTable table = SmallTable({
      "T|30|DE||1|1|5|UTC|Aa|",
      "T|20|DE||1|1|5|UTC|Bb|",
      "T|10|DE||1|1|4|UTC|Cc|",
      "T|40|DE||1|1|6|UTC|Dd|",
  });
  std::vector<uint32_t> ids;
  for (const auto& place : table.places) ids.push_back(place.id);
  EXPECT_THAT(ids, ElementsAre(40, 20, 30, 10));
}

TEST(TableBuilder, KeepsEachTextOnce) {
  const PlaceTable table = SmallTable({
      "T|1|DE||1|1|5|UTC|paris|",
      "T|2|DE||1|1|5|UTC|paris|",
  });
  // The empty one, the zone and the name, each with its length.
  EXPECT_EQ(table.texts.size(), 1 + 4 + 6u);
}

TEST(TableBuilder, AsksForAZoneOnlyWhereTheLineHasNone) {
  const PlaceTable table = SmallTable(
      {"T|1|DE||1|1|5|Europe/Berlin|Aa|", "Z|90210|US||34|-118|0|-|90210|"});
  EXPECT_EQ(table.At(table.zones[table.places[0].zone]), "Europe/Berlin");
  EXPECT_EQ(table.At(table.zones[table.places[1].zone]), kZoneOfPoint);
}

TEST(TableBuilder, KnowsNoAreaWhereThereIsNone) {
  const PlaceTable table =
      SmallTable({"R|VN|01|Hà Giang|", "T|1|VN|99|1|1|5|UTC|Aa|",
                  "T|2|VN|01|1|1|4|UTC|Bb|"});
  EXPECT_EQ(table.places[0].area, PlaceTable::kNoArea);
  EXPECT_EQ(table.places[1].area, 0);
}

TEST(TableBuilder, LeavesOutNamesThatNoLengthByteCanSay) {
  const std::string longest(255, 'a'), too_long(256, 'b');
  const PlaceTable table = SmallTable(
      {absl::StrCat("T|1|DE||1|1|5|UTC|Aa|", longest, ",", too_long)});
  ASSERT_EQ(table.names.size(), 2u);
  EXPECT_EQ(table.At(table.names[1].folded), longest);
}

TEST(TableBuilder, RefusesWhatIsNoLine) {
  for (const auto& [line, message] : {
           std::pair{"", "begins with R, T or Z"},
           {"X\t1", "begins with R, T or Z"},
           {"R\tUS\tOR\tOregon", "has 4 columns"},
           {"R\tUSA\tOR\tOregon\t", "two letters"},
           {"R\tUS\tOR\t\t", "has a name"},
           {"T\t1\tDE\t\t1\t1\t5\tUTC\tAa", "has 9 columns"},
           {"T\tx\tDE\t\t1\t1\t5\tUTC\tAa\t", "are numbers"},
           {"T\t1\tDE\t\tx\t1\t5\tUTC\tAa\t", "are numbers"},
           {"T\t1\tDE\t\t1\t1\t-5\tUTC\tAa\t", "are numbers"},
           {"T\t1\tDE\t\t91\t1\t5\tUTC\tAa\t", "latitude is 91"},
           {"T\t1\tDE\t\t1\t1\t5\tUTC\t\t", "a place has a name"},
       }) {
    TableBuilder builder([](const geo::Point&) { return kZoneOfPoint; });
    const absl::Status status = builder.AddLine(line);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << line;
    EXPECT_THAT(std::string(status.message()), HasSubstr(message)) << line;
  }
}

}  // namespace
}  // namespace rapport::places
