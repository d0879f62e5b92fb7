#include "db/dialect.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"

namespace rapport::db {

absl::string_view ServerKindName(ServerKind kind) {
  return kind == ServerKind::kMariaDb ? "MariaDB" : "MySQL";
}

ServerKind ServerKindOf(absl::string_view version) {
  return absl::StrContains(absl::AsciiStrToLower(version), "mariadb")
             ? ServerKind::kMariaDb
             : ServerKind::kMySql;
}

bool IsCheckViolation(int error_number) {
  constexpr int kMariaDb = 4025, kMySql = 3819;
  return error_number == kMariaDb || error_number == kMySql;
}

bool IsLockNotAvailable(int error_number) {
  constexpr int kLockWaitTimeout = 1205, kMySqlNoWait = 3572;
  return error_number == kLockWaitTimeout || error_number == kMySqlNoWait;
}

bool IsConnectionKilled(int error_number) {
  constexpr int kMariaDb = 1927, kMySql = 4031;
  return error_number == kMariaDb || error_number == kMySql;
}

std::string DuplicateKeyName(absl::string_view message) {
  // The entry may hold quotes of its own: look from the end.
  constexpr absl::string_view kBefore = "for key '";
  const size_t start = message.rfind(kBefore);
  if (start == absl::string_view::npos || !absl::ConsumeSuffix(&message, "'")) {
    return "";
  }
  return std::string(message.substr(start + kBefore.size()));
}

}  // namespace rapport::db
