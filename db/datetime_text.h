#ifndef RAPPORT_DB_DATETIME_TEXT_H_
#define RAPPORT_DB_DATETIME_TEXT_H_

// Times as the database writes them. Private to this room.

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace rapport::db {

// "2026-03-29 01:30:00.000001", UTC, as DATETIME(6) takes it.
absl::StatusOr<std::string> DatetimeText(absl::Time time);

// The reverse, with 0 to 6 digits of a second. Returns INVALID_ARGUMENT for
// what is no such text.
absl::StatusOr<absl::Time> ParseDatetime(absl::string_view text);

}  // namespace rapport::db

#endif  // RAPPORT_DB_DATETIME_TEXT_H_
