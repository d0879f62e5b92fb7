// How much of an associate's time may be booked, in the file of schedule_json.h:
//
//   {"booked_per_day_minutes": 360, "booked_per_week_minutes": 1800,
//    "bookings_per_day": 8, "break_after_minutes": 180,
//    "break_length_minutes": 30}
#ifndef RAPPORT_CLIENTS_CLI_TEXT_LIMITS_JSON_H_
#define RAPPORT_CLIENTS_CLI_TEXT_LIMITS_JSON_H_

#include <string>

#include "absl/status/status.h"
#include "nlohmann/json.hpp"
#include "rapport/v1/calendar_resources.pb.h"

namespace rapport::cli {

// Returns INVALID_ARGUMENT, naming the place below `where`, for what is unknown
// or no whole number; the server judges the numbers.
absl::Status ReadLimits(const nlohmann::json& value, const std::string& where,
                        v1::WorkLimits& limits);

nlohmann::ordered_json LimitsToJson(const v1::WorkLimits& limits);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_TEXT_LIMITS_JSON_H_
