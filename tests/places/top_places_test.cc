#include "server/places/top_places.h"

#include <algorithm>
#include <limits>
#include <map>
#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rapport::places {
namespace {

using ::testing::ElementsAre;

std::vector<uint32_t> PlacesOf(const TopPlaces& top) {
  std::vector<uint32_t> places;
  for (const Candidate& candidate : top.best())
    places.push_back(candidate.place);
  return places;
}

TEST(TopPlaces, KeepsTheBestInOrder) {
  TopPlaces top(2);
  top.Offer({10, 1, 0});
  top.Offer({30, 2, 0});
  top.Offer({20, 3, 0});
  EXPECT_THAT(PlacesOf(top), ElementsAre(2, 3));
}

TEST(TopPlaces, PutsTheMorePopulousOfEqualsFirst) {
  TopPlaces top(2);
  top.Offer({10, 3, 0});
  top.Offer({10, 1, 0});
  top.Offer({10, 2, 0});
  EXPECT_THAT(PlacesOf(top), ElementsAre(1, 2));
}

TEST(TopPlaces, KeepsAPlaceOnceByItsBestName) {
  TopPlaces top(2);
  top.Offer({10, 1, 5});
  top.Offer({20, 1, 6});
  top.Offer({15, 1, 7});
  ASSERT_EQ(top.best().size(), 1u);
  EXPECT_EQ(top.best()[0].name, 6u);
}

TEST(TopPlaces, WantsAnythingUntilItIsFull) {
  TopPlaces top(2);
  top.Offer({10, 1, 0});
  EXPECT_EQ(top.ScoreMin(), std::numeric_limits<int>::min());
  top.Offer({20, 2, 0});
  EXPECT_EQ(top.ScoreMin(), 10);
}

TEST(TopPlaces, EqualsSortingAll) {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    TopPlaces top(5);
    std::map<uint32_t, Candidate> best_of_place;
    for (uint32_t name = 0; name < 40; ++name) {
      const Candidate candidate{static_cast<int>(random() % 10),
                                static_cast<uint32_t>(random() % 12), name};
      top.Offer(candidate);
      const auto [at, added] =
          best_of_place.try_emplace(candidate.place, candidate);
      if (!added && candidate < at->second) at->second = candidate;
    }
    std::vector<Candidate> all;
    for (const auto& [place, candidate] : best_of_place) {
      all.push_back(candidate);
    }
    std::sort(all.begin(), all.end());
    all.resize(std::min<size_t>(all.size(), 5));
    ASSERT_EQ(top.best().size(), all.size());
    for (size_t i = 0; i < all.size(); ++i) {
      EXPECT_EQ(top.best()[i].place, all[i].place);
      EXPECT_EQ(top.best()[i].name, all[i].name);
    }
  }
}

}  // namespace
}  // namespace rapport::places
