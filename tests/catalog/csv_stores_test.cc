#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/vocabulary/error.h"
#include "tests/catalog/read_stores.h"

namespace rapport::catalog {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr absl::string_view kHeader =
    "store_name,store_number,address,address2,city,state,zip_code,country,"
    "phone_number,latitude,longitude,store_hours,store_type,other_fields,"
    "coming_soon\r\n";

StoresRead ReadRows(absl::string_view rows) {
  return ReadStores(absl::StrCat(kHeader, rows));
}

TEST(CsvStores, ReadsTheFifteenColumns) {
  const StoresRead read = ReadRows(
      "MACY'S-HORTON PLAZA,17,160 HORTON PLAZA,FLOOR 2,SAN DIEGO,CA,92101,US,"
      "6192314747,32.7138865217391,-117.161057976589,Mo-Su 10-21,mall,x,y\r\n");
  ASSERT_TRUE(read.status.ok()) << read.status;
  ASSERT_EQ(read.rows.size(), 1u);
  const StoreDraft& draft = read.draft(0);
  EXPECT_EQ(draft.source_id, "17");
  EXPECT_EQ(draft.content.display_name, "MACY'S-HORTON PLAZA");
  EXPECT_EQ(draft.location.point,
            (geo::Point{32.7138865217391, -117.161057976589}));
  EXPECT_EQ(
      draft.content.address,
      (StoreAddress{
          "US", "CA", "SAN DIEGO", "92101", {"160 HORTON PLAZA", "FLOOR 2"}}));
  EXPECT_EQ(draft.content.phone_number, "+16192314747");
  EXPECT_EQ(draft.content.opening_hours_text, "Mo-Su 10-21");
  EXPECT_EQ(draft.content.time_zone, "");
}

TEST(CsvStores, CallsFieldsAsTheHeaderDoes) {
  const StoresRead read = ReadRows("A,,1 St,2,B,C,D,US,E,1,2,,,,\r\n");
  const FieldNames& names = read.draft(0).names;
  EXPECT_EQ(NameInFile(names, "display_name"), "store_name");
  EXPECT_EQ(NameInFile(names, "source_id"), "store_number");
  EXPECT_EQ(NameInFile(names, "address.postal_code"), "zip_code");
  EXPECT_EQ(NameInFile(names, "address.address_lines[1]"), "address2");
  EXPECT_EQ(NameInFile(names, "phone_number"), "phone_number");
  EXPECT_EQ(NameInFile(names, "opening_hours_text"), "store_hours");
}

TEST(CsvStores, CountsRowsFromTheFirstAfterTheHeader) {
  const StoresRead read =
      ReadRows("A,,,,,,,,,1,2,,,,\r\n\r\nB,,,,,,,,,1,2,,,,\r\n");
  ASSERT_EQ(read.rows.size(), 2u);
  EXPECT_EQ(read.rows[0].position, 1);
  EXPECT_EQ(read.rows[1].position, 2);
}

TEST(CsvStores, RejectsRowsWithoutUsableCoordinatesNamingTheField) {
  const StoresRead read = ReadRows(
      "A,,,,,,,,,,2,,,,\r\n"
      "A,,,,,,,,,1,,,,,\r\n"
      "A,,,,,,,,,NA,2,,,,\r\n"
      "A,,,,,,,,,1,\"2,5\",,,,\r\n"
      "A,,,,,,,,,90.01,2,,,,\r\n"
      "A,,,,,,,,,1,-180.01,,,,\r\n"
      "A,,,,,,,,,nan,2,,,,\r\n"
      "A,,,,,,,,,1,inf,,,,\r\n"
      "A,,,,,,,,,1,2,,,,\r\n");
  EXPECT_THAT(
      RowTexts(read),
      ElementsAre("1: latitude NO_LOCATION", "2: longitude NO_LOCATION",
                  "3: latitude NO_LOCATION", "4: longitude MALFORMED",
                  "5: latitude OUT_OF_RANGE", "6: longitude OUT_OF_RANGE",
                  "7: latitude OUT_OF_RANGE", "8: longitude OUT_OF_RANGE",
                  "9: |A|1,2|||||||||", ""));
}

TEST(CsvStores, RejectsRowsOfAnotherLength) {
  const StoresRead read =
      ReadRows("A,1\r\nA,,,,,,,,,1,2,,,,,\r\nA,,,,,,,,,1,2,,,,\r\n");
  EXPECT_THAT(RowTexts(read), ElementsAre("1:  MALFORMED", "2:  MALFORMED",
                                          "3: |A|1,2|||||||||", ""));
  EXPECT_EQ(read.problem(0).message,
            "2 fields; the header has 15, and each row must have as many");
}

TEST(CsvStores, RejectsARowThatIsNotUtf8AndReadsTheNext) {
  // More that is UTF-8 than that is not.
  const StoresRead read = ReadRows(
      "Zürich Höngg,,,,,,,,,1,2,,,,\r\nLancôme,,,,,,,,,1,2,,,,\r\n"
      "Lanc\xf4me,,,,,,,,,1,2,,,,\r\nA,,,,Z\xfcrich,,,,,1,2,,,,\r\n"
      "A,,,,,,,,,1,2,,,,\xff\r\n");
  // The last column is none that is read.
  EXPECT_THAT(RowTexts(read),
              ElementsAre("1: |Zürich Höngg|1,2|||||||||",
                          "2: |Lancôme|1,2|||||||||", "3: store_name NOT_UTF8",
                          "4: city NOT_UTF8", "5: |A|1,2|||||||||", ""));
}

TEST(CsvStores, ReadsWindows1252WhereAFileIsNoUtf8) {
  const StoresRead read = ReadRows(
      "Lanc\xf4me,,,,,,,,,1,2,,,,\r\nA \x96 B,,,,Z\xfcrich,,,,,1,2,,,,\r\n");
  EXPECT_THAT(RowTexts(read), ElementsAre("1: |Lancôme|1,2|||||||||",
                                          "2: |A – B|1,2||||Zürich|||||", ""));
  ASSERT_EQ(read.mappings.size(), 1u);
  EXPECT_EQ(read.mappings[0].encoding, "windows-1252");
}

TEST(CsvStores, LeavesTextThatWasSpoiltBefore) {
  EXPECT_THAT(RowTexts(ReadRows("cafÃ©,,,,,,,,,1,2,,,,\r\n")),
              ElementsAre("1: |cafÃ©|1,2|||||||||", ""));
}

TEST(CsvStores, KnowsOtherNamesOfColumnsInAnyCase) {
  const StoresRead read = ReadStores(
      " Name ,Address Line 1,Postal/ZIP Code,City,State/Province/Region,"
      "Country,Phone,Website,LAT,Lng,Time Zone\n"
      "A,1 Rue,75001,Paris,IDF,France,01 42 68 53 "
      "00,https://a.fr,48.8,2.3,Europe/Paris\n");
  ASSERT_TRUE(read.status.ok()) << read.status;
  EXPECT_EQ(RowText(read.rows[0]),
            "1: |A|48.8,2.3|Europe/Paris|FR|IDF|Paris|75001|1 Rue|+33142685300|"
            "https://a.fr|");
}

TEST(CsvStores, SplitsAnAddressAtItsLineBreaks) {
  const StoresRead read = ReadStores(
      "name,address,lat,lon\nA,\"  1 Rue  X\r\n\n  2e étage \",1,2\n");
  EXPECT_THAT(read.draft(0).content.address.lines,
              ElementsAre("1 Rue X", "2e étage"));
}

TEST(CsvStores, ReadsTheSameInAnySplitting) {
  const std::string file = absl::StrCat(
      "\xEF\xBB\xBF", kHeader,
      "\"Zürich \"\"HB\"\"\",7,\"Bahnhofplatz\r\n15\",,Zürich,ZH,8001,CH,"
      "+41 44,47.378,8.54,\"Mo–So\r\n9–21\",,,\r\n"
      "銀座,,,,,,,,,x,1,,,,\r\n");
  const auto whole = RowTexts(ReadStores(file));
  ASSERT_EQ(whole.size(), 3u);
  for (size_t split = 0; split <= file.size(); ++split) {
    const absl::string_view view = file;
    EXPECT_EQ(
        RowTexts(ReadStorePieces({view.substr(0, split), view.substr(split)})),
        whole)
        << split;
  }
  EXPECT_EQ(RowTexts(ReadStorePieces(PiecesOf(file, 1))), whole);
}

TEST(CsvStores, RefusesAFileWithoutHeader) {
  for (absl::string_view file :
       {"MACY'S,,160 HORTON PLAZA,32.7,-117.1\n", "just a line", "a;b;c\n",
        "name\nA\n", "<!DOCTYPE html><html></html>"}) {
    const StoresRead read = ReadStores(file);
    EXPECT_EQ(ReasonOf(read.status), "UNREADABLE_FILE") << file;
    EXPECT_THAT(std::string(read.status.message()),
                HasSubstr("line 1 of the table names"));
    EXPECT_TRUE(read.rows.empty());
  }
}

TEST(CsvStores, RefusesAHeaderThatIsNotUtf8) {
  EXPECT_THAT(std::string(ReadStores("näme,latitude,löngitude,f\xfc\nA,1,2,3\n")
                              .status.message()),
              HasSubstr("line 1 of the table is not UTF-8"));
}

TEST(CsvStores, TakesOtherDelimitersAndUtf16) {
  EXPECT_THAT(RowTexts(ReadStores("name;\"lat,x\";lat;lon\nA, B;;1;2\n")),
              ElementsAre("1: |A, B|1,2|||||||||", ""));
  std::string utf16 = "\xFF\xFE";
  for (char c : std::string("name\tlat\tlon\nA\t1\t2\n")) {
    utf16 += c;
    utf16 += '\0';
  }
  for (size_t size : {1, 2, 3, 1000}) {
    const StoresRead read = ReadStorePieces(PiecesOf(utf16, size));
    EXPECT_THAT(RowTexts(read), ElementsAre("1: |A|1,2|||||||||", ""));
    EXPECT_EQ(read.mappings.at(0).encoding, "UTF-16LE");
  }
}

TEST(CsvStores, SendsTheRowsBeforeTheFileTurnsOutCutOff) {
  const StoresRead read = ReadRows("A,,,,,,,,,1,2,,,,\r\n\"B,,,,");
  EXPECT_EQ(read.rows.size(), 1u);
  EXPECT_THAT(std::string(read.status.message()),
              HasSubstr("in line 3 of the table"));
}

TEST(CsvStores, TakesAHeaderAloneAsAFileOfNoRows) {
  const StoresRead read = ReadRows("");
  EXPECT_TRUE(read.status.ok()) << read.status;
  EXPECT_TRUE(read.rows.empty());
}

}  // namespace
}  // namespace rapport::catalog
