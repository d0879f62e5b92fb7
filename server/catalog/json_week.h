// Hours by day of the week in JSON: what json_hours.h reads.
#ifndef RAPPORT_SERVER_CATALOG_JSON_WEEK_H_
#define RAPPORT_SERVER_CATALOG_JSON_WEEK_H_

#include <optional>

#include "nlohmann/json.hpp"
#include "server/catalog/week_hours.h"

namespace rapport::catalog {

// What `hours`, an object or a list of the forms in json_hours.h, says of the
// week; nothing if a part of it is not plain.
std::optional<WeekHours> WeekOf(const nlohmann::json& hours, bool is_schema);

// What an object says of one day, by an opening and a closing or that it is
// closed; nothing if that is not plain.
DayHours DayOf(const nlohmann::json& entry, bool is_schema);

// Whether an object says when it opens.
bool HasOpening(const nlohmann::json& entry);

// Whether an object names a day of the week, and whether it has members by day.
bool NamesDay(const nlohmann::json& object);
bool HasDays(const nlohmann::json& object);

// Whether an entry is valid for days of the calendar only.
bool IsOfDates(const nlohmann::json& entry);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_JSON_WEEK_H_
