#include "clients/cli/demo/place_languages.h"

#include <set>

#include "gtest/gtest.h"

namespace rapport::demo {
namespace {

TEST(PlaceLanguages, AreThoseOfThePlace) {
  const PlaceLanguages* france = FindPlaceLanguages("FR");
  ASSERT_NE(france, nullptr);
  EXPECT_EQ(france->native.front().tag, "fr");
  EXPECT_EQ(FindPlaceLanguages("HK")->native.front().tag, "yue");
  EXPECT_EQ(FindPlaceLanguages("XX"), nullptr);
  EXPECT_EQ(FindPlaceLanguages(""), nullptr);
}

TEST(PlaceLanguages, AreEnglishWhereNothingIsKnown) {
  EXPECT_EQ(PlaceLanguagesOr("XX").native.front().tag, "en");
  EXPECT_EQ(PlaceLanguagesOr("FR").native.front().tag, "fr");
}

TEST(PlaceLanguages, AddUpInEveryCountry) {
  int countries = 0;
  for (char a = 'A'; a <= 'Z'; ++a) {
    for (char b = 'A'; b <= 'Z'; ++b) {
      const std::string code = {a, b};
      const PlaceLanguages* place = FindPlaceLanguages(code);
      if (place == nullptr) continue;
      ++countries;
      int sum = 0;
      std::set<std::string> tags;
      for (const LanguageShare& share : place->native) {
        EXPECT_GT(share.percent, 0) << code;
        EXPECT_TRUE(tags.insert(share.tag).second) << code << share.tag;
        sum += share.percent;
      }
      EXPECT_EQ(sum, 100) << code;
      for (const LanguageShare& share : place->learnt) {
        EXPECT_GT(share.percent, 0) << code;
        EXPECT_LE(share.percent, 100) << code;
      }
    }
  }
  EXPECT_GE(countries, 120);
}

}  // namespace
}  // namespace rapport::demo
