#include "db/id_list.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace rapport::db {
namespace {

TEST(InList, HasAPowerOfTwoOfPlaces) {
  EXPECT_EQ(InList("a IN", 1), "a IN (?)");
  EXPECT_EQ(InList("a IN", 2, " x"), "a IN (?,?) x");
  EXPECT_EQ(InList("a IN", 3), "a IN (?,?,?,?)");
  EXPECT_EQ(InList("a IN", 4), "a IN (?,?,?,?)");
  EXPECT_EQ(InList("a IN", 5), "a IN (?,?,?,?,?,?,?,?)");
}

TEST(InListParams, FillTheListWithTheLastId) {
  const BrandId brand = BrandId::FromStored("maison");
  std::vector<ServiceId> ids;
  for (const char* id : {"a", "b", "c"}) {
    ids.push_back(ServiceId::FromStored(id));
  }
  std::string texts;
  for (const Value& value : InListParams<ServiceId>(brand, ids)) {
    absl::StrAppend(&texts, std::get<std::string>(value.variant()), " ");
  }
  EXPECT_EQ(texts, "maison a b c c ");
}

TEST(InListParams, HoldTheBytesOfOpaqueIds) {
  const StoreId id = StoreIdOf("pos", "1");
  const std::vector<Value> params =
      InListParams<StoreId>(BrandId::FromStored("maison"), {&id, 1});
  ASSERT_EQ(params.size(), 2u);
  EXPECT_EQ(std::get<std::string>(params[1].variant()),
            std::string(id.stored()));
}

TEST(ParamList, RepeatsTheLastRowToAPowerOfTwo) {
  ParamList list("a WHERE b = ? AND (", "(c = ? AND d = ?)", " OR ", ")", {7});
  EXPECT_EQ(list.rows(), 0);
  list.Add({1, 10});
  EXPECT_EQ(list.Sql(), "a WHERE b = ? AND ((c = ? AND d = ?))");
  list.Add({2, 20});
  list.Add({3, 30});
  EXPECT_EQ(list.rows(), 3);
  EXPECT_EQ(list.Sql(),
            "a WHERE b = ? AND ((c = ? AND d = ?) OR (c = ? AND d = ?) OR"
            " (c = ? AND d = ?) OR (c = ? AND d = ?))");
  std::string numbers;
  for (const Value& value : list.Params()) {
    absl::StrAppend(&numbers, std::get<int64_t>(value.variant()), " ");
  }
  EXPECT_EQ(numbers, "7 1 10 2 20 3 30 3 30 ");
}

}  // namespace
}  // namespace rapport::db
