// What a block says.
#include "db/block.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
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
            " IF NOT ((SELECT COUNT(*) FROM b WHERE c = 7) <=> 2)"
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
  EXPECT_THAT(TextOf(""), HasSubstr("X''"));
  EXPECT_THAT(TextOf(std::nullopt), HasSubstr("= NULL"));
}

TEST(BlockTest, WritesRealNumbersAsSuch) {
  EXPECT_THAT(TextOf(3.0), HasSubstr("= 3.0000000000000000e+00;"));
  EXPECT_THAT(TextOf(0.1), HasSubstr("= 1.0000000000000001e-01;"));
  EXPECT_THAT(TextOf(-0.0), HasSubstr("= -0.0000000000000000e+00;"));
}

TEST(BlockTest, IsAsBefore_IfAValueIsRefused) {
  constexpr double kInfinite = std::numeric_limits<double>::infinity();
  Block block;
  ASSERT_TRUE(block.Add("SET @a = ?", {1}).ok());
  for (const Value& value : {Value(absl::InfiniteFuture()), Value(kInfinite),
                             Value(kInfinite - kInfinite)}) {
    EXPECT_EQ(block.Add("SET @a = ?, @b = ?", {2, value}).code(),
              absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(block.Require("SELECT ?", {value}, 1).code(),
              absl::StatusCode::kInvalidArgument);
  }
  EXPECT_EQ(block.Take(""), "BEGIN NOT ATOMIC SET @a = 1; END");
}

}  // namespace
}  // namespace rapport::db
