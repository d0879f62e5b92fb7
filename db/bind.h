#ifndef RAPPORT_DB_BIND_H_
#define RAPPORT_DB_BIND_H_

// How values and the connector's types become each other. Private to this room.

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "db/connector.h"
#include "db/value.h"

namespace rapport::db {

// Sets all parameters of `statement`. Returns INVALID_ARGUMENT for a time that
// DATETIME cannot hold (years 1 to 9999). Throws what the connector throws.
absl::Status Bind(sql::PreparedStatement& statement,
                  absl::Span<const Value> params);

// "2026-03-29 01:30:00.000001", UTC, as DATETIME(6) takes it.
absl::StatusOr<std::string> DatetimeText(absl::Time time);

// The reverse, with 0 to 6 digits of a second. Returns INVALID_ARGUMENT for
// what is no such text.
absl::StatusOr<absl::Time> ParseDatetime(absl::string_view text);

}  // namespace rapport::db

#endif  // RAPPORT_DB_BIND_H_
