#include "clients/cli/demo/demo_files.h"

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "clients/cli/demo/vocabulary.h"
#include "clients/cli/text/service_file.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace rapport::demo {
namespace {

using nlohmann::json;
using testing::HasSubstr;

constexpr const char* kFiles[] = {kBrandFile, kServicesFile, kStoresFile,
                                  kAssociatesFile};

std::vector<geo::City> Cities() {
  const auto cities = geo::LoadCities(RAPPORT_CITIES);
  EXPECT_TRUE(cities.ok()) << cities.status();
  return *cities;
}

class DemoFilesTest : public testing::Test {
 protected:
  DemoFilesTest()
      : folder_((std::filesystem::temp_directory_path() / "rapport_XXXXXX")
                    .string()) {
    EXPECT_NE(mkdtemp(folder_.data()), nullptr);
  }
  ~DemoFilesTest() override { std::filesystem::remove_all(folder_); }

  // The files' texts, by name.
  std::map<std::string, std::string> Write(const BrandSize& size) {
    const std::string folder = folder_ + "/new/brand";
    const absl::Status status = WriteBrand(Cities(), size, folder);
    EXPECT_TRUE(status.ok()) << status;
    std::map<std::string, std::string> texts;
    for (const char* name : kFiles) {
      std::ifstream file(folder + "/" + name);
      std::ostringstream text;
      text << file.rdbuf();
      texts[name] = text.str();
    }
    return texts;
  }

  std::string folder_;
};

TEST_F(DemoFilesTest, AreTheSameForTheSameSeed) {
  const auto first = Write({.stores = 60, .associates = 200, .seed = 5});
  EXPECT_EQ(first, Write({.stores = 60, .associates = 200, .seed = 5}));
}

TEST_F(DemoFilesTest, AreOthersForAnotherSeed) {
  const auto first = Write({.stores = 60, .associates = 200, .seed = 5});
  const auto other = Write({.stores = 60, .associates = 200, .seed = 6});
  EXPECT_NE(first.at(kStoresFile), other.at(kStoresFile));
  EXPECT_NE(first.at(kAssociatesFile), other.at(kAssociatesFile));
  EXPECT_EQ(first.at(kServicesFile), other.at(kServicesFile));
}

TEST_F(DemoFilesTest, HaveAsManyStoresAndAssociatesAsAskedForAllOfAKind) {
  auto texts = Write({.stores = 80, .associates = 300, .seed = 1});
  const json stores = json::parse(texts[kStoresFile]);
  EXPECT_EQ(stores["type"], "FeatureCollection");
  std::set<std::string> ids;
  for (const json& feature : stores["features"]) {
    EXPECT_EQ(feature["geometry"]["type"], "Point");
    const json& tags = feature["properties"];
    EXPECT_TRUE(ids.insert(tags["ref"].get<std::string>()).second);
    for (const char* key :
         {"name", "addr:city", "addr:country", "opening_hours"}) {
      EXPECT_FALSE(tags[key].get<std::string>().empty()) << key;
    }
  }
  EXPECT_EQ(ids.size(), 80);

  std::istringstream lines(texts[kAssociatesFile]);
  std::set<std::string> associates;
  std::set<std::string> staffed;
  for (std::string line; std::getline(lines, line);) {
    const json associate = json::parse(line);
    EXPECT_TRUE(
        associates.insert(associate["source_id"].get<std::string>()).second);
    for (const json& store : associate["stores"]) {
      EXPECT_EQ(ids.count(store.get<std::string>()), 1) << store;
    }
    staffed.insert(associate["stores"][0].get<std::string>());
  }
  EXPECT_EQ(associates.size(), 300);
  EXPECT_EQ(staffed.size(), 80) << "stores without anybody";
}

TEST_F(DemoFilesTest, SayWhereThePlacesAreFrom) {
  auto texts = Write({.stores = 3, .associates = 3, .seed = 1});
  const json stores = json::parse(texts[kStoresFile]);
  EXPECT_THAT(stores["attribution"].get<std::string>(),
              testing::AllOf(HasSubstr("GeoNames"), HasSubstr("CC BY 4.0")));
}

TEST_F(DemoFilesTest, HaveABrandAndServicesThatCanBeReadBack) {
  auto texts = Write({.stores = 3, .associates = 3, .seed = 1});
  const auto brand = cli::BrandFromJson(texts[kBrandFile]);
  ASSERT_TRUE(brand.ok()) << brand.status();
  EXPECT_GE(brand->styles_size(), 20);
  const auto services =
      cli::ServicesFromJsonLines(texts[kServicesFile], "demo");
  ASSERT_TRUE(services.ok()) << services.status();
  EXPECT_EQ(services->size(), DemoServices().size());
}

TEST_F(DemoFilesTest, AreNotWrittenWhereThereAreNoPlaces) {
  const absl::Status status = WriteBrand({}, {.stores = 1}, folder_ + "/none");
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/none"));
}

TEST_F(DemoFilesTest, SayWhichFileCannotBeWritten) {
  std::ofstream(folder_ + "/taken") << "a file";
  const absl::Status status =
      WriteBrand(Cities(), {.stores = 1, .associates = 1}, folder_ + "/taken");
  EXPECT_FALSE(status.ok());
  EXPECT_THAT(std::string(status.message()), HasSubstr("taken"));
}

TEST(DemoServices, KeepToTheBoundsOfAService) {
  for (const v1::Service& service : DemoServices()) {
    EXPECT_FALSE(service.name().empty());
    EXPECT_GE(service.channels_size(), 1) << service.name();
    for (const auto* duration :
         {&service.duration(), &service.buffer_before(),
          &service.buffer_after(), &service.slot_interval()}) {
      EXPECT_EQ(duration->seconds() % 300, 0) << service.name();
    }
    EXPECT_EQ(86'400 % service.slot_interval().seconds(), 0) << service.name();
  }
}

}  // namespace
}  // namespace rapport::demo
