#include "server/vocabulary/id.h"

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace rapport {
namespace {

std::vector<IdBytes> SomeIds() {
  std::mt19937_64 random(1);
  std::vector<IdBytes> ids(500);
  for (IdBytes& id : ids) {
    for (uint8_t& byte : id) byte = static_cast<uint8_t>(random());
  }
  // Neighbours that differ in one bit, at every place.
  for (size_t bit = 0; bit < 128; ++bit) {
    IdBytes id = {};
    id[bit / 8] = static_cast<uint8_t>(1u << (bit % 8));
    ids.push_back(id);
  }
  return ids;
}

TEST(EncodeId, WritesRfc4648Base32HexInLowerCase) {
  // RFC 4648 §10: BASE32-HEX("foobar") = "CPNMUOJ1E8======", less its padding
  // bits; here the text goes on with zeros.
  IdBytes bytes = {'f', 'o', 'o', 'b', 'a', 'r'};
  EXPECT_EQ(EncodeId(bytes), "cpnmuoj1e80000000000000000");
  bytes.fill(0xFF);
  EXPECT_EQ(EncodeId(bytes), "vvvvvvvvvvvvvvvvvvvvvvvvvs");
}

TEST(EncodeId, OrdersTextsAsBytes) {
  std::vector<IdBytes> ids = SomeIds();
  std::sort(ids.begin(), ids.end());
  for (size_t i = 1; i < ids.size(); ++i) {
    EXPECT_LT(EncodeId(ids[i - 1]), EncodeId(ids[i]));
  }
}

TEST(DecodeId, IsTheInverseOfEncodeId) {
  for (const IdBytes& id : SomeIds()) {
    const absl::StatusOr<IdBytes> decoded = DecodeId(EncodeId(id));
    ASSERT_TRUE(decoded.ok());
    EXPECT_EQ(*decoded, id);
  }
}

TEST(DecodeId, RefusesEveryOtherText) {
  const std::string good = "cpnmuoj1e80000000000000000";
  ASSERT_TRUE(DecodeId(good).ok());
  std::vector<std::string> bad = {"", good.substr(1), good + "0"};
  for (char c : {'w', 'C', '-', ' ', '=', '\0', '\x80'}) {
    bad.push_back(good);
    bad.back()[3] = c;
  }
  // The two bits that the last character has too many.
  for (char c : {'1', '2', '3', 'v'}) {
    bad.push_back(good);
    bad.back().back() = c;
  }
  for (const std::string& text : bad) {
    EXPECT_EQ(DecodeId(text).status().code(),
              absl::StatusCode::kInvalidArgument)
        << text;
  }
}

TEST(DeriveId, NeverChanges) {
  // Stored ids depend on these. SHA-256 of "5:store3:pos2:17" and the like,
  // worked out by sha256sum and base32.
  EXPECT_EQ(StoreIdOf("pos", "17").ToString(), "0732ssvpkjkjuek5s0otu7kov8");
  EXPECT_EQ(AssociateIdOf("pos", "17").ToString(),
            "576dbhtorfhaq1dcur0ehukrrk");
  EXPECT_EQ(StoreIdOf("", "").ToString(), "74ls58jhb196p2nf3apm3kmlp8");
}

TEST(DeriveId, DiffersWhereAnyPartDiffersEvenIfTheyJoinToTheSame) {
  std::set<IdBytes> ids = {
      DeriveId("store", "pos", "17"), DeriveId("store", "pos1", "7"),
      DeriveId("storepos", "", "17"), DeriveId("store", "po", "s17"),
      DeriveId("store", "pos", "18"), DeriveId("associate", "pos", "17")};
  EXPECT_EQ(ids.size(), 6u);
}

TEST(TimeOrderedId, OrdersByTimeAndThenByChance) {
  EXPECT_LT(TimeOrderedId(1, ~0ull, 0xFFFF), TimeOrderedId(2, 0, 0));
  EXPECT_LT(TimeOrderedId(0xFFFFFFFF, 0, 0), TimeOrderedId(0x100000000, 0, 0));
  EXPECT_LT(TimeOrderedId(7, 1, 0xFFFF), TimeOrderedId(7, 2, 0));
  EXPECT_LT(TimeOrderedId(7, 7, 1), TimeOrderedId(7, 7, 2));
}

TEST(TimeOrderedId, HasEveryBitOfItsParts) {
  const IdBytes id = TimeOrderedId(0x010203040506, 0x0708090A0B0C0D0E, 0x0F10);
  for (size_t i = 0; i < id.size(); ++i) EXPECT_EQ(id[i], i + 1);
}

TEST(OpaqueId, ReadsBackItsTextAndItsStoredBytes) {
  const StoreId id = StoreIdOf("pos", "17");
  const absl::StatusOr<StoreId> parsed = StoreId::Parse(id.ToString());
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(*parsed, id);
  EXPECT_EQ(StoreId::FromBytes(id.stored()), id);
  EXPECT_FALSE(StoreId::Parse("17").ok());
}

TEST(Slug, TakesWordsOfLettersDigitsAndHyphens) {
  for (absl::string_view text : {"a", "bridal-styling", "x-1-", "demo"}) {
    const absl::StatusOr<ServiceId> slug = ServiceId::Parse(text);
    ASSERT_TRUE(slug.ok()) << text;
    EXPECT_EQ(slug->text(), text);
  }
}

TEST(Slug, RefusesEverythingElse) {
  for (absl::string_view text :
       {"", "-a", "1a", "Bridal", "a b", "a_b", "a/b", "a\n", "é"}) {
    EXPECT_EQ(ServiceId::Parse(text).status().code(),
              absl::StatusCode::kInvalidArgument)
        << text;
  }
}

TEST(Slug, IsAtMostAsLongAsItsKindAllows) {
  EXPECT_TRUE(BrandId::Parse(std::string(32, 'a')).ok());
  EXPECT_FALSE(BrandId::Parse(std::string(33, 'a')).ok());
  EXPECT_TRUE(StyleId::Parse(std::string(40, 'a')).ok());
  EXPECT_FALSE(StyleId::Parse(std::string(41, 'a')).ok());
}

}  // namespace
}  // namespace rapport
