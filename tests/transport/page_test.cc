// A page token opens the next page of its own query, and nothing else.
#include "server/transport/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "rapport/v1/locator_service.pb.h"
#include "server/transport/status_details.h"
#include "tests/transport/error_details.h"

namespace rapport::transport {
namespace {

constexpr char kMethod[] = "rapport.v1.LocatorService/SearchStores";
constexpr char kInvalid[] = "INVALID_ARGUMENT PAGE_TOKEN_INVALID page_token";
constexpr char kAnothers[] =
    "INVALID_ARGUMENT PAGE_TOKEN_OF_ANOTHER_QUERY page_token";

v1::SearchStoresRequest Query() {
  v1::SearchStoresRequest request;
  request.set_parent("brands/acme");
  request.mutable_near()->set_latitude(44.98);
  request.set_radius_m(5000);
  return request;
}

std::string FingerprintOf(const v1::SearchStoresRequest& request) {
  return QueryFingerprint(kMethod, request);
}

std::string Decoded(absl::string_view fingerprint, absl::string_view token) {
  const absl::StatusOr<std::string> position =
      DecodePageToken(fingerprint, token);
  return position.ok() ? *position : Summary(ToGrpcStatus(position.status()));
}

TEST(PageSize, IsTheDefaultWhereNoneIsAsked) {
  EXPECT_EQ(*PageSize(0, 100, 1000), 100u);
}

TEST(PageSize, GoesFromOneToTheMost) {
  EXPECT_EQ(*PageSize(1, 100, 1000), 1u);
  EXPECT_EQ(*PageSize(1000, 100, 1000), 1000u);
  for (int asked : {-1, 1001, std::numeric_limits<int>::min(),
                    std::numeric_limits<int>::max()}) {
    EXPECT_EQ(Summary(ToGrpcStatus(PageSize(asked, 100, 1000).status())),
              "INVALID_ARGUMENT OUT_OF_RANGE page_size")
        << asked;
  }
}

TEST(Fingerprint, IsThatOfEqualRequestsAndMethods) {
  EXPECT_EQ(Fingerprint(kMethod, Query()).size(), 32u);
  EXPECT_EQ(Fingerprint(kMethod, Query()), Fingerprint(kMethod, Query()));
  EXPECT_NE(Fingerprint(kMethod, Query()), Fingerprint("other", Query()));
  v1::SearchStoresRequest other = Query();
  other.set_page_size(7);
  EXPECT_NE(Fingerprint(kMethod, Query()), Fingerprint(kMethod, other));
}

TEST(QueryFingerprint, IgnoresWhichPageIsAsked) {
  v1::SearchStoresRequest other = Query();
  other.set_page_size(7);
  other.set_page_token("abc");
  EXPECT_EQ(FingerprintOf(other), FingerprintOf(Query()));
}

TEST(QueryFingerprint, NoticesEveryOtherField) {
  std::vector<v1::SearchStoresRequest> others(4, Query());
  others[0].set_parent("brands/other");
  others[1].mutable_near()->set_latitude(44.980000000001);
  others[2].set_radius_m(5001);
  others[3].set_service("brands/acme/services/styling");
  for (const v1::SearchStoresRequest& other : others) {
    EXPECT_NE(FingerprintOf(other), FingerprintOf(Query()))
        << other.ShortDebugString();
  }
}

TEST(QueryFingerprint, LeavesTheRequestAsItIs) {
  v1::SearchStoresRequest request = Query();
  request.set_page_size(7);
  FingerprintOf(request);
  EXPECT_EQ(request.page_size(), 7);
}

TEST(PageToken, GivesBackItsPosition) {
  const std::string query = FingerprintOf(Query());
  for (const std::string& position :
       {std::string(), std::string("x"), std::string("\0\xff\n", 3),
        std::string(200, 'p')}) {
    EXPECT_EQ(Decoded(query, EncodePageToken(query, position)), position);
  }
}

TEST(PageToken, IsFitForAUrl) {
  const std::string token =
      EncodePageToken(FingerprintOf(Query()), std::string("\xff\xfe\xfd", 3));
  EXPECT_THAT(token, ::testing::MatchesRegex("[A-Za-z0-9_-]+"));
}

TEST(PageToken, OfAnotherQueryIsRefused) {
  v1::SearchStoresRequest other = Query();
  other.set_radius_m(6000);
  const std::string token = EncodePageToken(FingerprintOf(other), "here");
  EXPECT_EQ(Decoded(FingerprintOf(Query()), token), kAnothers);
}

TEST(PageToken, OfAnotherMethodIsRefused) {
  const std::string token =
      EncodePageToken(QueryFingerprint("other", Query()), "here");
  EXPECT_EQ(Decoded(FingerprintOf(Query()), token), kAnothers);
}

TEST(PageToken, IsRefusedWhenCutShortAnywhere) {
  const std::string query = FingerprintOf(Query());
  const std::string token = EncodePageToken(query, "a position of some length");
  for (size_t length = 1; length < token.size(); ++length) {
    EXPECT_EQ(Decoded(query, token.substr(0, length)), kInvalid) << length;
  }
}

TEST(PageToken, IsRefusedWithAnyCharacterChanged) {
  const std::string query = FingerprintOf(Query());
  const std::string position = "a position";
  const std::string token = EncodePageToken(query, position);
  for (size_t i = 0; i < token.size(); ++i) {
    std::string other = token;
    other[i] = other[i] == 'A' ? 'B' : 'A';
    // The last character may have bits that stand for nothing.
    if (Decoded(query, other) == position && i + 1 == token.size()) continue;
    EXPECT_THAT(Decoded(query, other), ::testing::AnyOf(kInvalid, kAnothers))
        << i;
  }
}

TEST(PageToken, IsRefusedWithAnythingBehindIt) {
  const std::string query = FingerprintOf(Query());
  const std::string token = EncodePageToken(query, "a position");
  EXPECT_EQ(Decoded(query, token + "AAAA"), kInvalid);
  EXPECT_EQ(Decoded(query, token + "!"), kInvalid);
  EXPECT_EQ(Decoded(query, std::string(513, 'A')), kInvalid);
}

TEST(PageToken, ThatIsAnyGarbageIsRefused) {
  const std::string query = FingerprintOf(Query());
  std::mt19937 random(1);
  for (int i = 0; i < 2000; ++i) {
    std::string bytes(random() % 60, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    if (bytes.empty()) continue;
    EXPECT_THAT(Decoded(query, bytes), ::testing::AnyOf(kInvalid, kAnothers));
    EXPECT_THAT(Decoded(query, absl::WebSafeBase64Escape(bytes)),
                ::testing::AnyOf(kInvalid, kAnothers));
  }
}

std::string TimeTold(absl::string_view bytes) {
  return Summary(ToGrpcStatus(UnpackTime(bytes).status()));
}

TEST(PackTime, GivesBackItsInstant) {
  const absl::Time last = absl::FromUnixMicros(253'402'300'799'999'999);
  for (absl::Time time : {absl::UnixEpoch(), absl::FromUnixMicros(1), last}) {
    EXPECT_EQ(*UnpackTime(PackTime(time)), time);
  }
  EXPECT_EQ(TimeTold(PackTime(last + absl::Microseconds(1))), kInvalid);
  EXPECT_EQ(TimeTold(PackTime(absl::FromUnixMicros(-1))), kInvalid);
  EXPECT_EQ(TimeTold(PackTime(absl::InfinitePast())), kInvalid);
}

TEST(PackTime, IsEightBytes) {
  for (size_t size : {0, 7, 9, 24}) {
    EXPECT_EQ(TimeTold(std::string(size, '\0')), kInvalid) << size;
  }
}

std::string DistanceTold(absl::string_view bytes) {
  return Summary(ToGrpcStatus(UnpackDistance(bytes).status()));
}

TEST(PackDistance, KeepsEveryBit) {
  for (double value : {0.0, 1.5, 5e-324, 20'015'000.123456789}) {
    EXPECT_EQ(UnpackDistance(PackDistance({value}))->value, value);
  }
}

TEST(PackDistance, IsFiniteAndEightBytes) {
  const double infinity = std::numeric_limits<double>::infinity();
  for (double value : {-1.0, infinity, -infinity, std::nan("")}) {
    EXPECT_EQ(DistanceTold(PackDistance({value})), kInvalid) << value;
  }
  EXPECT_EQ(DistanceTold("1234567"), kInvalid);
  EXPECT_EQ(DistanceTold("123456789"), kInvalid);
}

std::string PlaceTold(absl::string_view bytes) {
  return Summary(ToGrpcStatus(UnpackTimedId(bytes).status()));
}

TEST(PackTimedId, GivesBackTimeAndId) {
  TimedId place = {absl::FromUnixMicros(1'800'000'000'000'001)};
  for (size_t i = 0; i < place.id.size(); ++i) {
    place.id[i] = static_cast<uint8_t>(255 - 17 * i);
  }
  const auto found = UnpackTimedId(PackTimedId(place));
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->time, place.time);
  EXPECT_EQ(found->id, place.id);
}

TEST(PackTimedId, IsOfOneLengthAndOfAnInstantThereIs) {
  const std::string bytes = PackTimedId({absl::UnixEpoch()});
  EXPECT_EQ(PlaceTold(bytes), "OK");
  EXPECT_EQ(PlaceTold(""), kInvalid);
  EXPECT_EQ(PlaceTold(bytes + "x"), kInvalid);
  EXPECT_EQ(PlaceTold(absl::string_view(bytes).substr(1)), kInvalid);
  EXPECT_EQ(PlaceTold(PackTimedId({absl::InfinitePast()})), kInvalid);
}

}  // namespace
}  // namespace rapport::transport
