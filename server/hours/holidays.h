// Which dates are holidays, by country and its parts: yes, no, or not known.
// What no source says is not known, and never guessed.
//
//   HolidayTable table = *LoadHolidays(path);         // holidays_file.h
//   HolidayCalendar calendar = table.For("DE", "BY");
//   calendar.IsPublicHoliday(absl::CivilDay(2026, 8, 15))   // kUnknown: some
//                                         // places of Bavaria have it
#ifndef RAPPORT_SERVER_HOURS_HOLIDAYS_H_
#define RAPPORT_SERVER_HOURS_HOLIDAYS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace rapport::hours {

enum class Answer : uint8_t { kNo, kYes, kUnknown };

// A set of dates, and the dates it speaks of: outside [first, last] it knows
// nothing.
struct HolidayDates {
  absl::CivilDay first;
  absl::CivilDay last;
  std::vector<absl::CivilDay> dates;  // sorted, distinct
};

// The holidays of one place. Thread-safe; cheap to copy.
class HolidayCalendar {
 public:
  // Knows nothing.
  HolidayCalendar() = default;

  Answer IsPublicHoliday(absl::CivilDay date) const;
  Answer IsSchoolHoliday(absl::CivilDay date) const;

  // All dates that surely are public holidays, ascending.
  std::vector<absl::CivilDay> PublicHolidays() const;

  // The same calendar, but of the dates that `own` speaks of, `own` decides:
  // a brand's list wins. `own.dates` is sorted here.
  HolidayCalendar WithOwnPublic(HolidayDates own) const;
  HolidayCalendar WithOwnSchool(HolidayDates own) const;

 private:
  friend class HolidayTable;

  // Of a place and the places within it: holidays of all of them, and of some.
  struct Source {
    absl::CivilDay first;
    absl::CivilDay last;
    std::vector<absl::CivilDay> public_everywhere;
    std::vector<absl::CivilDay> public_somewhere;  // the others
    std::vector<absl::CivilDay> school_everywhere;
  };

  std::shared_ptr<const Source> source_;
  std::shared_ptr<const HolidayDates> own_public_;
  std::shared_ptr<const HolidayDates> own_school_;
};

// Holidays of many countries. Thread-safe.
class HolidayTable {
 public:
  // Knows none.
  HolidayTable() = default;

  // Reads the table that scripts/node/holiday_table.mjs writes: lines of place,
  // kind and dates between tabs; `# years FIRST LAST` before them; other lines
  // with # are comments. A place is `DE`, `DE/BY` or `DE/BY/A`. Dates are the
  // first, as YYYYMMDD, and the days from each to the next; `-` if none.
  // Returns DATA_LOSS naming the line if one is not such.
  static absl::StatusOr<HolidayTable> Parse(absl::string_view text);

  // The calendar of a part of a country: `IL` or `US-IL` (ISO 3166-2), in any
  // case. Where no part is named, or none of that name has a source, days that
  // only some of the country's parts keep are unknown. Of school holidays the
  // source has single days, not the terms': all others are unknown. A country
  // without a source gives a calendar that knows nothing.
  HolidayCalendar For(absl::string_view country_code,
                      absl::string_view subdivision = "") const;

  size_t country_count() const;

 private:
  std::map<std::string, std::shared_ptr<const HolidayCalendar::Source>,
           std::less<>>
      by_place_;
};

}  // namespace rapport::hours

#endif  // RAPPORT_SERVER_HOURS_HOLIDAYS_H_
