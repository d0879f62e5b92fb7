// What a block says.
#include "db/block.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace rapport::db {
namespace {

using testing::HasSubstr;

std::string TextOf(Value value) {
  Block block;
  EXPECT_TRUE(block.Add("SET @a = ?", {std::move(value)}).ok());
  return block.Take("");
}

TEST(BlockTest, IsItsStatementsOneAfterTheOther) {
  Block block;
  EXPECT_TRUE(block.empty());
  ASSERT_TRUE(block.Add("DELETE FROM a", {}).ok());
  ASSERT_TRUE(block.Require("SELECT COUNT(*) FROM b WHERE c = ?", {7}, 2).ok());
  ASSERT_TRUE(block.Add("INSERT INTO d VALUES (?,?)", {1, "x"}).ok());
  EXPECT_GT(block.bytes(), 60);
  EXPECT_EQ(block.Take("COMMIT"),
            "BEGIN NOT ATOMIC DELETE FROM a;"
            " IF (SELECT COUNT(*) FROM b WHERE c = 7) <> 2"
            " THEN SIGNAL SQLSTATE '45000'; END IF;"
            " INSERT INTO d VALUES (1,'x'); COMMIT; END");
  EXPECT_TRUE(block.empty());
}

TEST(BlockTest, WritesWhatIsNotPlainAsDigits) {
  EXPECT_THAT(TextOf("it's"), HasSubstr("X'69742773'"));
  EXPECT_THAT(TextOf("a\\"), HasSubstr("X'615c'"));
  EXPECT_THAT(TextOf("'; DROP TABLE booking; --"), HasSubstr("X'273b20"));
  EXPECT_THAT(TextOf("é"), HasSubstr("X'c3a9'"));
  EXPECT_THAT(TextOf(std::string(1, '\0')), HasSubstr("X'00'"));
  EXPECT_THAT(TextOf("{\"a\": \"?\"}"), HasSubstr("'{\"a\": \"?\"}'"));
  EXPECT_THAT(TextOf(""), HasSubstr("''"));
  EXPECT_THAT(TextOf(std::nullopt), HasSubstr("= NULL"));
}

TEST(BlockTest, RefusesATimeThatNoColumnHolds) {
  Block block;
  EXPECT_EQ(block.Add("SET @a = ?", {absl::InfiniteFuture()}).code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace rapport::db
