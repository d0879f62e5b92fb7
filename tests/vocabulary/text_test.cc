#include "server/vocabulary/text.h"

#include "gtest/gtest.h"

namespace rapport {
namespace {

TEST(CountCodePoints, CountsCodePointsAndNotBytes) {
  EXPECT_EQ(CountCodePoints(""), 0u);
  EXPECT_EQ(CountCodePoints("Zara"), 4u);
  EXPECT_EQ(CountCodePoints("Lancôme"), 7u);
  EXPECT_EQ(CountCodePoints("星巴克"), 3u);
  EXPECT_EQ(CountCodePoints("\U0001F48D"), 1u);
  EXPECT_EQ(CountCodePoints("e\xcc\x81"), 2u);  // e and a combining acute
  EXPECT_EQ(CountCodePoints(absl::string_view("a\0b", 3)), 3u);
}

TEST(CountCodePoints, FindsNothingInWhatIsNotUtf8) {
  for (absl::string_view text : {"Lanc\xf4me",           // Latin-1
                                 "\xc3",                 // cut short
                                 "\x80",                 // continues nothing
                                 "\xc0\xaf",             // overlong
                                 "\xed\xa0\x80",         // a surrogate
                                 "\xf4\x90\x80\x80"}) {  // past U+10FFFF
    EXPECT_EQ(CountCodePoints(text), std::nullopt);
  }
}

TEST(HasControl, IsTrueForEveryControlCharacter) {
  for (absl::string_view text :
       {"a\nb", "\t", "a\x7f", "\x1b[1m", "\r", "next\xc2\x85line"}) {
    EXPECT_TRUE(HasControl(text));
  }
  EXPECT_TRUE(HasControl(absl::string_view("\0", 1)));
}

TEST(HasControl, IsFalseForLettersOfAnyScriptAndForSpaces) {
  EXPECT_FALSE(HasControl("Сеул 서울 ソウル \U0001F48D – “x”"));
  EXPECT_FALSE(
      HasControl("no\xc2\xa0"
                 "break"));
}

TEST(CollapseSpaces, TrimsAndLeavesOneSpaceForEachRun) {
  EXPECT_EQ(CollapseSpaces("  5th \t Avenue \r\n"), "5th Avenue");
  EXPECT_EQ(CollapseSpaces("a\nb"), "a b");
  EXPECT_EQ(CollapseSpaces("\xc2\xa0Rue\xc2\xa0\xe3\x80\x80X\xe2\x80\xa8"),
            "Rue X");
  EXPECT_EQ(CollapseSpaces(" \n\t"), "");
  EXPECT_EQ(CollapseSpaces("plain"), "plain");
}

TEST(FoldText, IsTheSameForEveryWayOfWriting) {
  EXPECT_EQ(FoldText("MACY'S  Downtown"), FoldText(" macy's downtown"));
  EXPECT_EQ(FoldText("STRASSE"), FoldText("Straße"));
  EXPECT_EQ(FoldText("caf\xc3\xa9"), FoldText("cafe\xcc\x81"));
  EXPECT_EQ(FoldText("ＡＢＣ１２３"), "abc123");
  EXPECT_NE(FoldText("cafe"), FoldText("café"));
}

}  // namespace
}  // namespace rapport
