// Schedules as the JSON text of a column.
#ifndef RAPPORT_DB_SCHEDULE_JSON_H_
#define RAPPORT_DB_SCHEDULE_JSON_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/calendar/schedule.h"

namespace rapport::db {

std::string ScheduleJson(const calendar::Schedule& schedule);

// Returns INTERNAL if the text was not written here.
absl::Status ReadSchedule(absl::string_view json, calendar::Schedule& schedule);

// The version and the time of a schedule that was written, and the states of its
// time off where not all of it counts: the reply to its request.
std::string ScheduleReplyJson(const calendar::StoredSchedule& written);

// Sets them in `written`, whose time off is that of the request. Returns INTERNAL if the text was not written here.
absl::Status ReadScheduleReply(absl::string_view json,
                               calendar::StoredSchedule& written);

}  // namespace rapport::db

#endif  // RAPPORT_DB_SCHEDULE_JSON_H_
