#include "server/search/store_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

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
    const std::vector<std::string> words = StoreText::WordsOf(text);
    if (words.empty()) return {};
    StoreText::Query query(index_, words);
    std::vector<TextMatch> all = query.All();
    EXPECT_LE(all.size(), query.count_max());
    // What is asked of one store is what is told of all.
    for (const TextMatch& match : all) {
      EXPECT_EQ(query.Score(match.store), match.score);
    }
    return all;
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

TEST_F(StoreTextTest, HasNoWordsInATextWithoutLettersAndDigits) {
  EXPECT_THAT(StoreText::WordsOf(""), IsEmpty());
  EXPECT_THAT(StoreText::WordsOf(" - "), IsEmpty());
}

TEST_F(StoreTextTest, FindsTheSameHoweverManyWordsBeginSo) {
  std::vector<catalog::Store> stores;
  for (int i = 0; i < 600; ++i) {
    stores.push_back(Named(absl::StrCat("a", i, i % 3 == 0 ? " b" : " c")));
  }
  Index(std::move(stores));
  EXPECT_EQ(Match("a").size(), 600);
  EXPECT_EQ(Match("a b").size(), 200);
  EXPECT_EQ(Match("b a").size(), 200);
  StoreText::Query query(index_, {"a"});
  EXPECT_EQ(query.Score(5), 8u);
  EXPECT_EQ(StoreText::Query(index_, {"b"}).Score(5), std::nullopt);
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
  const StoreText nothing;
  EXPECT_THAT(StoreText::Query(nothing, {"x"}).All(), IsEmpty());
}

}  // namespace
}  // namespace rapport::search
