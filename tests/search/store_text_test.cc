#include "server/search/store_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace rapport::search {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

catalog::Store Named(const std::string& name) {
  catalog::Store store;
  store.content.display_name = name;
  return store;
}

class StoreTextTest : public testing::Test {
 protected:
  void Index(std::vector<catalog::Store> stores) {
    stores_ = std::move(stores);
    index_ = StoreText::Build(stores_.size(),
                              [&](uint32_t number) -> const catalog::Store& {
                                return stores_[number];
                              });
  }

  std::vector<TextMatch> Match(absl::string_view text) const {
    return index_.Match(StoreText::WordsOf(text));
  }

  // The numbers of the stores that match.
  std::vector<uint32_t> Found(absl::string_view text) const {
    std::vector<uint32_t> found;
    for (const TextMatch& match : Match(text)) found.push_back(match.store);
    return found;
  }

  std::vector<catalog::Store> stores_;
  StoreText index_;
};

TEST_F(StoreTextTest, FindsByTheBeginningOfAnyWord) {
  Index({Named("Maison Glamour"), Named("Glam Bar"), Named("Maison Noir")});
  EXPECT_THAT(Found("glam"), ElementsAre(0, 1));
  EXPECT_THAT(Found("mai"), ElementsAre(0, 2));
  EXPECT_THAT(Found("lamour"), IsEmpty());
}

TEST_F(StoreTextTest, WantsEveryTypedWord) {
  Index({Named("Maison Glamour"), Named("Glam Bar"), Named("Maison Noir")});
  EXPECT_THAT(Found("ma gl"), ElementsAre(0));
  EXPECT_THAT(Found("gl ma"), ElementsAre(0));
  EXPECT_THAT(Found("gl noir"), IsEmpty());
}

TEST_F(StoreTextTest, FindsNothingForNoWords) {
  Index({Named("Maison")});
  EXPECT_THAT(Found(""), IsEmpty());
  EXPECT_THAT(Found(" - "), IsEmpty());
}

TEST_F(StoreTextTest, LooksAwayFromCaseWidthAccentsAndPunctuation) {
  Index({Named("Ça-Va! SAINT-ÉTIENNE"), Named("ＭＡＩＳＯＮ")});
  EXPECT_THAT(Found("saint etienne"), ElementsAre(0));
  EXPECT_THAT(Found("Étienne"), ElementsAre(0));
  EXPECT_THAT(Found("ca va"), ElementsAre(0));
  EXPECT_THAT(Found("maison"), ElementsAre(1));
}

TEST_F(StoreTextTest, FindsCitiesAsPeopleWithoutTheirKeysTypeThem) {
  catalog::Store store = Named("One");
  store.content.address.locality = "München";
  Index({store});
  EXPECT_THAT(Found("munchen"), ElementsAre(0));
  EXPECT_THAT(Found("muenchen"), ElementsAre(0));
}

TEST_F(StoreTextTest, FindsNamesInOtherScripts) {
  catalog::Store store = Named("Maison Ginza");
  store.content.details.localized_names = {{"ja", "銀座店"}, {"ru", "Гинза"}};
  Index({store, Named("Maison")});
  EXPECT_THAT(Found("銀座"), ElementsAre(0));
  EXPECT_THAT(Found("гин"), ElementsAre(0));
}

TEST_F(StoreTextTest, PutsNamesBeforeCitiesAndCitiesBeforeStreets) {
  catalog::Store city = Named("One");
  city.content.address.locality = "Paris";
  catalog::Store street = Named("Two");
  street.content.address.lines = {"1 Rue de Paris"};
  catalog::Store code = Named("Three");
  code.content.address.postal_code = "75001";
  code.source_id = "Paris-7";
  Index({city, street, code, Named("Paris")});
  EXPECT_THAT(Match("paris"), ElementsAre(TextMatch{0, 8}, TextMatch{1, 2},
                                          TextMatch{2, 8}, TextMatch{3, 16}));
  EXPECT_THAT(Match("750"), ElementsAre(TextMatch{2, 4}));
}

TEST_F(StoreTextTest, CountsAWholeWordTwice) {
  Index({Named("Paris"), Named("Parisienne"), Named("Parisienne Paris")});
  EXPECT_THAT(Match("paris"),
              ElementsAre(TextMatch{0, 16}, TextMatch{1, 8}, TextMatch{2, 16}));
}

TEST_F(StoreTextTest, AddsWhatEachWordCounts) {
  catalog::Store store = Named("Maison");
  store.content.address.locality = "Lyon";
  Index({store});
  EXPECT_THAT(Match("maison ly"), ElementsAre(TextMatch{0, 20}));
}

TEST_F(StoreTextTest, IsEmptyOverNoStores) {
  Index({});
  EXPECT_THAT(Found("x"), IsEmpty());
  EXPECT_THAT(StoreText().Match({"x"}), IsEmpty());
}

}  // namespace
}  // namespace rapport::search
