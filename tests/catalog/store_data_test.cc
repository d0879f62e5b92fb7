// Real files of stores, as found in the wild: every row ends in one outcome,
// and a second import changes nothing. Skipped where the files are not.

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/catalog/store_import.h"
#include "tests/catalog/heard_import.h"
#include "tests/catalog/zones.h"
#include "tests/support/fakes/fake_catalog_store.h"

namespace rapport::catalog {
namespace {

struct RealFile {
  const char* name;  // below the folder of shared data
  int64_t rows;
  std::map<std::string, int64_t> rejected;  // by reason
};

void PrintTo(const RealFile& file, std::ostream* out) { *out << file.name; }

// The folder of shared data; empty if it is not there.
std::string SharedData() {
  const char* named = std::getenv("RAPPORT_SHARED_DATA");
  const std::string folder = named ? named : RAPPORT_SHARED_DATA_BESIDE;
  return std::ifstream(absl::StrCat(folder, "/README.md")) ? folder : "";
}

std::string Contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

class StoreDataTest : public testing::TestWithParam<RealFile> {
 protected:
  void SetUp() override {
    if (SharedData().empty()) {
      GTEST_SKIP() << "no shared data beside the checkout; name its folder in "
                      "RAPPORT_SHARED_DATA";
    }
    file_ = Contents(absl::StrCat(SharedData(), "/", GetParam().name));
    ASSERT_FALSE(file_.empty()) << GetParam().name;
  }

  // Imports the file in pieces of 64 KiB, as the wire brings them.
  HeardImport Import() {
    constexpr size_t kPiece = 64 * 1024;
    HeardImport heard;
    StoreImport import(
        {{BrandId::FromStored("demo"), Role::kBrandAdmin, "admin"},
         "real",
         StoreFileFormat::kToldFromContent},
        store_, zones_, heard, [](absl::Span<const Store>) {});
    const auto begin = std::chrono::steady_clock::now();
    for (size_t at = 0; at < file_.size(); at += kPiece) {
      EXPECT_TRUE(import.Feed(file_.substr(at, kPiece)).ok());
    }
    const absl::StatusOr<ImportCounts> counts = import.Finish();
    EXPECT_TRUE(counts.ok()) << counts.status();
    const std::chrono::duration<double, std::milli> took =
        std::chrono::steady_clock::now() - begin;
    counts_ = counts.ok() ? *counts : ImportCounts();
    std::cout << GetParam().name << ": " << counts_.rows << " rows, "
              << counts_.rejected << " rejected, " << took.count() << " ms\n";
    return heard;
  }

  std::string file_;
  geo::ZoneTable zones_ = RealZones();
  FakeCatalogStore store_{[] { return absl::FromUnixSeconds(1'800'000'000); }};
  ImportCounts counts_;  // of the last import
};

TEST_P(StoreDataTest, CreatesOrRejectsEveryRowAndThenChangesNothing) {
  const HeardImport first = Import();
  EXPECT_EQ(counts_.rows, GetParam().rows);
  EXPECT_EQ(counts_.created + counts_.rejected, counts_.rows);
  std::map<std::string, int64_t> rejected;
  for (const RowOutcome& row : first.rows) {
    if (row.outcome == ImportOutcome::kRejected) ++rejected[row.problem.reason];
  }
  EXPECT_EQ(rejected, GetParam().rejected);

  const ImportCounts first_counts = counts_;
  const HeardImport second = Import();
  EXPECT_EQ(counts_,
            (ImportCounts{first_counts.rows, 0, 0, first_counts.created,
                          first_counts.rejected}));
  EXPECT_TRUE(second.Rejections() == first.Rejections());
}

const RealFile kRealFiles[] = {
    {"osm_tags_geojson/target.geojson", 1926, {}},
    {"osm_tags_geojson/verizon.geojson", 4678, {{"DUPLICATE_IDENTITY", 131}}},
    {"osm_tags_geojson/walmart.geojson", 4622, {}},
    {"osm_tags_geojson/acehardware.geojson", 4000, {}},
    {"beauty_luxury_csv/lancomeusa.csv", 2863, {}},
};

INSTANTIATE_TEST_SUITE_P(Real, StoreDataTest, testing::ValuesIn(kRealFiles));

}  // namespace
}  // namespace rapport::catalog
