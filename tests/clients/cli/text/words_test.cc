#include "clients/cli/text/words.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rapport::cli {
namespace {

TEST(Words, AreReadAsTheyAreWritten) {
  for (int i = v1::Channel_MIN + 1; i <= v1::Channel_MAX; ++i) {
    const auto channel = static_cast<v1::Channel>(i);
    EXPECT_EQ(*ParseChannel(WordOf(channel)), channel);
  }
  for (int i = v1::LanguageLevel_MIN + 1; i <= v1::LanguageLevel_MAX; ++i) {
    const auto level = static_cast<v1::LanguageLevel>(i);
    EXPECT_EQ(*ParseLevel(WordOf(level)), level);
  }
  for (int i = 1; i <= 7; ++i) {
    const auto day = static_cast<google::type::DayOfWeek>(i);
    EXPECT_EQ(*ParseDay(WordOf(day)), day);
  }
}

TEST(Words, AreThoseThatPeopleUse) {
  EXPECT_EQ(WordOf(v1::CHANNEL_IN_STORE), "in-store");
  EXPECT_EQ(WordOf(v1::CHANNEL_WHATSAPP), "whatsapp");
  EXPECT_EQ(WordOf(v1::LANGUAGE_LEVEL_NATIVE), "native");
  EXPECT_EQ(WordOf(v1::BOOKING_STATE_NO_SHOW), "no-show");
  EXPECT_EQ(WordOf(v1::IMPORT_OUTCOME_UNCHANGED), "unchanged");
  EXPECT_EQ(WordOf(google::type::SUNDAY), "sunday");
  EXPECT_EQ(WordOf(v1::IMPORT_FORMAT_JSON_LD), "json-ld");
  EXPECT_EQ(WordOf(v1::OPEN_STATUS_UNKNOWN), "unknown");
  EXPECT_EQ(WordOf(v1::PLACE_KIND_POSTAL_AREA), "postal-area");
  EXPECT_EQ(WordOf(v1::LOCATION_PRECISION_LOCALITY), "locality");
}

TEST(Words, OfValuesFromANewerServerAreTheirNumbers) {
  EXPECT_EQ(WordOf(static_cast<v1::Channel>(99)), "99");
  EXPECT_EQ(WordOf(static_cast<v1::BookingState>(-1)), "-1");
}

TEST(ParseChannel, NamesTheWordsThereAre) {
  const auto channel = ParseChannel("telepathy");
  EXPECT_THAT(std::string(channel.status().message()),
              testing::AllOf(testing::HasSubstr("telepathy"),
                             testing::HasSubstr("in-store, video, phone")));
}

TEST(ParseChannel, DoesNotTakeTheWordForUnset) {
  EXPECT_FALSE(ParseChannel("unspecified").ok());
  EXPECT_FALSE(ParseChannel("").ok());
}

TEST(ParseFormat, KnowsWhatImportsTake) {
  EXPECT_EQ(*ParseFormat("geojson"), v1::IMPORT_FORMAT_GEOJSON);
  EXPECT_EQ(*ParseFormat("csv"), v1::IMPORT_FORMAT_CSV);
  EXPECT_EQ(*ParseFormat("json-lines"), v1::IMPORT_FORMAT_JSON_LINES);
  EXPECT_EQ(*ParseFormat("json"), v1::IMPORT_FORMAT_JSON);
  EXPECT_EQ(*ParseFormat("json-ld"), v1::IMPORT_FORMAT_JSON_LD);
  EXPECT_EQ(*ParseFormat("overpass"), v1::IMPORT_FORMAT_OVERPASS);
}

TEST(ParseOrder, KnowsTheOrdersOfStores) {
  EXPECT_EQ(*ParseOrder("distance"), v1::STORE_ORDER_DISTANCE);
  EXPECT_EQ(*ParseOrder("along-route"), v1::STORE_ORDER_ALONG_ROUTE);
  EXPECT_FALSE(ParseOrder("random").ok());
}

TEST(ParseLanguage, TakesATagWithOrWithoutALevel) {
  EXPECT_EQ(ParseLanguage("es")->language_code(), "es");
  EXPECT_EQ(ParseLanguage("es")->level(), v1::LANGUAGE_LEVEL_UNSPECIFIED);
  const auto chinese = ParseLanguage("zh-Hant-HK:fluent");
  EXPECT_EQ(chinese->language_code(), "zh-Hant-HK");
  EXPECT_EQ(chinese->level(), v1::LANGUAGE_LEVEL_FLUENT);
}

TEST(ParseLanguage, RefusesWhatCannotBeOne) {
  for (const char* text : {"", ":fluent", "es:", "es:perfect", "e s", "español",
                           "es:fluent:native"}) {
    EXPECT_EQ(ParseLanguage(text).status().code(),
              absl::StatusCode::kInvalidArgument)
        << text;
  }
}

TEST(FormatLanguage, SaysTheLevelIfThereIsOne) {
  v1::SpokenLanguage language;
  language.set_language_code("es");
  EXPECT_EQ(FormatLanguage(language), "es");
  language.set_level(v1::LANGUAGE_LEVEL_NATIVE);
  EXPECT_EQ(FormatLanguage(language), "es native");
}

}  // namespace
}  // namespace rapport::cli
