#ifndef RAPPORT_DB_SETTINGS_CHECK_H_
#define RAPPORT_DB_SETTINGS_CHECK_H_

// What of a database's settings breaks our promises, and how. The rules are
// pure; what was measured to need them is told beside each.
//
//   ASSIGN_OR_RETURN(DatabaseSettings settings, ReadSettings(connection));
//   for (const SettingsRemark& remark : CheckSettings(settings)) Say(remark);

#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "db/connection.h"

namespace rapport::db {

// Beyond it, holds run out visibly too early or too late, and minimum notice
// is judged by another time than holds are.
inline constexpr absl::Duration kClockDifferenceMax = absl::Seconds(1);

struct DatabaseSettings {
  // Of the server's variables and status, by name, as it says them; what it
  // does not have is not there.
  absl::btree_map<std::string, std::string> values;
  // The database's clock less ours.
  absl::Duration clock_difference = {};
  // How many hosts the URL names, and sessions the program may open.
  int hosts = 1;
  int connections_max = 0;
};

enum class Gravity {
  kAdvice,         // slower, or less available, than it could be
  kBreaks,         // something will fail, and say so
  kLosesBookings,  // what was acknowledged can be lost: not to be served on
};

struct SettingsRemark {
  Gravity gravity;
  std::string setting;  // with its value: `innodb_flush_log_at_trx_commit=2`
  std::string breaks;   // what goes wrong, and when
  std::string mend;     // what to set instead
};

// The gravest first.
std::vector<SettingsRemark> CheckSettings(const DatabaseSettings& settings);

// One line: "LOSES BOOKINGS: sync_binlog=0: ...; set sync_binlog=1".
std::string ToText(const SettingsRemark& remark);

bool LosesBookings(absl::Span<const SettingsRemark> remarks);

// What `connection`'s server says. Returns the codes of errors.h.
absl::StatusOr<DatabaseSettings> ReadSettings(Connection& connection,
                                              absl::Time now);

}  // namespace rapport::db

#endif  // RAPPORT_DB_SETTINGS_CHECK_H_
