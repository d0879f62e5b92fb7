#include "server/catalog/import_placement.h"

#include <optional>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/calendar/country_zones.h"
#include "tests/catalog/fake_place_finder.h"
#include "tests/catalog/zones.h"

namespace rapport::catalog {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr geo::Point kParis = {48.8, 2.3};
constexpr geo::Point kLyonSwapped = {4.8, 45.7};  // off Somalia
// In the one half of TwoZones, and in the other when swapped.
constexpr geo::Point kArctic = {80, -50};

TEST(CountryZones, AreThoseOfTzdata) {
  EXPECT_TRUE(calendar::IsZoneOf("Europe/Paris", "FR"));
  EXPECT_TRUE(calendar::IsZoneOf("America/Chicago", "US"));
  EXPECT_TRUE(calendar::IsZoneOf("Pacific/Honolulu", "US"));
  // Of countries that share a clock, and of one of zone1970.tab only.
  EXPECT_TRUE(calendar::IsZoneOf("Europe/Oslo", "NO"));
  EXPECT_TRUE(calendar::IsZoneOf("Europe/Berlin", "NO"));
  EXPECT_FALSE(calendar::IsZoneOf("Europe/Paris", "US"));
  EXPECT_FALSE(calendar::IsZoneOf("Etc/GMT", "GB"));
  EXPECT_TRUE(calendar::HasZones("JP"));
  EXPECT_FALSE(calendar::HasZones("XK"));
  EXPECT_FALSE(calendar::HasZones(""));
}

class PlacementTest : public testing::Test {
 protected:
  // East of the line France, west of it the United States; see TwoZones.
  geo::ZoneTable zones_ = TwoZones("Europe/Paris", "America/Chicago");
  FakePlaceFinder finder_;

  StoreDraft DraftAt(double latitude_deg, double longitude_deg,
                     const std::string& region) {
    StoreDraft draft;
    draft.content.address.region_code = region;
    draft.location = MakeLocation(latitude_deg, longitude_deg, "lat");
    return draft;
  }
  // Why it has no place; empty if it has one.
  std::string Place(StoreDraft& draft, bool repair = false,
                    bool with_finder = true) {
    const auto problem =
        PlaceStore({zones_, with_finder ? &finder_ : nullptr, repair}, draft);
    return problem.has_value() ? problem->field + " " + problem->reason : "";
  }
};

TEST_F(PlacementTest, TakesThePointThatIsStated) {
  StoreDraft draft = DraftAt(48.8, 2.3, "FR");
  EXPECT_EQ(Place(draft), "");
  EXPECT_EQ(draft.content.location, kParis);
  EXPECT_EQ(draft.content.details.location_precision,
            LocationPrecision::kPoint);
  EXPECT_THAT(draft.remarks, IsEmpty());
}

TEST_F(PlacementTest, RejectsWhatIsInTheCountryOnlyWhenSwapped) {
  StoreDraft draft = DraftAt(-50, 80, "FR");
  EXPECT_EQ(Place(draft), "lat COORDINATES_SWAPPED");
}

TEST_F(PlacementTest, PutsItRightWhereThatIsAskedFor) {
  StoreDraft draft = DraftAt(-50, 80, "FR");
  EXPECT_EQ(Place(draft, /*repair=*/true), "");
  EXPECT_EQ(draft.content.location, kArctic);
  ASSERT_EQ(draft.remarks.size(), 1u);
  EXPECT_EQ(draft.remarks[0].reason, "COORDINATES_SWAPPED");
  EXPECT_EQ(draft.remarks[0].field, "lat");
}

TEST_F(PlacementTest, SeesItEvenWhereALatitudeIsOutOfRange) {
  StoreDraft draft = DraftAt(-93.2, 44.9, "US");
  ASSERT_FALSE(draft.location.point.has_value());
  EXPECT_EQ(Place(draft), "lat COORDINATES_SWAPPED");
  StoreDraft elsewhere = DraftAt(-93.2, 40, "FR");
  EXPECT_EQ(Place(elsewhere), "lat OUT_OF_RANGE");
  StoreDraft nowhere = DraftAt(-93.2, 444, "US");
  EXPECT_EQ(Place(nowhere), "lat OUT_OF_RANGE");
}

TEST_F(PlacementTest, LeavesWhatIsInTheCountryBothWays) {
  // All that the table calls France, both ways.
  StoreDraft draft =
      DraftAt(kLyonSwapped.latitude_deg, kLyonSwapped.longitude_deg, "FR");
  EXPECT_EQ(Place(draft), "");
  EXPECT_EQ(draft.content.location, kLyonSwapped);
}

TEST_F(PlacementTest, SaysNothingWithoutACountryOrItsZones) {
  for (const char* region : {"", "XK", "DE"}) {
    StoreDraft draft = DraftAt(-50, 80, region);
    EXPECT_EQ(Place(draft), "") << region;
    EXPECT_THAT(draft.remarks, IsEmpty());
  }
}

// West of about 45 W on the equator the table's other half begins.
TEST_F(PlacementTest, TakesWhatIsNearACountryForInIt) {
  double west = -44.5;  // the line is the edge of a face of S2's cube
  ASSERT_EQ(zones_.ZoneOf({0.5, west}), "Europe/Paris");
  ASSERT_EQ(zones_.ZoneOf({0.5, west - 1}), "America/Chicago");
  EXPECT_FALSE(IsInOrNear(zones_, {0.5, west}, "US"));
  EXPECT_TRUE(IsInOrNear(zones_, {0.5, -44.8}, "US"));
  EXPECT_TRUE(IsInOrNear(zones_, {0.5, west - 1}, "US"));
}

TEST_F(PlacementTest, AsksTheFinderWhereThereAreNoCoordinates) {
  finder_.Add("US", "90210", {{34.1, -118.4}, LocationPrecision::kPostalArea});
  finder_.Add("US", "Springfield",
              {{39.8, -89.6}, LocationPrecision::kLocality});
  StoreDraft by_area = DraftAt(0, 0, "US");
  by_area.content.address.postal_code = "90210";
  EXPECT_EQ(Place(by_area), "");
  EXPECT_EQ(by_area.content.location, (geo::Point{34.1, -118.4}));
  EXPECT_EQ(by_area.content.details.location_precision,
            LocationPrecision::kPostalArea);
  ASSERT_EQ(by_area.remarks.size(), 1u);
  EXPECT_EQ(by_area.remarks[0].reason, "LOCATION_FROM_POSTAL_AREA");

  StoreDraft by_town = DraftAt(0, 0, "US");
  by_town.content.address.locality = "Springfield";
  EXPECT_EQ(Place(by_town), "");
  EXPECT_EQ(by_town.remarks.at(0).reason, "LOCATION_FROM_LOCALITY");
  EXPECT_EQ(by_town.content.details.location_precision,
            LocationPrecision::kLocality);
}

TEST_F(PlacementTest, RejectsWhatIsNotFoundForTheFindersReason) {
  StoreDraft draft = DraftAt(0, 0, "US");
  draft.content.address.locality = "Nowhere";
  const auto problem = PlaceStore({zones_, &finder_, false}, draft);
  ASSERT_TRUE(problem.has_value());
  EXPECT_EQ(problem->reason, "NO_LOCATION");
  EXPECT_THAT(problem->message, HasSubstr("UNKNOWN_PLACE"));
  EXPECT_EQ(Place(draft, false, /*with_finder=*/false), "lat NO_LOCATION");
}

}  // namespace
}  // namespace rapport::catalog
