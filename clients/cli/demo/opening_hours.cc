#include "clients/cli/demo/opening_hours.h"

namespace rapport::demo {
namespace {

constexpr OpenSpan kTenToEight{600, 1200};
constexpr OpenSpan kTenToTen{600, 1320};
constexpr OpenSpan kClosed{};

constexpr OpeningHours kUsual{
    "Mo-Sa 10:00-20:00; Su 11:00-18:00",
    {kTenToEight, kTenToEight, kTenToEight, kTenToEight, kTenToEight,
     kTenToEight, OpenSpan{660, 1080}}};

constexpr OpeningHours kSundayClosed{
    "Mo-Sa 10:00-20:00",
    {kTenToEight, kTenToEight, kTenToEight, kTenToEight, kTenToEight,
     kTenToEight, kClosed}};

constexpr OpeningHours kFridayLate{"Sa-Th 10:00-22:00; Fr 16:00-22:00",
                                   {kTenToTen, kTenToTen, kTenToTen, kTenToTen,
                                    OpenSpan{960, 1320}, kTenToTen, kTenToTen}};

constexpr OpeningHours kSaturdayLate{
    "Su-Th 10:00-20:00; Fr 10:00-14:00; Sa 20:00-22:00",
    {kTenToEight, kTenToEight, kTenToEight, kTenToEight, OpenSpan{600, 840},
     OpenSpan{1200, 1320}, kTenToEight}};

constexpr OpeningHours kEveryDayLate{
    "Mo-Su 10:00-22:00",
    {kTenToTen, kTenToTen, kTenToTen, kTenToTen, kTenToTen, kTenToTen,
     kTenToTen}};

struct Group {
  absl::string_view countries;  // separated by spaces
  const OpeningHours& hours;
};

constexpr Group kGroups[] = {
    {"DE AT CH BE NO LU", kSundayClosed},
    {"AE SA QA KW BH OM JO IQ EG LY DZ", kFridayLate},
    {"IL", kSaturdayLate},
    {"CN HK MO TW KR SG MY TH VN ID PH KH IN", kEveryDayLate},
};

}  // namespace

const OpeningHours& OpeningHoursIn(absl::string_view country_code) {
  for (const Group& group : kGroups) {
    if (!country_code.empty() &&
        group.countries.find(country_code) != absl::string_view::npos) {
      return group.hours;
    }
  }
  return kUsual;
}

}  // namespace rapport::demo
