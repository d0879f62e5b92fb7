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

}  // namespace
}  // namespace rapport::db
