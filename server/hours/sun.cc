#include "server/hours/sun.h"

#include <cmath>
#include <numbers>

namespace rapport::hours {
namespace {

constexpr double kRadians = std::numbers::pi / 180;

// Refraction and the sun's radius; civil twilight.
constexpr double kHorizonDegrees = -0.833;
constexpr double kTwilightDegrees = -6;

constexpr double kPerihelionDegrees = 102.9372;
constexpr double kObliquityDegrees = 23.4397;
constexpr double kLeapDays = 0.0009;  // terrestrial time less UTC, about

double SinDegrees(double degrees) { return std::sin(degrees * kRadians); }

// Noon of 1 January 2000, UTC, which days are counted from.
absl::Time Epoch() {
  return absl::FromCivil(absl::CivilHour(2000, 1, 1, 12), absl::UTCTimeZone());
}

}  // namespace

std::optional<int> MinuteOfSun(Sun event, const SunPlace& place,
                               absl::CivilDay date,
                               const absl::TimeZone& zone) {
  const double days = static_cast<double>(date - absl::CivilDay(2000, 1, 1)) +
                      kLeapDays - place.longitude_degrees / 360;
  const double anomaly = std::fmod(357.5291 + 0.98560028 * days, 360);
  const double center = 1.9148 * SinDegrees(anomaly) +
                        0.02 * SinDegrees(2 * anomaly) +
                        0.0003 * SinDegrees(3 * anomaly);
  const double longitude =
      std::fmod(anomaly + center + 180 + kPerihelionDegrees, 360);
  const double transit =
      days + 0.0053 * SinDegrees(anomaly) - 0.0069 * SinDegrees(2 * longitude);
  const double sin_declination =
      SinDegrees(longitude) * SinDegrees(kObliquityDegrees);
  const double cos_declination =
      std::sqrt(1 - sin_declination * sin_declination);
  const bool twilight = event == Sun::kDawn || event == Sun::kDusk;
  const double altitude = twilight ? kTwilightDegrees : kHorizonDegrees;
  const double cos_hour =
      (SinDegrees(altitude) -
       SinDegrees(place.latitude_degrees) * sin_declination) /
      (std::cos(place.latitude_degrees * kRadians) * cos_declination);
  if (!(std::abs(cos_hour) <= 1)) return std::nullopt;
  const double half_day = std::acos(cos_hour) / (2 * std::numbers::pi);
  const bool rises = event == Sun::kDawn || event == Sun::kSunrise;
  const double at = rises ? transit - half_day : transit + half_day;
  const absl::Time time = Epoch() + absl::Hours(24) * at;
  const absl::CivilSecond reading = zone.At(time).cs;
  const double seconds = static_cast<double>(reading - absl::CivilSecond(date));
  return static_cast<int>(std::lround(seconds / 60));
}

}  // namespace rapport::hours
