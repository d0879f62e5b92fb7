#include "server/vocabulary/windows_zone.h"

#include <string>

#include "gtest/gtest.h"

namespace rapport {
namespace {

TEST(ZoneOfWindowsName, KnowsTheNamesOfWindows) {
  EXPECT_EQ(ZoneOfWindowsName("W. Europe Standard Time"), "Europe/Berlin");
  EXPECT_EQ(ZoneOfWindowsName("Eastern Standard Time"), "America/New_York");
  EXPECT_EQ(ZoneOfWindowsName("Tokyo Standard Time"), "Asia/Tokyo");
}

TEST(ZoneOfWindowsName, IsEmptyForAllElse) {
  for (const std::string& name :
       {std::string(), std::string("Europe/Oslo"), std::string("Mars Time"),
        std::string("\xFF\xFE"), std::string(1000, 'x')}) {
    EXPECT_EQ(ZoneOfWindowsName(name), "") << name;
  }
}

}  // namespace
}  // namespace rapport
