#include "server/catalog/json_value.h"

#include <string>

#include "gtest/gtest.h"

namespace rapport::catalog {
namespace {

using nlohmann::json;

// What stands at a path, as JSON; `-` where nothing is.
std::string At(const char* value, absl::string_view path) {
  const json parsed = json::parse(value);
  const json* found = FindPath(parsed, path);
  return found == nullptr ? "-" : found->dump();
}

TEST(FindPath, GoesThroughMembersAndIndexes) {
  constexpr char kRow[] = R"({"a":{"b":[1,{"c":"x"}],"d.e":2},"f.g":3})";
  EXPECT_EQ(At(kRow, "a.b.0"), "1");
  EXPECT_EQ(At(kRow, "a.b.1.c"), R"("x")");
  EXPECT_EQ(At(kRow, "a.d.e"), "2");
  EXPECT_EQ(At(kRow, "f.g"), "3");
}

TEST(FindPath, FindsNothingWhereNothingIs) {
  constexpr char kRow[] = R"({"a":{"b":[1]},"t":"text","n":null})";
  for (absl::string_view path : {"", "x", "a.x", "a.b.1", "a.b.-1", "a.b.x",
                                 "t.0", "n.a", "a..b", "a.b.0.c", "."}) {
    EXPECT_EQ(At(kRow, path), "-") << path;
  }
  EXPECT_EQ(At(kRow, "n"), "null");
}

TEST(ReadScalar, ReadsTextsNumbersAndTruthValues) {
  std::string text = "before";
  EXPECT_TRUE(ReadScalar("x", text));
  EXPECT_EQ(text, "x");
  EXPECT_TRUE(ReadScalar(1.5, text));
  EXPECT_EQ(text, "1.5");
  EXPECT_TRUE(ReadScalar(true, text));
  EXPECT_EQ(text, "true");
  EXPECT_TRUE(ReadScalar(nullptr, text));
  EXPECT_EQ(text, "");
  EXPECT_FALSE(ReadScalar(json::array(), text));
  EXPECT_FALSE(ReadScalar(json::object(), text));
}

TEST(ParseRow, ReadsNanOutsideOfStringsAsNull) {
  EXPECT_EQ(ParseRow(R"({"a":NaN,"b":"NaN","c":-Infinity})"),
            json::parse(R"({"a":null,"b":"NaN","c":null})"));
  EXPECT_TRUE(ParseRow(R"({"a":Na})").is_discarded());
}

}  // namespace
}  // namespace rapport::catalog
