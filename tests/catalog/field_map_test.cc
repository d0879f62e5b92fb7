#include "server/catalog/field_map.h"

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/vocabulary/error.h"

namespace rapport::catalog {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

// Our path for what a name means; `-` if nothing.
std::string Path(absl::string_view name) {
  const auto meaning = FindStoreField(name);
  return meaning.has_value() ? FieldPath(*meaning) : "-";
}

std::string Refused(const std::map<std::string, std::string>& told) {
  const auto map = FieldMap::Make(told);
  if (map.ok()) return "";
  const FieldProblem problem = FieldProblemsOf(map.status()).at(0);
  return absl::StrCat(problem.field, " ", problem.reason);
}

TEST(FindStoreField, KnowsTheBulkFileOfGoogleBusinessProfile) {
  EXPECT_EQ(Path("Store code"), "source_id");
  EXPECT_EQ(Path("Business name"), "display_name");
  EXPECT_EQ(Path("Address line 1"), "address.address_lines[0]");
  EXPECT_EQ(Path("Address line 5"), "address.address_lines[4]");
  EXPECT_EQ(Path("Administrative area"), "address.administrative_area");
  EXPECT_EQ(Path("Country / Region"), "address.region_code");
  EXPECT_EQ(Path("Primary phone"), "phone_number");
  EXPECT_EQ(Path("Sunday hours"), "opening_hours_text[Su]");
  EXPECT_EQ(Path("Special hours"), "special_days");
  EXPECT_EQ(Path("Temporarily closed"), "temporarily_closed");
  EXPECT_EQ(Path("Labels"), "-");
}

TEST(FindStoreField, KnowsNamesInCamelCase) {
  EXPECT_EQ(Path("postalCode"), "address.postal_code");
  EXPECT_EQ(Path("streetAddressLine2"), "address.address_lines[1]");
  EXPECT_EQ(Path("ZIP Code"), "address.postal_code");
  EXPECT_EQ(Path("storeId"), "source_id");
}

TEST(FindStoreField, KnowsTextsInALanguage) {
  EXPECT_EQ(Path("Name - FR"), "localized_names[fr]");
  EXPECT_EQ(Path("Name - ZH-CN"), "localized_names[zh-CN]");
  EXPECT_EQ(Path("Page Description - ES"), "descriptions[es]");
  EXPECT_EQ(Path("name:ja"), "localized_names[ja]");
  EXPECT_EQ(Path("description:de"), "descriptions[de]");
  for (absl::string_view name :
       {"name:left", "name:etymology", "Name - ", "Page Title - FR", "Name FR",
        "short_name:fr", "name:"}) {
    EXPECT_EQ(Path(name), "-") << name;
  }
}

TEST(FindStoreField, KnowsHoursOfDaysAndOfOtherThings) {
  EXPECT_EQ(Path("Monday"), "opening_hours_text[Mo]");
  EXPECT_EQ(Path("sat_hours"), "opening_hours_text[Sa]");
  EXPECT_EQ(Path("MO"), "-");  // may be Missouri
  EXPECT_EQ(Path("opening_hours:drive_through"),
            "secondary_hours[drive_through]");
  EXPECT_EQ(Path("opening_hours:"), "-");
  EXPECT_EQ(Path("wheelchair"), "attributes[wheelchair]");
  EXPECT_EQ(Path("internet_access"), "attributes[wifi]");
}

TEST(FieldOfPath, FindsWhatFieldPathWrites) {
  for (const char* path :
       {"source_id", "display_name", "address.address_lines[4]", "latitude",
        "opening_hours_text", "opening_hours_text[Su]", "localized_names[fr]",
        "descriptions[zh-Hans]", "secondary_hours[pickup]",
        "attributes[parking]", "language_codes", "special_days"}) {
    const auto field = FieldOfPath(path);
    ASSERT_TRUE(field.has_value()) << path;
    EXPECT_EQ(FieldPath(*field), path);
  }
}

TEST(FieldOfPath, FindsNothingElse) {
  for (const char* path :
       {"", "name", "location", "address.address_lines[5]",
        "opening_hours_text[mo]", "opening_hours_text[]", "localized_names",
        "localized_names[FR]", "localized_names[left]", "attributes[A B]",
        "secondary_hours[pickup", "latitude[x]"}) {
    EXPECT_FALSE(FieldOfPath(path).has_value()) << path;
  }
}

TEST(FieldMap, PutsWhatWasToldBeforeTheKnownNames) {
  const auto map = FieldMap::Make({{"latitude", "y pos"}, {"brand", "name"}});
  ASSERT_TRUE(map.ok()) << map.status();
  ASSERT_THAT(map->MeaningsOf("y pos"), SizeIs(1));
  EXPECT_EQ(map->MeaningsOf("y pos")[0].field, StoreField::kLatitude);
  EXPECT_THAT(map->MeaningsOf("latitude"), IsEmpty());
  EXPECT_EQ(map->MeaningsOf("name")[0].field, StoreField::kBrand);
  EXPECT_EQ(map->MeaningsOf("lon")[0].field, StoreField::kLongitude);
}

TEST(FieldMap, MayTakeOneNameForTwoThings) {
  const auto map =
      FieldMap::Make({{"display_name", "t"}, {"address.locality", "t"}});
  ASSERT_TRUE(map.ok());
  EXPECT_EQ(MappingEntry("t", map->MeaningsOf("t")).field,
            "address.locality,display_name");
}

TEST(FieldMap, RefusesWhatIsNoFieldOrNoName) {
  EXPECT_EQ(Refused({{"lat", "y"}}), "header.field_map[lat] UNKNOWN");
  EXPECT_EQ(Refused({{"latitude", " "}}),
            "header.field_map[latitude] REQUIRED");
  EXPECT_EQ(Refused({{"latitude", "\xff"}}),
            "header.field_map[latitude] REQUIRED");
  std::map<std::string, std::string> many;
  for (size_t i = 0; i < kFieldMapMax; ++i) {
    many[absl::StrCat("attributes[a", i, "]")] = "x";
  }
  EXPECT_EQ(Refused(many), "");
  many["latitude"] = "y";
  EXPECT_EQ(Refused(many), "header.field_map TOO_MANY");
}

}  // namespace
}  // namespace rapport::catalog
