#include "clients/cli/text/time_text.h"

#include <cstdint>
#include <cstdlib>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"

namespace rapport::cli {
namespace {

// Longer relative times are a slip of the finger.
constexpr int kUnitsFromNowMax = 100'000;

constexpr char kWallTime[] = "%a %d %b %Y %H:%M";

std::optional<absl::Time> ParseInstant(absl::string_view text) {
  if (text.empty() || !absl::ascii_isdigit(text[0])) return std::nullopt;
  absl::Time instant;
  for (const char* format : {"%Y-%m-%d%ET%H:%M:%E*S%Ez", "%Y-%m-%d%ET%H:%M%Ez",
                             "%Y-%m-%d %H:%M:%E*S%Ez", "%Y-%m-%d %H:%M%Ez"}) {
    if (absl::ParseTime(format, text, &instant, nullptr)) return instant;
  }
  return std::nullopt;
}

std::optional<absl::Duration> ParseFromNow(absl::string_view text) {
  if (text == "now") return absl::ZeroDuration();
  if (!absl::ConsumePrefix(&text, "+") || text.size() < 2) return std::nullopt;
  constexpr std::pair<char, absl::Duration> kUnits[] = {
      {'m', absl::Minutes(1)},
      {'h', absl::Hours(1)},
      {'d', absl::Hours(24)},
      {'w', absl::Hours(7 * 24)}};
  for (const auto& [letter, unit] : kUnits) {
    int count = 0;
    if (text.back() == letter && absl::ascii_isdigit(text[0]) &&
        absl::SimpleAtoi(text.substr(0, text.size() - 1), &count) &&
        count <= kUnitsFromNowMax) {
      return count * unit;
    }
  }
  return std::nullopt;
}

// Takes `today`, `tomorrow` or a date off the front of `text`.
bool ConsumeDay(absl::string_view& text, TimeText::Local& local) {
  if (absl::ConsumePrefix(&text, "today")) return true;
  if (absl::ConsumePrefix(&text, "tomorrow")) {
    local.days_from_today = 1;
    return true;
  }
  constexpr size_t kDateLength = 10;
  absl::CivilDay date;
  if (text.size() < kDateLength ||
      !absl::ParseCivilTime(text.substr(0, kDateLength), &date)) {
    return false;
  }
  local.date = date;
  text.remove_prefix(kDateLength);
  return true;
}

std::optional<absl::Duration> ParseTimeOfDay(absl::string_view text) {
  absl::CivilSecond time;
  const std::string on_some_day = absl::StrCat("2000-01-01T", text);
  if (!absl::ParseLenientCivilTime(on_some_day, &time)) return std::nullopt;
  if (!absl::StrContains(text, ":")) return std::nullopt;
  return absl::Seconds(time - absl::CivilSecond(2000, 1, 1));
}

std::optional<TimeText::Local> ParseLocal(absl::string_view text) {
  TimeText::Local local;
  if (ConsumeDay(text, local)) {
    if (text.empty()) return local;
    if (text[0] != ' ' && text[0] != 'T') return std::nullopt;
    text.remove_prefix(1);
  }
  local.time_of_day = ParseTimeOfDay(text);
  if (!local.time_of_day.has_value()) return std::nullopt;
  return local;
}

absl::Time InstantOf(absl::CivilSecond wall_time, absl::TimeZone zone) {
  return zone.At(wall_time).pre;
}

}  // namespace

absl::StatusOr<TimeText> ParseTime(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  TimeText time;
  time.instant = ParseInstant(text);
  if (time.instant.has_value()) return time;
  time.from_now = ParseFromNow(text);
  if (time.from_now.has_value()) return time;
  time.local = ParseLocal(text);
  if (time.local.has_value()) return time;
  return absl::InvalidArgumentError(
      absl::StrCat("time is '", text, "'; it is ", kTimeSyntax));
}

absl::CivilSecond WallTime(const TimeText& text, absl::Time now,
                           absl::TimeZone zone) {
  const TimeText::Local& local = *text.local;
  const absl::CivilDay day =
      local.date.value_or(absl::ToCivilDay(now, zone) + local.days_from_today);
  return absl::CivilSecond(day) +
         absl::ToInt64Seconds(local.time_of_day.value_or(absl::ZeroDuration()));
}

absl::Time StartOf(const TimeText& text, absl::Time now, absl::TimeZone zone) {
  if (text.instant.has_value()) return *text.instant;
  if (text.from_now.has_value()) return now + *text.from_now;
  return InstantOf(WallTime(text, now, zone), zone);
}

absl::Time EndOf(const TimeText& text, absl::Time now, absl::TimeZone zone) {
  if (!text.local.has_value() || text.local->time_of_day.has_value()) {
    return StartOf(text, now, zone);
  }
  const absl::CivilDay day(WallTime(text, now, zone));
  return InstantOf(absl::CivilSecond(day + 1), zone);
}

absl::StatusOr<absl::TimeZone> ZoneOfName(absl::string_view name) {
  absl::TimeZone zone;
  // Beyond names, LoadTimeZone reads paths.
  const bool could_be_name = !name.empty() && !absl::StartsWith(name, "/") &&
                             !absl::StartsWith(name, ".") &&
                             !absl::StrContains(name, "..");
  if (could_be_name && absl::LoadTimeZone(name, &zone)) return zone;
  return absl::InvalidArgumentError(
      absl::StrCat("time zone is '", name,
                   "'; it is an IANA name, for example Europe/Paris"));
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  google::protobuf::Timestamp timestamp;
  const int64_t seconds = absl::ToUnixSeconds(time);
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(static_cast<int32_t>(
      (time - absl::FromUnixSeconds(seconds)) / absl::Nanoseconds(1)));
  return timestamp;
}

absl::Time FromTimestamp(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) +
         absl::Nanoseconds(timestamp.nanos());
}

absl::CivilSecond CivilOf(const google::type::DateTime& local) {
  return absl::CivilSecond(local.year(), local.month(), local.day(),
                           local.hours(), local.minutes(), local.seconds());
}

std::string FormatLocal(const google::type::DateTime& local,
                        absl::string_view zone_name) {
  const absl::CivilSecond civil = CivilOf(local);
  // A civil time read as UTC and written as UTC is itself.
  return absl::StrCat(
      absl::FormatTime(kWallTime, absl::FromCivil(civil, absl::UTCTimeZone()),
                       absl::UTCTimeZone()),
      zone_name.empty() ? "" : " ", zone_name);
}

std::string FormatInZone(const google::protobuf::Timestamp& instant,
                         absl::string_view zone_name) {
  const absl::StatusOr<absl::TimeZone> zone = ZoneOfName(zone_name);
  if (!zone.ok()) return FormatUtc(instant);
  return absl::StrCat(
      absl::FormatTime(kWallTime, FromTimestamp(instant), *zone), " ",
      zone_name);
}

std::string FormatRfc3339(const google::protobuf::Timestamp& instant,
                          const google::type::DateTime& local) {
  const absl::Time time = FromTimestamp(instant);
  const absl::Time as_utc =
      absl::FromCivil(CivilOf(local), absl::UTCTimeZone());
  const absl::TimeZone zone = absl::FixedTimeZone(
      static_cast<int>(absl::ToInt64Seconds(as_utc - time)));
  return absl::FormatTime("%Y-%m-%dT%H:%M:%S%Ez", time, zone);
}

std::string FormatUtc(const google::protobuf::Timestamp& instant) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", FromTimestamp(instant),
                          absl::UTCTimeZone());
}

}  // namespace rapport::cli
