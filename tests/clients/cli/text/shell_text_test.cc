#include "clients/cli/text/shell_text.h"

#include "gtest/gtest.h"

namespace rapport::cli {
namespace {

TEST(ShellQuoted, LeavesPlainWordsAsTheyAre) {
  for (const char* word : {"44.98,-93.27", "es:fluent", "emea/fr", "5km",
                           "2026-11-23T15:00:00+01:00", "東京", "Orléans"}) {
    EXPECT_EQ(ShellQuoted(word), word);
  }
}

TEST(ShellQuoted, QuotesWhatAShellWouldTakeApart) {
  EXPECT_EQ(ShellQuoted(""), "''");
  EXPECT_EQ(ShellQuoted("New York"), "'New York'");
  EXPECT_EQ(ShellQuoted("$(rm)"), "'$(rm)'");
  EXPECT_EQ(ShellQuoted("a;b"), "'a;b'");
  EXPECT_EQ(ShellQuoted("*"), "'*'");
  EXPECT_EQ(ShellQuoted("L'Aquila"), "'L'\\''Aquila'");
}

}  // namespace
}  // namespace rapport::cli
