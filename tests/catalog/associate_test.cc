#include "server/catalog/associate.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/catalog/problems.h"

namespace rapport::catalog {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

AssociateContent GoodAssociate() {
  AssociateContent content;
  content.display_name = "Ana";
  content.stores = {StoreIdOf("pos", "1"), StoreIdOf("pos", "2")};
  content.languages = {{"es", LanguageLevel::kNative},
                       {"en", LanguageLevel::kBasic}};
  content.channels = {Channel::kInStore};
  return content;
}

template <typename Change>
std::vector<std::string> After(Change change) {
  AssociateContent content = GoodAssociate();
  change(content);
  return Seen(CheckAssociate(content));
}

TEST(CheckAssociate, FindsNothingWrongWithoutStylesAndServices) {
  EXPECT_THAT(Seen(CheckAssociate(GoodAssociate())), IsEmpty());
}

TEST(CheckAssociate, WantsANameAStoreALanguageAndAChannel) {
  EXPECT_THAT(Seen(CheckAssociate(AssociateContent())),
              ElementsAre("display_name REQUIRED", "stores REQUIRED",
                          "languages REQUIRED", "channels REQUIRED"));
}

TEST(CheckAssociate, BoundsTheName) {
  EXPECT_THAT(After([](auto& c) { c.display_name = std::string(100, 'a'); }),
              IsEmpty());
  EXPECT_THAT(After([](auto& c) { c.display_name = std::string(101, 'a'); }),
              ElementsAre("display_name TOO_LONG"));
  EXPECT_THAT(After([](auto& c) { c.display_name = "A\nB"; }),
              ElementsAre("display_name MALFORMED"));
}

TEST(CheckAssociate, NeverRepeatsTheName) {
  AssociateContent content = GoodAssociate();
  content.display_name = absl::StrCat("Secret", std::string(100, 'a'));
  for (const FieldProblem& problem : CheckAssociate(content)) {
    EXPECT_THAT(problem.message, testing::Not(testing::HasSubstr("Secret")));
  }
}

TEST(CheckAssociate, WantsEachStoreStyleAndServiceOnce) {
  EXPECT_THAT(
      After([](auto& c) {
        c.stores.push_back(c.stores[0]);
        c.styles = {StyleId::FromStored("a"), StyleId::FromStored("b"),
                    StyleId::FromStored("a")};
        c.services = {ServiceId::FromStored("a"), ServiceId::FromStored("a")};
      }),
      ElementsAre("stores[2] DUPLICATE", "styles[2] DUPLICATE",
                  "services[1] DUPLICATE"));
}

TEST(CheckAssociate, BoundsHowManyOfEachThereAre) {
  const auto fill = [](AssociateContent& c, size_t extra) {
    c.stores.clear();
    for (size_t i = 0; i < kAssociateStoresMax + extra; ++i) {
      c.stores.push_back(StoreIdOf("pos", absl::StrCat(i)));
    }
    for (size_t i = 0; i < kAssociateStylesMax + extra; ++i) {
      c.styles.push_back(StyleId::FromStored(absl::StrCat("s", i)));
    }
    for (size_t i = 0; i < kAssociateServicesMax + extra; ++i) {
      c.services.push_back(ServiceId::FromStored(absl::StrCat("s", i)));
    }
  };
  EXPECT_THAT(After([&](auto& c) { fill(c, 0); }), IsEmpty());
  EXPECT_THAT(
      After([&](auto& c) { fill(c, 1); }),
      ElementsAre("stores TOO_MANY", "styles TOO_MANY", "services TOO_MANY"));
}

TEST(CheckAssociate, BoundsTheLanguages) {
  EXPECT_THAT(After([](auto& c) { c.languages.resize(21, c.languages[0]); }),
              testing::Contains("languages TOO_MANY"));
}

TEST(CheckAssociate, WantsCanonicalTagsOfKnownLanguages) {
  EXPECT_THAT(After([](auto& c) {
                c.languages = {{"ES", LanguageLevel::kBasic},
                               {"qqq", LanguageLevel::kBasic},
                               {"english", LanguageLevel::kBasic},
                               {"", LanguageLevel::kBasic}};
              }),
              ElementsAre("languages[0].language_code MALFORMED",
                          "languages[1].language_code UNKNOWN",
                          "languages[2].language_code MALFORMED",
                          "languages[3].language_code MALFORMED"));
}

TEST(CheckAssociate, WantsEachPrimaryLanguageOnce) {
  EXPECT_THAT(After([](auto& c) { c.languages[1].tag = "es-MX"; }),
              ElementsAre("languages[1].language_code DUPLICATE"));
  // Cantonese and the Chinese of Hong Kong are one; Mandarin is another.
  EXPECT_THAT(After([](auto& c) {
                c.languages = {{"yue", LanguageLevel::kNative},
                               {"zh", LanguageLevel::kNative},
                               {"zh-HK", LanguageLevel::kNative}};
              }),
              ElementsAre("languages[2].language_code DUPLICATE"));
}

TEST(CheckAssociate, WantsALevelOfTheFour) {
  EXPECT_THAT(After([](auto& c) {
                c.languages[0].level = static_cast<LanguageLevel>(0);
                c.languages[1].level = static_cast<LanguageLevel>(5);
              }),
              ElementsAre("languages[0].level REQUIRED",
                          "languages[1].level REQUIRED"));
}

TEST(CheckAssociate, WantsEachAttributeOnceAndAWord) {
  EXPECT_THAT(After([](auto& c) {
                c.attributes = {"female", std::string(40, 'x'), "sign-2"};
              }),
              IsEmpty());
  EXPECT_THAT(
      After([](auto& c) {
        c.attributes = {"female", "", std::string(41, 'x'), "fe male",
                        "female"};
      }),
      ElementsAre("attributes[1] MALFORMED", "attributes[2] MALFORMED",
                  "attributes[3] MALFORMED", "attributes[4] DUPLICATE"));
}

TEST(CheckAssociate, RefusesOneAttributeTooMany) {
  const auto fill = [](AssociateContent& c, size_t count) {
    for (size_t i = 0; i < count; ++i) {
      c.attributes.push_back(absl::StrCat("a", i));
    }
  };
  EXPECT_THAT(After([&](auto& c) { fill(c, 32); }), IsEmpty());
  EXPECT_THAT(After([&](auto& c) { fill(c, 33); }),
              ElementsAre("attributes TOO_MANY"));
}

}  // namespace
}  // namespace rapport::catalog
