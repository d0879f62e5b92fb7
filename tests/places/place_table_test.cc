#include "server/places/place_table.h"

#include <cstring>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/places/small_gazetteer.h"

namespace rapport::places {
namespace {

using ::testing::HasSubstr;

// That the bytes are refused, and the message says so.
void ExpectDamaged(const std::string& bytes, const std::string& message) {
  const auto table = DecodePlaceTable(bytes);
  EXPECT_EQ(table.status().code(), absl::StatusCode::kDataLoss) << message;
  EXPECT_THAT(std::string(table.status().message()), HasSubstr(message));
}

template <typename Items>
bool SameBytes(const Items& one, const Items& other) {
  return one.size() == other.size() &&
         std::memcmp(one.data(), other.data(),
                     one.size() * sizeof(typename Items::value_type)) == 0;
}

TEST(PlaceTable, ComesBackAsItWasWritten) {
  const PlaceTable table = SmallTable(SomeLines());
  const auto back = DecodePlaceTable(EncodePlaceTable(table));
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_TRUE(SameBytes(back->places, table.places));
  EXPECT_TRUE(SameBytes(back->names, table.names));
  EXPECT_TRUE(SameBytes(back->areas, table.areas));
  EXPECT_TRUE(SameBytes(back->area_words, table.area_words));
  EXPECT_EQ(back->zones, table.zones);
  EXPECT_EQ(back->texts, table.texts);
}

TEST(PlaceTable, MayBeEmpty) {
  const auto back = DecodePlaceTable(EncodePlaceTable(PlaceTable()));
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_TRUE(back->places.empty());
}

TEST(PlaceTable, IsRefusedWhereItIsCutShort) {
  const std::string bytes = EncodePlaceTable(SmallTable(SomeLines()));
  ExpectDamaged("", "header alone");
  ExpectDamaged(bytes.substr(0, 47), "header alone");
  ExpectDamaged(bytes.substr(0, 48), "its header tells of");
  ExpectDamaged(bytes.substr(0, bytes.size() - 1), "its header tells of");
  ExpectDamaged(bytes + "x", "its header tells of");
}

TEST(PlaceTable, IsRefusedWithAnyByteChanged) {
  const std::string bytes = EncodePlaceTable(SmallTable(SomeLines()));
  for (size_t at = 0; at < bytes.size(); ++at) {
    std::string changed = bytes;
    changed[at] ^= 0x10;
    EXPECT_EQ(DecodePlaceTable(changed).status().code(),
              absl::StatusCode::kDataLoss)
        << at;
  }
}

TEST(PlaceTable, IsRefusedIfOfAnotherKindOrVersion) {
  std::string bytes = EncodePlaceTable(SmallTable(SomeLines()));
  bytes[8] = 2;
  ExpectDamaged(bytes, "is of version 2; this program reads version 1");
  bytes[0] = 'X';
  ExpectDamaged(bytes, "begins with other bytes");
}

// What a writer with a bug would make: sound bytes that name nothing.
TEST(PlaceTable, IsRefusedIfItNamesWhatItDoesNotHave) {
  const auto expect_refused = [](void (*spoil)(PlaceTable&)) {
    PlaceTable table = SmallTable(SomeLines());
    spoil(table);
    ExpectDamaged(EncodePlaceTable(table), "names what it does not have");
  };
  expect_refused([](PlaceTable& t) { t.names[0].place = t.places.size(); });
  expect_refused([](PlaceTable& t) { t.names[0].folded = t.texts.size(); });
  expect_refused([](PlaceTable& t) { t.names[0].shown = UINT32_MAX; });
  expect_refused([](PlaceTable& t) { t.places[0].zone = t.zones.size(); });
  expect_refused([](PlaceTable& t) { t.places[0].area = t.areas.size(); });
  expect_refused([](PlaceTable& t) { t.places[0].kind = 2; });
  expect_refused(
      [](PlaceTable& t) { t.places[0].latitude_microdeg = 90'000'001; });
  expect_refused([](PlaceTable& t) { t.area_words[0].area = t.areas.size(); });
  expect_refused([](PlaceTable& t) { t.zones[0] = t.texts.size(); });
  expect_refused([](PlaceTable& t) { t.texts.pop_back(); });
}

}  // namespace
}  // namespace rapport::places
