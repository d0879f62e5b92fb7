#include "clients/cli/text/names.h"

#include "clients/cli/text/number_text.h"
#include "gtest/gtest.h"

namespace rapport::cli {
namespace {

TEST(FullName, TakesBareIdsAndFullNames) {
  EXPECT_EQ(FullName("demo", "stores", "s1"), "brands/demo/stores/s1");
  EXPECT_EQ(FullName("demo", "stores", "brands/other/stores/s1"),
            "brands/other/stores/s1");
  EXPECT_EQ(FullName("brands/demo", "stores", "s1"), "brands/demo/stores/s1");
}

TEST(ScheduleName, TakesAnAssociateInAnyForm) {
  const char* expected = "brands/demo/associates/a1/schedule";
  EXPECT_EQ(ScheduleName("demo", "a1"), expected);
  EXPECT_EQ(ScheduleName("demo", "brands/demo/associates/a1"), expected);
  EXPECT_EQ(ScheduleName("demo", expected), expected);
}

TEST(ShortId, IsTheLastSegment) {
  EXPECT_EQ(ShortId("brands/demo/bookings/b1"), "b1");
  EXPECT_EQ(ShortId("b1"), "b1");
  EXPECT_EQ(ShortId(""), "");
}

TEST(FormatCount, GroupsByThousands) {
  EXPECT_EQ(FormatCount(0), "0");
  EXPECT_EQ(FormatCount(999), "999");
  EXPECT_EQ(FormatCount(1000), "1,000");
  EXPECT_EQ(FormatCount(1234567), "1,234,567");
  EXPECT_EQ(FormatCount(-1000), "-1,000");
  EXPECT_EQ(FormatCount(-100), "-100");
}

}  // namespace
}  // namespace rapport::cli
