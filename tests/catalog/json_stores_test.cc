// Lists of JSON objects, JSON-LD and Overpass's answer.
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
using testing::IsEmpty;

using Entry = ImportMapping::Entry;

StoreFileOptions Told(const std::map<std::string, std::string>& told) {
  const auto map = FieldMap::Make(told);
  EXPECT_TRUE(map.ok()) << map.status();
  return {.field_map = map.ok() ? *map : FieldMap()};
}

constexpr char kNested[] =
    R"([{"id": 7, "name": "A", "address": {"city": "Wuxi", "postalCode": null,
         "streetAddressLine1": "1 Rd", "streetAddressLine2": "F2"},
         "coordinates": {"latitude": 31.5, "longitude": "120.25"},
         "manager": {"name": "M", "phone": "1"}, "tags": [1, 2]},
        {"name": "B", "location": {"lat": "1", "long": "2"}}])";

TEST(JsonStores, ReadsObjectsWhoseMembersLieDeeper) {
  const StoresRead read = ReadStores(kNested);
  EXPECT_THAT(RowTexts(read),
              ElementsAre("1: 7|A|31.5,120.25||||Wuxi||1 Rd/F2|||",
                          "2: |B|1,2|||||||||", ""));
  EXPECT_EQ(NameInFile(read.draft(0).names, "address.locality"),
            "address.city");
  EXPECT_EQ(NameInFile(read.draft(1).names, "location"), "location.lat");
}

TEST(JsonStores, TellsWhatEachMemberOfTheFirstRowIsTakenFor) {
  const StoresRead read = ReadStores(kNested);
  ASSERT_EQ(read.mappings.size(), 1u);
  EXPECT_EQ(read.mappings[0].format, StoreFileFormat::kJson);
  EXPECT_EQ(read.mappings[0].encoding, "UTF-8");
  EXPECT_THAT(
      read.mappings[0].entries,
      testing::UnorderedElementsAre(
          Entry{"id", "source_id"}, Entry{"name", "display_name"},
          Entry{"address.city", "address.locality"},
          Entry{"address.postalCode", "address.postal_code"},
          Entry{"address.streetAddressLine1", "address.address_lines[0]"},
          Entry{"address.streetAddressLine2", "address.address_lines[1]"},
          Entry{"coordinates.latitude", "latitude"},
          Entry{"coordinates.longitude", "longitude"},
          Entry{"manager.name", ""}, Entry{"manager.phone", ""},
          Entry{"tags", ""}));
}

TEST(JsonStores, FindsTheListUnderAMember) {
  for (const char* file :
       {R"({"data":[{"name":"A","lat":1,"lon":2}],"meta":{"total":1}})",
        R"({"status":"ok","codes":[1,2],"none":[],"stores":
            [{"name":"A","lat":1,"lon":2}],"facets":[{"x":1}]})",
        R"({"meta":{"x":[{"name":"B"}]},"results": [ {"name":"A","lat":1,
            "lon":2} ]})"}) {
    const StoresRead read = ReadStores(file);
    EXPECT_THAT(RowTexts(read), ElementsAre("1: |A|1,2|||||||||", "")) << file;
  }
}

TEST(JsonStores, ReadsTheSameInAnySplitting) {
  const std::string file =
      absl::StrCat(R"({"n":["é",[]],"rows":)", kNested, "}");
  const auto whole = RowTexts(ReadStores(file));
  ASSERT_EQ(whole.size(), 3u);
  for (size_t piece = 1; piece < 40; ++piece) {
    EXPECT_EQ(RowTexts(ReadStorePieces(PiecesOf(file, piece))), whole);
  }
}

TEST(JsonStores, RefusesWhatHasNoListOfObjects) {
  for (const char* file :
       {"{}", R"({"a":[1,2]})", "[1]", R"(["a"])", R"({"a":{"b":[{}]}})",
        R"([{"name":"A"})", R"([{"name":"A"}]])", R"({"a":[{}]}})", "[[{}]]"}) {
    EXPECT_EQ(ReasonOf(ReadStores(file).status), "UNREADABLE_FILE") << file;
  }
  EXPECT_TRUE(ReadStores("[]").status.ok());
}

TEST(JsonStores, RejectsARowThatIsNoObjectAndReadsTheNext) {
  const StoresRead read =
      ReadStores(R"([{"name":"A","lat":1,"lon":2},7,{"name":}])");
  EXPECT_THAT(RowTexts(read), ElementsAre("1: |A|1,2|||||||||", "2:  MALFORMED",
                                          "3:  MALFORMED", ""));
}

TEST(JsonStores, TakesWhatWasToldBeforeWhatIsKnown) {
  const StoresRead read = ReadStores(
      R"([{"name":"no","t":{"label":["x","A"]},"p":{"y":1,"x":2},"lat":9}])",
      Told({{"display_name", "t.label.1"},
            {"latitude", "p.y"},
            {"longitude", "p.x"}}));
  EXPECT_THAT(RowTexts(read), ElementsAre("1: |A|1,2|||||||||", ""));
}

TEST(JsonStores, NamesWhatWasToldAndNoRowHas) {
  const StoresRead read = ReadStores(R"([{"name":"A","lat":1,"lon":2}])",
                                     Told({{"phone_number", "fone"}}));
  EXPECT_EQ(ReasonOf(read.status), "NO_SUCH_NAME");
  EXPECT_EQ(FieldProblemsOf(read.status).at(0).field,
            "header.field_map[phone_number]");
  EXPECT_THAT(std::string(read.status.message()), HasSubstr("fone"));
}

// The hours that a store of JSON has, and its secondary ones.
std::string Hours(const std::string& hours) {
  const StoresRead read = ReadStores(
      absl::StrCat(R"([{"name":"A","lat":1,"lon":2,"hours":)", hours, "}]"));
  EXPECT_TRUE(read.status.ok()) << read.status;
  const StoreContent& content = read.draft(0).content;
  std::string text = content.opening_hours_text;
  for (const SecondaryHours& more : content.details.secondary_hours) {
    absl::StrAppend(&text, " | ", more.kind, " ", more.text);
  }
  if (content.details.temporarily_closed) absl::StrAppend(&text, " | closed");
  return text;
}

TEST(JsonHours, AreMadeOneTextOfWhatDaysSay) {
  EXPECT_EQ(Hours(R"("Mo-Su 10:00-20:00")"), "Mo-Su 10:00-20:00");
  EXPECT_EQ(Hours(R"({"monday":"9 AM - 5 PM","tuesday":{"open":"09:00",
                     "close":"17:00"},"sunday":{"isClosed":true}})"),
            "Mo-Tu 09:00-17:00; Su off");
  EXPECT_EQ(Hours(R"({"Mon":[{"start":"09:00","end":"12:00"},
                     {"start":"13:00","end":"17:00"}]})"),
            "Mo 09:00-12:00,13:00-17:00");
  EXPECT_EQ(Hours(R"([{"day":"Fri","open":"18:00","close":"02:00"},
                     {"day":"Sat","is_open":false,"open":null}])"),
            "Sa off; Fr 18:00-02:00");
  EXPECT_EQ(Hours("null"), "");
  EXPECT_EQ(Hours("[]"), "");
}

TEST(JsonHours, AreKeptByKind) {
  EXPECT_EQ(
      Hours(R"({"dine_in":[{"day_name":"Mon","is_open":true,"open":"03:30",
                            "close":"01:00"}],
                "drive_thru":[{"day_name":"Mon","is_open":true,"open":"05:00",
                               "close":"05:00"}],
                "delivery":[{"day_name":"Mon","is_open":false,"open":null}],
                "temp_close":true})"),
      "Mo 03:30-01:00 | drive_thru Mo 05:00-29:00 | closed");
}

TEST(JsonHours, AreKeptAsTextWhereTheyAreNotPlain) {
  // A day by number; an opening and a closing that are the same.
  for (const char* hours : {R"([{"day":0,"open":"09:00","close":"17:00"}])",
                            R"({"monday":{"open":"09:00","close":"09:00"}})",
                            R"({"monday":"10:00 - 8:00"})", R"([[9,17]])"}) {
    EXPECT_THAT(Hours(hours), testing::AnyOf(testing::StartsWith("["),
                                             testing::StartsWith("{")))
        << hours;
  }
}

constexpr char kPlace[] =
    R"("@type":"ClothingStore","@id":"https://a.example/#s1","name":"A",
       "address":{"@type":"PostalAddress","streetAddress":"1 Rue",
         "addressLocality":"Paris","addressRegion":"IDF",
         "postalCode":"75001","addressCountry":{"@type":"Country",
         "name":"France"}},
       "geo":{"@type":"GeoCoordinates","latitude":48.5,"longitude":"2.25"},
       "telephone":"01 42 68 53 00","url":"https://a.example/",
       "openingHoursSpecification":[
         {"@type":"OpeningHoursSpecification","opens":"10:00","closes":"19:00",
          "dayOfWeek":["Monday","https://schema.org/Tuesday"]},
         {"dayOfWeek":"Sunday","opens":"00:00","closes":"00:00"},
         {"opens":"10:00","closes":"14:00","validFrom":"2026-12-24",
          "validThrough":"2026-12-24"}])";

constexpr char kPlaceRow[] =
    "1: https://a.example/#s1|A|48.5,2.25||FR|IDF|Paris|75001|1 Rue|"
    "+33142685300|https://a.example/|Mo-Tu 10:00-19:00; Su off";

TEST(JsonLdStores, ReadsAPlaceOfSchemaOrg) {
  const std::string place = absl::StrCat("{", kPlace, "}");
  const std::string context = R"("@context":"https://schema.org")";
  for (const std::string& file :
       {absl::StrCat("{", context, ",", kPlace, "}"),
        absl::StrCat("[{", context, ",", kPlace, "}]"),
        absl::StrCat("{", context, R"(,"@graph":[)", place, "]}"),
        absl::StrCat("[{", context, R"(,"@graph":[)", place, "]}]")}) {
    const StoresRead read = ReadStores(file);
    EXPECT_THAT(RowTexts(read), ElementsAre(kPlaceRow, "")) << file;
    EXPECT_EQ(read.mappings.at(0).format, StoreFileFormat::kJsonLd);
    ASSERT_EQ(read.draft(0).content.details.special_days.size(), 1u);
    EXPECT_EQ(read.draft(0).content.details.special_days[0],
              (SpecialDay{absl::CivilDay(2026, 12, 24), "10:00-14:00", ""}));
  }
}

TEST(JsonLdStores, RejectsNodesThatAreNoPlaces) {
  const StoresRead read = ReadStores(absl::StrCat(
      R"({"@context":"x","@graph":[{"@type":"WebSite","name":"W"},
          {"@type":"Organization","address":{"addressLocality":"P"}},
          {"@type":["Organization","Store"],"name":"B",
           "geo":{"latitude":1,"longitude":2}}, 7]})"));
  EXPECT_THAT(RowTexts(read),
              ElementsAre("1: @type NOT_A_STORE", "2: @type NOT_A_STORE",
                          "3: |B|1,2|||||||||", "4:  MALFORMED", ""));
}

TEST(JsonLdStores, ReadsOpeningHoursAsTexts) {
  const auto hours = [](absl::string_view texts) {
    return ReadStores(absl::StrCat(
                          R"({"@context":"x","@type":"Store","name":"A","geo":{
                   "latitude":1,"longitude":2},"openingHours":)",
                          texts, "}"))
        .draft(0)
        .content.opening_hours_text;
  };
  EXPECT_EQ(hours(R"("Mo-Su 10:00-20:00")"), "Mo-Su 10:00-20:00");
  EXPECT_EQ(
      hours(R"(["Mo-We 09:00-12:00","Mo-We 13:00-17:00","Sa,Su 10:00-14:00"])"),
      "Mo-We 09:00-12:00,13:00-17:00; Sa-Su 10:00-14:00");
  EXPECT_EQ(hours(R"(["Mo-Su"])"), "24/7");
  EXPECT_EQ(hours(R"(["whenever"])"), R"(["whenever"])");
}

TEST(OverpassStores, ReadsElementsWithTags) {
  const StoresRead read = ReadStores(
      R"({"version":0.6,"generator":"Overpass API","osm3s":{"copyright":"©"},
          "elements":[
          {"type":"node","id":1,"lat":48.5,"lon":2.25,"tags":{"name":"A",
           "ref":"7","addr:city":"Paris","opening_hours":"24/7",
           "name:ja":"あ","wheelchair":"yes","delivery":"no"}},
          {"type":"way","id":2,"center":{"lat":1,"lon":2},"nodes":[3],
           "tags":{"name":"B"}},
          {"type":"node","id":3,"lat":1,"lon":2},
          {"type":"relation","id":4,"tags":{"name":"C"}}]})");
  EXPECT_THAT(RowTexts(read),
              ElementsAre("1: node/1|A|48.5,2.25||||Paris|||||24/7",
                          "2: way/2|B|1,2|||||||||", "3: tags NOT_A_STORE",
                          "4: lat NO_LOCATION", ""));
  EXPECT_EQ(read.mappings.at(0).format, StoreFileFormat::kOverpass);
  EXPECT_THAT(read.mappings[0].entries, IsEmpty());
  const StoreDetails& details = read.draft(0).content.details;
  EXPECT_THAT(details.localized_names, ElementsAre(LocalizedName{"ja", "あ"}));
  EXPECT_THAT(details.attributes, ElementsAre("wheelchair"));
}

TEST(GeoJsonStores, LooksForWhatWasToldInThePropertiesAndTheFeature) {
  const StoresRead read = ReadStores(
      R"({"type":"FeatureCollection","features":[{"geometry":{"type":"Point",
          "coordinates":[2,1]},"key":5,"properties":{"names":{"common":[
          {"value":"A"}]},"name":"no"}}]})",
      Told({{"display_name", "names.common.0.value"}, {"source_id", "key"}}));
  EXPECT_THAT(RowTexts(read), ElementsAre("1: 5|A|1,2|||||||||", ""));
  EXPECT_THAT(read.mappings.at(0).entries,
              ElementsAre(Entry{"names.common.0.value", "display_name"},
                          Entry{"key", "source_id"}));
}

}  // namespace
}  // namespace rapport::catalog
