#include "geo/curve_order.h"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <vector>

#include "geo/parallel.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/geo/random_places.h"

namespace rapport::geo {
namespace {

bool AllOnce(const std::vector<std::atomic<int>>& turns) {
  return std::all_of(turns.begin(), turns.end(),
                     [](const std::atomic<int>& turn) { return turn == 1; });
}

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(OrderAlongCurve, IsByCellAndThenByNumber) {
  RandomPlaces places(FreshSeed());
  for (size_t count : {1, 2, 17, 1000, 60'000}) {
    const std::vector<Point> points = ManyPoints(places, count);
    std::vector<uint32_t> expected(count);
    std::iota(expected.begin(), expected.end(), 0);
    std::stable_sort(expected.begin(), expected.end(),
                     [&](uint32_t a, uint32_t b) {
                       return LeafCellId(points[a]) < LeafCellId(points[b]);
                     });
    for (int threads : {1, 2, 3, 4, 7}) {
      EXPECT_EQ(OrderAlongCurve(points, threads), expected) << threads;
    }
  }
}

TEST(OrderAlongCurve, LeavesAloneWhatIsInOrder) {
  RandomPlaces places(FreshSeed());
  const std::vector<Point> points = ManyPoints(places, 20'000);
  std::vector<Point> sorted;
  for (uint32_t i : OrderAlongCurve(points)) sorted.push_back(points[i]);
  const std::vector<uint32_t> order = OrderAlongCurve(sorted, 4);
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
  EXPECT_EQ(order.back(), sorted.size() - 1);
}

TEST(OrderAlongCurve, KeepsEqualPointsInOrderOfTheirNumbers) {
  EXPECT_THAT(OrderAlongCurve({{1, 1}, {1, 1}, {1, 1}}), ElementsAre(0, 1, 2));
  EXPECT_THAT(OrderAlongCurve({}), IsEmpty());
}

TEST(ForEachOf, TakesEachTurnOnce) {
  for (int threads : {0, 1, 2, 5}) {
    for (size_t count : {0, 1, 3, 10'000}) {
      std::vector<std::atomic<int>> turns(count);
      ForEachOf(count, threads, [&](size_t i) { ++turns[i]; });
      EXPECT_TRUE(AllOnce(turns)) << count << " on " << threads << " threads";
    }
  }
}

TEST(ForEachRange, CoversEverythingOnce) {
  for (int threads : {0, 1, 2, 5}) {
    for (size_t count : {0, 1, 5000, 100'003}) {
      std::vector<std::atomic<int>> turns(count);
      ForEachRange(count, threads, [&](size_t begin, size_t end) {
        for (size_t i = begin; i < end; ++i) ++turns[i];
      });
      EXPECT_TRUE(AllOnce(turns)) << count << " on " << threads << " threads";
    }
  }
}

}  // namespace
}  // namespace rapport::geo
