// Schedules and slots between rapport.v1 and values.
#ifndef RAPPORT_SERVER_CALENDAR_CALENDAR_CONVERT_H_
#define RAPPORT_SERVER_CALENDAR_CALENDAR_CONVERT_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "rapport/v1/calendar_resources.pb.h"
#include "server/calendar/schedule.h"
#include "server/calendar/slot_verdict.h"
#include "server/vocabulary/caller.h"

namespace rapport::calendar {

// The address of a calendar that is subscribed to is a secret: only the
// associate is told it whole, others its host.
void FromSchedule(const Caller& caller, const StoredSchedule& schedule,
                  v1::Schedule* out);

void FromBusySource(const Caller& caller, const BusySource& source,
                    v1::BusySource* out);

// INVALID_ARGUMENT or NOT_FOUND, naming the field. What CheckSchedule checks is
// not checked here.
absl::StatusOr<Schedule> ToSchedule(const Caller& caller,
                                    const v1::Schedule& in);

// A free slot of `associate`, whose store has that zone.
void FromSlot(const BrandId& brand, const AssociateId& associate,
              const ServiceId& service, Channel channel, const FreeSlot& slot,
              const absl::TimeZone& zone, v1::Slot* out);

// Of a slot only when it is, in every form.
void FromSlotTime(const Interval& interval, const absl::TimeZone& zone,
                  v1::Slot* out);

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_CALENDAR_CONVERT_H_
