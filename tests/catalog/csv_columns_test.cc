// Tables of other makers: their headers, hours by day, languages, mapping.
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

// The only row of a file.
StoreDraft Row(absl::string_view header, absl::string_view row) {
  const StoresRead read = ReadStores(absl::StrCat(header, "\n", row, "\n"));
  EXPECT_TRUE(read.status.ok()) << read.status;
  EXPECT_EQ(read.rows.size(), 1u);
  return read.draft(0);
}

constexpr char kBusinessProfile[] =
    "Store code,Business name,Address line 1,Address line 2,Locality,"
    "Administrative area,Country / Region,Postal code,Latitude,Longitude,"
    "Primary phone,Website,Sunday hours,Monday hours,Tuesday hours,"
    "Special hours,Temporarily closed,Labels";

TEST(CsvColumns, ReadsTheBulkFileOfGoogleBusinessProfile) {
  const StoreDraft draft =
      Row(kBusinessProfile,
          "S1,Acme,1 Main St,Floor 2,Springfield,IL,US,62701,39.8,-89.6,"
          "(217) 555-0123,https://a.example,x,9:00AM-5:00PM,09:00AM-05:00PM,"
          "\"2026-12-25: x, 2026-12-24: 9:00AM-2:00PM\",Yes,mall");
  EXPECT_EQ(draft.source_id, "S1");
  EXPECT_EQ(draft.content.address.lines,
            (std::vector<std::string>{"1 Main St", "Floor 2"}));
  EXPECT_EQ(draft.content.address.region_code, "US");
  EXPECT_EQ(draft.content.opening_hours_text, "Mo-Tu 09:00-17:00; Su off");
  EXPECT_EQ(NameInFile(draft.names, "opening_hours_text"), "Sunday hours");
  EXPECT_THAT(
      draft.content.details.special_days,
      ElementsAre(SpecialDay{absl::CivilDay(2026, 12, 24), "09:00-14:00", ""},
                  SpecialDay{absl::CivilDay(2026, 12, 25), "off", ""}));
  EXPECT_TRUE(draft.content.details.temporarily_closed);
  EXPECT_TRUE(draft.said.temporarily_closed);
  EXPECT_FALSE(draft.said.languages);
}

TEST(CsvColumns, KeepsDaysAsTheyAreWhereOneIsNotPlain) {
  EXPECT_EQ(Row("name,lat,lon,Monday,Tuesday,Sunday",
                "A,1,2,10:00 - 8:00,10 AM - 8 PM,closed")
                .content.opening_hours_text,
            "Mo 10:00 - 8:00, Tu 10 AM - 8 PM, Su closed");
}

TEST(CsvColumns, TakesATextOfHoursBeforeThoseByDay) {
  EXPECT_EQ(Row("name,lat,lon,hours,Monday", "A,1,2,24/7,10:00-20:00")
                .content.opening_hours_text,
            "24/7");
  EXPECT_EQ(Row("name,lat,lon,hours,Monday,Tuesday", "A,1,2,,,")
                .content.opening_hours_text,
            "");
}

TEST(CsvColumns, ReadsTextsInLanguages) {
  const StoreDraft draft =
      Row("Name,lat,lon,Name - FR,Name - ZH-CN,Page Description - FR, Tags",
          "A,1,2,Un,,Tout  va,x");
  EXPECT_THAT(draft.content.details.localized_names,
              ElementsAre(LocalizedName{"fr", "Un"}));
  EXPECT_THAT(draft.content.details.descriptions,
              ElementsAre(LocalizedName{"fr", "Tout va"}));
  EXPECT_TRUE(draft.said.localized_names);
  EXPECT_FALSE(draft.said.attributes);
}

TEST(CsvColumns, ReadsLanguagesThatAreTags) {
  const StoreDraft draft =
      Row("name,lat,lon,languages", "A,1,2,\"fr; EN, Klingonish, fr\"");
  EXPECT_THAT(draft.content.details.languages, ElementsAre("fr", "en"));
  ASSERT_EQ(draft.remarks.size(), 1u);
  EXPECT_EQ(draft.remarks[0].field, "languages");
  EXPECT_EQ(draft.remarks[0].reason, "VALUE_NOT_READ");
}

TEST(CsvColumns, RemarksOnSpecialHoursThatCannotBeRead) {
  for (const char* text : {"12/25/2026: x", "x", "2026-13-01: x",
                           "2026-12-25: late", "2026-12-25"}) {
    const StoreDraft draft =
        Row("name,lat,lon,special hours", absl::StrCat("A,1,2,", text));
    EXPECT_THAT(draft.content.details.special_days, IsEmpty()) << text;
    ASSERT_EQ(draft.remarks.size(), 1u) << text;
    EXPECT_EQ(draft.remarks[0].reason, "VALUE_NOT_READ");
  }
}

TEST(CsvColumns, TakesWordsForNoneAsNone) {
  const StoreDraft draft = Row("name,ref,city,zip,phone,hours,country,lat,lon",
                               "A,N/A,null,NA, - ,#N/A,NA,1,2");
  EXPECT_EQ(draft.source_id, "");
  EXPECT_EQ(draft.content.address.locality, "");
  EXPECT_EQ(draft.content.address.postal_code, "");
  EXPECT_EQ(draft.content.phone_number, "");
  EXPECT_EQ(draft.content.opening_hours_text, "");
  EXPECT_EQ(draft.content.address.region_code, "NA");  // Namibia
  EXPECT_EQ(Row("name,city,lat,lon", "A,NA Town,1,2").content.address.locality,
            "NA Town");
}

TEST(CsvColumns, MakesPhoneNumbersOnesOfTheStatedCountry) {
  const auto phone = [](absl::string_view number, absl::string_view country) {
    return Row("name,lat,lon,phone,country",
               absl::StrCat("A,1,2,", number, ",", country));
  };
  EXPECT_EQ(phone("01 42 68 53 00", "FR").content.phone_number, "+33142685300");
  EXPECT_EQ(phone("+33 1 42 68 53 00", "").content.phone_number,
            "+33142685300");
  EXPECT_EQ(phone("+33 1 42 68 53 00", "US").content.phone_number,
            "+33142685300");
  EXPECT_EQ(phone("01 42 68 53 00; 01 42 68 53 01", "FR").content.phone_number,
            "+33142685300");
  for (const auto& [number, country] :
       {std::pair("01 42 68 53 00", ""), std::pair("555-1234", "US"),
        std::pair("ask inside", "FR"),
        std::pair("(212) 555-0123 ext. 5", "US")}) {
    const StoreDraft draft = phone(number, country);
    EXPECT_EQ(draft.content.phone_number, number);
    ASSERT_EQ(draft.remarks.size(), 1u) << number;
    EXPECT_EQ(draft.remarks[0].field, "phone");
    EXPECT_EQ(draft.remarks[0].reason, "PHONE_NOT_READ");
    EXPECT_THAT(draft.remarks[0].message, testing::Not(HasSubstr(number)));
  }
}

TEST(CsvColumns, TakesTheDefaultCountryOfRowsThatStateNone) {
  const StoresRead read = ReadStores(
      "name,lat,lon,phone,country\nA,1,2,01 42 68 53 00,\n"
      "B,1,2,,Germany\n",
      StoreFileOptions{.defaults = {.region_code = "FR"}});
  EXPECT_EQ(read.draft(0).content.address.region_code, "FR");
  EXPECT_EQ(read.draft(0).content.phone_number, "+33142685300");
  EXPECT_EQ(read.draft(1).content.address.region_code, "DE");
}

TEST(CsvColumns, TellsWhatEachColumnIsTakenFor) {
  const StoresRead read =
      ReadStores(" Tags,Name,Name - FR,Monday,lat,lon\nx,A,,,1,2\n");
  ASSERT_EQ(read.mappings.size(), 1u);
  EXPECT_EQ(read.mappings[0].format, StoreFileFormat::kCsv);
  EXPECT_THAT(read.mappings[0].entries,
              ElementsAre(Entry{"Tags", ""}, Entry{"Name", "display_name"},
                          Entry{"Name - FR", "localized_names[fr]"},
                          Entry{"Monday", "opening_hours_text[Mo]"},
                          Entry{"lat", "latitude"}, Entry{"lon", "longitude"}));
}

TEST(CsvColumns, TakesWhatWasToldOfAnyHeader) {
  const auto map = FieldMap::Make(
      {{"display_name", "Filiale"}, {"latitude", "Y"}, {"longitude", "X"}});
  ASSERT_TRUE(map.ok());
  const StoresRead read = ReadStores("Filiale;Y;X;name\nA;1;2;no\n",
                                     StoreFileOptions{.field_map = *map});
  EXPECT_THAT(RowTexts(read), ElementsAre("1: |A|1,2|||||||||", ""));
}

TEST(CsvColumns, NamesWhatWasToldAndTheHeaderLacks) {
  const auto map = FieldMap::Make({{"latitude", "Breite"}});
  const StoresRead read =
      ReadStores("name,lat,lon\nA,1,2\n", StoreFileOptions{.field_map = *map});
  EXPECT_EQ(ReasonOf(read.status), "NO_SUCH_NAME");
  EXPECT_THAT(std::string(read.status.message()), HasSubstr("Breite"));
  EXPECT_THAT(read.rows, IsEmpty());
  EXPECT_THAT(read.mappings, IsEmpty());
}

}  // namespace
}  // namespace rapport::catalog
