// When the sun rises and sets, to the minute or so: enough for hours that
// somebody wrote as `sunrise-sunset`.
#ifndef RAPPORT_SERVER_HOURS_SUN_H_
#define RAPPORT_SERVER_HOURS_SUN_H_

#include <optional>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "server/hours/rule.h"

namespace rapport::hours {

struct SunPlace {
  double latitude_degrees = 0;   // positive north
  double longitude_degrees = 0;  // positive east

  friend bool operator==(const SunPlace&, const SunPlace&) = default;
};

// What the clock of `zone` reads then, in minutes from the midnight that
// `date` begins with, rounded. Nothing where the sun does not do it that day.
// Dawn and dusk are civil: the sun is 6 degrees below the horizon. The sunrise
// equation with the mean anomaly's first terms (Meeus, Astronomical Algorithms,
// ch. 15 and 25, low accuracy); within two minutes below 65 degrees.
std::optional<int> MinuteOfSun(Sun event, const SunPlace& place,
                               absl::CivilDay date, const absl::TimeZone& zone);

}  // namespace rapport::hours

#endif  // RAPPORT_SERVER_HOURS_SUN_H_
