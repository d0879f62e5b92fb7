#include "server/places/zip_code.h"

#include "gtest/gtest.h"

namespace rapport::places {
namespace {

TEST(ReadZipCode, TakesFiveDigitsAndCutsPlusFour) {
  for (const char* text : {"90210", " 90210 ", "90210-1234", "902101234"}) {
    EXPECT_EQ(ReadZipCode(text).digits, "90210") << text;
    EXPECT_FALSE(ReadZipCode(text).lost_zero) << text;
  }
}

TEST(ReadZipCode, RestoresALostZeroAndSaysSo) {
  for (const char* text : {"2139", "2139-1234"}) {
    EXPECT_EQ(ReadZipCode(text).digits, "02139") << text;
    EXPECT_TRUE(ReadZipCode(text).lost_zero) << text;
  }
}

TEST(ReadZipCode, RefusesAllElse) {
  for (const char* text : {"", "139", "902101", "90210-", "90210-123",
                           "90210-12345", "O2122", "K1A 0B1", "90 210",
                           "９０２１０", "-90210", "90210-12a4", "12345678"}) {
    EXPECT_EQ(ReadZipCode(text).digits, "") << text;
  }
}

TEST(WithoutPlusFour, CutsItWhileItIsTyped) {
  EXPECT_EQ(WithoutPlusFour("90210-"), "90210");
  EXPECT_EQ(WithoutPlusFour("90210-12"), "90210");
  EXPECT_EQ(WithoutPlusFour("90210-1234"), "90210");
}

TEST(WithoutPlusFour, LeavesOtherTexts) {
  for (const char* text :
       {"", "9021", "90210", "90210-12345", "9021-1", "90210-1a", "Paris-1"}) {
    EXPECT_EQ(WithoutPlusFour(text), text);
  }
}

}  // namespace
}  // namespace rapport::places
