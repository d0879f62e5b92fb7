#include "server/catalog/store_import.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/vocabulary/error.h"
#include "tests/catalog/heard_import.h"
#include "tests/catalog/zones.h"
#include "tests/support/fakes/fake_catalog_store.h"

namespace rapport::catalog {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr absl::string_view kHeader =
    "name,ref,address,zip,phone,website,lat,lon,hours,tz,country\n";

class StoreImportTest : public testing::Test {
 protected:
  struct Result {
    HeardImport heard;
    absl::StatusOr<ImportCounts> counts;
    std::vector<Store> written;
    std::vector<std::string> texts() const { return heard.Texts(); }
  };

  Result Import(absl::string_view file, const std::string& source = "atp",
                size_t piece = 1 << 16) {
    Result result;
    StoreImport import({actor_, source, StoreFileFormat::kToldFromContent},
                       store_, zones_, result.heard,
                       [&](absl::Span<const Store> some) {
                         EXPECT_FALSE(some.empty());
                         for (const Store& one : some) {
                           result.written.push_back(one);
                         }
                       });
    absl::Status status;
    for (size_t at = 0; at < file.size() && status.ok(); at += piece) {
      status = import.Feed(file.substr(at, piece));
    }
    result.counts = status.ok() ? import.Finish() : status;
    return result;
  }

  Result ImportRows(absl::string_view rows) {
    return Import(absl::StrCat(kHeader, rows));
  }

  std::map<StoreId, Store> Stores() {
    std::map<StoreId, Store> stores;
    EXPECT_TRUE(store_
                    .ReadStores(actor_.brand, {},
                                [&](const Store& s) { stores[s.id] = s; })
                    .ok());
    return stores;
  }

  Store StoreOf(const std::string& source_id) {
    return Stores()[StoreIdOf("atp", source_id)];
  }

  Actor actor_ = {BrandId::FromStored("demo"), Role::kBrandAdmin, "admin"};
  FakeCatalogStore store_{
      [now = absl::FromUnixSeconds(1'800'000'000)]() mutable {
        return now += absl::Seconds(1);
      }};
  geo::ZoneTable zones_ = TwoZones("Europe/Paris", "America/Chicago");
};

TEST_F(StoreImportTest, CreatesThenLeavesThenUpdates) {
  const std::string rows = "A,1,1 St,1,,,44,-93,,,\nB,2,2 St,2,,,48.8,2.3,,,\n";
  const Result first = ImportRows(rows);
  ASSERT_TRUE(first.counts.ok()) << first.counts.status();
  EXPECT_EQ(*first.counts, (ImportCounts{2, 2, 0, 0, 0}));
  EXPECT_THAT(first.texts(), ElementsAre("1 created", "2 created"));
  EXPECT_THAT(first.written, SizeIs(2));

  const Result second = ImportRows(rows);
  EXPECT_EQ(*second.counts, (ImportCounts{2, 0, 0, 2, 0}));
  EXPECT_THAT(second.written, IsEmpty());

  const Result third =
      ImportRows("A,1,1 St,1,555,,44,-93,,,\nB,2,2 St,2,,,48.8,2.3,,,\n");
  EXPECT_THAT(third.texts(), ElementsAre("1 updated", "2 unchanged"));
  ASSERT_THAT(third.written, SizeIs(1));
  EXPECT_EQ(third.written[0].revision.version, 2);
  EXPECT_EQ(third.written[0].content, StoreOf("1").content);
}

TEST_F(StoreImportTest, NamesTheStoreThatARowBecame) {
  const Result result = ImportRows("A,1,,,,,44,-93,,,\n");
  EXPECT_EQ(result.heard.rows[0].id, StoreIdOf("atp", "1").bytes());
  EXPECT_EQ(StoreOf("1").source, "atp");
  EXPECT_EQ(StoreOf("1").source_id, "1");
}

TEST_F(StoreImportTest, KeepsSourcesApart) {
  const std::string file = absl::StrCat(kHeader, "A,1,,,,,44,-93,,,\n");
  EXPECT_EQ(Import(file, "atp").counts->created, 1);
  EXPECT_EQ(Import(file, "pos").counts->created, 1);
  EXPECT_THAT(Stores(), SizeIs(2));
}

TEST_F(StoreImportTest, GivesAStoreTheZoneOfItsPoint) {
  ImportRows(
      "A,1,,,,,44,-93,,,\nB,2,,,,,48.8,2.3,,,\nC,3,,,,,44,-93,,Asia/Tokyo,\n");
  EXPECT_EQ(StoreOf("1").content.time_zone, "America/Chicago");
  EXPECT_EQ(StoreOf("2").content.time_zone, "Europe/Paris");
  EXPECT_EQ(StoreOf("3").content.time_zone, "Asia/Tokyo");
}

TEST_F(StoreImportTest, RejectsALaterRowOfTheSameIdentityAndNamesTheFirst) {
  const std::string rows =
      "A,1,,,,,44,-93,,,\n"
      "B,2,,,,,44,-93,,,\n"
      "Other,1,,,,,50,3,,,\n"
      "A,1,,,,,44,-93,,,\n";
  const Result first = ImportRows(rows);
  EXPECT_THAT(first.texts(), ElementsAre("1 created", "2 created",
                                         "3 ref DUPLICATE_IDENTITY 1",
                                         "4 ref DUPLICATE_IDENTITY 1"));
  EXPECT_EQ(first.heard.rows[2].problem.message,
            "the identity of row 1; each row has its own");
  EXPECT_EQ(StoreOf("1").content.display_name, "A");
  const Result second = ImportRows(rows);
  EXPECT_EQ(*second.counts, (ImportCounts{4, 0, 0, 2, 2}));
  EXPECT_EQ(second.heard.Rejections(), first.heard.Rejections());
}

TEST_F(StoreImportTest, FindsTheIdentityOfRowsWithoutAnId) {
  const Result result = ImportRows(
      "Macy's,,1 Main St,55428,,,44,-93,,,\n"
      "MACY'S,,1  MAIN ST,55428,,,10,10,,,\n"
      "Macy's,,2 Main St,55428,,,44,-93,,,\n");
  EXPECT_THAT(result.texts(),
              ElementsAre("1 created", "2  DUPLICATE_IDENTITY 1", "3 created"));
  EXPECT_EQ(ImportRows("macy's,,1 main st,55428,7,,44,-93,,,\n").texts()[0],
            "1 updated");
}

TEST_F(StoreImportTest, LetsARowThatWasRejectedUseNoIdentity) {
  const std::string rows =
      "A,1,,,,,95,-93,,,\nA,1,,,,,44,-93,,,\nA,1,,,,,44,-93,,,\n";
  const Result first = ImportRows(rows);
  EXPECT_THAT(first.texts(), ElementsAre("1 lat OUT_OF_RANGE", "2 created",
                                         "3 ref DUPLICATE_IDENTITY 2"));
  const Result second = ImportRows(rows);
  EXPECT_EQ(second.heard.Rejections(), first.heard.Rejections());
  EXPECT_EQ(second.counts->unchanged, 1);
}

TEST_F(StoreImportTest, RejectsWhatIsBeyondItsBoundsNamingTheFilesField) {
  const auto text = [](size_t size) { return std::string(size, 'x'); };
  const Result result =
      ImportRows(absl::StrCat(text(201), ",1,,,,,44,-93,,,\n",            //
                              "A,", text(201), ",,,,,44,-93,,,\n",        //
                              "A,3,", text(201), ",,,,44,-93,,,\n",       //
                              "A,4,\"a\nb\nc\nd\ne\nf\",,,,44,-93,,,\n",  //
                              "A,5,,", text(21), ",,,44,-93,,,\n",        //
                              "A,6,,,", text(41), ",,44,-93,,,\n",        //
                              "A,7,,,,ftp://a,44,-93,,,\n",               //
                              "A,8,,,,,44,-93,", text(2001), ",,\n",      //
                              "A,9,,,,,44,-93,,Mars/Olympus,\n",          //
                              "A,10,,,,,44,-93,,,Atlantis\n",             //
                              ",11,,,,,44,-93,,,\n",                      //
                              "A\x01,12,,,,,44,-93,,,\n",                 //
                              "A,13,,,,,44,-93,,,\n"));
  EXPECT_THAT(
      result.texts(),
      ElementsAre("1 name TOO_LONG", "2 ref TOO_LONG", "3 address TOO_LONG",
                  "4 address TOO_MANY", "5 zip TOO_LONG", "6 phone TOO_LONG",
                  "7 website MALFORMED", "8 hours TOO_LONG", "9 tz UNKNOWN",
                  "10 country UNKNOWN", "11 name REQUIRED", "12 name MALFORMED",
                  "13 created"));
  EXPECT_EQ(*result.counts, (ImportCounts{13, 1, 0, 0, 12}));
}

TEST_F(StoreImportTest, RejectsAZoneOfThePointThatTzdataDoesNotList) {
  zones_ = OneZone("Nowhere/Else");
  EXPECT_THAT(ImportRows("A,1,,,,,44,-93,,,\n").texts(),
              ElementsAre("1 tz UNKNOWN"));
}

TEST_F(StoreImportTest, KeepsWhatTheFileDoesNotSay) {
  const std::string rows = "A,1,,,,,44,-93,,,\n";
  ImportRows(rows);
  Store edited = StoreOf("1");
  edited.content.services = {ServiceId::FromStored("styling")};
  edited.content.market = "regions/na/markets/us";
  edited.content.time_zone = "America/Menominee";
  ASSERT_TRUE(store_.PutStores(actor_, {edited}, {}).ok());
  EXPECT_THAT(ImportRows(rows).texts(), ElementsAre("1 unchanged"));
  EXPECT_EQ(StoreOf("1").content, edited.content);
}

TEST_F(StoreImportTest, TakesTheZoneOfTheNewPointWhenAStoreMoves) {
  ImportRows("A,1,,,,,44,-93,,,\n");
  EXPECT_THAT(ImportRows("A,1,,,,,48.8,2.3,,,\n").texts(),
              ElementsAre("1 updated"));
  EXPECT_EQ(StoreOf("1").content.time_zone, "Europe/Paris");
}

TEST_F(StoreImportTest, WritesInBatchesAndTellsEveryRow) {
  std::string rows;
  for (int i = 1; i <= 1203; ++i) {
    absl::StrAppend(&rows, "A,", i % 1000, ",,,,,44,-93,,,\n");
  }
  const Result result = ImportRows(rows);
  EXPECT_EQ(*result.counts, (ImportCounts{1203, 1000, 0, 0, 203}));
  EXPECT_THAT(result.heard.rows, SizeIs(1203));
  EXPECT_EQ(result.heard.rows[1202].first_position, 203);
  EXPECT_EQ(store_.puts(), 2);
  EXPECT_EQ(result.heard.progress.done_rows, 1203);
  EXPECT_EQ(result.heard.progress.read_rows, 1203);
}

TEST_F(StoreImportTest, TellsProgressAsPiecesComeIn) {
  HeardImport heard;
  StoreImport import({actor_, "atp", StoreFileFormat::kCsv}, store_, zones_,
                     heard, [](absl::Span<const Store>) {});
  // With a mark, nothing is held back to tell the encoding.
  ASSERT_TRUE(import.Feed(absl::StrCat("\xEF\xBB\xBF", kHeader)).ok());
  EXPECT_EQ(heard.progress.received_bytes,
            static_cast<int64_t>(kHeader.size()) + 3);
  ASSERT_TRUE(import.Feed("A,1,,,,,44,-93,,,\n").ok());
  EXPECT_EQ(heard.progress.read_rows, 1);
  EXPECT_EQ(heard.progress.done_rows, 0);
  ASSERT_TRUE(import.Finish().ok());
  EXPECT_EQ(heard.progress.done_rows, 1);
}

TEST_F(StoreImportTest, WritesTheRowsBeforeTheFileTurnsOutCutOff) {
  const Result result = Import(
      R"({"features":[{"geometry":{"type":"Point","coordinates":[1,2]},
          "properties":{"name":"A","ref":"1"}},{"geometry":{"ty)");
  EXPECT_EQ(ReasonOf(result.counts.status()), "UNREADABLE_FILE");
  EXPECT_THAT(std::string(result.counts.status().message()),
              HasSubstr("in row 2"));
  EXPECT_THAT(result.texts(), ElementsAre("1 created"));
  EXPECT_THAT(Stores(), SizeIs(1));
}

TEST_F(StoreImportTest, GivesTheSameInPiecesOfAnySize) {
  const std::string file = absl::StrCat(
      kHeader, "Zürich,1,\"a\nb\",,,,47,8,,,CH\n銀座,2,,,,,x,1,,,\n");
  const auto whole = Import(file).texts();
  ASSERT_THAT(whole, ElementsAre("1 created", "2 lat MALFORMED"));
  for (size_t piece = 1; piece < file.size(); ++piece) {
    EXPECT_THAT(Import(file, "atp", piece).texts(),
                ElementsAre("1 unchanged", "2 lat MALFORMED"));
  }
}

TEST_F(StoreImportTest, RefusesAMalformedSourceBeforeAnything) {
  for (const char* source : {"", "POS", "a b"}) {
    const Result result =
        Import(absl::StrCat(kHeader, "A,1,,,,,44,-93,,,\n"), source);
    EXPECT_EQ(result.counts.status().code(),
              absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(FieldProblemsOf(result.counts.status()), SizeIs(1));
  }
  EXPECT_EQ(store_.puts(), 0);
}

TEST_F(StoreImportTest, EndsWhereTheStoreFailsAndGoesOnWhenImportedAgain) {
  std::string rows;
  for (int i = 1; i <= 1100; ++i) {
    absl::StrAppend(&rows, "A,", i, ",,,,,44,-93,,,\n");
  }
  store_.FailPutAfter(1, absl::UnavailableError("gone"));
  const Result first = ImportRows(rows);
  EXPECT_EQ(first.counts.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(first.texts(), SizeIs(500));
  EXPECT_THAT(first.written, SizeIs(500));
  const Result second = ImportRows(rows);
  EXPECT_EQ(*second.counts, (ImportCounts{1100, 600, 0, 500, 0}));
}

TEST_F(StoreImportTest, KeepsReturningTheErrorItEndedWith) {
  HeardImport heard;
  StoreImport import({actor_, "atp", StoreFileFormat::kCsv}, store_, zones_,
                     heard, [](absl::Span<const Store>) {});
  store_.FailPutAfter(0, absl::UnavailableError("gone"));
  ASSERT_TRUE(import.Feed(absl::StrCat(kHeader, "A,1,,,,,44,-93,,,\n")).ok());
  EXPECT_EQ(import.Finish().status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(import.Feed("x").code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(import.Finish().status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(import.counts(), ImportCounts());
}

TEST_F(StoreImportTest, NeverRepeatsWhatARowSays) {
  const Result result = ImportRows(
      "Secret Name,1,,,5550199000000000000000000000000000000000000,,44,-93,,,\n"
      "Secret Name,2,,,,secret@example.com,44,-93,,,\n");
  for (const RowOutcome& row : result.heard.rows) {
    EXPECT_EQ(row.outcome, ImportOutcome::kRejected);
    for (const char* secret : {"Secret", "555", "secret@"}) {
      EXPECT_THAT(row.problem.message, testing::Not(HasSubstr(secret)));
    }
  }
}

}  // namespace
}  // namespace rapport::catalog
