#include "server/catalog/brand.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/catalog/problems.h"

namespace rapport::catalog {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Style StyleOf(const std::string& id) {
  return {StyleId::FromStored(id), "Style", {}};
}

Brand GoodBrand() {
  Brand brand;
  brand.id = BrandId::FromStored("demo");
  brand.display_name = "Demo";
  brand.styles = {StyleOf("boho"), StyleOf("classic")};
  return brand;
}

TEST(CheckBrand, FindsNothingWrongAtTheBounds) {
  Brand brand = GoodBrand();
  EXPECT_THAT(Seen(CheckBrand(brand)), IsEmpty());
  brand.display_name = std::string(200, 'x');
  brand.styles.clear();
  for (size_t i = 0; i < kStylesMax; ++i) {
    brand.styles.push_back(StyleOf(absl::StrCat("s", i)));
  }
  EXPECT_THAT(Seen(CheckBrand(brand)), IsEmpty());
}

TEST(CheckBrand, WantsANameAndADisplayName) {
  EXPECT_THAT(Seen(CheckBrand(Brand())),
              ElementsAre("name REQUIRED", "display_name REQUIRED"));
}

TEST(CheckBrand, CountsCodePointsOfTheDisplayName) {
  Brand brand = GoodBrand();
  brand.display_name.clear();
  for (int i = 0; i < 200; ++i) brand.display_name += "é";
  EXPECT_THAT(Seen(CheckBrand(brand)), IsEmpty());
  brand.display_name += "é";
  EXPECT_THAT(Seen(CheckBrand(brand)), ElementsAre("display_name TOO_LONG"));
}

TEST(CheckBrand, RefusesOneStyleTooMany) {
  Brand brand = GoodBrand();
  brand.styles.clear();
  for (size_t i = 0; i <= kStylesMax; ++i) {
    brand.styles.push_back(StyleOf(absl::StrCat("s", i)));
  }
  EXPECT_THAT(Seen(CheckBrand(brand)), ElementsAre("styles TOO_MANY"));
}

TEST(CheckBrand, WantsEachStyleOnceAndNamed) {
  Brand brand = GoodBrand();
  brand.styles = {StyleOf("boho"), StyleOf("boho"), Style()};
  EXPECT_THAT(
      Seen(CheckBrand(brand)),
      ElementsAre("styles[1].style_id DUPLICATE", "styles[2].style_id REQUIRED",
                  "styles[2].display_name REQUIRED"));
}

TEST(CheckBrand, ChecksTheNamesOfAStyleInOtherLanguages) {
  Brand brand = GoodBrand();
  brand.styles[1].localized_names = {
      {"fr", "Bohème"}, {"FR", "x"}, {"qqq", "x"}, {"fr", ""}};
  EXPECT_THAT(
      Seen(CheckBrand(brand)),
      ElementsAre("styles[1].localized_names[1].language_code MALFORMED",
                  "styles[1].localized_names[2].language_code UNKNOWN",
                  "styles[1].localized_names[3].text REQUIRED",
                  "styles[1].localized_names[3].language_code DUPLICATE"));
}

TEST(CheckBrand, FindsWhatIsWrongWithItsHolidays) {
  const absl::CivilDay day(2026, 12, 24);
  Brand brand = GoodBrand();
  brand.holiday_lists = {{"FR", day, day + 2, {day, day + 2}},
                         {"", day, day, {}}};
  EXPECT_THAT(Seen(CheckBrand(brand)), IsEmpty());
  brand.holiday_lists = {{"fr", day, day, {}},
                         {"DE", day, day - 1, {}},
                         {"DE", day, day + 1, {day - 1, day, day, day + 2}}};
  EXPECT_THAT(Seen(CheckBrand(brand)),
              ElementsAre("holiday_lists[0].region_code MALFORMED",
                          "holiday_lists[1].last_date OUT_OF_RANGE",
                          "holiday_lists[2].region_code DUPLICATE",
                          "holiday_lists[2].dates[0] OUT_OF_RANGE",
                          "holiday_lists[2].dates[2] DUPLICATE",
                          "holiday_lists[2].dates[3] OUT_OF_RANGE"));
}

TEST(CheckBrand, BoundsEachWeightOfTheRanking) {
  struct {
    const char* field;
    int32_t RankingWeights::*weight;
    int32_t max;
  } const weights[] = {
      {"language_level_m", &RankingWeights::language_level_m, 1'000'000},
      {"style_m", &RankingWeights::style_m, 1'000'000},
      {"channel_m", &RankingWeights::channel_m, 1'000'000},
      {"wait_day_m", &RankingWeights::wait_day_m, 1'000'000},
      {"unfamiliar_m", &RankingWeights::unfamiliar_m, 1'000'000},
      {"remote_distance_percent", &RankingWeights::remote_distance_percent,
       100}};
  for (const auto& each : weights) {
    const std::string wrong =
        absl::StrCat("ranking_weights.", each.field, " OUT_OF_RANGE");
    Brand brand = GoodBrand();
    for (int32_t good : {0, each.max}) {
      brand.ranking_weights.*each.weight = good;
      EXPECT_THAT(Seen(CheckBrand(brand)), IsEmpty()) << each.field;
    }
    for (int32_t bad : {-1, each.max + 1}) {
      brand.ranking_weights.*each.weight = bad;
      EXPECT_THAT(Seen(CheckBrand(brand)), ElementsAre(wrong));
    }
  }
}

TEST(CheckBrand, WantsEachSearchableAttributeOnceAndAWord) {
  Brand brand = GoodBrand();
  brand.searchable_attributes = {"female", std::string(40, 'x'), "x-1"};
  EXPECT_THAT(Seen(CheckBrand(brand)), IsEmpty());
  brand.searchable_attributes = {"female", "",    std::string(41, 'x'),
                                 "Male",   "1st", "female"};
  EXPECT_THAT(Seen(CheckBrand(brand)),
              ElementsAre("searchable_attributes[1] MALFORMED",
                          "searchable_attributes[2] MALFORMED",
                          "searchable_attributes[3] MALFORMED",
                          "searchable_attributes[4] MALFORMED",
                          "searchable_attributes[5] DUPLICATE"));
}

TEST(CheckBrand, RefusesOneSearchableAttributeTooMany) {
  Brand brand = GoodBrand();
  for (size_t i = 0; i < 64; ++i) {
    brand.searchable_attributes.push_back(absl::StrCat("a", i));
  }
  EXPECT_THAT(Seen(CheckBrand(brand)), IsEmpty());
  brand.searchable_attributes.push_back("b");
  EXPECT_THAT(Seen(CheckBrand(brand)),
              ElementsAre("searchable_attributes TOO_MANY"));
}

}  // namespace
}  // namespace rapport::catalog
