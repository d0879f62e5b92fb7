// Each wrong setting is named, with what it breaks; right ones are not.
#include "db/settings_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/time/clock.h"

namespace rapport::db {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

DatabaseSettings Single() {
  return {.values = {{"innodb_flush_log_at_trx_commit", "1"},
                     {"innodb_flush_method", "O_DIRECT"},
                     {"innodb_doublewrite", "ON"},
                     {"innodb_autoinc_lock_mode", "1"},
                     {"log_bin", "OFF"},
                     {"sync_binlog", "0"},
                     {"binlog_format", "MIXED"},
                     {"max_allowed_packet", "16777216"},
                     {"max_connections", "151"},
                     {"rpl_semi_sync_master_enabled", "OFF"}},
          .clock_difference = {},
          .hosts = 1,
          .connections_max = 23};
}

DatabaseSettings Galera() {
  DatabaseSettings settings = Single();
  settings.hosts = 3;
  settings.values["wsrep_on"] = "ON";
  settings.values["binlog_format"] = "ROW";
  settings.values["innodb_autoinc_lock_mode"] = "2";
  settings.values["wsrep_retry_autocommit"] = "0";
  settings.values["wsrep_sst_method"] = "mariabackup";
  settings.values["wsrep_cluster_size"] = "3";
  settings.values["wsrep_provider_options"] =
      "base_dir = /d; evs.suspect_timeout = PT3S; gcache.size = 128M; ";
  return settings;
}

DatabaseSettings SemiSync() {
  DatabaseSettings settings = Single();
  settings.hosts = 3;
  settings.values["log_bin"] = "ON";
  settings.values["sync_binlog"] = "1";
  settings.values["binlog_format"] = "ROW";
  settings.values["rpl_semi_sync_master_enabled"] = "ON";
  settings.values["rpl_semi_sync_master_wait_point"] = "AFTER_SYNC";
  settings.values["rpl_semi_sync_master_timeout"] = "4000000000";
  settings.values["rpl_semi_sync_master_wait_no_slave"] = "ON";
  settings.values["Rpl_semi_sync_master_clients"] = "2";
  return settings;
}

TEST(CheckSettings, FindsNothingWrongWithGoodOnes) {
  for (const DatabaseSettings& good : {Single(), Galera(), SemiSync()}) {
    std::vector<std::string> texts;
    for (const SettingsRemark& remark : CheckSettings(good)) {
      texts.push_back(ToText(remark));
    }
    EXPECT_THAT(texts, IsEmpty());
  }
}

TEST(CheckSettings, WantsNoReplicaToWaitForReplicas) {
  DatabaseSettings replica = SemiSync();
  replica.values["read_only"] = "ON";
  replica.values["rpl_semi_sync_master_enabled"] = "OFF";
  replica.values["Rpl_semi_sync_master_clients"] = "0";
  EXPECT_TRUE(CheckSettings(replica).empty());
  replica.values["sync_binlog"] = "0";  // it may be the primary one day
  EXPECT_TRUE(LosesBookings(CheckSettings(replica)));
}

struct Wrong {
  DatabaseSettings settings;
  std::string name;
  std::string value;
  Gravity gravity;
};

TEST(CheckSettings, NamesEachThatIsWrong) {
  const Gravity loses = Gravity::kLosesBookings;
  const Gravity breaks = Gravity::kBreaks;
  const Gravity advice = Gravity::kAdvice;
  const std::vector<Wrong> rows = {
      {Single(), "innodb_flush_log_at_trx_commit", "0", loses},
      {Galera(), "innodb_flush_log_at_trx_commit", "2", loses},
      {Single(), "innodb_flush_method", "nosync", loses},
      {Single(), "innodb_doublewrite", "OFF", breaks},
      {Single(), "max_allowed_packet", "16777215", breaks},
      {Single(), "max_connections", "22", breaks},
      {Galera(), "binlog_format", "MIXED", breaks},
      {Galera(), "innodb_autoinc_lock_mode", "1", advice},
      {Galera(), "wsrep_retry_autocommit", "1", advice},
      {Galera(), "wsrep_sst_method", "rsync", advice},
      {Galera(), "wsrep_cluster_size", "2", advice},
      {SemiSync(), "sync_binlog", "0", loses},
      {SemiSync(), "binlog_format", "STATEMENT", breaks},
      {SemiSync(), "rpl_semi_sync_master_enabled", "OFF", loses},
      {SemiSync(), "rpl_semi_sync_master_wait_point", "AFTER_COMMIT", loses},
      {SemiSync(), "rpl_semi_sync_master_timeout", "10000", breaks},
      {SemiSync(), "rpl_semi_sync_master_wait_no_slave", "OFF", breaks},
      {SemiSync(), "Rpl_semi_sync_master_clients", "0", breaks},
  };
  for (const Wrong& row : rows) {
    DatabaseSettings settings = row.settings;
    settings.values[row.name] = row.value;
    const std::vector<SettingsRemark> remarks = CheckSettings(settings);
    ASSERT_EQ(remarks.size(), 1) << row.name;
    EXPECT_EQ(remarks[0].setting, row.name + "=" + row.value);
    EXPECT_EQ(remarks[0].gravity, row.gravity) << row.name;
    EXPECT_NE(remarks[0].breaks, "");
    EXPECT_EQ(LosesBookings(remarks), row.gravity == loses);
  }
}

TEST(CheckSettings, WantsTheNodesToBeMissedSoon) {
  DatabaseSettings settings = Galera();
  settings.values["wsrep_provider_options"] = "evs.suspect_timeout = PT5S";
  const std::vector<SettingsRemark> remarks = CheckSettings(settings);
  ASSERT_EQ(remarks.size(), 1);
  EXPECT_EQ(ToText(remarks[0]),
            "advice: evs.suspect_timeout=PT5S: when a node is gone, nobody "
            "books for this long; better evs.suspect_timeout=PT3S");
}

TEST(CheckSettings, TakesASecondOfDifferenceBetweenClocksAndNoMore) {
  DatabaseSettings settings = Single();
  settings.clock_difference = absl::Seconds(-1);
  EXPECT_THAT(CheckSettings(settings), IsEmpty());
  settings.clock_difference -= absl::Microseconds(1);
  ASSERT_EQ(CheckSettings(settings).size(), 1);
  EXPECT_THAT(CheckSettings(settings)[0].setting, HasSubstr("behind"));
  settings.clock_difference = absl::Minutes(2);
  EXPECT_EQ(CheckSettings(settings)[0].setting, "clock 2m ahead");
}

TEST(CheckSettings, AsksAReplicaOnlyWhereThereMayBeOne) {
  DatabaseSettings settings = Single();
  settings.hosts = 2;
  EXPECT_TRUE(LosesBookings(CheckSettings(settings)));
}

TEST(CheckSettings, PutsTheGravestFirst) {
  DatabaseSettings settings = Galera();
  settings.values["wsrep_sst_method"] = "rsync";
  settings.values["binlog_format"] = "MIXED";
  settings.values["innodb_flush_log_at_trx_commit"] = "0";
  std::vector<Gravity> gravities;
  for (const SettingsRemark& remark : CheckSettings(settings)) {
    gravities.push_back(remark.gravity);
  }
  EXPECT_THAT(gravities, ElementsAre(Gravity::kLosesBookings, Gravity::kBreaks,
                                     Gravity::kAdvice));
}

}  // namespace
}  // namespace rapport::db
