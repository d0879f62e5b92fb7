#include "db/settings_check.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace rapport::db {
namespace {

// An import writes up to 1,000 rows a transaction, a schedule 1 MiB at most.
constexpr int64_t kPacketBytesMin = int64_t{16} << 20;
// A day: nobody repairs replicas within seconds.
constexpr int64_t kSemiSyncTimeoutMsMin = 24 * 3600 * int64_t{1000};
// A node that is gone stops all commits for this long.
constexpr absl::Duration kSuspectMax = absl::Seconds(3);
// Two of three can outvote one; one of two cannot.
constexpr int kNodesMin = 3;

constexpr char kShowVariables[] =
    "SHOW GLOBAL VARIABLES WHERE Variable_name IN ("
    "'innodb_flush_log_at_trx_commit', 'innodb_flush_method',"
    " 'innodb_doublewrite', 'innodb_autoinc_lock_mode', 'log_bin',"
    " 'sync_binlog', 'binlog_format', 'max_allowed_packet',"
    " 'max_connections', 'read_only', 'wsrep_on', 'wsrep_retry_autocommit',"
    " 'wsrep_sst_method', 'wsrep_provider_options', 'wsrep_max_ws_size',"
    " 'rpl_semi_sync_master_enabled', 'rpl_semi_sync_master_timeout',"
    " 'rpl_semi_sync_master_wait_point',"
    " 'rpl_semi_sync_master_wait_no_slave',"
    " 'rpl_semi_sync_source_enabled', 'rpl_semi_sync_source_timeout',"
    " 'rpl_semi_sync_source_wait_point',"
    " 'rpl_semi_sync_source_wait_no_replica')";
constexpr char kShowStatus[] =
    "SHOW GLOBAL STATUS WHERE Variable_name IN ("
    "'wsrep_cluster_size', 'Rpl_semi_sync_master_clients',"
    " 'Rpl_semi_sync_source_clients')";
constexpr char kSelectNow[] = "SELECT UTC_TIMESTAMP(6)";

// Collects remarks on settings that are there.
class Check {
 public:
  explicit Check(const DatabaseSettings& settings) : settings_(settings) {}

  std::vector<SettingsRemark> Run() {
    CheckDurability();
    if (IsOn("wsrep_on")) {
      CheckGalera();
    } else {
      CheckReplication();
    }
    CheckLimits();
    absl::c_stable_sort(remarks_, [](const auto& a, const auto& b) {
      return a.gravity > b.gravity;
    });
    return std::move(remarks_);
  }

 private:
  // Killing all nodes lost 192 of 9,455 acknowledged bookings with 0, none of
  // 8,194 with 1.
  void CheckDurability() {
    if (Is("innodb_flush_log_at_trx_commit") &&
        Number("innodb_flush_log_at_trx_commit") != 1) {
      Remark(Gravity::kLosesBookings, "innodb_flush_log_at_trx_commit",
             "a power failure, and with 0 a crash, loses the bookings "
             "acknowledged in the last second",
             "1");
    }
    if (Value("innodb_flush_method") == "nosync") {
      Remark(Gravity::kLosesBookings, "innodb_flush_method",
             "nothing is written through to the disk, so a power failure "
             "loses bookings or the database",
             "O_DIRECT");
    }
    if (Is("innodb_doublewrite") && !IsOn("innodb_doublewrite")) {
      Remark(Gravity::kBreaks, "innodb_doublewrite",
             "a page that a power failure cuts in two cannot be repaired, "
             "unless the file system writes pages whole",
             "ON");
    }
    if (IsOn("log_bin") && !IsOn("wsrep_on") && Number("sync_binlog") != 1) {
      Remark(Gravity::kLosesBookings, "sync_binlog",
             "what the binary log lacks after a power failure is rolled "
             "back, acknowledged or not",
             "1");
    }
  }

  void CheckGalera() {
    if (Value("binlog_format") != "ROW") {
      Remark(Gravity::kBreaks, "binlog_format",
             "Galera replicates rows only; writes fail with error 1665", "ROW");
    }
    if (Number("innodb_autoinc_lock_mode") != 2) {
      Remark(Gravity::kAdvice, "innodb_autoinc_lock_mode",
             "appliers may deadlock on tables of others that count by "
             "themselves",
             "2");
    }
    if (Number("wsrep_retry_autocommit") != 0) {
      Remark(Gravity::kAdvice, "wsrep_retry_autocommit",
             "the node repeats statements by itself, which hides conflicts "
             "that we count and answer",
             "0");
    }
    if (Value("wsrep_sst_method") == "rsync" ||
        Value("wsrep_sst_method") == "mysqldump") {
      Remark(Gravity::kAdvice, "wsrep_sst_method",
             "the node that gives its data to one that joins takes no "
             "bookings meanwhile",
             "mariabackup");
    }
    CheckGroup();
  }

  void CheckGroup() {
    if (Is("wsrep_cluster_size") && Number("wsrep_cluster_size") < kNodesMin) {
      Remark(Gravity::kAdvice, "wsrep_cluster_size",
             "with fewer than three nodes the loss of one can stop all",
             "three or more nodes");
    }
    const std::string suspect = ProviderOption("evs.suspect_timeout");
    absl::Duration duration;
    if (ParsePeriod(suspect, duration) && duration > kSuspectMax) {
      remarks_.push_back({Gravity::kAdvice,
                          absl::StrCat("evs.suspect_timeout=", suspect),
                          "when a node is gone, nobody books for this long",
                          "evs.suspect_timeout=PT3S"});
    }
  }

  void CheckReplication() {
    if (IsOn("log_bin") && Value("binlog_format") == "STATEMENT") {
      Remark(Gravity::kBreaks, "binlog_format",
             "writes at READ COMMITTED fail with error 1665", "ROW");
    }
    // A replica waits for nobody.
    if (IsOn("read_only")) return;
    if (!IsOn("rpl_semi_sync_master_enabled")) {
      // One of several hosts is another's replica, or becomes one.
      if (settings_.hosts > 1) {
        Remark(Gravity::kLosesBookings, "rpl_semi_sync_master_enabled",
               "commits are answered before any replica has them, so a "
               "failover loses bookings",
               "ON");
      }
      return;
    }
    CheckSemiSync();
  }

  // An asynchronous replica lost one acknowledged booking at failover, a
  // semi-synchronous one none.
  void CheckSemiSync() {
    if (Value("rpl_semi_sync_master_wait_point") != "AFTER_SYNC") {
      Remark(Gravity::kLosesBookings, "rpl_semi_sync_master_wait_point",
             "others see a booking before a replica has it, and a failover "
             "takes it away again",
             "AFTER_SYNC");
    }
    if (Number("rpl_semi_sync_master_timeout") < kSemiSyncTimeoutMsMin) {
      Remark(Gravity::kBreaks, "rpl_semi_sync_master_timeout",
             "replicas that are away for longer than these milliseconds are "
             "not waited for any more, and a failover then loses bookings",
             "4000000000");
    }
    if (Is("rpl_semi_sync_master_wait_no_slave") &&
        !IsOn("rpl_semi_sync_master_wait_no_slave")) {
      Remark(Gravity::kBreaks, "rpl_semi_sync_master_wait_no_slave",
             "without a replica nothing is waited for, and a failover then "
             "loses bookings",
             "ON");
    }
    if (Number("Rpl_semi_sync_master_clients") == 0) {
      Remark(Gravity::kBreaks, "Rpl_semi_sync_master_clients",
             "no replica acknowledges, so every booking waits",
             "a replica with rpl_semi_sync_slave_enabled=ON");
    }
  }

  void CheckLimits() {
    if (Is("max_allowed_packet") &&
        Number("max_allowed_packet") < kPacketBytesMin) {
      Remark(Gravity::kBreaks, "max_allowed_packet",
             "large imports and schedules are refused", "64M");
    }
    if (Is("max_connections") &&
        Number("max_connections") < settings_.connections_max) {
      Remark(Gravity::kBreaks, "max_connections",
             absl::StrCat("this program alone may open ",
                          settings_.connections_max),
             absl::StrCat("at least that many for each server program, "
                          "and some spare"));
    }
    const absl::Duration off = settings_.clock_difference;
    if (absl::AbsDuration(off) > kClockDifferenceMax) {
      remarks_.push_back(
          {Gravity::kBreaks,
           absl::StrCat("clock ", absl::FormatDuration(absl::AbsDuration(off)),
                        off > absl::ZeroDuration() ? " ahead" : " behind"),
           "the database ends holds by its clock, we judge slots by ours",
           "the same time source for both"});
    }
  }

  bool Is(const std::string& name) const {
    return settings_.values.contains(name);
  }
  std::string Value(const std::string& name) const {
    const auto found = settings_.values.find(name);
    return found == settings_.values.end() ? "" : found->second;
  }
  bool IsOn(const std::string& name) const {
    return Value(name) == "ON" || Value(name) == "1";
  }
  int64_t Number(const std::string& name) const {
    int64_t number = 0;
    return absl::SimpleAtoi(Value(name), &number) ? number : 0;
  }

  // Of "a = 1; b = 2": what the library behind wsrep_provider is set to.
  std::string ProviderOption(absl::string_view name) const {
    const std::string options = Value("wsrep_provider_options");
    for (const absl::string_view option : absl::StrSplit(options, ';')) {
      const std::pair<absl::string_view, absl::string_view> parts =
          absl::StrSplit(option, absl::MaxSplits('=', 1));
      if (absl::StripAsciiWhitespace(parts.first) == name) {
        return std::string(absl::StripAsciiWhitespace(parts.second));
      }
    }
    return "";
  }

  // ISO 8601, as Galera says it: PT5S, PT1M, PT0.5S.
  static bool ParsePeriod(absl::string_view text, absl::Duration& duration) {
    return absl::ConsumePrefix(&text, "PT") &&
           absl::ParseDuration(absl::AsciiStrToLower(text), &duration);
  }

  void Remark(Gravity gravity, const std::string& name, std::string breaks,
              const std::string& better) {
    const bool is_value = !absl::StrContains(better, ' ');
    remarks_.push_back({gravity,
                        absl::StrCat(name, "=", Is(name) ? Value(name) : "OFF"),
                        std::move(breaks),
                        is_value ? absl::StrCat(name, "=", better) : better});
  }

  const DatabaseSettings& settings_;
  std::vector<SettingsRemark> remarks_;
};

absl::string_view GravityWord(Gravity gravity) {
  switch (gravity) {
    case Gravity::kAdvice:
      return "advice";
    case Gravity::kBreaks:
      return "breaks";
    case Gravity::kLosesBookings:
      break;
  }
  return "LOSES BOOKINGS";
}

}  // namespace

std::vector<SettingsRemark> CheckSettings(const DatabaseSettings& settings) {
  return Check(settings).Run();
}

std::string ToText(const SettingsRemark& remark) {
  return absl::StrCat(GravityWord(remark.gravity), ": ", remark.setting, ": ",
                      remark.breaks, "; better ", remark.mend);
}

bool LosesBookings(absl::Span<const SettingsRemark> remarks) {
  return absl::c_any_of(remarks, [](const SettingsRemark& remark) {
    return remark.gravity == Gravity::kLosesBookings;
  });
}

// MySQL's newer plugins for semi-synchronous replication have other words.
std::string OldName(absl::string_view name) {
  return absl::StrReplaceAll(name,
                             {{"_semi_sync_source_", "_semi_sync_master_"},
                              {"_wait_no_replica", "_wait_no_slave"}});
}

absl::StatusOr<DatabaseSettings> ReadSettings(Connection& connection,
                                              absl::Time now) {
  DatabaseSettings settings;
  const auto note = [&](const Row& row) {
    settings.values[OldName(row.String(0))] = row.String(1);
    return absl::OkStatus();
  };
  absl::Status status = connection.Query(kShowVariables, {}, note);
  if (status.ok()) status = connection.Query(kShowStatus, {}, note);
  if (status.ok()) {
    status = connection.Query(kSelectNow, {}, [&](const Row& row) {
      settings.clock_difference = row.Time(0) - now;
      return absl::OkStatus();
    });
  }
  if (!status.ok()) return status;
  return settings;
}

}  // namespace rapport::db
