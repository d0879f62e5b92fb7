#include "clients/cli/text/place.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rapport::cli {
namespace {

TEST(ParsePlace, TakesLatitudeAndLongitude) {
  const auto place = ParsePlace("44.98,-93.27");
  ASSERT_TRUE(place.ok()) << place.status();
  EXPECT_EQ(place->latitude(), 44.98);
  EXPECT_EQ(place->longitude(), -93.27);
  EXPECT_TRUE(ParsePlace("-33.87, 151.21").ok());
}

TEST(ParsePlace, TakesTheEndsOfTheEarthAndNothingBeyond) {
  EXPECT_TRUE(ParsePlace("90,180").ok());
  EXPECT_TRUE(ParsePlace("-90,-180").ok());
  EXPECT_FALSE(ParsePlace("90.0001,0").ok());
  EXPECT_FALSE(ParsePlace("0,-180.0001").ok());
}

TEST(ParsePlace, RefusesWhatIsNoPlace) {
  for (const char* text : {"", "44.98", "44.98,", "44.98,-93.27,0", "nan,0",
                           "0,inf", "Paris", "44.98;-93.27"}) {
    EXPECT_EQ(ParsePlace(text).status().code(),
              absl::StatusCode::kInvalidArgument)
        << text;
  }
}

TEST(ParseDistance, TakesKilometresMilesAndMetres) {
  EXPECT_DOUBLE_EQ(*ParseDistance("5km"), 5000);
  EXPECT_DOUBLE_EQ(*ParseDistance("2.5 km"), 2500);
  EXPECT_DOUBLE_EQ(*ParseDistance("3mi"), 4828.032);
  EXPECT_DOUBLE_EQ(*ParseDistance("800m"), 800);
}

TEST(ParseDistance, RefusesWhatIsNone) {
  for (const char* text :
       {"", "5", "km", "0km", "-1km", "nankm", "infmi", "5 miles", "5kmm"}) {
    EXPECT_EQ(ParseDistance(text).status().code(),
              absl::StatusCode::kInvalidArgument)
        << text;
  }
}

TEST(FormatDistance, SaysNoMoreThanMatters) {
  EXPECT_EQ(FormatDistance(0, Units::kMetric), "0 m");
  EXPECT_EQ(FormatDistance(849.6, Units::kMetric), "850 m");
  EXPECT_EQ(FormatDistance(999.4, Units::kMetric), "999 m");
  EXPECT_EQ(FormatDistance(999.6, Units::kMetric), "1.0 km");
  EXPECT_EQ(FormatDistance(1234, Units::kMetric), "1.2 km");
  EXPECT_EQ(FormatDistance(123456, Units::kMetric), "123 km");
  EXPECT_EQ(FormatDistance(1636000, Units::kMetric), "1,636 km");
  EXPECT_EQ(FormatDistance(1609.344, Units::kMiles), "1.0 mi");
  EXPECT_EQ(FormatDistance(804.672, Units::kMiles), "0.5 mi");
}

TEST(LooksLikeDegrees, TellsNumbersFromNames) {
  for (const char* text :
       {"48.86,2.34", "-33.87, +151.21", "91,0", "1,2,3", "1e-7,2"}) {
    EXPECT_TRUE(LooksLikeDegrees(text)) << text;
  }
  for (const char* text :
       {"", "90210", "Paris", "Paris, FR", "東京", "10115 B", "100-0001"}) {
    EXPECT_FALSE(LooksLikeDegrees(text)) << text;
  }
}

}  // namespace
}  // namespace rapport::cli
