// JSON values as rows of files have them.
#ifndef RAPPORT_SERVER_CATALOG_JSON_VALUE_H_
#define RAPPORT_SERVER_CATALOG_JSON_VALUE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "nlohmann/json.hpp"
#include "server/catalog/feature_scanner.h"
#include "server/vocabulary/field_problem.h"

namespace rapport::catalog {

// The JSON of a row, NaN and Infinity outside of strings, which Python's and
// others' writers put there, as null; discarded if it is none.
nlohmann::json ParseRow(absl::string_view text);

// What is wrong with a row before it is looked into, or an object in `row`.
// Problems are TOO_LONG, MALFORMED and NOT_UTF8; their field is empty.
bool ParseScanned(const ScannedFeature& scanned, nlohmann::json& row,
                  FieldProblem& problem);

// The member, or null where there is none or `object` is no object.
const nlohmann::json& Member(const nlohmann::json& object, const char* key);

// A text, or a number or truth value as text, empty for null; false for lists
// and objects.
bool ReadScalar(const nlohmann::json& value, std::string& text);

// What stands at `path`, members and indexes with points between:
// `hours.0.open`. A member whose name is the whole rest of the path goes
// first. Null (the pointer) where nothing is.
const nlohmann::json* FindPath(const nlohmann::json& value,
                               absl::string_view path);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_JSON_VALUE_H_
