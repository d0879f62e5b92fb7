// The weekly hours of one associate within the opening hours of their store.

#ifndef RAPPORT_CLIENTS_CLI_DEMO_SHIFTS_H_
#define RAPPORT_CLIENTS_CLI_DEMO_SHIFTS_H_

#include <cstddef>
#include <vector>

#include "clients/cli/demo/opening_hours.h"
#include "clients/cli/demo/random.h"
#include "rapport/v1/calendar_resources.pb.h"
#include "rapport/v1/catalog_resources.pb.h"

namespace rapport::demo {

// Five days a week of up to eight hours with a break, early or late; the days
// off rotate with `number`, so that a store of two is open every day. Whoever
// takes remote channels may start with an hour of these alone, before the
// store opens; whoever has a second store is there one day a week. Hours lie
// on 5-minute ticks and do not overlap.
std::vector<v1::WeeklyPeriod> DrawShifts(const OpeningHours& hours,
                                         size_t number, Random& random,
                                         const v1::Associate& associate);

}  // namespace rapport::demo

#endif  // RAPPORT_CLIENTS_CLI_DEMO_SHIFTS_H_
