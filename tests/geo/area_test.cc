#include "geo/area.h"

#include <algorithm>
#include <random>
#include <string>

#include "gtest/gtest.h"

namespace rapport::geo {
namespace {

TEST(AreaToken, IsTheSameForAllOfAPlace) {
  const std::string paris = AreaToken({48.8566, 2.3522});
  EXPECT_EQ(AreaToken({48.8570, 2.3530}), paris);
  EXPECT_NE(AreaToken({48.4, 2.7}), paris);  // Fontainebleau, 55 km away
  EXPECT_LE(paris.size(), 6u);
}

TEST(AreaToken, KnowsThePolesAndTheAntimeridian) {
  for (const Point& point :
       {Point{90, 0}, Point{-90, 123}, Point{12, 180}, Point{12, -180}}) {
    EXPECT_FALSE(AreaToken(point).empty());
    EXPECT_NE(AreaToken(point), AreaToken({48.8566, 2.3522}));
  }
}

// Nobody can be found by their area, and areas are worth counting by.
TEST(AreaToken, IsOfAnAreaOfAboutTwentyKilometres) {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> latitude(-60, 70);
  std::uniform_real_distribution<double> longitude(-180, 180);
  std::uniform_real_distribution<double> step(-0.2, 0.2);
  for (int i = 0; i < 200; ++i) {
    const Point middle = {latitude(random), longitude(random)};
    double widest_m = 0;
    for (int j = 0; j < 500; ++j) {
      const Point other = {
          middle.latitude_deg + step(random),
          std::clamp(middle.longitude_deg + step(random), -180.0, 180.0)};
      if (AreaToken(other) != AreaToken(middle)) continue;
      widest_m = std::max(widest_m, Distance(middle, other).value);
    }
    EXPECT_GT(widest_m, 4'000);
    EXPECT_LT(widest_m, 36'000);  // from corner to corner
  }
}

}  // namespace
}  // namespace rapport::geo
