// Every statement of a purge finds its rows by a key, however large the tables
// are: what the planner says of each that was sent. So do some that would else
// look through all that is past.
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "tests/housekeeping/purge_fixture.h"

namespace rapport::db {
namespace {

class PurgePlansTest : public PurgeFixture {
 protected:
  // Some of everything, most of which stays: nobody has seen its events, but
  // those of sessions.
  void Fill() {
    HoldAndLetRunOut(3);
    Settle();
    Execute(absl::StrCat(
        "INSERT INTO claim SELECT 'maison', UNHEX(MD5(s.seq % 50)), s.seq, 0,"
        " REPEAT('b', 16) FROM ",
        Numbers(5000)));
    Execute(absl::StrCat(
        "INSERT INTO event (origin_id, seq, kind, brand_id, role, principal,"
        " action, subject_id, subjects, occur_time)"
        " SELECT 1, 100 + s.seq, 6, 'maison', 4, 'ada', 'x',"
        " UNHEX(MD5(IF(s.seq % 10, s.seq, 'x'))), '', UTC_TIMESTAMP(6) FROM ",
        Numbers(5000)));
    Execute(absl::StrCat(
        "INSERT INTO booking SELECT brand_id, UNHEX(MD5(s.seq)), version,"
        " 1 + s.seq % 7, UNHEX(MD5(s.seq % 50)), store_id, service_id, channel,"
        " start_time + INTERVAL s.seq MINUTE, end_time, start_tick, end_tick,"
        " time_zone, local_start, utc_offset_s, tzdata_version,"
        " CONCAT('shopper-', s.seq), NULL, create_time, update_time,"
        " IF(s.seq % 10, content, '{\"seats\":5}')"
        " FROM (SELECT * FROM booking LIMIT 1) AS b, ",
        Numbers(5000)));
    Execute(absl::StrCat(
        "INSERT INTO booking_seat SELECT 'maison', UNHEX(MD5(s.seq % 500)),"
        " UNHEX(MD5(s.seq)) FROM ",
        Numbers(5000)));
    Execute(absl::StrCat(
        "INSERT INTO waitlist_entry SELECT 'maison', UNHEX(MD5(s.seq)), 1,"
        " 1 + s.seq % 5, CONCAT('shopper-', s.seq), 'styling', NULL, NULL,"
        " '2026-01-01', '2026-01-01' + INTERVAL s.seq MINUTE, NULL, NULL, '{}',"
        " '2026-01-01', '2026-01-01' FROM ",
        Numbers(5000)));
    Execute(absl::StrCat(
        "INSERT INTO shopper_guard SELECT 'maison', CONCAT('shopper-', s.seq),"
        " 'styling', 1 FROM ",
        Numbers(5000)));
    Execute(
        absl::StrCat("INSERT INTO demand SELECT 'maison',"
                     " '2026-01-01' + INTERVAL s.seq HOUR,"
                     " UNHEX(MD5(s.seq)), '', '', '{}', 1 FROM ",
                     Numbers(5000)));
    for (const char* table :
         {"claim", "event", "booking", "booking_seat", "waitlist_entry",
          "shopper_guard", "demand", "origin"}) {
      Select(absl::StrCat("ANALYZE TABLE ", table));
    }
  }

  void SetUp() override {
    PurgeFixture::SetUp();
    if (test::TestServerIsExternal()) {
      GTEST_SKIP() << "MySQL prepares no EXPLAIN of these";
    }
    Fill();
  }

  static PoolOptions Noting(std::set<std::string>& sent) {
    PoolOptions options;
    options.connect.fault = [&sent](FaultPoint point, absl::string_view sql) {
      if (point == FaultPoint::kBeforeStatement &&
          absl::StrContains(absl::StrCat(sql, " "), " FROM ")) {
        sent.insert(std::string(sql));
      }
      return absl::OkStatus();
    };
    return options;
  }

  void ExpectKeys(const std::string& sql) {
    for (const auto& row : Select(Explained(sql))) {
      // id, select_type, table, type, possible_keys, key, key_len, ...
      const std::string& table = row[2];
      // What was listed, or already found, or is found by a whole key.
      if (table == "d" || table == "NULL" ||
          absl::StartsWith(table, "<derived")) {
        continue;
      }
      EXPECT_THAT(row[3], testing::AnyOf("const", "eq_ref", "ref", "range"))
          << sql;
      EXPECT_NE(row[5], "NULL") << sql;
    }
  }

  // With values in the places of its parameters.
  static std::string Explained(const std::string& sql) {
    std::string text = absl::StrReplaceAll(
        sql, {{"JSON_TABLE(?", "JSON_TABLE('[1,2]'"},
              {"LIMIT ?", "LIMIT 10"},
              {"brand_id = ?", "brand_id = 'maison'"},
              {"origin_id = ?", "origin_id = 1"},
              {"origin_id > ?", "origin_id > 0"},
              {"state = ?", "state = 3"},
              {"seq > ?", "seq > 10"},
              {"tick < ?", "tick < 10"},
              {"start_time >= ?", "start_time >= '2026-01-02'"},
              {"_time < ?", "_time < '2026-01-03'"},
              {"start_time > ?", "start_time > '2026-01-02'"},
              {"window_end < ?", "window_end < '2026-01-02'"},
              {"start_hour < ?", "start_hour < '2026-01-02'"},
              {"lease_end < ?", "lease_end < '2026-01-02'"}});
    return absl::StrCat("EXPLAIN ",
                        absl::StrReplaceAll(text, {{"?", "'\x01'"}}));
  }
};

TEST_F(PurgePlansTest, EveryStatementGoesByAKey) {
  std::set<std::string> sent;
  Pool pool(schema_.url(), Noting(sent));
  MysqlPurgeStore purging(pool);
  for (const Past past : housekeeping::kPasts) {
    for (int batch = 0; batch < 6; ++batch) {
      const auto purged = purging.Purge(past, Later());
      ASSERT_TRUE(purged.ok()) << purged.status();
    }
  }
  EXPECT_GT(sent.size(), 15u);
  EXPECT_THAT(sent, testing::Contains(testing::HasSubstr("booking_seat")));
  for (const std::string& sql : sent) ExpectKeys(sql);
}

TEST_F(PurgePlansTest, EntriesInAStateAreListedByIt) {
  std::set<std::string> sent;
  Pool pool(schema_.url(), Noting(sent));
  MysqlWaitlistStore waitlist(pool, log_);
  for (const auto state :
       {booking::WaitlistState::kWaiting, booking::WaitlistState::kOver}) {
    booking::WaitlistFilter filter;
    filter.state = state;
    ASSERT_TRUE(waitlist.List(TestActor().brand, filter, {}, 100, Soon()).ok());
  }
  EXPECT_EQ(sent.size(), 3u);
  for (const std::string& sql : sent) {
    EXPECT_EQ(Select(Explained(sql))[0][5], "waitlist_state") << sql;
  }
}

TEST_F(PurgePlansTest, WhoseTurnItIsToBeReanchoredIsFoundAmongWhatIsToCome) {
  std::set<std::string> sent;
  Pool pool(schema_.url(), Noting(sent));
  MysqlBookingStore bookings(pool, log_);
  booking::ReanchorStep step;
  step.rules.version = "2031a";
  step.dry_run = true;
  ASSERT_TRUE(
      bookings.Reanchor(TestActor(), Request("reanchor"), step, Soon()).ok());
  EXPECT_GE(sent.size(), 2u);
  for (const std::string& sql : sent) {
    ExpectKeys(sql);
    if (!absl::StrContains(sql, "FROM calendar AS c")) continue;
    const Rows plan = Select(Explained(sql));
    ASSERT_EQ(plan.size(), 2u);
    EXPECT_EQ(plan[0][5], "PRIMARY");
    EXPECT_THAT(plan[1][1], testing::HasSubstr("SUBQUERY"));
    EXPECT_EQ(plan[1][5], "associate_time");
  }
}

}  // namespace
}  // namespace rapport::db
