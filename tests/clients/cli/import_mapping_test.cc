#include "clients/cli/import_mapping.h"

#include <sstream>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rapport::cli {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

void AddEntry(v1::ImportMapping& mapping, const std::string& name,
              const std::string& field) {
  auto& entry = *mapping.add_entries();
  entry.set_name(name);
  entry.set_field(field);
}

std::string Text(const v1::ImportMapping& mapping) {
  std::ostringstream out;
  WriteMapping(mapping, out);
  return out.str();
}

TEST(WriteMapping, TellsWhatEachNameIsTakenAsAndWhatIsNotUsed) {
  v1::ImportMapping mapping;
  mapping.set_format(v1::IMPORT_FORMAT_CSV);
  mapping.set_encoding("windows-1252");
  AddEntry(mapping, "店名", "display_name");
  AddEntry(mapping, "notes", "");
  AddEntry(mapping, "lat", "latitude");
  AddEntry(mapping, "x\ty", "");
  EXPECT_EQ(Text(mapping),
            "read as csv, windows-1252\n"
            "IN THE FILE  TAKEN AS\n"
            "店名         display_name\n"
            "lat          latitude\n"
            "not used: notes, x y\n"
            "\n");
}

TEST(WriteMapping, TellsOnlyTheFormatWhereNamesAreFree) {
  v1::ImportMapping mapping;
  mapping.set_format(v1::IMPORT_FORMAT_OVERPASS);
  mapping.set_encoding("UTF-8");
  EXPECT_EQ(Text(mapping), "read as overpass, UTF-8\n\n");
}

TEST(WriteMapping, TellsNotAllOfAWideTable) {
  v1::ImportMapping mapping;
  for (int i = 0; i < kMappedShownMax + 3; ++i) {
    AddEntry(mapping, absl::StrCat("used", i), "attributes");
  }
  for (int i = 0; i < kUnusedShownMax; ++i) {
    AddEntry(mapping, absl::StrCat("unused", i), "");
  }
  EXPECT_THAT(Text(mapping), HasSubstr("... and 3 more\n"));
  EXPECT_THAT(Text(mapping), EndsWith("unused19\n\n"));
  AddEntry(mapping, "one", "");
  AddEntry(mapping, "another", "");
  EXPECT_THAT(Text(mapping), EndsWith("unused19 and 2 more\n\n"));
}

TEST(AddFieldMap, TakesAFieldAndTheNameThatTheFileHas) {
  v1::ImportHeader header;
  ASSERT_TRUE(
      AddFieldMap({"latitude=lat", "address.locality=a=b, c"}, header).ok());
  EXPECT_EQ(header.field_map().size(), 2);
  EXPECT_EQ(header.field_map().at("latitude"), "lat");
  EXPECT_EQ(header.field_map().at("address.locality"), "a=b, c");
}

TEST(AddFieldMap, RefusesHalfAPairAndAFieldTwice) {
  for (const char* text : {"", "latitude", "latitude=", "=lat"}) {
    v1::ImportHeader header;
    const absl::Status status = AddFieldMap({text}, header);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_THAT(std::string(status.message()), HasSubstr("--map"));
  }
  v1::ImportHeader header;
  EXPECT_THAT(
      std::string(AddFieldMap({"latitude=a", "latitude=b"}, header).message()),
      HasSubstr("--map says latitude twice"));
}

}  // namespace
}  // namespace rapport::cli
