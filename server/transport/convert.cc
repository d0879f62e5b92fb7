#include "server/transport/convert.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/transport/page.h"
#include "server/vocabulary/error.h"
#include "server/vocabulary/language.h"

namespace rapport::transport {
namespace {

constexpr double kRadiusMaxM = 20'100'000;  // half the globe, and a little
constexpr size_t kRequestIdMin = 8;
constexpr size_t kRequestIdMax = 64;
constexpr int64_t kNanosPerSecond = 1'000'000'000;
// 0001-01-01 to 9999-12-31, as google.protobuf.Timestamp says.
constexpr int64_t kSecondsMin = -62'135'596'800;
constexpr int64_t kSecondsMax = 253'402'300'799;

absl::Status Required(absl::string_view field) {
  return InvalidField(field, "REQUIRED", "is unset; it is required");
}

}  // namespace

void FromTime(absl::Time time, google::protobuf::Timestamp* out) {
  const int64_t seconds = absl::ToUnixSeconds(time);
  out->set_seconds(seconds);
  out->set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
}

absl::StatusOr<absl::Time> ToTime(absl::string_view field,
                                  const google::protobuf::Timestamp& in) {
  if (in.seconds() < kSecondsMin || in.seconds() > kSecondsMax ||
      in.nanos() < 0 || in.nanos() >= kNanosPerSecond) {
    return InvalidField(field, "OUT_OF_RANGE",
                        "is no instant of the years 1 to 9999");
  }
  return absl::FromUnixSeconds(in.seconds()) + absl::Nanoseconds(in.nanos());
}

void FromDuration(absl::Duration duration, google::protobuf::Duration* out) {
  const int64_t seconds = absl::ToInt64Seconds(duration);
  out->set_seconds(seconds);
  out->set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(duration - absl::Seconds(seconds))));
}

absl::StatusOr<absl::Duration> ToDuration(
    absl::string_view field, const google::protobuf::Duration& in) {
  // What the bounds of any duration of ours are well inside of.
  constexpr int64_t kSeconds = int64_t{366} * 24 * 3600;
  if (in.seconds() < 0 || in.seconds() > kSeconds || in.nanos() < 0 ||
      in.nanos() >= kNanosPerSecond) {
    return InvalidField(field, "OUT_OF_RANGE",
                        "must be at least 0 and at most a year");
  }
  return absl::Seconds(in.seconds()) + absl::Nanoseconds(in.nanos());
}

absl::StatusOr<geo::Point> ToPoint(absl::string_view field,
                                   const google::type::LatLng& in) {
  absl::StatusOr<geo::Point> point =
      geo::MakePoint(in.latitude(), in.longitude());
  if (!point.ok()) {
    return InvalidField(field, "OUT_OF_RANGE", point.status().message());
  }
  return point;
}

absl::StatusOr<geo::Meters> ToRadius(absl::string_view field, double radius_m) {
  if (radius_m == 0) {
    return geo::Meters{std::numeric_limits<double>::infinity()};
  }
  if (!(radius_m > 0 && radius_m <= kRadiusMaxM)) {
    return InvalidField(field, "OUT_OF_RANGE",
                        absl::StrCat("is ", radius_m,
                                     "; it must be over 0 and at most "
                                     "20,100,000 metres"));
  }
  return geo::Meters{radius_m};
}

absl::StatusOr<Interval> ToWindow(absl::string_view field,
                                  const v1::TimeWindow& in,
                                  absl::Duration max) {
  if (!in.has_start_time() || !in.has_end_time()) return Required(field);
  absl::StatusOr<absl::Time> start =
      ToTime(absl::StrCat(field, ".start_time"), in.start_time());
  if (!start.ok()) return start.status();
  absl::StatusOr<absl::Time> end =
      ToTime(absl::StrCat(field, ".end_time"), in.end_time());
  if (!end.ok()) return end.status();
  const Interval window = {*start, *end};
  if (window.empty() || window.length() > max) {
    return InvalidField(absl::StrCat(field, ".end_time"), "OUT_OF_RANGE",
                        absl::StrCat("must be after start_time, by at most ",
                                     absl::ToInt64Hours(max) / 24, " days"));
  }
  return window;
}

v1::Channel FromChannel(Channel channel) {
  return static_cast<v1::Channel>(channel);
}

absl::StatusOr<Channel> ToChannel(absl::string_view field, int in) {
  if (in == v1::CHANNEL_UNSPECIFIED) return Required(field);
  for (Channel channel : kAllChannels) {
    if (static_cast<int>(channel) == in) return channel;
  }
  return InvalidField(field, "UNKNOWN",
                      absl::StrCat("is ", in, "; no channel has that number"));
}

absl::StatusOr<std::string> ToLanguageTag(absl::string_view field,
                                          absl::string_view in) {
  if (in.empty()) return Required(field);
  absl::StatusOr<std::string> tag = CanonicalLanguageTag(in);
  if (tag.ok()) return tag;
  const absl::string_view why = tag.status().message();
  return InvalidField(
      field, absl::StrContains(why, "is unknown") ? "UNKNOWN" : "MALFORMED",
      why);
}

absl::StatusOr<absl::CivilDay> ToDate(absl::string_view field,
                                      const google::type::Date& in) {
  const absl::CivilDay day(in.year(), in.month(), in.day());
  // CivilDay makes 31 April the 1st of May.
  if (day.year() != in.year() || day.month() != in.month() ||
      day.day() != in.day()) {
    return InvalidField(field, "OUT_OF_RANGE", "must be a whole date");
  }
  return day;
}

void FromDate(absl::CivilDay date, google::type::Date* out) {
  out->set_year(static_cast<int>(date.year()));
  out->set_month(date.month());
  out->set_day(date.day());
}

absl::StatusOr<int> ToMinuteOfDay(absl::string_view field,
                                  const google::type::TimeOfDay& in) {
  constexpr int kMinutesOfDay = 24 * 60;
  const bool parts_fit = in.hours() >= 0 && in.hours() <= 24 &&
                         in.minutes() >= 0 && in.minutes() <= 59 &&
                         in.seconds() == 0 && in.nanos() == 0;
  const int minute = parts_fit ? in.hours() * 60 + in.minutes() : -1;
  if (minute < 0 || minute > kMinutesOfDay) {
    return InvalidField(field, "OUT_OF_RANGE",
                        "must be a whole minute from 00:00 to 24:00");
  }
  return minute;
}

void FromLocalTime(absl::CivilSecond reading, int utc_offset_s,
                   google::type::DateTime* out) {
  out->set_year(static_cast<int>(reading.year()));
  out->set_month(reading.month());
  out->set_day(reading.day());
  out->set_hours(reading.hour());
  out->set_minutes(reading.minute());
  out->set_seconds(reading.second());
  out->mutable_utc_offset()->set_seconds(utc_offset_s);
}

std::string FromVersion(int64_t version) { return absl::StrCat("v", version); }

absl::StatusOr<std::optional<int64_t>> ToVersion(absl::string_view field,
                                                 absl::string_view etag) {
  if (etag.empty()) return std::optional<int64_t>();
  int64_t version = 0;
  // Only as FromVersion writes it: SimpleAtoi alone takes signs and spaces.
  if (!absl::SimpleAtoi(etag.substr(1), &version) || version < 0 ||
      etag != FromVersion(version)) {
    return InvalidField(field, "MALFORMED",
                        "is none of this server; pass one on as it came");
  }
  return std::optional<int64_t>(version);
}

absl::StatusOr<RequestKey> ToRequestKey(
    const Caller& caller, absl::string_view request_id,
    absl::string_view method, const google::protobuf::Message& request) {
  const bool visible =
      std::all_of(request_id.begin(), request_id.end(),
                  [](unsigned char c) { return absl::ascii_isgraph(c); });
  if (request_id.empty()) return Required("request_id");
  if (request_id.size() < kRequestIdMin || request_id.size() > kRequestIdMax ||
      !visible) {
    return InvalidField(
        "request_id", "MALFORMED",
        absl::StrCat("must be ", kRequestIdMin, " to ", kRequestIdMax,
                     " visible ASCII characters"));
  }
  const std::string what = absl::StrCat(method, "\n", caller.shopper);
  return RequestKey{std::string(request_id), Fingerprint(what, request)};
}

}  // namespace rapport::transport
