// What an import keeps, remarks and asks, and what it does when others write.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/catalog/store_import.h"
#include "tests/catalog/fake_place_finder.h"
#include "tests/catalog/heard_import.h"
#include "tests/catalog/zones.h"
#include "tests/support/fakes/fake_catalog_store.h"

namespace rapport::catalog {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// A store into which somebody else writes just before a batch is.
class RacedStore : public FakeCatalogStore {
 public:
  using FakeCatalogStore::FakeCatalogStore;

  absl::StatusOr<std::vector<Written>> PutStores(
      const Actor& actor, absl::Span<const Store> stores,
      const WriteCondition& when) override {
    if (races_ > 0) {
      --races_;
      race_();
    }
    return FakeCatalogStore::PutStores(actor, stores, when);
  }
  void Race(int times, std::function<void()> race) {
    races_ = times;
    race_ = std::move(race);
  }

 private:
  int races_ = 0;
  std::function<void()> race_;
};

class StoreImportDetailsTest : public testing::Test {
 protected:
  StoreImportDetailsTest() {
    header_.actor = {BrandId::FromStored("demo"), Role::kBrandAdmin, "admin"};
    header_.source = "atp";
  }

  // "position outcome", and the reasons of its remarks.
  std::vector<std::string> Import(absl::string_view file) {
    heard_ = HeardImport();
    StoreImport import(
        header_, store_, zones_, heard_,
        [&](absl::Span<const Store> some) {
          written_ += static_cast<int>(some.size());
        },
        aids_);
    EXPECT_TRUE(import.Feed(file).ok());
    counts_ = import.Finish();
    std::vector<std::string> texts;
    for (const RowOutcome& row : heard_.rows) {
      texts.push_back(HeardImport::Text(row));
      for (const Remark& remark : row.remarks) {
        absl::StrAppend(&texts.back(), ", ", remark.field, " ", remark.reason);
      }
    }
    return texts;
  }

  Store StoreOf(const std::string& source_id) {
    Store found;
    EXPECT_TRUE(store_
                    .ReadStores(header_.actor.brand,
                                {StoreIdOf("atp", source_id)},
                                [&](const Store& one) { found = one; })
                    .ok());
    return found;
  }
  void Write(const Store& store) {
    const auto put = store_.FakeCatalogStore::PutStores(
        header_.actor, absl::MakeConstSpan(&store, 1), {});
    ASSERT_TRUE(put.ok()) << put.status();
  }

  StoreImportHeader header_;
  StoreImportAids aids_;
  RacedStore store_{[now = absl::FromUnixSeconds(1'800'000'000)]() mutable {
    return now += absl::Seconds(1);
  }};
  geo::ZoneTable zones_ = TwoZones("Europe/Paris", "America/Chicago");
  HeardImport heard_;
  absl::StatusOr<ImportCounts> counts_ = absl::UnknownError("");
  int written_ = 0;
};

constexpr char kPlain[] = "name,ref,lat,lon\nA,1,44,-93\n";

TEST_F(StoreImportDetailsTest, KeepsTheDetailsThatTheFileHasNoNameFor) {
  Import(kPlain);
  Store edited = StoreOf("1");
  StoreDetails& details = edited.content.details;
  details.localized_names = {{"fr", "Un"}};
  details.descriptions = {{"fr", "Oui"}};
  details.secondary_hours = {{"pickup", "24/7"}};
  details.special_days = {{absl::CivilDay(2026, 1, 1), "off", ""}};
  details.languages = {"fr"};
  details.channels = {Channel::kVideo};
  details.attributes = {"parking"};
  details.temporarily_closed = true;
  Write(edited);
  EXPECT_THAT(Import(kPlain), ElementsAre("1 unchanged"));
  EXPECT_EQ(StoreOf("1").content, edited.content);
}

TEST_F(StoreImportDetailsTest, WritesTheDetailsThatItSaysEvenThatThereAreNone) {
  Import(
      "name,ref,lat,lon,Name - FR,languages,temporarily closed,wheelchair,"
      "special hours,opening_hours:pickup,description:fr\n"
      "A,1,44,-93,Un,fr,yes,yes,2026-01-01: x,24/7,Oui\n");
  EXPECT_TRUE(StoreOf("1").content.details.temporarily_closed);
  EXPECT_THAT(StoreOf("1").content.details.attributes,
              ElementsAre("wheelchair"));
  Import(
      "name,ref,lat,lon,Name - FR,languages,temporarily closed,wheelchair,"
      "special hours,opening_hours:pickup,description:fr\n"
      "A,1,44,-93,,,no,no,,,\n");
  EXPECT_EQ(StoreOf("1").content.details, StoreDetails());
}

TEST_F(StoreImportDetailsTest, RemarksAndCountsWhatItTookAllTheSame) {
  const auto texts = Import(
      "name,ref,phone,country,lat,lon\nA,1,ask,US,44,-93\nB,2,,US,44,-93\n"
      ",3,ask,US,44,-93\n");
  EXPECT_THAT(texts, ElementsAre("1 created, phone PHONE_NOT_READ", "2 created",
                                 "3 name REQUIRED"));
  EXPECT_EQ(*counts_, (ImportCounts{3, 2, 0, 0, 1, 1}));
}

TEST_F(StoreImportDetailsTest, AsksWhetherHoursCanBeRead) {
  aids_.hours = [](absl::string_view text) -> std::optional<Remark> {
    if (text != "odd") return std::nullopt;
    return Remark{"", "HOURS_NOT_READ", "kept as text"};
  };
  EXPECT_THAT(Import("name,ref,lat,lon,hours,opening_hours:pickup\n"
                     "A,1,44,-93,odd,24/7\nB,2,44,-93,24/7,odd\n"
                     "C,3,44,-93,,\n"),
              ElementsAre("1 created, hours HOURS_NOT_READ",
                          "2 created, opening_hours:pickup HOURS_NOT_READ",
                          "3 created"));
  EXPECT_EQ(StoreOf("1").content.opening_hours_text, "odd");
}

TEST_F(StoreImportDetailsTest, KeepsAtMostTwentyRemarksOfARow) {
  std::string languages;
  for (int i = 0; i < 30; ++i) absl::StrAppend(&languages, "klingonish,");
  Import(absl::StrCat("name,ref,lat,lon,languages\nA,1,44,-93,\"", languages,
                      "\"\n"));
  EXPECT_THAT(heard_.rows.at(0).remarks, SizeIs(kRemarksMax));
}

constexpr char kNowhere[] =
    "name,ref,lat,lon,zip,country\nA,1,,,90210,US\nB,2,,,1,US\n";

TEST_F(StoreImportDetailsTest, FindsThePlaceOfRowsWithoutCoordinates) {
  FakePlaceFinder places;
  places.Add("US", "90210", {{34.1, -118.4}, LocationPrecision::kPostalArea});
  aids_.places = &places;
  EXPECT_THAT(Import(kNowhere),
              ElementsAre("1 created, lat LOCATION_FROM_POSTAL_AREA",
                          "2 lat NO_LOCATION"));
  const StoreContent found = StoreOf("1").content;
  EXPECT_EQ(found.location, (geo::Point{34.1, -118.4}));
  EXPECT_EQ(found.time_zone, "America/Chicago");
  EXPECT_EQ(found.details.location_precision, LocationPrecision::kPostalArea);
}

TEST_F(StoreImportDetailsTest, KeepsAPointThatWasSaidForTheSameAddress) {
  FakePlaceFinder places;
  places.Add("US", "90210", {{34.1, -118.4}, LocationPrecision::kPostalArea});
  places.Add("US", "55428", {{45, -93}, LocationPrecision::kPostalArea});
  aids_.places = &places;
  Import(kNowhere);
  Store edited = StoreOf("1");
  edited.content.location = {34.2, -118.5};
  edited.content.details.location_precision = LocationPrecision::kPoint;
  Write(edited);
  EXPECT_THAT(Import(kNowhere),
              ElementsAre("1 unchanged", "2 lat NO_LOCATION"));
  EXPECT_EQ(StoreOf("1").content.location, edited.content.location);
  // Elsewhere it is not that point any more.
  Import("name,ref,lat,lon,zip,country\nA,1,,,55428,US\n");
  EXPECT_EQ(StoreOf("1").content.location, (geo::Point{45, -93}));
}

TEST_F(StoreImportDetailsTest, RepairsSwappedCoordinatesWhereAsked) {
  constexpr char kSwapped[] =
      "name,ref,lat,lon,country\nA,1,-50,80,FR\nB,2,-93.2,44.9,US\n";
  EXPECT_THAT(Import(kSwapped), ElementsAre("1 lat COORDINATES_SWAPPED",
                                            "2 lat COORDINATES_SWAPPED"));
  header_.repair = true;
  EXPECT_THAT(Import(kSwapped),
              ElementsAre("1 created, lat COORDINATES_SWAPPED",
                          "2 created, lat COORDINATES_SWAPPED"));
  EXPECT_EQ(StoreOf("2").content.location, (geo::Point{44.9, -93.2}));
}

TEST_F(StoreImportDetailsTest, TellsWithoutWritingWhereItIsDry) {
  Import("name,ref,lat,lon\nA,1,44,-93\nB,2,44,-93\n");
  const int puts = store_.puts();
  written_ = 0;
  header_.dry_run = true;
  EXPECT_THAT(Import("name,ref,lat,lon\nA,1,44,-93\nB2,2,44,-93\nC,3,44,-93\n"
                     "D,3,44,-93\n,4,44,-93\n"),
              ElementsAre("1 unchanged", "2 updated", "3 created",
                          "4 ref DUPLICATE_IDENTITY 3", "5 name REQUIRED"));
  EXPECT_EQ(*counts_, (ImportCounts{5, 1, 1, 1, 2, 0}));
  EXPECT_EQ(store_.puts(), puts);
  EXPECT_EQ(written_, 0);
  EXPECT_EQ(StoreOf("2").content.display_name, "B");
}

TEST_F(StoreImportDetailsTest, TellsHowTheFileIsUnderstoodBeforeTheRows) {
  Import(kPlain);
  ASSERT_THAT(heard_.mappings, SizeIs(1));
  EXPECT_EQ(heard_.mappings[0].format, StoreFileFormat::kCsv);
  EXPECT_THAT(heard_.mappings[0].entries, SizeIs(4));
}

TEST_F(StoreImportDetailsTest, NeverUndoesWhatSomebodyWroteMeanwhile) {
  Import(kPlain);
  store_.Race(1, [&] {
    Store edited = StoreOf("1");
    edited.content.market = "regions/na/markets/us";
    edited.content.services = {ServiceId::FromStored("styling")};
    Write(edited);
  });
  EXPECT_THAT(Import("name,ref,lat,lon\nA2,1,44,-93\n"),
              ElementsAre("1 updated"));
  const Store store = StoreOf("1");
  EXPECT_EQ(store.content.display_name, "A2");
  EXPECT_EQ(store.content.market, "regions/na/markets/us");
  EXPECT_THAT(store.content.services, SizeIs(1));
  EXPECT_EQ(store.revision.version, 3);
}

TEST_F(StoreImportDetailsTest, SeesAStoreThatSomebodyCreatedMeanwhile) {
  Import(kPlain);
  Store other = StoreOf("1");
  other.source_id = "2";
  other.id = StoreIdOf("atp", "2");
  other.content.market = "regions/na/markets/us";
  store_.Race(1, [&] { Write(other); });
  EXPECT_THAT(Import("name,ref,lat,lon\nB,2,44,-93\n"),
              ElementsAre("1 updated"));
  EXPECT_EQ(StoreOf("2").content.market, "regions/na/markets/us");
}

TEST_F(StoreImportDetailsTest, GivesUpAfterSoManyTries) {
  Import(kPlain);
  int edits = 0;
  const auto edit = [&] {
    Store edited = StoreOf("1");
    edited.content.display_name = absl::StrCat("Edited ", ++edits);
    Write(edited);
  };
  store_.Race(kBatchTriesMax - 1, edit);
  EXPECT_THAT(Import(kPlain), ElementsAre("1 updated"));
  store_.Race(kBatchTriesMax, edit);
  EXPECT_THAT(Import(kPlain), IsEmpty());
  EXPECT_EQ(counts_.status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(edits, 2 * kBatchTriesMax - 1);
}

}  // namespace
}  // namespace rapport::catalog
