#include "clients/cli/text/table.h"

#include <sstream>

#include "absl/strings/str_split.h"
#include "clients/cli/text/text_width.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rapport::cli {
namespace {

using testing::ElementsAre;

std::vector<std::string> LinesOf(const Table& table) {
  std::ostringstream out;
  table.Write(out);
  std::vector<std::string> lines = absl::StrSplit(out.str(), '\n');
  EXPECT_EQ(lines.back(), "");
  lines.pop_back();
  return lines;
}

TEST(TextWidth, CountsColumnsNotBytes) {
  EXPECT_EQ(TextWidth(""), 0);
  EXPECT_EQ(TextWidth("Paris"), 5);
  EXPECT_EQ(TextWidth("Zürich"), 6);
  EXPECT_EQ(TextWidth("Мария"), 5);
}

TEST(TextWidth, TakesTwoColumnsForWideCharacters) {
  EXPECT_EQ(TextWidth("美玲"), 4);
  EXPECT_EQ(TextWidth("さくら"), 6);
  EXPECT_EQ(TextWidth("서연"), 4);
  EXPECT_EQ(TextWidth("ＡＢ"), 4);
  EXPECT_EQ(TextWidth("ｶﾅ"), 2);
  EXPECT_EQ(TextWidth("🎁"), 2);
  EXPECT_EQ(TextWidth("𠮷"), 2);
}

TEST(TextWidth, TakesNoColumnForMarksThatCombine) {
  EXPECT_EQ(TextWidth("e\u0301"), 1);
  EXPECT_EQ(TextWidth("ก็"), 1);
  EXPECT_EQ(TextWidth("a\u200bb"), 2);
}

TEST(TextWidth, TakesAColumnForAByteThatIsNotUtf8) {
  EXPECT_EQ(TextWidth("\xff\xfe"), 2);
  EXPECT_EQ(TextWidth("\xe7\xbe"), 2);
  EXPECT_EQ(TextWidth("a\x80z"), 3);
}

TEST(Printable, ReplacesWhatSteersATerminal) {
  EXPECT_EQ(Printable("a\x1b[31mb\nc\td"), "a [31mb c d");
  EXPECT_EQ(Printable("a\u0085b"), "a b");
  EXPECT_EQ(Printable("Zürich 美玲"), "Zürich 美玲");
}

TEST(Table, LinesUpItsColumns) {
  Table table({{"NAME"}, {"DISTANCE", Align::kRight}, {"ID"}});
  table.AddRow({"Paris", "1.2 km", "s1"});
  table.AddRow({"Minneapolis", "850 m", "s2"});
  EXPECT_THAT(LinesOf(table), ElementsAre("NAME         DISTANCE  ID",
                                          "Paris          1.2 km  s1",
                                          "Minneapolis     850 m  s2"));
}

TEST(Table, LinesUpWideCharactersByTheirColumns) {
  Table table({{"NAME"}, {"ID"}});
  table.AddRow({"美玲", "a"});
  table.AddRow({"Anna B.", "b"});
  table.AddRow({"さくら", "c"});
  EXPECT_THAT(LinesOf(table), ElementsAre("NAME     ID", "美玲     a",
                                          "Anna B.  b", "さくら   c"));
}

TEST(Table, LeavesOutAColumnThatSaysNothing) {
  Table table({{"NAME"}, {"FIELD"}, {"ID"}});
  table.AddRow({"a", "", "1"});
  table.AddRow({"b", "", "2"});
  EXPECT_THAT(LinesOf(table), ElementsAre("NAME  ID", "a     1", "b     2"));
}

TEST(Table, KeepsARowOnOneLine) {
  Table table({{"MESSAGE"}});
  table.AddRow({"two\nlines"});
  EXPECT_THAT(LinesOf(table), ElementsAre("MESSAGE", "two lines"));
}

TEST(Table, TakesRowsThatAreTooShort) {
  Table table({{"A"}, {"B"}});
  table.AddRow({"1"});
  table.AddRow({"2", "x"});
  EXPECT_THAT(LinesOf(table), ElementsAre("A  B", "1", "2  x"));
}

}  // namespace
}  // namespace rapport::cli
