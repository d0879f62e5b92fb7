// Whether a schedule is one that its associate can have.
#ifndef RAPPORT_SERVER_CATALOG_SCHEDULE_FIT_H_
#define RAPPORT_SERVER_CATALOG_SCHEDULE_FIT_H_

#include "server/calendar/schedule.h"
#include "server/catalog/associate.h"
#include "server/vocabulary/field_problem.h"

namespace rapport::catalog {

// Every period and travel time of `schedule` that is at a store where
// `associate` does not serve, or on a channel that they do not take; empty if
// there is none. Paths
// are those of calendar::CheckSchedule.
FieldProblems CheckScheduleFits(const AssociateContent& associate,
                                const calendar::Schedule& schedule);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_SCHEDULE_FIT_H_
