// Whose word counts about time off, where a brand wants it approved: the
// associate asks, and a manager's write of the same schedule decides.
#ifndef RAPPORT_SERVER_CALENDAR_TIME_OFF_APPROVAL_H_
#define RAPPORT_SERVER_CALENDAR_TIME_OFF_APPROVAL_H_

#include "server/calendar/schedule.h"

namespace rapport::calendar {

// Names the time off of `schedule` that has no id by the date of UTC on which
// it begins, `off-2026-12-27`, numbered where there are several. The same
// schedule is always given the same.
void NameTimeOff(Schedule& schedule);

// Sets the states of `wanted`, which somebody sends who cannot approve, in
// place of `before`: approved is what lies in time off that was; declined what
// lies in that of its id, which was, unless it is asked for again; all else is
// asked for. So whoever takes less than they were given needs nobody, and
// whoever takes more or other days does.
void SettleTimeOff(const Schedule& before, Schedule& wanted);

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_TIME_OFF_APPROVAL_H_
