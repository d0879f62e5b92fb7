#include "clients/cli/demo/staff.h"

#include <numeric>
#include <set>

#include "absl/algorithm/container.h"
#include "clients/cli/demo/associate_line.h"
#include "clients/cli/demo/vocabulary.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace rapport::demo {
namespace {

using testing::ElementsAre;

Vocabulary DemoVocabulary() {
  Vocabulary vocabulary;
  const v1::Brand brand = DemoBrand();
  for (const v1::Style& style : brand.styles()) {
    vocabulary.styles.push_back(style.style_id());
  }
  vocabulary.services = DemoServices();
  return vocabulary;
}

const Site kParis{.store = "s1", .sibling = "s2", .country_code = "FR"};

bool Speaks(const v1::Associate& associate, const std::string& tag) {
  return absl::c_any_of(associate.languages(), [&](const auto& language) {
    return language.language_code() == tag;
  });
}

TEST(Staff, IsTheSameForTheSameSeedStoreAndNumber) {
  const Staff a(DemoVocabulary(), 1);
  const Staff b(DemoVocabulary(), 1);
  const Staff other(DemoVocabulary(), 2);
  int differing = 0;
  for (size_t i = 0; i < 20; ++i) {
    const std::string line = AssociateLine(a.At(kParis, i));
    EXPECT_EQ(line, AssociateLine(b.At(kParis, i)));
    differing += line != AssociateLine(other.At(kParis, i));
  }
  EXPECT_GE(differing, 19);
}

TEST(Staff, HasAnotherIdForEachOfAStore) {
  const Staff staff(DemoVocabulary(), 1);
  std::set<std::string> ids;
  for (size_t i = 0; i < 100; ++i) ids.insert(staff.At(kParis, i).source_id);
  EXPECT_EQ(ids.size(), 100);
  const Site by_name{
      .store = "brands/demo/stores/s1", .sibling = "", .country_code = "FR"};
  EXPECT_EQ(staff.At(by_name, 0).source_id, "brands.demo.stores.s1-1");
}

TEST(Staff, SpeaksTheLanguageOfThePlaceAndEachLanguageOnce) {
  const Staff staff(DemoVocabulary(), 1);
  for (size_t i = 0; i < 300; ++i) {
    const v1::Associate associate = staff.At(kParis, i).associate;
    EXPECT_TRUE(Speaks(associate, "fr"));
    EXPECT_EQ(associate.languages(0).level(), v1::LANGUAGE_LEVEL_NATIVE);
    std::set<std::string> tags;
    for (const v1::SpokenLanguage& language : associate.languages()) {
      EXPECT_TRUE(tags.insert(language.language_code()).second);
      EXPECT_NE(language.level(), v1::LANGUAGE_LEVEL_UNSPECIFIED);
    }
    EXPECT_LE(tags.size(), 20);
  }
}

TEST(Staff, HasWhatShoppersLookForInEveryLargerTeam) {
  const Staff staff(DemoVocabulary(), 1);
  const Site austin{.store = "s9", .sibling = "", .country_code = "US"};
  int spanish = 0;
  int video = 0;
  for (size_t i = 0; i < 200; ++i) {
    const v1::Associate associate = staff.At(austin, i).associate;
    spanish += Speaks(associate, "es");
    video += absl::c_linear_search(associate.channels(),
                                   static_cast<int>(v1::CHANNEL_VIDEO));
  }
  EXPECT_GT(spanish, 30);
  EXPECT_GT(video, 80);
}

TEST(Staff, KeepsToTheBoundsOfAnAssociate) {
  const Staff staff(DemoVocabulary(), 3);
  const Vocabulary vocabulary = DemoVocabulary();
  for (size_t i = 0; i < 300; ++i) {
    const Member member = staff.At(kParis, i);
    const v1::Associate& associate = member.associate;
    EXPECT_FALSE(associate.display_name().empty());
    EXPECT_EQ(associate.stores(0), "s1");
    EXPECT_EQ(associate.channels(0), v1::CHANNEL_IN_STORE);
    EXPECT_GE(associate.services_size(), 1);
    EXPECT_GE(associate.styles_size(), 1);
    EXPECT_LE(associate.styles_size(), 5);
    for (const std::string& style : associate.styles()) {
      EXPECT_TRUE(absl::c_linear_search(vocabulary.styles, style)) << style;
    }
    EXPECT_FALSE(member.hours.empty());
    EXPECT_LE(member.hours.size(), 100);
  }
}

TEST(Staff, SometimesHelpsOutInTheSameCity) {
  const Staff staff(DemoVocabulary(), 1);
  int helping = 0;
  for (size_t i = 0; i < 300; ++i) {
    const v1::Associate associate = staff.At(kParis, i).associate;
    if (associate.stores_size() == 2) {
      EXPECT_EQ(associate.stores(1), "s2");
      ++helping;
    }
  }
  EXPECT_GT(helping, 15);
  EXPECT_LT(helping, 75);
}

TEST(Staff, TakesABrandThatHasNoStylesAndServices) {
  const Staff staff(Vocabulary(), 1);
  const v1::Associate associate = staff.At(kParis, 0).associate;
  EXPECT_EQ(associate.styles_size(), 0);
  EXPECT_EQ(associate.services_size(), 0);
}

TEST(AssociateLine, IsWhatTheImportReads) {
  Member member = Staff(DemoVocabulary(), 1).At(kParis, 0);
  member.associate.set_display_name("A \"quoted\" \\ name\nwith 美玲");
  member.hours.resize(1);
  member.hours[0].set_store("s2");
  member.hours[0].add_channels(v1::CHANNEL_VIDEO);
  const std::string line = AssociateLine(member);
  EXPECT_EQ(line.find('\n'), std::string::npos);
  const auto json = nlohmann::json::parse(line);
  EXPECT_EQ(json["display_name"], "A \"quoted\" \\ name\nwith 美玲");
  EXPECT_EQ(json["source_id"], "s1-1");
  EXPECT_EQ(json["languages"][0]["language_code"], "fr");
  EXPECT_EQ(json["languages"][0]["level"], "native");
  EXPECT_EQ(json["weekly_hours"][0]["store"], "s2");
  EXPECT_EQ(json["weekly_hours"][0]["channels"].back(), "video");
  EXPECT_EQ(json["weekly_hours"][0]["start"].get<std::string>().size(), 5);
}

TEST(StaffSizes, AddUpAndLeaveNobodyOut) {
  for (const auto& [sites, total] : {std::pair<size_t, size_t>{250, 1200},
                                     {7, 7},
                                     {7, 8},
                                     {3, 1000},
                                     {10'000, 200'000},
                                     {1, 5}}) {
    const std::vector<size_t> sizes = StaffSizes(sites, total);
    EXPECT_EQ(sizes.size(), sites);
    EXPECT_EQ(std::accumulate(sizes.begin(), sizes.end(), size_t{0}), total);
    EXPECT_GE(*std::min_element(sizes.begin(), sizes.end()), 1);
    EXPECT_GE(sizes.front(), sizes.back());
  }
}

TEST(StaffSizes, GivesTheFirstOnesOneEachWhereThereAreTooFew) {
  EXPECT_THAT(StaffSizes(4, 2), ElementsAre(1, 1, 0, 0));
  EXPECT_THAT(StaffSizes(2, 0), ElementsAre(0, 0));
  EXPECT_THAT(StaffSizes(0, 5), ElementsAre());
}

}  // namespace
}  // namespace rapport::demo
