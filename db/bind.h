#ifndef RAPPORT_DB_BIND_H_
#define RAPPORT_DB_BIND_H_

// How values become the connector's types. Private to this room.

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "db/connector.h"
#include "db/value.h"

namespace rapport::db {

// Sets all parameters of `statement`. Returns INVALID_ARGUMENT for a time that
// DATETIME cannot hold (years 1 to 9999). Throws what the connector throws.
absl::Status Bind(sql::PreparedStatement& statement,
                  absl::Span<const Value> params);

}  // namespace rapport::db

#endif  // RAPPORT_DB_BIND_H_
