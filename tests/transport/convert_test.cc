// What comes in from protos is right up to its bounds and refused beyond.
#include "server/transport/convert.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "rapport/v1/booking_service.pb.h"
#include "server/transport/status_details.h"
#include "tests/transport/error_details.h"

namespace rapport::transport {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
// 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z.
constexpr int64_t kFirstSecond = -62'135'596'800;
constexpr int64_t kLastSecond = 253'402'300'799;

// `OK`, or what a caller is told.
template <typename T>
std::string Told(const absl::StatusOr<T>& result) {
  return Summary(ToGrpcStatus(result.status()));
}

google::protobuf::Timestamp Timestamp(int64_t seconds, int32_t nanos = 0) {
  google::protobuf::Timestamp time;
  time.set_seconds(seconds);
  time.set_nanos(nanos);
  return time;
}

google::protobuf::Duration Duration(int64_t seconds, int32_t nanos = 0) {
  google::protobuf::Duration duration;
  duration.set_seconds(seconds);
  duration.set_nanos(nanos);
  return duration;
}

google::type::LatLng LatLng(double latitude, double longitude) {
  google::type::LatLng point;
  point.set_latitude(latitude);
  point.set_longitude(longitude);
  return point;
}

TEST(Time, ComesBackAsItWent) {
  for (absl::Time time :
       {absl::UnixEpoch(), absl::FromUnixNanos(-1),
        absl::FromUnixNanos(1'700'000'000'123'456'789),
        absl::FromUnixSeconds(kFirstSecond),
        absl::FromUnixSeconds(kLastSecond) + absl::Nanoseconds(999'999'999)}) {
    google::protobuf::Timestamp proto;
    FromTime(time, &proto);
    EXPECT_GE(proto.nanos(), 0);
    EXPECT_EQ(*ToTime("t", proto), time) << proto.ShortDebugString();
  }
}

TEST(Time, IsOfTheYearsOneTo9999) {
  EXPECT_TRUE(ToTime("t", Timestamp(kFirstSecond)).ok());
  EXPECT_TRUE(ToTime("t", Timestamp(kLastSecond, 999'999'999)).ok());
  for (const auto& time :
       {Timestamp(kFirstSecond - 1), Timestamp(kLastSecond + 1),
        Timestamp(0, -1), Timestamp(0, 1'000'000'000),
        Timestamp(std::numeric_limits<int64_t>::min()),
        Timestamp(std::numeric_limits<int64_t>::max(),
                  std::numeric_limits<int32_t>::max())}) {
    EXPECT_EQ(Told(ToTime("t", time)), "INVALID_ARGUMENT OUT_OF_RANGE t")
        << time.ShortDebugString();
  }
}

TEST(Duration, ComesBackAsItWent) {
  for (absl::Duration duration : {absl::ZeroDuration(), absl::Nanoseconds(1),
                                  absl::Minutes(45), absl::Hours(365 * 24)}) {
    google::protobuf::Duration proto;
    FromDuration(duration, &proto);
    EXPECT_EQ(*ToDuration("d", proto), duration);
  }
}

TEST(Duration, IsFromNothingToAYear) {
  EXPECT_TRUE(ToDuration("d", Duration(366 * 24 * 3600)).ok());
  for (const auto& duration :
       {Duration(-1), Duration(0, -1), Duration(0, 1'000'000'000),
        Duration(366 * 24 * 3600 + 1),
        Duration(std::numeric_limits<int64_t>::min()),
        Duration(std::numeric_limits<int64_t>::max())}) {
    EXPECT_EQ(Told(ToDuration("d", duration)),
              "INVALID_ARGUMENT OUT_OF_RANGE d")
        << duration.ShortDebugString();
  }
}

TEST(Point, IsOnTheGlobeUpToItsEdges) {
  for (const auto& edge : {LatLng(90, 180), LatLng(-90, -180), LatLng(0, 0)}) {
    EXPECT_TRUE(ToPoint("near", edge).ok()) << edge.ShortDebugString();
  }
}

TEST(Point, BesideTheGlobeIsRefused) {
  const double just_over_90 = std::nextafter(90.0, 91.0);
  const double just_over_180 = std::nextafter(180.0, 181.0);
  for (const auto& point :
       {LatLng(just_over_90, 0), LatLng(-just_over_90, 0),
        LatLng(0, just_over_180), LatLng(0, -just_over_180), LatLng(kNan, 0),
        LatLng(0, kNan), LatLng(kInfinity, 0), LatLng(0, -kInfinity)}) {
    EXPECT_EQ(Told(ToPoint("near", point)),
              "INVALID_ARGUMENT OUT_OF_RANGE near")
        << point.ShortDebugString();
  }
}

TEST(Radius, WithoutLimitWhereUnset) {
  EXPECT_EQ(ToRadius("radius_m", 0)->value, kInfinity);
}

TEST(Radius, IsOverNothingUpToHalfTheGlobe) {
  EXPECT_EQ(ToRadius("radius_m", 5e-324)->value, 5e-324);
  EXPECT_EQ(ToRadius("radius_m", 20'100'000)->value, 20'100'000);
  for (double radius : {-1.0, std::nextafter(20'100'000.0, kInfinity), kNan,
                        kInfinity, -kInfinity, -5e-324}) {
    EXPECT_EQ(Told(ToRadius("radius_m", radius)),
              "INVALID_ARGUMENT OUT_OF_RANGE radius_m")
        << radius;
  }
}

v1::TimeWindow Window(int64_t start, int64_t end, int32_t end_nanos = 0) {
  v1::TimeWindow window;
  *window.mutable_start_time() = Timestamp(start);
  *window.mutable_end_time() = Timestamp(end, end_nanos);
  return window;
}

TEST(Window, IsAtMostAsLongAsAllowed) {
  constexpr int64_t kDay = 24 * 3600;
  const auto window = ToWindow("w", Window(0, kDay), absl::Hours(24));
  ASSERT_TRUE(window.ok());
  EXPECT_EQ(window->length(), absl::Hours(24));
  EXPECT_EQ(Told(ToWindow("w", Window(0, kDay, 1), absl::Hours(24))),
            "INVALID_ARGUMENT OUT_OF_RANGE w.end_time");
}

TEST(Window, EndsAfterItStarts) {
  EXPECT_TRUE(ToWindow("w", Window(0, 0, 1), kWindowMax).ok());
  for (int64_t end : {0, -1}) {
    EXPECT_EQ(Told(ToWindow("w", Window(0, end), kWindowMax)),
              "INVALID_ARGUMENT OUT_OF_RANGE w.end_time");
  }
}

TEST(Window, HasBothEnds) {
  v1::TimeWindow half = Window(0, 1);
  half.clear_end_time();
  EXPECT_EQ(Told(ToWindow("w", half, kWindowMax)),
            "INVALID_ARGUMENT REQUIRED w");
  half = Window(0, 1);
  half.clear_start_time();
  EXPECT_EQ(Told(ToWindow("w", half, kWindowMax)),
            "INVALID_ARGUMENT REQUIRED w");
}

TEST(Window, NamesTheEndThatIsNoInstant) {
  EXPECT_EQ(Told(ToWindow("w", Window(kFirstSecond - 1, 0), kWindowMax)),
            "INVALID_ARGUMENT OUT_OF_RANGE w.start_time");
  EXPECT_EQ(Told(ToWindow("w", Window(0, kLastSecond + 1), kWindowMax)),
            "INVALID_ARGUMENT OUT_OF_RANGE w.end_time");
  EXPECT_EQ(Told(ToWindow("w", Window(kFirstSecond, kLastSecond), kWindowMax)),
            "INVALID_ARGUMENT OUT_OF_RANGE w.end_time");
}

TEST(Channel, IsOneOfThoseThatThereAre) {
  for (Channel channel : kAllChannels) {
    EXPECT_EQ(*ToChannel("channel", FromChannel(channel)), channel);
  }
  EXPECT_EQ(v1::Channel_ARRAYSIZE, 9) << "a channel the vocabulary lacks";
  EXPECT_EQ(Told(ToChannel("channel", 0)), "INVALID_ARGUMENT REQUIRED channel");
  for (int number : {-1, 9, 257, std::numeric_limits<int>::max()}) {
    EXPECT_EQ(Told(ToChannel("channel", number)),
              "INVALID_ARGUMENT UNKNOWN channel")
        << number;
  }
}

TEST(LanguageTag, IsThatOfALanguageInCanonicalCase) {
  EXPECT_EQ(*ToLanguageTag("l", "ZH-hant-hk"), "zh-Hant-HK");
  EXPECT_EQ(Told(ToLanguageTag("l", "")), "INVALID_ARGUMENT REQUIRED l");
  EXPECT_EQ(Told(ToLanguageTag("l", "xx")), "INVALID_ARGUMENT UNKNOWN l");
  for (const std::string& tag :
       {std::string("e"), std::string("es_MX"), std::string("spanish"),
        std::string("es\n"), std::string(36, 'x')}) {
    EXPECT_EQ(Told(ToLanguageTag("l", tag)), "INVALID_ARGUMENT MALFORMED l")
        << tag;
  }
}

TEST(LocalTime, CarriesItsReadingAndOffset) {
  google::type::DateTime out;
  FromLocalTime(absl::CivilSecond(2026, 3, 29, 1, 30, 0), -5 * 3600, &out);
  EXPECT_EQ(out.ShortDebugString(),
            "year: 2026 month: 3 day: 29 hours: 1 minutes: 30 "
            "utc_offset { seconds: -18000 }");
}

TEST(Etag, ComesBackAsItWent) {
  for (int64_t version :
       {int64_t{0}, int64_t{1}, std::numeric_limits<int64_t>::max()}) {
    EXPECT_EQ(**ToVersion("etag", FromVersion(version)), version);
  }
}

TEST(Etag, MeansAnyWhereUnset) {
  EXPECT_EQ(*ToVersion("etag", ""), std::nullopt);
}

TEST(Etag, ThatIsNoneOfOursIsRefused) {
  for (absl::string_view etag :
       {"1", "v", "w1", "v1x", "v 1", "v+1", "v-1", "v01", "vv1", " v1", "v1 ",
        "v9223372036854775808", "\"v1\"", "*"}) {
    EXPECT_EQ(Told(ToVersion("etag", etag)), "INVALID_ARGUMENT MALFORMED etag")
        << etag;
  }
}

std::string KeyTold(const std::string& request_id) {
  return Told(ToRequestKey({}, request_id, "m", v1::HoldSlotRequest()));
}

TEST(RequestKey, Takes8To64VisibleCharacters) {
  EXPECT_EQ(KeyTold("12345678"), "OK");
  EXPECT_EQ(KeyTold(std::string(64, '~')), "OK");
  EXPECT_EQ(KeyTold("!0a-Z_:~"), "OK");
  EXPECT_EQ(KeyTold(""), "INVALID_ARGUMENT REQUIRED request_id");
  for (const std::string& id :
       {std::string("1234567"), std::string(65, 'x'), std::string("1234 678"),
        std::string("1234\n678"), std::string("12345678\x7f"),
        std::string("1234567é"), std::string("1234567\0", 8)}) {
    EXPECT_EQ(KeyTold(id), "INVALID_ARGUMENT MALFORMED request_id") << id;
  }
}

TEST(RequestKey, TellsBodiesMethodsAndShoppersApart) {
  const std::string id = "request-1";
  v1::HoldSlotRequest body;
  body.set_request_id(id);
  Caller caller;
  caller.shopper = "one";
  const std::string hash = ToRequestKey(caller, id, "m", body)->request_hash;
  EXPECT_EQ(hash.size(), 32u);
  EXPECT_EQ(ToRequestKey(caller, id, "m", body)->request_hash, hash);
  EXPECT_NE(ToRequestKey(caller, id, "n", body)->request_hash, hash);
  caller.shopper = "two";
  EXPECT_NE(ToRequestKey(caller, id, "m", body)->request_hash, hash);
  caller.shopper = "one";
  body.set_service("brands/acme/services/styling");
  EXPECT_NE(ToRequestKey(caller, id, "m", body)->request_hash, hash);
}

}  // namespace
}  // namespace rapport::transport
