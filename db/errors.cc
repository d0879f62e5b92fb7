#include "db/errors.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "db/dialect.h"

namespace rapport::db {
namespace {

// Payloads of a status; the first always, the others where there is something.
constexpr char kOutcomeUrl[] = "rapport.db/outcome";
constexpr char kNumberUrl[] = "rapport.db/number";
constexpr char kKeyUrl[] = "rapport.db/key";

constexpr std::array<absl::string_view, 9> kNames = {
    "none",          "rolled-back",    "lock-wait", "duplicate", "constraint",
    "not-committed", "commit-unknown", "refused",   "other"};

template <size_t kCount>
bool IsOneOf(int number, const int (&numbers)[kCount]) {
  return std::find(std::begin(numbers), std::end(numbers), number) !=
         std::end(numbers);
}

// The transaction is gone on the server. 1213 deadlock (Galera's certification
// failure too), 1020 record changed since it was read, 1412 table changed since
// the snapshot, 3101 rolled back by group replication.
bool IsRolledBack(int number) {
  return IsOneOf(number, {1213, 1020, 1412, 3101});
}

bool IsDuplicate(int number) { return IsOneOf(number, {1062, 1586}); }

// What a block says when something that it requires is not so (SIGNAL).
constexpr int kSignalled = 1644;

// No COMMIT can say so: a column, a table or a right that is not there, text
// that cannot be read, a value that a column cannot hold.
bool IsOfAStatement(int number) {
  return IsOneOf(number, {1054, 1064, 1136, 1142, 1143, 1146, 1264, 1265, 1292,
                          1366, 1406});
}

// NOT NULL, foreign keys, no default; CHECK differs by server.
bool IsConstraint(int number) {
  return IsOneOf(number, {1048, 1216, 1217, 1364, 1451, 1452, kSignalled}) ||
         IsCheckViolation(number);
}

// User, password, host, privilege, schema, or a way to authenticate.
bool IsRefusal(int number) {
  return IsOneOf(number,
                 {1044, 1045, 1049, 1130, 1142, 1143, 1227, 1251, 1698, 2059});
}

// The session is lost, cannot be had, or cannot write here (read-only after a
// failover; Galera's 1047); or its statements are (1243, 1461, 1615). Nothing
// was committed, another session may do.
bool IsLost(int number) {
  return IsOneOf(number,
                 {1040, 1047, 1053, 1077, 1079, 1152, 1158, 1159, 1160, 1161,
                  1184, 1203, 1243, 1290, 1317, 1461, 1615, 1836, 2002, 2003,
                  2004, 2005, 2006, 2012, 2013, 2014, 2026, 2055}) ||
         IsConnectionKilled(number);
}

// Errors whose text repeats no bound value: unknown or missing tables and
// columns, syntax, counts, lengths and ranges by column name, constraints by
// their own name, what the client library says of the network, and what the
// connector says of its own use (0).
bool HasHarmlessText(int number) {
  return IsOneOf(number, {0,    1007, 1008, 1044, 1049, 1050, 1051, 1054,
                          1060, 1061, 1064, 1067, 1068, 1072, 1091, 1101,
                          1136, 1146, 1153, 1210, 1213, 1205, 1264, 1364,
                          1406, 1461, 1048, 1451, 1452, 3572}) ||
         IsCheckViolation(number) || IsLost(number);
}

DbOutcome OutcomeOfNumber(int number) {
  if (IsRolledBack(number)) return DbOutcome::kRolledBack;
  if (IsLockNotAvailable(number)) return DbOutcome::kLockWait;
  if (IsDuplicate(number)) return DbOutcome::kDuplicate;
  if (IsConstraint(number)) return DbOutcome::kConstraint;
  if (IsRefusal(number)) return DbOutcome::kRefused;
  if (IsLost(number)) return DbOutcome::kNotCommitted;
  return DbOutcome::kOther;
}

absl::StatusCode CodeOf(DbOutcome outcome) {
  switch (outcome) {
    case DbOutcome::kNone:
      return absl::StatusCode::kOk;
    case DbOutcome::kRolledBack:
    case DbOutcome::kLockWait:
      return absl::StatusCode::kAborted;
    case DbOutcome::kDuplicate:
      return absl::StatusCode::kAlreadyExists;
    case DbOutcome::kConstraint:
    case DbOutcome::kRefused:
      return absl::StatusCode::kFailedPrecondition;
    case DbOutcome::kNotCommitted:
    case DbOutcome::kCommitUnknown:
      return absl::StatusCode::kUnavailable;
    case DbOutcome::kOther:
      break;
  }
  return absl::StatusCode::kInternal;
}

std::string Payload(const absl::Status& status, absl::string_view url) {
  const absl::optional<absl::Cord> payload = status.GetPayload(url);
  return payload.has_value() ? std::string(*payload) : "";
}

}  // namespace

absl::string_view DbOutcomeName(DbOutcome outcome) {
  return kNames[static_cast<size_t>(outcome)];
}

DbOutcome OutcomeOf(const absl::Status& status) {
  const auto name =
      std::find(kNames.begin(), kNames.end(), Payload(status, kOutcomeUrl));
  return name == kNames.end() ? DbOutcome::kNone
                              : static_cast<DbOutcome>(name - kNames.begin());
}

int ErrorNumberOf(const absl::Status& status) {
  int number = 0;
  return absl::SimpleAtoi(Payload(status, kNumberUrl), &number) ? number : 0;
}

std::string DuplicateKey(const absl::Status& status) {
  return Payload(status, kKeyUrl);
}

bool DuplicateOf(const absl::Status& status, absl::string_view key) {
  const std::string refused = DuplicateKey(status);
  if (OutcomeOf(status) != DbOutcome::kDuplicate || refused.empty()) {
    return false;
  }
  if (refused == key) return true;
  return !absl::StrContains(refused, '.') &&
         absl::EndsWith(key, absl::StrCat(".", refused));
}

bool RequiredInVain(const absl::Status& status) {
  return OutcomeOf(status) == DbOutcome::kConstraint &&
         ErrorNumberOf(status) == kSignalled;
}

bool Retryable(DbOutcome outcome) {
  return outcome == DbOutcome::kRolledBack || outcome == DbOutcome::kLockWait ||
         outcome == DbOutcome::kNotCommitted;
}

bool PoisonsConnection(const absl::Status& status) {
  constexpr int kPacketTooLarge = 1153;  // the server hangs up after it
  const DbOutcome outcome = OutcomeOf(status);
  if (outcome == DbOutcome::kOther) {
    const int number = ErrorNumberOf(status);
    return number == 0 || number == kPacketTooLarge;
  }
  return outcome == DbOutcome::kNotCommitted ||
         outcome == DbOutcome::kCommitUnknown;
}

absl::Status MakeDbStatus(DbOutcome outcome, int error_number,
                          absl::string_view message,
                          absl::string_view duplicate_key) {
  absl::Status status(CodeOf(outcome), message);
  status.SetPayload(kOutcomeUrl, absl::Cord(DbOutcomeName(outcome)));
  if (error_number != 0) {
    status.SetPayload(kNumberUrl, absl::Cord(absl::StrCat(error_number)));
  }
  if (!duplicate_key.empty()) {
    status.SetPayload(kKeyUrl, absl::Cord(duplicate_key));
  }
  return status;
}

absl::Status StatusFromServer(int error_number, absl::string_view sql_state,
                              absl::string_view message) {
  const DbOutcome outcome = OutcomeOfNumber(error_number);
  const std::string key =
      outcome == DbOutcome::kDuplicate ? DuplicateKeyName(message) : "";
  std::string text = absl::StrCat("database error ", error_number, " (",
                                  sql_state, "), ", DbOutcomeName(outcome));
  if (!key.empty()) absl::StrAppend(&text, " on key ", key);
  if (HasHarmlessText(error_number)) absl::StrAppend(&text, ": ", message);
  return MakeDbStatus(outcome, error_number, text, key);
}

absl::Status StatusFromCommit(const absl::Status& status) {
  const int number = ErrorNumberOf(status);
  if (status.ok() || IsRolledBack(number)) return status;
  if (IsLockNotAvailable(number)) {
    return MakeDbStatus(DbOutcome::kRolledBack, number, status.message());
  }
  return MakeDbStatus(
      DbOutcome::kCommitUnknown, number,
      absl::StrCat("commit has no plain answer: ", status.message()));
}

absl::Status StatusFromBlock(const absl::Status& status) {
  const DbOutcome outcome = OutcomeOf(status);
  const bool is_plain = outcome == DbOutcome::kDuplicate ||
                        outcome == DbOutcome::kConstraint ||
                        IsOfAStatement(ErrorNumberOf(status));
  return is_plain ? status : StatusFromCommit(status);
}

}  // namespace rapport::db
