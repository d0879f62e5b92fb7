// Opening hours as locators' JSON and schema.org have them: members or list
// elements by day, as a text in OpenStreetMap's grammar.
//
//   {"monday": {"open": "09:00", "close": "17:00"}, "sunday": "closed"}
//   [{"day": "Mon", "is_open": true, "open": "03:30", "close": "01:00"}, ...]
//   [{"dayOfWeek": ["Monday"], "opens": "09:00", "closes": "17:00"}, ...]
//   ["Mo-Fr 09:00-17:00", "Sa 10:00-14:00"]
//
// Only what is plain is read: a day by number, or an opening and a closing
// that are the same with nothing that says it is open, are left.
#ifndef RAPPORT_SERVER_CATALOG_JSON_HOURS_H_
#define RAPPORT_SERVER_CATALOG_JSON_HOURS_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "nlohmann/json.hpp"
#include "server/catalog/field_map.h"
#include "server/catalog/store_record.h"

namespace rapport::catalog {

// The text of `hours`; nothing if it can't be read. In schema.org's
// (`is_schema`), an opening and a closing at 00:00 are a closed day, and
// 00:00 to 23:59 is all of it.
std::optional<std::string> HoursTextOf(const nlohmann::json& hours,
                                       bool is_schema);

// Sets hours that the file has under `name`: a text, something of the forms
// above, or an object of such things by kind. Of kinds, `dine_in`, `regular`,
// `store`, `normal`, `standard`, `general`, `main`, `default`, `in_store` and
// `retail` are the door's hours; others are secondary hours, but those that are
// never open are none. What can't be read is set as JSON text.
void SetHours(const StoreFieldName& meaning, const std::string& name,
              const nlohmann::json& hours, bool is_schema, const FieldMap& map,
              StoreRecord& record);

// Sets the special days of schema.org's specifications that are valid for days
// of the calendar (at most kSpecialRangeDaysMax at a time); others are left.
void SetSpecialDays(const StoreFieldName& meaning, const std::string& name,
                    const nlohmann::json& specifications, StoreRecord& record);
inline constexpr int kSpecialRangeDaysMax = 31;

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_JSON_HOURS_H_
