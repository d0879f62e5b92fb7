#include "server/catalog/store_record.h"

#include <optional>

#include "gtest/gtest.h"

namespace rapport::catalog {
namespace {

StoreFieldName Meaning(absl::string_view name) {
  const auto meaning = FindStoreField(name);
  EXPECT_TRUE(meaning.has_value()) << name;
  return meaning.value_or(StoreFieldName{});
}

TEST(FindStoreField, KnowsNamesInAnyCaseAndSpelling) {
  EXPECT_EQ(Meaning("addr:postcode").field, StoreField::kPostalCode);
  EXPECT_EQ(Meaning("Zip Code").field, StoreField::kPostalCode);
  EXPECT_EQ(Meaning(" zip-code ").field, StoreField::kPostalCode);
  EXPECT_EQ(Meaning("LATITUDE").field, StoreField::kLatitude);
}

TEST(FindStoreField, KnowsNothingOfOtherNames) {
  for (absl::string_view name : {"", "brand:wikidata", "names", "other_fields",
                                 "name:left", "coming_soon"}) {
    EXPECT_EQ(FindStoreField(name), std::nullopt) << name;
  }
}

TEST(StoreRecord, TakesTheBestNameThatHasAText) {
  StoreRecord record;
  record.Set(Meaning("id"), "id", "3");
  record.Set(Meaning("ref"), "ref", "");
  EXPECT_EQ(record.text(StoreField::kSourceId), "3");
  record.Set(Meaning("@id"), "@id", "2");
  EXPECT_EQ(record.text(StoreField::kSourceId), "2");
  record.Set(Meaning("store_number"), "store_number", "9");
  EXPECT_EQ(record.text(StoreField::kSourceId), "2");
  EXPECT_EQ(record.name(StoreField::kSourceId), "@id");
}

TEST(StoreRecord, KeepsTheFirstOfOneNameTwice) {
  StoreRecord record;
  record.Set(Meaning("name"), "name", "first");
  record.Set(Meaning("name"), "name", "second");
  EXPECT_EQ(record.text(StoreField::kName), "first");
}

TEST(StoreRecord, RemembersTheNameOfAnEmptyColumn) {
  StoreRecord record;
  record.Set(Meaning("store_name"), "Store Name", "");
  EXPECT_EQ(record.name(StoreField::kName), "Store Name");
  EXPECT_EQ(record.text(StoreField::kName), "");
}

TEST(StoreRecord, NamesWhatTheFileDoesNotHaveAsIsUsual) {
  EXPECT_EQ(StoreRecord().name(StoreField::kName), "name");
  EXPECT_EQ(StoreRecord().name(StoreField::kLatitude), "latitude");
}

}  // namespace
}  // namespace rapport::catalog
