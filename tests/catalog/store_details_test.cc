#include "server/catalog/store_details.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/catalog/problems.h"

namespace rapport::catalog {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> After(
    const std::function<void(StoreDetails&)>& change) {
  StoreDetails details;
  change(details);
  FieldChecks checks;
  CheckDetails(details, checks);
  return Seen(checks.Take());
}

// `count` different words.
std::vector<std::string> Words(int count) {
  std::vector<std::string> words;
  for (int i = 0; i < count; ++i) words.push_back(absl::StrCat("w", i));
  return words;
}

TEST(CheckDetails, FindsNothingWrongWhereNothingIsSaid) {
  EXPECT_THAT(After([](auto&) {}), IsEmpty());
}

TEST(CheckDetails, FindsNothingWrongAtTheBounds) {
  EXPECT_THAT(
      After([](auto& d) {
        d.localized_names = {{"fr", std::string(200, 'x')}, {"zh-Hans", "x"}};
        d.descriptions = {{"fr", std::string(2000, 'x')}};
        for (const std::string& word : Words(20)) {
          d.secondary_hours.push_back({word, std::string(2000, 'x')});
        }
        for (int i = 0; i < 400; ++i) {
          d.special_days.push_back({absl::CivilDay(2026, 1, 1) + i,
                                    std::string(200, 'x'),
                                    std::string(200, 'x')});
        }
        d.languages = {"en", "en-GB", "yue"};
        d.attributes = Words(100);
        d.attributes[0] = std::string(40, 'x');
      }),
      IsEmpty());
}

TEST(CheckDetails, FindsTextsThatAreMissingOrTooLong) {
  EXPECT_THAT(
      After([](auto& d) {
        d.localized_names = {{"fr", ""}, {"en", std::string(201, 'x')}};
        d.descriptions = {{"fr", std::string(2001, 'x')}};
        d.secondary_hours = {{"pickup", ""},
                             {"delivery", std::string(2001, 'x')}};
        d.special_days = {
            {absl::CivilDay(2026, 1, 1), "", std::string(201, 'x')},
            {absl::CivilDay(2026, 1, 2), std::string(201, 'x'), ""}};
      }),
      ElementsAre(
          "localized_names[0].text REQUIRED",
          "localized_names[1].text TOO_LONG", "descriptions[0].text TOO_LONG",
          "secondary_hours[0].text REQUIRED",
          "secondary_hours[1].text TOO_LONG", "special_days[0].text REQUIRED",
          "special_days[0].comment TOO_LONG", "special_days[1].text TOO_LONG"));
}

TEST(CheckDetails, FindsWhatIsThereTwice) {
  EXPECT_THAT(
      After([](auto& d) {
        d.localized_names = {{"fr", "a"}, {"fr", "b"}};
        d.secondary_hours = {{"pickup", "24/7"}, {"pickup", "off"}};
        d.special_days = {{absl::CivilDay(2026, 1, 1), "off", ""},
                          {absl::CivilDay(2026, 1, 1), "24/7", ""}};
        d.languages = {"en", "en"};
        d.attributes = {"parking", "parking"};
      }),
      ElementsAre("localized_names[1].language_code DUPLICATE",
                  "secondary_hours[1].kind DUPLICATE",
                  "special_days[1].date DUPLICATE",
                  "language_codes[1] DUPLICATE", "attributes[1] DUPLICATE"));
}

TEST(CheckDetails, FindsWhatIsNoWordOrNoLanguage) {
  EXPECT_THAT(
      After([](auto& d) {
        d.secondary_hours = {{"Pick up", "24/7"}};
        d.attributes = {"",    "Parking",   "1st",
                        "a b", "p\xC3\xA9", std::string(41, 'x')};
        d.languages = {"xx-1", "EN"};
      }),
      ElementsAre("secondary_hours[0].kind MALFORMED",
                  "language_codes[0] MALFORMED", "language_codes[1] MALFORMED",
                  "attributes[0] MALFORMED", "attributes[1] MALFORMED",
                  "attributes[2] MALFORMED", "attributes[3] MALFORMED",
                  "attributes[4] MALFORMED", "attributes[5] MALFORMED"));
}

TEST(CheckDetails, FindsTooManyOfEach) {
  EXPECT_THAT(
      After([](auto& d) {
        for (const std::string& word : Words(21)) {
          d.secondary_hours.push_back({word, "24/7"});
        }
        for (int i = 0; i < 401; ++i) {
          d.special_days.push_back({absl::CivilDay(2026, 1, 1) + i, "off", ""});
        }
        d.attributes = Words(101);
      }),
      ElementsAre("secondary_hours TOO_MANY", "special_days TOO_MANY",
                  "attributes TOO_MANY"));
}

}  // namespace
}  // namespace rapport::catalog
