#include "clients/cli/text/place_text.h"

#include "clients/cli/text/place.h"
#include "gtest/gtest.h"

namespace rapport::cli {
namespace {

google::type::LatLng At(double latitude, double longitude) {
  google::type::LatLng location;
  location.set_latitude(latitude);
  location.set_longitude(longitude);
  return location;
}

TEST(FormatLocation, HasFiveDecimalsAndNoZerosAtTheEnd) {
  EXPECT_EQ(FormatLocation(At(48.853411234, 2.3488)), "48.85341,2.3488");
  EXPECT_EQ(FormatLocation(At(-90, 180)), "-90,180");
  EXPECT_EQ(FormatLocation(At(0, -0.000001)), "0,0");
  EXPECT_EQ(FormatLocation(At(100.0 / 10, 20)), "10,20");
}

TEST(FormatLocation, IsReadAsItIsWritten) {
  const auto read = ParsePlace(FormatLocation(At(35.6895, 139.69171)));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->latitude(), 35.6895);
  EXPECT_EQ(read->longitude(), 139.69171);
}

TEST(FormatPlace, TellsTheMatchedNameWhereItIsAnother) {
  v1::Place place;
  place.set_display_name("Tokyo");
  place.set_matched_name("東京");
  place.set_administrative_area("Tokyo");
  place.set_region_code("JP");
  EXPECT_EQ(FormatPlace(place), "Tokyo (東京), Tokyo, JP");
  place.set_matched_name("Tokyo");
  EXPECT_EQ(FormatPlace(place), "Tokyo, Tokyo, JP");
}

TEST(FormatPlace, LeavesOutWhatIsUnknown) {
  v1::Place place;
  place.set_display_name("Atlantis");
  EXPECT_EQ(FormatPlace(place), "Atlantis");
}

}  // namespace
}  // namespace rapport::cli
