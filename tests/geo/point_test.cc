#include "geo/point.h"

#include <cmath>
#include <limits>
#include <string>

#include "geo/unit_vector.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rapport::geo {
namespace {

using ::testing::HasSubstr;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kHalfCircumference = M_PI * kEarthRadius.value;

constexpr Point kMinneapolis{44.98, -93.27};
constexpr Point kTokyo{35.6895, 139.6917};

TEST(MakePoint, AcceptsEveryCornerOfTheRange) {
  for (double latitude : {-90.0, 0.0, 90.0}) {
    for (double longitude : {-180.0, 0.0, 180.0}) {
      const absl::StatusOr<Point> point = MakePoint(latitude, longitude);
      ASSERT_TRUE(point.ok()) << point.status();
      EXPECT_EQ(*point, (Point{latitude, longitude}));
    }
  }
}

TEST(MakePoint, RefusesWhatIsOutOfRangeByTheSmallestStep) {
  const double beyond_90 = std::nextafter(90.0, 91.0);
  const double beyond_180 = std::nextafter(180.0, 181.0);
  for (const auto& [latitude, longitude] : {std::pair{beyond_90, 0.0},
                                            {-beyond_90, 0.0},
                                            {0.0, beyond_180},
                                            {0.0, -beyond_180}}) {
    EXPECT_EQ(MakePoint(latitude, longitude).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
}

TEST(MakePoint, RefusesWhatIsNotANumberOrNotFinite) {
  for (double bad : {kNan, -kNan, kInfinity, -kInfinity}) {
    EXPECT_EQ(MakePoint(bad, 0).status().code(),
              absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(MakePoint(0, bad).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
}

TEST(MakePoint, SaysWhatWasSeenAndTheRule) {
  EXPECT_EQ(MakePoint(-93.27, 44.98).status().message(),
            "latitude is -93.27; it must be between -90 and 90 degrees");
  EXPECT_EQ(MakePoint(0, 181).status().message(),
            "longitude is 181; it must be between -180 and 180 degrees");
  EXPECT_THAT(std::string(MakePoint(kNan, 0).status().message()),
              HasSubstr("latitude is nan"));
}

TEST(Distance, IsZeroFromAPointToItself) {
  EXPECT_EQ(Distance(kTokyo, kTokyo), Meters{0});
}

TEST(Distance, IsNoneBetweenTheTwoNamesOfTheAntimeridian) {
  EXPECT_NEAR(Distance({10, 180}, {10, -180}).value, 0, 1e-8);
}

TEST(Distance, IsTheSameBothWays) {
  EXPECT_EQ(Distance(kMinneapolis, kTokyo), Distance(kTokyo, kMinneapolis));
}

TEST(Distance, OfOneDegreeIsAThreeHundredSixtiethOfTheCircumference) {
  const double degree = kHalfCircumference / 180;
  EXPECT_NEAR(Distance({0, 0}, {0, 1}).value, degree, 1e-6);
  EXPECT_NEAR(Distance({45, 7}, {46, 7}).value, degree, 1e-6);
  EXPECT_NEAR(Distance({0, 179.5}, {0, -179.5}).value, degree, 1e-6);
  EXPECT_NEAR(Distance({89.5, 0}, {89.5, 180}).value, degree, 1e-6);
}

// The haversine formula, in long double, is the independent answer.
double Haversine(const Point& a, const Point& b) {
  const long double to_rad = M_PIl / 180;
  const long double lat = (b.latitude_deg - a.latitude_deg) * to_rad / 2;
  const long double lng = (b.longitude_deg - a.longitude_deg) * to_rad / 2;
  const long double h =
      std::sin(lat) * std::sin(lat) + std::cos(a.latitude_deg * to_rad) *
                                          std::cos(b.latitude_deg * to_rad) *
                                          std::sin(lng) * std::sin(lng);
  return static_cast<double>(2 * std::asin(std::sqrt(h)) * kEarthRadius.value);
}

TEST(Distance, AgreesWithTheHaversineFormulaNearAndFar) {
  EXPECT_NEAR(Distance(kMinneapolis, kTokyo).value,
              Haversine(kMinneapolis, kTokyo), 1e-6);
  const Point metre_away{44.98, -93.27 + 1.27e-5};
  EXPECT_NEAR(Distance(kMinneapolis, metre_away).value,
              Haversine(kMinneapolis, metre_away), 1e-8);
  const Point almost_opposite{-44.97, 86.74};
  EXPECT_NEAR(Distance(kMinneapolis, almost_opposite).value,
              Haversine(kMinneapolis, almost_opposite), 0.1);
}

TEST(Distance, OfOppositePointsIsHalfTheCircumference) {
  EXPECT_NEAR(Distance({90, 0}, {-90, 0}).value, kHalfCircumference, 0.5);
  EXPECT_NEAR(Distance({10, 20}, {-10, -160}).value, kHalfCircumference, 0.5);
}

TEST(MetersToChord, IsTheInverseOfChordToMeters) {
  for (double metres : {0.0, 0.001, 1.0, 25'000.0, 9e6, 1.9e7}) {
    EXPECT_NEAR(ChordToMeters(MetersToChord({metres})).value, metres,
                metres * 1e-12);
  }
}

TEST(MetersToChord, IsThatOfOppositePointsFromHalfTheCircumferenceOn) {
  EXPECT_EQ(MetersToChord({kHalfCircumference + 1}), 4);
  EXPECT_EQ(MetersToChord({kInfinity}), 4);
}

TEST(MetersToChord, IsNegativeBelowZero) { EXPECT_LT(MetersToChord({-1}), 0); }

TEST(LeafCellId, IsS2sOwn) {
  // From the S2 reference: the first leaf of face 0 to the centre of face 0.
  EXPECT_EQ(LeafCellId({0, 0}), 0x1000000000000001u);
  EXPECT_EQ(LeafCellId({90, 0}), 0x5000000000000001u);
}

TEST(LeafCellId, SharesItsUpperBitsWithANeighbour) {
  const uint64_t near = LeafCellId(kTokyo) ^ LeafCellId({35.68951, 139.69171});
  const uint64_t far = LeafCellId(kTokyo) ^ LeafCellId(kMinneapolis);
  EXPECT_LT(near, far);
}

}  // namespace
}  // namespace rapport::geo
