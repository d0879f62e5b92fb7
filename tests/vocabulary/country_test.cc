#include "server/vocabulary/country.h"

#include "gtest/gtest.h"

namespace rapport {
namespace {

TEST(CountryCodeOf, KnowsCodesOfTwoAndThreeLettersInAnyCase) {
  EXPECT_EQ(CountryCodeOf("US"), "US");
  EXPECT_EQ(CountryCodeOf("fr"), "FR");
  EXPECT_EQ(CountryCodeOf("USA"), "US");
  EXPECT_EQ(CountryCodeOf("jpn"), "JP");
  EXPECT_EQ(CountryCodeOf("XK"), "XK");
}

TEST(CountryCodeOf, KnowsEnglishNames) {
  EXPECT_EQ(CountryCodeOf("United States"), "US");
  EXPECT_EQ(CountryCodeOf(" united  kingdom "), "GB");
  EXPECT_EQ(CountryCodeOf("SOUTH KOREA"), "KR");
  EXPECT_EQ(CountryCodeOf("Côte d’Ivoire"), "CI");
}

TEST(CountryCodeOf, KnowsNamesInWideUseThatAreNoOfficialOnes) {
  EXPECT_EQ(CountryCodeOf("UK"), "GB");
  EXPECT_EQ(CountryCodeOf("Hong Kong"), "HK");
  EXPECT_EQ(CountryCodeOf("Macau SAR, China"), "MO");
  EXPECT_EQ(CountryCodeOf("Korea (South)"), "KR");
  EXPECT_EQ(CountryCodeOf("Czech Republic"), "CZ");
  EXPECT_EQ(CountryCodeOf("Turkey"), "TR");
  EXPECT_EQ(CountryCodeOf("United States of America"), "US");
}

TEST(CountryCodeOf, KnowsNamesWithSaintAndAndInFull) {
  EXPECT_EQ(CountryCodeOf("Saint Lucia"), "LC");
  EXPECT_EQ(CountryCodeOf("St. Lucia"), "LC");
  EXPECT_EQ(CountryCodeOf("Saint Kitts and Nevis"), "KN");
  EXPECT_EQ(CountryCodeOf("Turks and Caicos Islands"), "TC");
  EXPECT_EQ(CountryCodeOf("Turks & Caicos Islands"), "TC");
}

TEST(CountryCodeOf, KnowsNothingElse) {
  for (absl::string_view text :
       {"", "X", "QQ", "ZZZ", "Atlantis", "N/A", "U S", "Texas"}) {
    EXPECT_EQ(CountryCodeOf(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace rapport
