// What every store of demand does.
#ifndef RAPPORT_TESTS_CONTRACT_DEMAND_STORE_CONTRACT_H_
#define RAPPORT_TESTS_CONTRACT_DEMAND_STORE_CONTRACT_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/search/demand_store.h"

namespace rapport::search {

// An empty store, and what it needs to live.
struct DemandStoreUnderTest {
  std::shared_ptr<void> world;  // outlives the store
  std::shared_ptr<DemandStore> store;
  // Everything that it remembers, as DemandText, in whatever order.
  std::function<std::vector<std::string>()> read;
};

// `brand hour area market searches`.
inline std::string DemandText(absl::string_view brand, absl::Time hour,
                              absl::string_view area, absl::string_view market,
                              int64_t searches) {
  return absl::StrCat(
      brand, " ", absl::FormatTime("%Y-%m-%dT%H", hour, absl::UTCTimeZone()),
      " ", area, " ", market, " ", searches);
}

struct DemandStoreCase {
  std::string name;
  std::function<DemandStoreUnderTest()> make;
};

inline std::string NameOfDemandStore(
    const testing::TestParamInfo<DemandStoreCase>& info) {
  return info.param.name;
}

class DemandStoreContract : public testing::TestWithParam<DemandStoreCase> {
 protected:
  DemandStoreContract() : under_test_(GetParam().make()) {}

  DemandStore& store() { return *under_test_.store; }
  std::vector<std::string> Read() { return under_test_.read(); }

  void Add(const std::vector<DemandCount>& counts) {
    const absl::Status added = store().Add(counts);
    EXPECT_TRUE(added.ok()) << added;
  }

  static Demand Plain() {
    Demand demand;
    demand.brand = BrandId::FromStored("demo");
    demand.hour = absl::FromUnixSeconds(1'800'003'600);  // 2027-01-15 09:00
    demand.area = "89c24";
    return demand;
  }

  // As long as can be.
  static Demand Rich() {
    Demand demand = Plain();
    demand.market = absl::StrCat("regions/", std::string(40, 'r'), "/markets/",
                                 std::string(40, 'm'));
    DemandFilters& filters = demand.filters;
    filters.service = ServiceId::FromStored(std::string(40, 's'));
    filters.languages = {{"en", LanguageLevel::kBasic},
                         {"zh-Hant-HK", LanguageLevel::kNative}};
    for (int i = 10; i < 20; ++i) {
      const std::string word = absl::StrCat(std::string(38, 'w'), i);
      filters.styles.push_back(StyleId::FromStored(word));
      filters.any_styles.push_back(StyleId::FromStored(word));
      filters.attributes.push_back(word);
    }
    filters.channels = ChannelSet::All();
    filters.days_ahead = 999;
    filters.names_stores = true;
    filters.names_associates = true;
    return demand;
  }

 private:
  DemandStoreUnderTest under_test_;
};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(DemandStoreContract);

TEST_P(DemandStoreContract, AddsToWhatIsRemembered) {
  Add({});
  EXPECT_THAT(Read(), testing::IsEmpty());
  Add({{Plain(), 2}, {Rich(), 1}});
  Add({{Rich(), 5}, {Plain(), 40}});
  EXPECT_THAT(Read(), testing::UnorderedElementsAre(
                          "demo 2027-01-15T09 89c24  42",
                          absl::StrCat("demo 2027-01-15T09 89c24 ",
                                       Rich().market, " 6")));
}

TEST_P(DemandStoreContract, KeepsApartWhatDiffersInAnything) {
  using Change = std::function<void(Demand&)>;
  const std::vector<Change> changes = {
      [](Demand& d) { d.brand = BrandId::FromStored("other"); },
      [](Demand& d) { d.hour += absl::Hours(1); },
      [](Demand& d) { d.area = "89c2c"; },
      [](Demand& d) { d.area = ""; },
      [](Demand& d) { d.market = "regions/emea"; },
      [](Demand& d) { d.filters.service = ServiceId::FromStored("a"); },
      [](Demand& d) {
        d.filters.languages = {{"es", LanguageLevel::kFluent}};
      },
      [](Demand& d) {
        d.filters.languages = {{"es", LanguageLevel::kBasic}};
      },
      [](Demand& d) { d.filters.styles = {StyleId::FromStored("a")}; },
      [](Demand& d) { d.filters.any_styles = {StyleId::FromStored("a")}; },
      [](Demand& d) { d.filters.channels.Add(Channel::kVideo); },
      [](Demand& d) { d.filters.attributes = {"a"}; },
      [](Demand& d) { d.filters.days_ahead = 0; },
      [](Demand& d) { d.filters.days_ahead = 1; },
      [](Demand& d) { d.filters.names_stores = true; },
      [](Demand& d) { d.filters.names_associates = true; }};
  std::vector<DemandCount> counts = {{Plain(), 1}};
  for (const Change& change : changes) {
    counts.push_back({Plain(), 1});
    change(counts.back().demand);
  }
  Add(counts);
  EXPECT_EQ(Read().size(), counts.size());
}

TEST_P(DemandStoreContract, AddsManyAtOnceAndNoMore) {
  std::vector<DemandCount> counts;
  for (size_t i = 0; i < kDemandAddMax; ++i) {
    counts.push_back({Plain(), 1});
    counts.back().demand.area = absl::StrCat(i);
  }
  Add(counts);
  EXPECT_EQ(Read().size(), kDemandAddMax);
  counts.push_back({Plain(), 1});
  EXPECT_EQ(store().Add(counts).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Read().size(), kDemandAddMax);
}

}  // namespace rapport::search

#endif  // RAPPORT_TESTS_CONTRACT_DEMAND_STORE_CONTRACT_H_
