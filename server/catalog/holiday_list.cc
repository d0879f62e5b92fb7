#include "server/catalog/holiday_list.h"

#include <set>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"

namespace rapport::catalog {
namespace {

constexpr absl::string_view kPath = "holiday_lists";

void CheckDates(const HolidayList& list, size_t number, FieldChecks& checks) {
  if (list.last < list.first) {
    checks.Add(
        ElementPath(kPath, number, "last_date"), reason::kOutOfRange,
        "before the first; a list speaks of the days from first to last");
  }
  const std::string path = ElementPath(kPath, number, "dates");
  checks.Count(path, list.dates.size(), {0, kHolidayDatesMax});
  for (size_t i = 0; i < list.dates.size() && i < kHolidayDatesMax; ++i) {
    if (list.dates[i] < list.first || list.dates[i] > list.last) {
      checks.Add(ElementPath(path, i), reason::kOutOfRange,
                 "not within the days that the list speaks of");
    } else if (i > 0 && list.dates[i] == list.dates[i - 1]) {
      checks.Add(ElementPath(path, i), reason::kDuplicate,
                 "there already; each day comes once");
    }
  }
}

}  // namespace

void CheckHolidayLists(const std::vector<HolidayList>& lists,
                       FieldChecks& checks) {
  checks.Count(kPath, lists.size(), {0, kHolidayListsMax});
  std::set<std::string> seen;
  for (size_t i = 0; i < lists.size() && i < kHolidayListsMax; ++i) {
    const std::string& region = lists[i].region_code;
    if (!region.empty() &&
        (region.size() != 2 || !absl::c_all_of(region, absl::ascii_isupper))) {
      checks.Add(ElementPath(kPath, i, "region_code"), reason::kMalformed,
                 "not two letters A-Z; countries are ISO 3166-1 alpha-2 codes");
    }
    if (!seen.insert(region).second) {
      checks.Add(ElementPath(kPath, i, "region_code"), reason::kDuplicate,
                 "there already; each country has one list");
    }
    CheckDates(lists[i], i, checks);
  }
}

}  // namespace rapport::catalog
