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

std::string Collection(absl::string_view features) {
  return absl::StrCat(R"({"type":"FeatureCollection","features":[)", features,
                      R"(],"updated_at":"2024"})");
}

// A feature at 45 N, 93 W.
std::string Feature(absl::string_view properties) {
  return absl::StrCat(R"({"type":"Feature","geometry":{"type":"Point",)",
                      R"("coordinates":[-93.5,45.25]},"properties":)",
                      properties, "}");
}

std::string At(absl::string_view geometry) {
  return absl::StrCat(R"({"type":"Feature",)", geometry,
                      R"("properties":{"name":"A"}})");
}

// What becomes of the only row.
std::string RowOf(absl::string_view feature) {
  const StoresRead read = ReadStores(Collection(feature));
  EXPECT_TRUE(read.status.ok()) << read.status;
  return read.rows.size() == 1 ? RowText(read.rows[0]) : "not one row";
}

TEST(GeoJsonStores, ReadsTheTagsOfOpenStreetMap) {
  EXPECT_EQ(RowOf(Feature(R"({"addr:city":"Crystal","addr:country":"US",
          "addr:housenumber":"5537","addr:postcode":"55428-3507",
          "addr:state":"MN","addr:street":"West Broadway Avenue",
          "addr:unit":"370","addr:unitname":"Space","brand":"Target",
          "brand:wikidata":"Q1046951","name":"Target Store - crystal",
          "opening_hours":"Mo-Su 08:00-22:00","phone":"+1-763-533-2231",
          "ref":"https://www.target.com/sl/crystal/3",
          "website":"https://www.target.com/sl/crystal/3"})")),
            "1: https://www.target.com/sl/crystal/3|Target Store - crystal|"
            "45.25,-93.5||US|MN|Crystal|55428-3507|5537 West Broadway Avenue/"
            "Space 370|+17635332231|https://www.target.com/sl/crystal/3|"
            "Mo-Su 08:00-22:00");
}

TEST(GeoJsonStores, CallsFieldsAsTheFileDoes) {
  const StoresRead read = ReadStores(Collection(Feature(
      R"({"name":"A","addr:postcode":"1","contact:phone":"2","@id":"n/1",
          "addr:street":"S","addr:unit":"9"})")));
  const FieldNames& names = read.draft(0).names;
  EXPECT_EQ(NameInFile(names, "address.postal_code"), "addr:postcode");
  EXPECT_EQ(NameInFile(names, "phone_number"), "contact:phone");
  EXPECT_EQ(NameInFile(names, "source_id"), "@id");
  EXPECT_EQ(NameInFile(names, "location"), "geometry.coordinates");
  EXPECT_EQ(NameInFile(names, "address.address_lines[0]"), "addr:street");
  EXPECT_EQ(NameInFile(names, "address.address_lines[1]"), "addr:unit");
  EXPECT_EQ(NameInFile(names, "website_uri"), "website");
}

TEST(GeoJsonStores, TakesTheIdThatIsMostTheSourcesOwn) {
  const auto id = [](absl::string_view feature) {
    return ReadStores(Collection(feature)).draft(0).source_id;
  };
  EXPECT_EQ(id(Feature(R"({"name":"A","id":"3","@id":"2","ref":"1"})")), "1");
  EXPECT_EQ(id(Feature(R"({"name":"A","id":"3","@id":"2","ref":""})")), "2");
  EXPECT_EQ(id(Feature(R"({"name":"A","id":3})")), "3");
  EXPECT_EQ(id(R"({"id":"f","geometry":{"type":"Point","coordinates":[1,2]},
                   "properties":{"name":"A"}})"),
            "f");
  EXPECT_EQ(id(R"({"id":"f","geometry":{"type":"Point","coordinates":[1,2]},
                   "properties":{"name":"A","ref":" 7 "}})"),
            "7");
  EXPECT_EQ(id(Feature(R"({"name":"A"})")), "");
}

TEST(GeoJsonStores, TakesTheContactTagsWhereThePlainOnesAreMissing) {
  const StoresRead read = ReadStores(Collection(Feature(
      R"({"name":"A","contact:phone":"1","phone":null,
          "contact:website":"https://a.b"})")));
  EXPECT_EQ(read.draft(0).content.phone_number, "1");
  EXPECT_EQ(read.draft(0).content.website_uri, "https://a.b");
}

TEST(GeoJsonStores, NamesAStoreByBrandAndPlaceWhereItHasNoName) {
  const auto name = [](absl::string_view properties) {
    return RowOf(Feature(properties));
  };
  EXPECT_THAT(name(R"({"brand":"B","branch":"Mall","addr:city":"C"})"),
              HasSubstr("|B Mall|"));
  EXPECT_THAT(name(R"({"brand":"B","addr:city":"C","name":" "})"),
              HasSubstr("|B C|"));
  EXPECT_EQ(name(R"({"brand":"B"})"), "1: name REQUIRED");
  EXPECT_EQ(name(R"({"addr:city":"C"})"), "1: name REQUIRED");
  EXPECT_EQ(name("{}"), "1: name REQUIRED");
}

TEST(GeoJsonStores, RejectsWhatIsNowhere) {
  EXPECT_EQ(RowOf(At("")), "1: geometry NO_LOCATION");
  EXPECT_EQ(RowOf(At(R"("geometry":null,)")), "1: geometry NO_LOCATION");
  EXPECT_EQ(RowOf(At(R"("geometry":{"type":"Point"},)")),
            "1: geometry.coordinates NO_LOCATION");
  EXPECT_EQ(RowOf(At(R"("geometry":{"type":"Point","coordinates":[]},)")),
            "1: geometry.coordinates NO_LOCATION");
}

TEST(GeoJsonStores, RejectsWhatIsNoPoint) {
  for (absl::string_view geometry :
       {R"({"type":"Polygon","coordinates":[[[1,2],[3,4],[5,6],[1,2]]]})",
        R"({"type":"MultiPoint","coordinates":[[1,2]]})",
        R"({"type":7,"coordinates":[1,2]})", R"({"coordinates":[1,2]})",
        R"("Point")", "[1,2]", "7"}) {
    EXPECT_EQ(RowOf(At(absl::StrCat("\"geometry\":", geometry, ","))),
              "1: geometry.type MALFORMED")
        << geometry;
  }
}

// What becomes of a row with these coordinates.
std::string RowAt(absl::string_view coordinates) {
  return RowOf(At(absl::StrCat(R"("geometry":{"type":"Point","coordinates":)",
                               coordinates, "},")));
}

TEST(GeoJsonStores, RejectsCoordinatesThatAreNotTwoNumbers) {
  for (absl::string_view coordinates :
       {"[1]", R"(["1","2"])", "[null,2]", "[1,[2]]", "{}", "\"1,2\"",
        "[NaN,2]", "[1,Infinity]", "[-Infinity,2]", "[[1,2]]"}) {
    EXPECT_EQ(RowAt(coordinates), "1: geometry.coordinates MALFORMED")
        << coordinates;
  }
}

TEST(GeoJsonStores, RejectsCoordinatesOutOfRange) {
  for (absl::string_view coordinates :
       {"[180.0001,0]", "[-181,0]", "[0,90.0001]", "[0,-91]", "[45,-93]"}) {
    EXPECT_EQ(RowAt(coordinates), "1: geometry.coordinates OUT_OF_RANGE")
        << coordinates;
  }
  EXPECT_EQ(RowAt("[1e999,0]"), "1:  MALFORMED");
}

TEST(GeoJsonStores, TakesTheNullIslandForNoLocation) {
  EXPECT_EQ(RowAt("[0,0]"), "1: geometry.coordinates NO_LOCATION");
  EXPECT_EQ(RowAt("[-0.0,0.0]"), "1: geometry.coordinates NO_LOCATION");
}

TEST(GeoJsonStores, TakesCoordinatesAtTheirBoundsAndWithAHeight) {
  EXPECT_THAT(RowAt("[180,-90]"), HasSubstr("|A|-90,180|"));
  EXPECT_THAT(RowAt("[-180,90,250]"), HasSubstr("|A|90,-180|"));
  EXPECT_THAT(RowAt("[0,0.0001]"), HasSubstr("|A|0.0001,0|"));
}

TEST(GeoJsonStores, RejectsWhatIsNoFeature) {
  for (absl::string_view feature :
       {"null", "7", R"("x")", "[]", R"({"a":})", R"({"a":"\ud800"})",
        "{'a':1}", R"({"a":1 "b":2})", "{} {}"}) {
    EXPECT_EQ(RowOf(feature), "1:  MALFORMED") << feature;
  }
  // In a file that is mostly UTF-8.
  EXPECT_EQ(RowOf("{\"a\":\"\xff\",\"é\":\"é\"}"), "1:  NOT_UTF8");
  EXPECT_EQ(RowOf(Feature("null")), "1: properties MALFORMED");
  EXPECT_EQ(RowOf(Feature("[]")), "1: properties MALFORMED");
}

TEST(GeoJsonStores, RejectsAKnownTagThatIsNoText) {
  EXPECT_EQ(RowOf(Feature(R"({"name":["A","B"]})")), "1: name MALFORMED");
  EXPECT_EQ(RowOf(Feature(R"({"name":"A","phone":{"main":"1"}})")),
            "1: phone MALFORMED");
  EXPECT_THAT(RowOf(Feature(R"({"name":"A","tags":["x"]})")), HasSubstr("|A|"));
}

TEST(GeoJsonStores, RejectsACountryThatIsNone) {
  EXPECT_EQ(RowOf(Feature(R"({"name":"A","addr:country":"Atlantis"})")),
            "1: addr:country UNKNOWN");
  EXPECT_THAT(RowOf(Feature(R"({"name":"A","addr:country":"Japan"})")),
              HasSubstr("|JP|"));
}

TEST(GeoJsonStores, ReadsTheOthersAroundARejectedRow) {
  const StoresRead read = ReadStores(
      Collection(absl::StrCat(Feature(R"({"name":"A"})"), ",", At(""), ",\n",
                              Feature(R"({"name":"C"})"))));
  EXPECT_THAT(RowTexts(read),
              ElementsAre(HasSubstr("1: |A|"), "2: geometry NO_LOCATION",
                          HasSubstr("3: |C|"), ""));
}

TEST(GeoJsonStores, CleansTexts) {
  const StoresRead read = ReadStores(Collection(Feature(
      R"({"name":"  Kids \t &amp;\n Co ","addr:city":"\u00a0Köln\u00a0"})")));
  EXPECT_EQ(read.draft(0).content.display_name, "Kids &amp; Co");
  EXPECT_EQ(read.draft(0).content.address.locality, "Köln");
}

TEST(GeoJsonStores, ReadsNanOfOtherWritersAsNothing) {
  EXPECT_THAT(RowOf(Feature(R"({"name":"NaN, \"NaN\"","phone":NaN})")),
              HasSubstr("|NaN, \"NaN\"|45.25"));
}

TEST(GeoJsonStores, ReadsTheSameInAnySplitting) {
  const std::string file = absl::StrCat(
      "\xEF\xBB\xBF", Collection(absl::StrCat(
                          Feature(R"({"name":"Zürich \"HB\" \\","ref":"é"})"),
                          ",\n", At(R"("geometry":null,)"), ",",
                          Feature(R"({"name":"銀座 \u00e9"})"))));
  const auto whole = RowTexts(ReadStores(file));
  ASSERT_EQ(whole.size(), 4u);
  ASSERT_EQ(whole[3], "");
  for (size_t split = 0; split <= file.size(); ++split) {
    const absl::string_view view = file;
    EXPECT_EQ(
        RowTexts(ReadStorePieces({view.substr(0, split), view.substr(split)})),
        whole)
        << split;
  }
  EXPECT_EQ(RowTexts(ReadStorePieces(PiecesOf(file, 1))), whole);
}

TEST(StoreFileReader, TellsTheFormatByTheFirstByte) {
  EXPECT_TRUE(ReadStores("  \n{\"features\":[]}").status.ok());
  EXPECT_TRUE(ReadStores("name,lat,lon\n").status.ok());
  EXPECT_THAT(std::string(ReadStores("[1,2]").status.message()),
              HasSubstr("or a list of objects is expected"));
}

TEST(StoreFileReader, ReadsTheFormatThatIsSaid) {
  EXPECT_FALSE(
      ReadStores("name,lat,lon\n", StoreFileFormat::kGeoJson).status.ok());
  EXPECT_FALSE(
      ReadStores(R"({"features":[]})", StoreFileFormat::kCsv).status.ok());
}

TEST(StoreFileReader, RefusesAnEmptyFileInEveryFormat) {
  for (StoreFileFormat format :
       {StoreFileFormat::kToldFromContent, StoreFileFormat::kGeoJson,
        StoreFileFormat::kCsv}) {
    EXPECT_EQ(ReasonOf(ReadStores("\n ", format).status), "UNREADABLE_FILE");
  }
}

TEST(StoreFileReader, KeepsReturningItsFirstError) {
  StoreFileReader reader(
      {}, [](const StoreRow&) { return absl::UnavailableError("gone"); });
  EXPECT_EQ(reader.Feed("\xEF\xBB\xBFname,lat\nA,1\n").code(),
            absl::StatusCode::kUnavailable);
  EXPECT_EQ(reader.Feed("B,1\n").code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(reader.Finish().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(reader.rows(), 1);
}

}  // namespace
}  // namespace rapport::catalog
