#include "clients/cli/text/area.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rapport::cli {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

TEST(ParseBox, TakesSouthWestNorthEast) {
  const auto box = ParseBox("48.8, 2.2,48.9,2.4");
  ASSERT_TRUE(box.ok()) << box.status();
  EXPECT_EQ(box->southwest().latitude(), 48.8);
  EXPECT_EQ(box->southwest().longitude(), 2.2);
  EXPECT_EQ(box->northeast().latitude(), 48.9);
  EXPECT_EQ(box->northeast().longitude(), 2.4);
}

TEST(ParseBox, TakesABoxOverTheAntimeridianAndAFlatOne) {
  EXPECT_TRUE(ParseBox("-20,170,-10,-170").ok());
  EXPECT_TRUE(ParseBox("10,0,10,1").ok());
}

TEST(ParseBox, RefusesWhatIsNone) {
  for (const char* text :
       {"", "1,2,3", "1,2,3,4,5", "48.9,2.2,48.8,2.4", "1,2,91,4", "1,181,3,4",
        "a,b,c,d", "1,,3,4", "nan,2,3,4"}) {
    EXPECT_EQ(ParseBox(text).status().code(),
              absl::StatusCode::kInvalidArgument)
        << text;
  }
}

TEST(ParsePoints, TakesPointsBetweenSpaces) {
  const auto points = ParsePoints(" 48.86,2.34  48.85,-2.29\n1,2 ");
  ASSERT_TRUE(points.ok()) << points.status();
  ASSERT_THAT(*points, SizeIs(3));
  EXPECT_EQ((*points)[0].latitude(), 48.86);
  EXPECT_EQ((*points)[1].longitude(), -2.29);
  EXPECT_EQ((*points)[2].longitude(), 2);
}

TEST(ParsePoints, TellsWhichPointIsNone) {
  EXPECT_THAT(std::string(ParsePoints("1,2 3 4,5").status().message()),
              HasSubstr("point 2: place is '3'"));
  EXPECT_FALSE(ParsePoints("").ok());
  EXPECT_FALSE(ParsePoints("  ").ok());
  EXPECT_FALSE(ParsePoints("1, 2").ok());
}

}  // namespace
}  // namespace rapport::cli
