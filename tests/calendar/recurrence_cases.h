// Recurrence rules with what they come to, from files in the form of libical's
// own tests: blocks of lines `RRULE:`, `DTSTART:` and `INSTANCES:`.
#ifndef RAPPORT_TESTS_CALENDAR_RECURRENCE_CASES_H_
#define RAPPORT_TESTS_CALENDAR_RECURRENCE_CASES_H_

#include <string>
#include <vector>

namespace rapport::calendar {

struct RecurrenceCase {
  int line = 0;  // of RRULE
  std::string rule;
  std::string start;
  std::vector<std::string> instances;
  std::string error;        // what follows `***` in place of instances
  bool by_dateutil = true;  // not below `dateutil differs`
};

std::vector<RecurrenceCase> ReadRecurrenceCases(const std::string& path);

// The first instances by dateutil of each of `cases`: as many as it has, and
// one more. Empty if it cannot be asked.
std::vector<std::vector<std::string>> AskDateutil(
    const std::vector<RecurrenceCase>& cases);

}  // namespace rapport::calendar

#endif  // RAPPORT_TESTS_CALENDAR_RECURRENCE_CASES_H_
