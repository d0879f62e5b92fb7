#include "server/catalog/store_export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/catalog/store_import.h"
#include "tests/catalog/heard_import.h"
#include "tests/catalog/zones.h"
#include "tests/support/fakes/fake_catalog_store.h"

namespace rapport::catalog {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const BrandId& Demo() {
  static const auto& brand = *new BrandId(BrandId::FromStored("demo"));
  return brand;
}

Store Plain(int number) {
  Store store;
  store.source = "pos";
  store.source_id = absl::StrCat("no ", number);
  store.id = StoreIdOf(store.source, store.source_id);
  store.content.display_name = absl::StrCat("Store ", number);
  store.content.location = {48.8 + number, 2.35};
  store.content.time_zone = "Europe/Paris";
  return store;
}

// A store that says everything there is to say, awkwardly.
Store Rich(int number) {
  Store store = Plain(number);
  StoreContent& content = store.content;
  content.display_name = "Ça, \"là\"; №1 銀座";
  content.location = {-33.86785000000001, 179.99999999999997};
  content.address = {"AU", "NSW", "Sydney", "0200", {"Level 3", "1, O'Rue"}};
  content.phone_number = "+61255500000";
  content.website_uri = "https://example.com/a?b=c#d";
  content.opening_hours_text = "Mo-Su 10:00-22:00; PH off";
  content.services = {ServiceId::FromStored("styling"),
                      ServiceId::FromStored("fitting")};
  content.market = "regions/apac/markets/au";
  StoreDetails& details = content.details;
  details.localized_names = {{"fr", "Ça"}, {"ja", "銀座 \"1\""}};
  details.descriptions = {{"en", "On the corner, by the sea."}};
  details.location_precision = LocationPrecision::kPostalArea;
  details.secondary_hours = {{"delivery", "Mo-Fr 10:00-12:00"},
                             {"pickup", "24/7"}};
  details.special_days = {{absl::CivilDay(2026, 12, 24), "10:00-14:00", "é"},
                          {absl::CivilDay(2026, 12, 25), "closed", ""}};
  details.languages = {"en", "zh-Hant-HK"};
  details.channels = {Channel::kInStore, Channel::kVideo};
  details.attributes = {"gift_wrap", "parking"};
  details.temporarily_closed = true;
  return store;
}

std::string Exported(StoreFileFormat format, const std::vector<Store>& stores,
                     size_t piece_bytes = 1 << 20) {
  StoreExport::Stores shared;
  for (const Store& store : stores) {
    shared.push_back(std::make_shared<const Store>(store));
  }
  StoreExport file(format, std::move(shared));
  std::string text;
  while (!file.done()) text += file.Next(piece_bytes);
  return text;
}

class StoreExportTest : public testing::TestWithParam<StoreFileFormat> {
 protected:
  // What becomes of its rows.
  ImportCounts CountsOf(const std::string& text) {
    HeardImport heard;
    StoreImport import({actor_, "pos", GetParam()}, store_, zones_, heard,
                       [](absl::Span<const Store>) {});
    EXPECT_TRUE(import.Feed(text).ok());
    return import.Finish().value_or(ImportCounts());
  }

  std::vector<Store> All() {
    std::vector<Store> all;
    EXPECT_TRUE(
        store_
            .ReadStores(Demo(), {},
                        [&](const Store& store) { all.push_back(store); })
            .ok());
    return all;
  }

  FakeCatalogStore store_{
      [now = absl::FromUnixSeconds(1'800'000'000)]() mutable {
        return now += absl::Seconds(1);
      }};
  geo::ZoneTable zones_ = OneZone();
  const Actor actor_{Demo(), Role::kBrandAdmin, "admin"};
};

INSTANTIATE_TEST_SUITE_P(Formats, StoreExportTest,
                         testing::Values(StoreFileFormat::kGeoJson,
                                         StoreFileFormat::kCsv),
                         [](const auto& format) {
                           return format.param == StoreFileFormat::kCsv
                                      ? "Csv"
                                      : "GeoJson";
                         });

TEST_P(StoreExportTest, ImportsAgainToUnchanged) {
  ASSERT_TRUE(store_.CreateBrand(actor_, {Demo(), "Demo", {}, {}}).ok());
  const std::vector<Store> stores = {Plain(1), Rich(2), Plain(3)};
  ASSERT_TRUE(store_.PutStores(actor_, stores, WriteCondition()).ok());
  const ImportCounts counts = CountsOf(Exported(GetParam(), All()));
  EXPECT_EQ(counts.rows, 3);
  EXPECT_EQ(counts.unchanged, 3);
}

TEST_P(StoreExportTest, BringsEverythingToWhereNothingIs) {
  ASSERT_TRUE(store_.CreateBrand(actor_, {Demo(), "Demo", {}, {}}).ok());
  const ImportCounts counts =
      CountsOf(Exported(GetParam(), {Plain(1), Rich(2)}));
  EXPECT_EQ(counts.created, 2);
  for (const Store& store : All()) {
    EXPECT_EQ(store.content,
              store.source_id == "no 2" ? Rich(2).content : Plain(1).content);
  }
}

TEST_P(StoreExportTest, IsTheSameInPiecesOfWhateverSize) {
  const std::vector<Store> stores = {Plain(1), Rich(2), Plain(3)};
  EXPECT_EQ(Exported(GetParam(), stores, 1),
            Exported(GetParam(), stores, 1 << 20));
}

TEST(StoreExport, IsAWholeFileOfNoStores) {
  EXPECT_EQ(Exported(StoreFileFormat::kGeoJson, {}),
            "{\"type\":\"FeatureCollection\",\"features\":[\n\n]}\n");
  EXPECT_THAT(Exported(StoreFileFormat::kCsv, {}),
              StartsWith("\"latitude\",\"longitude\",\"ref\",\"name\""));
}

TEST(StoreExport, HasAColumnForEachKeyThatAnyStoreHas) {
  const std::string file = Exported(StoreFileFormat::kCsv, {Plain(1), Rich(2)});
  const std::vector<std::string> rows = absl::StrSplit(file, "\r\n");
  ASSERT_EQ(rows.size(), 4);  // the last is empty
  EXPECT_THAT(rows[0], HasSubstr("\"rapport:localized_names[ja]\""));
  EXPECT_THAT(rows[0], HasSubstr("\"rapport:special_days[2026-12-24]\""));
  EXPECT_THAT(rows[1], EndsWith(",\"\",\"\""));
  EXPECT_THAT(rows[2], HasSubstr("\"-33.86785000000001\""));
}

}  // namespace
}  // namespace rapport::catalog
