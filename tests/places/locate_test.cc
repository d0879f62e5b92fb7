#include "server/places/locate.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "server/vocabulary/error.h"
#include "tests/places/small_gazetteer.h"

namespace rapport::places {
namespace {

class LocateTest : public testing::Test {
 protected:
  // The id of the place, or the reason why there is none.
  std::string Where(const AddressQuery& query) { return Where(index_, query); }
  static std::string Where(const PlaceIndex& index, const AddressQuery& query) {
    const auto location = LocateAddress(index, query);
    return location.ok() ? location->place_id : ReasonOf(location.status());
  }

  PlaceIndex index_{SmallTable(SomeLines())};
};

TEST_F(LocateTest, SaysThePointAndHowPreciseItIs) {
  const auto zip =
      LocateAddress(index_, {.region_code = "US", .postal_code = "90210"});
  ASSERT_TRUE(zip.ok()) << zip.status();
  EXPECT_EQ(zip->precision, Precision::kPostalArea);
  EXPECT_LT(geo::Distance(zip->point, {34.10, -118.41}), geo::Meters{1});
  const auto town =
      LocateAddress(index_, {.region_code = "DE", .locality = "München"});
  ASSERT_TRUE(town.ok()) << town.status();
  EXPECT_EQ(town->precision, Precision::kLocality);
  EXPECT_EQ(town->place_id, "geonames/8");
}

TEST_F(LocateTest, PrefersTheZipCodeToTheLocality) {
  EXPECT_EQ(Where({.region_code = "US",
                   .administrative_area = "OR",
                   .locality = "Portland",
                   .postal_code = "02139-4307"}),
            "zip/02139");
}

TEST_F(LocateTest, FallsBackToTheLocalityWhereTheZipCodeIsUnknown) {
  EXPECT_EQ(Where({.region_code = "US",
                   .administrative_area = "OR",
                   .locality = "Portland",
                   .postal_code = "99999"}),
            "geonames/1");
}

TEST_F(LocateTest, RestoresALostZeroOnlyIfTheStateAgrees) {
  EXPECT_EQ(Where({.region_code = "US",
                   .administrative_area = "MA",
                   .postal_code = "2139"}),
            "zip/02139");
  EXPECT_EQ(Where({.region_code = "US",
                   .administrative_area = "Massachusetts",
                   .postal_code = "2139-4307"}),
            "zip/02139");
  EXPECT_EQ(Where({.region_code = "US",
                   .administrative_area = "OR",
                   .postal_code = "2139"}),
            "NO_LOCALITY");
  EXPECT_EQ(Where({.region_code = "US", .postal_code = "2139"}), "NO_LOCALITY");
  // As in Sydney.
  EXPECT_EQ(Where({.region_code = "AU", .postal_code = "2139"}), "NO_LOCALITY");
}

TEST_F(LocateTest, ReadsZipCodesInTheUnitedStatesOnly) {
  EXPECT_EQ(
      Where(
          {.region_code = "DE", .locality = "München", .postal_code = "90210"}),
      "geonames/8");
}

TEST_F(LocateTest, TakesATerritoryAsACountryOrAState) {
  for (const AddressQuery& query :
       std::vector<AddressQuery>{{.region_code = "PR", .postal_code = "00926"},
                                 {.region_code = "US", .postal_code = "00926"},
                                 {.region_code = "US",
                                 .administrative_area = "PR",
                                 .postal_code = "0926"}}) {
    EXPECT_EQ(Where(query), "zip/00926");
  }
}

TEST_F(LocateTest, NeverGuessesACountry) {
  EXPECT_EQ(Where({.locality = "Tokyo"}), "NO_COUNTRY");
  EXPECT_EQ(Where({.region_code = "jp", .locality = "Tokyo"}), "NO_COUNTRY");
  EXPECT_EQ(Where({.region_code = "JPN", .locality = "Tokyo"}), "NO_COUNTRY");
  EXPECT_EQ(Where({.region_code = "FR", .locality = "Tokyo"}), "UNKNOWN_PLACE");
}

TEST_F(LocateTest, KeepsToTheAdministrativeArea) {
  EXPECT_EQ(Where({.region_code = "US",
                   .administrative_area = "Maine",
                   .locality = "PORTLAND"}),
            "geonames/2");
  EXPECT_EQ(Where({.region_code = "US",
                   .administrative_area = "TX",
                   .locality = "Portland"}),
            "UNKNOWN_PLACE");
}

TEST_F(LocateTest, PassesOverAnAreaThatNobodyKnows) {
  EXPECT_EQ(Where({.region_code = "DE",
                   .administrative_area = "Upper Bavaria",
                   .locality = "Munich"}),
            "geonames/8");
  // Codes of other countries' areas are those of provinces elsewhere.
  EXPECT_EQ(Where({.region_code = "DE",
                   .administrative_area = "TX",
                   .locality = "Munich"}),
            "geonames/8");
}

TEST_F(LocateTest, SeesThatCountryAndAreaContradict) {
  EXPECT_EQ(Where({.region_code = "US",
                   .administrative_area = "Ontario",
                   .locality = "Paris"}),
            "AREA_ELSEWHERE");
}

TEST_F(LocateTest, SaysThatItIsAmbiguousUnlessOneIsClearlyBigger) {
  EXPECT_EQ(Where({.region_code = "US", .locality = "Springfield"}),
            "AMBIGUOUS_PLACE");
  const auto rivals = [](int big, int small) {
    return PlaceIndex(SmallTable({
        absl::StrCat("T|1|DE||50|8|", big, "|UTC|Aa|"),
        absl::StrCat("T|2|DE||52|8|", small, "|UTC|Aa|"),
    }));
  };
  const AddressQuery query{.region_code = "DE", .locality = "Aa"};
  EXPECT_EQ(Where(rivals(10'000, 1'000), query), "geonames/1");
  EXPECT_EQ(Where(rivals(9'999, 1'000), query), "AMBIGUOUS_PLACE");
  EXPECT_EQ(Where(rivals(1, 0), query), "geonames/1");
  EXPECT_EQ(Where(rivals(0, 0), query), "AMBIGUOUS_PLACE");
}

TEST_F(LocateTest, TakesNeighboursOfANameForOneTown) {
  const auto apart = [](const char* latitude) {
    return PlaceIndex(SmallTable({
        "T|1|DE||50|8|2000|UTC|Aa|",
        absl::StrCat("T|2|DE||", latitude, "|8|1000|UTC|Aa|"),
    }));
  };
  const AddressQuery query{.region_code = "DE", .locality = "Aa"};
  EXPECT_EQ(Where(apart("50.179"), query), "geonames/1");
  EXPECT_EQ(Where(apart("50.181"), query), "AMBIGUOUS_PLACE");
}

TEST_F(LocateTest, TriesTheLocalityWithoutWhatPeopleAddToIt) {
  const PlaceIndex index(SmallTable({
      "T|1|JP||35|139|8000000|UTC|Tokyo|",
      "T|2|KR||37|127|200000|UTC|Hanam|",
      "T|3|US||40|-74|8000000|UTC|New York City|",
      "T|4|DE||50|8|700000|UTC|Frankfurt am Main|",
  }));
  EXPECT_EQ(Where(index, {.region_code = "JP", .locality = "Tokyo, Chuo-ku"}),
            "geonames/1");
  EXPECT_EQ(Where(index, {.region_code = "JP", .locality = "Tokyo (Ginza)"}),
            "geonames/1");
  EXPECT_EQ(Where(index, {.region_code = "KR", .locality = "HANAM-SI"}),
            "geonames/2");
  EXPECT_EQ(Where(index, {.region_code = "US", .locality = "New York City"}),
            "geonames/3");
  EXPECT_EQ(Where(index, {.region_code = "DE", .locality = "Frankfurt"}),
            "UNKNOWN_PLACE");
}

TEST_F(LocateTest, TakesNoZipCodeForATown) {
  EXPECT_EQ(Where({.region_code = "US", .locality = "90210"}), "UNKNOWN_PLACE");
}

TEST_F(LocateTest, WantsSomethingToLookFor) {
  EXPECT_EQ(Where({.region_code = "US", .locality = " . "}), "NO_LOCALITY");
  EXPECT_EQ(Where({.region_code = "US"}), "NO_LOCALITY");
}

TEST_F(LocateTest, TakesNoHalfOfAMisencodedName) {
  const PlaceIndex index(SmallTable({"T|1|CA||46|-71|9000|UTC|Qu|"}));
  EXPECT_EQ(Where(index, {.region_code = "CA",
                          .locality = "Qu\xe9"
                                      "bec"}),
            "NO_LOCALITY");
}

TEST_F(LocateTest, FailsWithACodeForEachReason) {
  const auto code = [&](const AddressQuery& query) {
    return LocateAddress(index_, query).status().code();
  };
  EXPECT_EQ(code({}), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code({.region_code = "US"}), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code({.region_code = "US", .locality = "Zz"}),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(code({.region_code = "US", .locality = "Springfield"}),
            absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace rapport::places
