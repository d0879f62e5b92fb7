// A brand's own public holidays, where it has its own view of them.
#ifndef RAPPORT_SERVER_CATALOG_HOLIDAY_LIST_H_
#define RAPPORT_SERVER_CATALOG_HOLIDAY_LIST_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "server/catalog/field_checks.h"

namespace rapport::catalog {

inline constexpr size_t kHolidayListsMax = 250;  // as there are countries
inline constexpr size_t kHolidayDatesMax = 1000;

// Of a country, or, if region_code is empty, of those without a list.
struct HolidayList {
  std::string region_code;  // ISO 3166-1 alpha-2
  absl::CivilDay first;     // what it speaks of: first to last
  absl::CivilDay last;
  std::vector<absl::CivilDay> dates;  // sorted

  friend bool operator==(const HolidayList&, const HolidayList&) = default;
};

// Adds everything wrong with the lists by the bounds of rapport.v1.Brand.
void CheckHolidayLists(const std::vector<HolidayList>& lists,
                       FieldChecks& checks);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_HOLIDAY_LIST_H_
