#ifndef RAPPORT_DB_DIALECT_H_
#define RAPPORT_DB_DIALECT_H_

// All that differs between MariaDB 10.11 and MySQL 8.4 and later. Everything
// else in this room, and every statement of the stores, is the same on both.

#include <string>

#include "absl/strings/string_view.h"

namespace rapport::db {

enum class ServerKind { kMariaDb, kMySql };

absl::string_view ServerKindName(ServerKind kind);

// Which server says `version` of itself (SELECT VERSION()).
ServerKind ServerKindOf(absl::string_view version);

// What every session is set to, and both servers take: what does not fit a
// column is an error, never cut; a zero date or a division by zero is one too.
inline constexpr char kSqlMode[] =
    "STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,"
    "NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY";

// Error numbers that one of the two has of its own. Each server's numbers mean
// something else, or nothing, on the other, and none of these collide.
bool IsCheckViolation(int error_number);    // 4025 MariaDB, 3819 MySQL
bool IsLockNotAvailable(int error_number);  // 1205 both, 3572 MySQL (NOWAIT)
bool IsConnectionKilled(int error_number);  // 1927 MariaDB, 4031 MySQL

// The key's name out of the text of error 1062:
//   Duplicate entry '1-2' for key 'PRIMARY'          MariaDB
//   Duplicate entry '1-2' for key 'claim.PRIMARY'    MySQL
// Empty if the text has neither shape.
std::string DuplicateKeyName(absl::string_view message);

}  // namespace rapport::db

#endif  // RAPPORT_DB_DIALECT_H_
