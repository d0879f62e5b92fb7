#include "server/places/name_order.h"

#include <algorithm>
#include <map>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/places/tools/table_builder.h"

namespace rapport::places {
namespace {

using ::testing::ElementsAre;

// Many names over few letters, so that they share beginnings.
PlaceTable RandomTable(std::mt19937& random, int places) {
  TableBuilder builder([](const geo::Point&) { return "UTC"; });
  for (int i = 0; i < places; ++i) {
    std::string name;
    for (size_t n = 1 + random() % 5; n > 0; --n) name += "abc"[random() % 3];
    EXPECT_TRUE(
        builder
            .AddLine(absl::StrCat("T\t", i, "\tXX\t\t0\t0\t0\t-\t", name, "\t"))
            .ok());
  }
  return std::move(builder).Build();
}

struct Groups {
  std::vector<uint32_t> group_of;
  std::vector<uint16_t> rank_of;
};

Groups RandomGroups(std::mt19937& random, size_t names, uint32_t groups) {
  Groups made;
  for (size_t i = 0; i < names; ++i) {
    made.group_of.push_back(random() % groups);
    made.rank_of.push_back(random() % 50);
  }
  return made;
}

std::vector<uint32_t> NamesIn(const NameOrder& order, NameRange range) {
  std::vector<uint32_t> names;
  for (uint32_t at = range.begin; at < range.end; ++at) {
    names.push_back(order.NameAt(at));
  }
  return names;
}

TEST(NameOrder, FindsExactlyTheNamesOfAGroupThatBeginSo) {
  std::mt19937 random(3);
  const PlaceTable table = RandomTable(random, 3'000);
  const Groups groups = RandomGroups(random, table.names.size(), 4);
  const NameOrder order(table, 4, groups.group_of, groups.rank_of);
  for (const std::string text : {"", "a", "ab", "abc", "cc", "ccccc", "d"}) {
    for (uint32_t group = 0; group < 4; ++group) {
      std::vector<uint32_t> exact, longer;
      for (uint32_t name = 0; name < table.names.size(); ++name) {
        const absl::string_view folded = table.At(table.names[name].folded);
        if (groups.group_of[name] != group) continue;
        if (folded == text) {
          exact.push_back(name);
        } else if (folded.substr(0, text.size()) == text) {
          longer.push_back(name);
        }
      }
      const NameOrder::Found found = order.Find(group, text);
      EXPECT_EQ(NamesIn(order, found.exact), exact) << text;
      EXPECT_EQ(NamesIn(order, found.longer), longer) << text;
    }
  }
}

TEST(NameOrder, FindsNothingInAnEmptyTable) {
  const PlaceTable table;
  const NameOrder order(table, 1, {}, {});
  const NameOrder::Found found = order.Find(0, "a");
  EXPECT_EQ(found.exact.begin, found.exact.end);
  EXPECT_EQ(found.longer.begin, found.longer.end);
  BestFirst best(order, found.longer, 0);
  EXPECT_FALSE(best.Next(0).has_value());
}

// Sizes on both sides of where a level of maxima is added.
class BestFirstOf : public testing::TestWithParam<int> {};

TEST_P(BestFirstOf, WalksAnyRangeByFallingRankEachOnce) {
  std::mt19937 random(GetParam());
  const PlaceTable table = RandomTable(random, GetParam());
  const Groups groups = RandomGroups(random, table.names.size(), 1);
  const NameOrder order(table, 1, groups.group_of, groups.rank_of);
  for (int round = 0; round < 20; ++round) {
    uint32_t begin = random() % (table.names.size() + 1);
    uint32_t end = random() % (table.names.size() + 1);
    if (begin > end) std::swap(begin, end);
    BestFirst best(order, {begin, end}, 0);
    std::vector<uint32_t> positions;
    uint16_t last = 0xffff;
    while (const auto ranked = best.Next(0)) {
      EXPECT_LE(ranked->rank, last);
      EXPECT_EQ(ranked->rank, groups.rank_of[order.NameAt(ranked->position)]);
      last = ranked->rank;
      positions.push_back(ranked->position);
    }
    std::sort(positions.begin(), positions.end());
    ASSERT_EQ(positions.size(), end - begin);
    for (uint32_t i = 0; i < positions.size(); ++i) {
      EXPECT_EQ(positions[i], begin + i);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, BestFirstOf,
                         testing::Values(1, 63, 64, 65, 4095, 4096, 4097,
                                         9000));

TEST(BestFirst, LeavesOutWhatIsBelowTheFloor) {
  std::mt19937 random(5);
  const PlaceTable table = RandomTable(random, 5);
  const NameOrder order(table, 1, {0, 0, 0, 0, 0}, {7, 3, 9, 3, 1});
  BestFirst best(order, {0, 5}, 3);
  std::vector<int> ranks;
  while (const auto ranked = best.Next(3)) ranks.push_back(ranked->rank);
  EXPECT_THAT(ranks, ElementsAre(9, 7, 3, 3));
  EXPECT_FALSE(best.Next(4).has_value());
}

TEST(BestFirst, LetsTheFloorRise) {
  std::mt19937 random(6);
  const PlaceTable table = RandomTable(random, 9'000);
  const Groups groups = RandomGroups(random, table.names.size(), 1);
  const NameOrder order(table, 1, groups.group_of, groups.rank_of);
  BestFirst best(order, {100, 8'900}, 10);
  EXPECT_EQ(best.Next(20)->rank, 49);
  int at_least_48 = 1;
  while (best.Next(48)) ++at_least_48;
  EXPECT_EQ(at_least_48,
            std::count_if(groups.rank_of.begin() + 100,
                          groups.rank_of.begin() + 8'900,
                          [](uint16_t rank) { return rank >= 48; }));
}

}  // namespace
}  // namespace rapport::places
