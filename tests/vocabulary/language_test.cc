#include "server/vocabulary/language.h"

#include <string>

#include "gtest/gtest.h"

namespace rapport {
namespace {

std::string Canonical(absl::string_view text) {
  const absl::StatusOr<std::string> tag = CanonicalLanguageTag(text);
  return tag.ok() ? *tag : std::string(tag.status().message());
}

TEST(CanonicalLanguageTag, PutsEachSubtagInItsCase) {
  EXPECT_EQ(Canonical("es"), "es");
  EXPECT_EQ(Canonical("ES"), "es");
  EXPECT_EQ(Canonical("pt-br"), "pt-BR");
  EXPECT_EQ(Canonical("ZH-hANT-hk"), "zh-Hant-HK");
  EXPECT_EQ(Canonical("es-419"), "es-419");
  EXPECT_EQ(Canonical("sr-latn"), "sr-Latn");
  EXPECT_EQ(Canonical("YUE"), "yue");
}

TEST(CanonicalLanguageTag, IsItsOwnCanonicalForm) {
  for (absl::string_view text : {"eng-us", "IW", "zh-Hant-HK", "fil", "cmn"}) {
    EXPECT_EQ(Canonical(Canonical(text)), Canonical(text));
  }
}

TEST(CanonicalLanguageTag, PrefersTheShortAndTheCurrentCode) {
  EXPECT_EQ(Canonical("eng"), "en");
  EXPECT_EQ(Canonical("fra-CA"), "fr-CA");
  EXPECT_EQ(Canonical("iw"), "he");
  EXPECT_EQ(Canonical("in"), "id");
  EXPECT_EQ(Canonical("mo"), "ro");
}

TEST(CanonicalLanguageTag, RefusesWhatIsNotWellFormed) {
  for (absl::string_view text : {"",
                                 "e",
                                 "-",
                                 "en-",
                                 "-en",
                                 "en--US",
                                 "en_US",
                                 "en US",
                                 "en-US-GB",
                                 "en-US-Latn",
                                 "en-Latn-Cyrl",
                                 "english",
                                 "en-1",
                                 "en-12",
                                 "en-1234",
                                 "1n",
                                 "e1",
                                 "en-u-ca-buddhist",
                                 "x-piglatin",
                                 "zh-yue",
                                 "sl-rozaj",
                                 "i-klingon",
                                 "de-CH-1901",
                                 "\xc3\xa9n",
                                 "en\n"}) {
    EXPECT_EQ(CanonicalLanguageTag(text).status().code(),
              absl::StatusCode::kInvalidArgument)
        << text;
  }
}

TEST(CanonicalLanguageTag, RefusesAnEmbeddedNul) {
  EXPECT_FALSE(CanonicalLanguageTag(absl::string_view("en\0", 3)).ok());
  EXPECT_FALSE(CanonicalLanguageTag(absl::string_view("\0en", 3)).ok());
}

TEST(CanonicalLanguageTag, RefusesUnknownLanguages) {
  for (absl::string_view text : {"xx", "qaa", "zzz", "xx-US", "ger"}) {
    EXPECT_EQ(CanonicalLanguageTag(text).status().code(),
              absl::StatusCode::kInvalidArgument)
        << text;
  }
  EXPECT_EQ(Canonical("xx"),
            "language xx is unknown; it must be the ISO 639 code of a "
            "language");
}

TEST(CanonicalLanguageTag, RefusesCodesThatNameNoSingleLanguage) {
  for (absl::string_view text : {"und", "mul", "zxx", "mis"}) {
    EXPECT_FALSE(CanonicalLanguageTag(text).ok()) << text;
  }
}

TEST(CanonicalLanguageTag, CountsInsteadOfRepeatingWhatIsTooLong) {
  EXPECT_EQ(Canonical(std::string(36, 'a')),
            "language tag has 36 characters; 2 to 35 are allowed");
}

TEST(LanguageKey, IsThePrimarySubtag) {
  EXPECT_EQ(LanguageKey("es"), "es");
  EXPECT_EQ(LanguageKey("es-MX"), "es");
  EXPECT_EQ(LanguageKey("sr-Cyrl-RS"), "sr");
  EXPECT_EQ(LanguageKey("zh-Hant-TW"), "zh");
  EXPECT_EQ(LanguageKey("zh"), "zh");
}

TEST(LanguageKey, IsCantoneseForTheChineseOfHongKongAndMacao) {
  for (absl::string_view tag :
       {"yue", "yue-Hant", "zh-HK", "zh-Hant-HK", "zh-Hans-HK", "zh-MO"}) {
    EXPECT_EQ(LanguageKey(tag), "yue") << tag;
  }
  EXPECT_EQ(LanguageKey("en-HK"), "en");
}

TEST(LanguageKey, JoinsCodesThatAreSpokenAsOneLanguage) {
  EXPECT_EQ(LanguageKey("cmn"), LanguageKey("zh-CN"));
  EXPECT_EQ(LanguageKey("cmn-HK"), "zh");
  EXPECT_EQ(LanguageKey("nb-NO"), LanguageKey("no"));
  EXPECT_EQ(LanguageKey("nn"), LanguageKey("nb"));
  EXPECT_EQ(LanguageKey("prs-AF"), LanguageKey("fa"));
  EXPECT_EQ(LanguageKey("tl"), LanguageKey("fil-PH"));
}

TEST(LanguageKey, KeepsNeighbouringLanguagesApart) {
  EXPECT_NE(LanguageKey("uk"), LanguageKey("ru"));
  EXPECT_NE(LanguageKey("cy"), LanguageKey("en"));
  EXPECT_NE(LanguageKey("ca"), LanguageKey("es"));
  EXPECT_NE(LanguageKey("yue"), LanguageKey("zh-CN"));
}

}  // namespace
}  // namespace rapport
