#include "server/search/best_associates.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "gtest/gtest.h"
#include "server/search/associate_search.h"
#include "server/search/read_model.h"
#include "tests/search/small_world.h"

namespace rapport::search {
namespace {

constexpr int kPeople = 6;
constexpr int kSeeds = 6000;

// The numbers 1 to kPeople in the order of their draw.
std::vector<int> OrderOf(uint64_t seed) {
  std::vector<int> people;
  for (int i = 1; i <= kPeople; ++i) people.push_back(i);
  std::sort(people.begin(), people.end(), [&](int a, int b) {
    return DrawnNumber(seed, AssociateNo(a)) <
           DrawnNumber(seed, AssociateNo(b));
  });
  return people;
}

TEST(DrawnNumber, IsTheSameForTheSameSeed) {
  for (uint64_t seed : {0, 1, 20'514}) {
    EXPECT_EQ(OrderOf(seed), OrderOf(seed));
  }
  // On every server and in every version: a page token relies on it.
  EXPECT_EQ(DrawnNumber(20'514, AssociateNo(1)), 0xba6e82408956415au);
  EXPECT_EQ(DrawnNumber(20'515, AssociateNo(1)), 0x68bdca2588ee9942u);
}

// Seeds are days, so neighbours; ids differ in their last bits only. With
// chances equal each comes first 1,000 times, give or take 29 (one standard
// deviation); five of them are hardly ever seen.
TEST(DrawnNumber, PutsEachOfEqualsInEachPlaceAboutEquallyOften) {
  std::map<int, std::vector<int>> places;
  for (int i = 1; i <= kPeople; ++i) places[i].resize(kPeople);
  for (uint64_t seed = 20'000; seed < 20'000 + kSeeds; ++seed) {
    const std::vector<int> order = OrderOf(seed);
    for (int place = 0; place < kPeople; ++place) ++places[order[place]][place];
  }
  const double expected = 1.0 * kSeeds / kPeople;
  const double spread = std::sqrt(expected * (1 - 1.0 / kPeople));
  for (const auto& [person, counts] : places) {
    for (int place = 0; place < kPeople; ++place) {
      EXPECT_NEAR(counts[place], expected, 5 * spread)
          << person << " in place " << place;
    }
  }
}

// Who comes first today says nothing of who does tomorrow.
TEST(DrawnNumber, DrawsAnewForEachSeed) {
  int same = 0;
  for (uint64_t seed = 20'000; seed < 20'000 + kSeeds; ++seed) {
    same += OrderOf(seed)[0] == OrderOf(seed + 1)[0] ? 1 : 0;
  }
  EXPECT_NEAR(same, 1.0 * kSeeds / kPeople, 150);
}

// People of one store who are alike in everything.
class EqualsTest : public ::testing::Test {
 protected:
  EqualsTest() {
    model_.Apply(BrandWith({}));
    model_.Apply(kBrand, std::vector{StoreAt(1, {0, 0})});
    model_.Apply(kBrand, std::vector{Service("styling")});
    for (int i = 1; i <= kPeople; ++i) {
      model_.Apply(kBrand, std::vector{AssociateAt(i, {StoreNo(1)})});
    }
    model_.WaitPublished(kBrand);
    index_ = model_.Find(kBrand);
  }

  // Who is found, in pages of that size.
  std::vector<AssociateId> Found(uint64_t seed, size_t size) {
    AssociateQuery query;
    query.near = geo::Point{0.1, 0.1};
    query.now = absl::UnixEpoch();
    query.seed = seed;
    query.limit = size;
    std::vector<AssociateId> ids;
    AssociateCursor last;
    while (SearchAssociates(
        *index_, query,
        [&](const AssociateFound& found) {
          ids.push_back(found.associate.associate->id);
        },
        last)) {
      query.after = last;
    }
    return ids;
  }

  ReadModel model_{[] { return absl::UnixEpoch(); }};
  std::shared_ptr<const BrandIndex> index_;
};

TEST_F(EqualsTest, AreFoundInTheOrderOfTheDraw) {
  for (uint64_t seed = 20'000; seed < 20'100; ++seed) {
    std::vector<AssociateId> drawn;
    for (int person : OrderOf(seed)) drawn.push_back(AssociateNo(person));
    EXPECT_EQ(Found(seed, 100), drawn) << seed;
  }
}

TEST_F(EqualsTest, AreFoundOnceWhateverThePages) {
  for (uint64_t seed = 20'000; seed < 20'020; ++seed) {
    const std::vector<AssociateId> whole = Found(seed, 100);
    EXPECT_EQ(whole.size(), static_cast<size_t>(kPeople));
    for (size_t size : {1, 2, 5, 6}) EXPECT_EQ(Found(seed, size), whole);
  }
}

}  // namespace
}  // namespace rapport::search
