// A migration's text becomes statements.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "db/migrations.h"

namespace rapport::db {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(SplitStatements, SplitsAtASemicolonThatEndsALine) {
  EXPECT_THAT(SplitStatements("CREATE TABLE a (\n  x INT\n);\nDROP TABLE b;\n"),
              ElementsAre("CREATE TABLE a (\n  x INT\n)", "DROP TABLE b"));
}

TEST(SplitStatements, LeavesASemicolonInsideALine) {
  EXPECT_THAT(SplitStatements("INSERT INTO a VALUES (';'), ('x; y');\n"),
              ElementsAre("INSERT INTO a VALUES (';'), ('x; y')"));
}

TEST(SplitStatements, TakesALastStatementWithoutItsSemicolon) {
  EXPECT_THAT(SplitStatements("SELECT 1;\nSELECT 2"),
              ElementsAre("SELECT 1", "SELECT 2"));
}

TEST(SplitStatements, DropsCommentLinesAndEmptyOnes) {
  EXPECT_THAT(SplitStatements("-- what this is;\n\n  -- and why\n;\n"),
              IsEmpty());
  EXPECT_THAT(
      SplitStatements("-- claims;\nCREATE TABLE c (\n-- a tick\n  t INT\n);"),
      ElementsAre("CREATE TABLE c (\n  t INT\n)"));
}

TEST(SplitStatements, MindsNoWindowsLineEnds) {
  EXPECT_THAT(SplitStatements("SELECT 1;\r\nSELECT 2;\r\n"),
              ElementsAre("SELECT 1", "SELECT 2"));
}

}  // namespace
}  // namespace rapport::db
