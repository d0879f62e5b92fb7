// Reads one rule of the opening_hours grammar, part by part. Each function
// moves the cursor past what it reads, or tells the cursor of a failure and
// answers false.
#ifndef RAPPORT_SERVER_HOURS_RULE_PARSER_H_
#define RAPPORT_SERVER_HOURS_RULE_PARSER_H_

#include "server/hours/hours_cursor.h"
#include "server/hours/rule.h"

namespace rapport::hours {

// Whether a year (which no time follows), a month or Easter stands here.
bool AtYear(HoursCursor& cursor);
bool AtDate(HoursCursor& cursor);
// Whether a week day, PH or SH stands here.
bool AtDay(HoursCursor& cursor);
// Whether a time of the clock or of the sun stands here.
bool AtTime(HoursCursor& cursor);

bool ReadYears(HoursCursor& cursor, Rule& rule);
bool ReadDates(HoursCursor& cursor, Rule& rule);
bool ReadWeeks(HoursCursor& cursor, Rule& rule);
bool ReadDays(HoursCursor& cursor, Rule& rule);
bool ReadTimes(HoursCursor& cursor, Rule& rule);

// ` +1 day`, ` -2 days`; 0 if none stands here.
int ReadDayOffset(HoursCursor& cursor);
// `[1]`, `[-1]`, `[1-3,5]`, as in WeekdayRange::nth; 0 if it fails.
uint16_t ReadNth(HoursCursor& cursor);

}  // namespace rapport::hours

#endif  // RAPPORT_SERVER_HOURS_RULE_PARSER_H_
