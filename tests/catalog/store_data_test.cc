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
#include "absl/strings/str_join.h"
#include "geo/data_dir.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/catalog/store_import.h"
#include "server/import_aids.h"
#include "tests/catalog/heard_import.h"
#include "tests/catalog/real_files.h"
#include "tests/catalog/zones.h"
#include "tests/support/fakes/fake_catalog_store.h"

namespace rapport::catalog {
namespace {

// The table that the build makes.
geo::ZoneTable RealZones() {
  const auto path = geo::FindDataFile(geo::ZoneTable::kFileName);
  EXPECT_TRUE(path.ok()) << path.status();
  auto zones = geo::ZoneTable::Load(path.ok() ? *path : "");
  EXPECT_TRUE(zones.ok()) << zones.status();
  return zones.ok() ? *std::move(zones) : OneZone();
}

const places::Gazetteer& RealPlaces() {
  static const auto& places = *new places::Gazetteer([] {
    const auto path = geo::FindDataFile(places::Gazetteer::kFileName);
    EXPECT_TRUE(path.ok()) << path.status();
    auto loaded = places::Gazetteer::Load(path.value_or(""));
    EXPECT_TRUE(loaded.ok()) << loaded.status();
    return *std::move(loaded);
  }());
  return places;
}

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
  HeardImport Import(bool dry_run = false) {
    constexpr size_t kPiece = 64 * 1024;
    HeardImport heard;
    StoreImportHeader header;
    header.actor = {BrandId::FromStored("demo"), Role::kBrandAdmin, "admin"};
    header.source = "real";
    header.field_map = *FieldMap::Make(GetParam().field_map);
    header.defaults = {GetParam().default_region, "Maison"};
    header.dry_run = dry_run;
    const GazetteerFinder finder(RealPlaces());
    StoreImport import(std::move(header), store_, zones_, heard,
                       [](absl::Span<const Store>) {}, {&finder, CheckHours});
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

// `REASON count positions` of the rejected rows.
std::string RejectedText(const HeardImport& heard) {
  std::map<std::string, std::vector<int64_t>> positions;
  for (const RowOutcome& row : heard.rows) {
    if (row.outcome != ImportOutcome::kRejected) continue;
    positions[row.problem.reason].push_back(row.position);
  }
  return absl::StrJoin(positions, "; ", [](std::string* out, const auto& one) {
    absl::StrAppend(out, one.first, " ", one.second.size(), " ",
                    PositionsText(one.second));
  });
}

// `REASON count` of the remarks.
std::string RemarksText(const HeardImport& heard) {
  std::map<std::string, int> counts;
  for (const RowOutcome& row : heard.rows) {
    for (const Remark& remark : row.remarks) ++counts[remark.reason];
  }
  return absl::StrJoin(counts, "; ", absl::PairFormatter(" "));
}

TEST_P(StoreDataTest, CreatesOrRejectsEveryRowAndThenChangesNothing) {
  const HeardImport would = Import(/*dry_run=*/true);
  EXPECT_EQ(store_.puts(), 0);
  const HeardImport first = Import();
  EXPECT_EQ(would.Texts(), first.Texts());
  EXPECT_EQ(counts_.created + counts_.rejected, counts_.rows);
  EXPECT_EQ(static_cast<size_t>(counts_.rows), first.rows.size());
  EXPECT_EQ(absl::StrCat(counts_.rows, " ", counts_.created, " ",
                         counts_.rejected, " ", counts_.remarked),
            GetParam().counts);
  EXPECT_EQ(RejectedText(first), GetParam().rejected);
  EXPECT_EQ(RemarksText(first), GetParam().remarks);
  EXPECT_EQ(first.mappings.size(), 1u);
  EXPECT_EQ(first.mappings.at(0).format, GetParam().format);
  EXPECT_EQ(first.mappings.at(0).encoding, "UTF-8");

  const ImportCounts first_counts = counts_;
  const HeardImport second = Import();
  EXPECT_EQ(counts_,
            (ImportCounts{first_counts.rows, 0, 0, first_counts.created,
                          first_counts.rejected, first_counts.remarked}));
  EXPECT_TRUE(second.Rejections() == first.Rejections());
}

INSTANTIATE_TEST_SUITE_P(Real, StoreDataTest, testing::ValuesIn(RealFiles()));

}  // namespace
}  // namespace rapport::catalog
