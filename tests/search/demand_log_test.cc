#include "server/search/demand_log.h"

#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/fakes/fake_demand_store.h"

namespace rapport::search {
namespace {

using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

Demand DemandAt(const std::string& area) {
  Demand demand;
  demand.brand = BrandId::FromStored("demo");
  demand.hour = absl::UnixEpoch();
  demand.area = area;
  return demand;
}

class DemandLogTest : public ::testing::Test {
 protected:
  std::map<std::string, int64_t> Remembered() const {
    std::map<std::string, int64_t> counts;
    for (const DemandCount& each : store_.counts()) {
      counts[each.demand.area] += each.searches;
    }
    return counts;
  }

  FakeDemandStore store_;
};

TEST_F(DemandLogTest, CountsWhatIsEqualAndWritesItOnce) {
  DemandLog log;
  for (const char* area : {"a", "b", "a", "a"}) log.Note(DemandAt(area));
  EXPECT_THAT(Remembered(), IsEmpty());
  ASSERT_TRUE(log.WriteTo(store_).ok());
  EXPECT_THAT(Remembered(), UnorderedElementsAre(Pair("a", 3), Pair("b", 1)));
  ASSERT_TRUE(log.WriteTo(store_).ok());
  EXPECT_THAT(Remembered(), UnorderedElementsAre(Pair("a", 3), Pair("b", 1)));
  log.Note(DemandAt("a"));
  ASSERT_TRUE(log.WriteTo(store_).ok());
  EXPECT_EQ(Remembered()["a"], 4);
}

TEST_F(DemandLogTest, KeepsWhatCouldNotBeWritten) {
  DemandLog log;
  for (size_t i = 0; i < kDemandAddMax + 7; ++i) {
    log.Note(DemandAt(absl::StrCat(i)));
  }
  store_.Fail(absl::UnavailableError("gone"));
  EXPECT_EQ(log.WriteTo(store_).code(), absl::StatusCode::kUnavailable);
  log.Note(DemandAt("0"));
  store_.Fail(absl::OkStatus());
  ASSERT_TRUE(log.WriteTo(store_).ok());
  EXPECT_EQ(Remembered().size(), kDemandAddMax + 7);
  EXPECT_EQ(Remembered()["0"], 2);
  EXPECT_EQ(Remembered()["1"], 1);
  EXPECT_EQ(log.dropped(), 0);
}

TEST_F(DemandLogTest, CountsWhatItDropsOnceThereAreTooManyKinds) {
  DemandLog log(2);
  for (const char* area : {"a", "b", "c", "a", "c", "d"}) {
    log.Note(DemandAt(area));
  }
  EXPECT_EQ(log.dropped(), 3);
  ASSERT_TRUE(log.WriteTo(store_).ok());
  EXPECT_THAT(Remembered(), UnorderedElementsAre(Pair("a", 2), Pair("b", 1)));
  // There is room again.
  log.Note(DemandAt("c"));
  EXPECT_EQ(log.dropped(), 3);
}

TEST_F(DemandLogTest, LosesNothingOfSearchesThatComeAtOnce) {
  DemandLog log;
  std::vector<std::thread> searches;
  for (int i = 0; i < 4; ++i) {
    searches.emplace_back([&] {
      for (int j = 0; j < 1000; ++j) log.Note(DemandAt(absl::StrCat(j % 10)));
    });
  }
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(log.WriteTo(store_).ok());
  for (std::thread& search : searches) search.join();
  EXPECT_TRUE(log.WriteTo(store_).ok());
  for (const auto& [area, count] : Remembered()) EXPECT_EQ(count, 400) << area;
  EXPECT_EQ(Remembered().size(), 10u);
}

}  // namespace
}  // namespace rapport::search
