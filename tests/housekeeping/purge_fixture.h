// A database in which bookings are made and what is past is purged. What is past
// is said by the test: a day to come may be over.
#ifndef RAPPORT_TESTS_HOUSEKEEPING_PURGE_FIXTURE_H_
#define RAPPORT_TESTS_HOUSEKEEPING_PURGE_FIXTURE_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "db/change_follower.h"
#include "db/mysql_booking_store.h"
#include "db/mysql_purge_store.h"
#include "db/mysql_waitlist_store.h"
#include "tests/booking/mysql_booking_fixture.h"
#include "tests/search/small_world.h"

namespace rapport::db {

class PurgeFixture : public MysqlBookingFixture {
 protected:
  using Past = housekeeping::Past;

  // Purges until there is no more. How many rows went.
  int64_t Purge(Past past, absl::Time before) {
    int64_t rows = 0;
    housekeeping::Purged some = {.more = true};
    while (some.more) {
      const auto purged = purge_.Purge(past, before);
      EXPECT_TRUE(purged.ok()) << purged.status();
      if (!purged.ok()) break;
      some = *purged;
      EXPECT_LE(some.rows, housekeeping::kPurgeMax);
      rows += some.rows;
    }
    return rows;
  }
  // All of this log's numbers are known to be there.
  void Settle() { ASSERT_TRUE(log_.Heartbeat().ok()); }

  absl::StatusOr<booking::Booking> Hold(const std::string& name,
                                        const booking::HoldWrite& write) {
    return bookings_.Hold(TestActor(), Request(name), write, Soon());
  }
  absl::StatusOr<booking::Booking> Write(const std::string& name,
                                         const booking::BookingWrite& write) {
    return bookings_.Write(TestActor(), Request(name), write, Soon());
  }
  absl::StatusOr<booking::Booking> Cancel(const std::string& name,
                                          uint32_t number) {
    return bookings_.Cancel(TestActor(), Request(name),
                            search::BookingNo(number), std::nullopt, Soon());
  }
  // Holds that many as bookings from 1 on, which then have run out.
  void HoldAndLetRunOut(uint32_t bookings) {
    for (uint32_t number = 1; number <= bookings; ++number) {
      ASSERT_TRUE(Hold(absl::StrCat("hold-", number),
                       Wanted(number, 2 * static_cast<int>(number)))
                      .ok());
    }
    RunOutAllHolds();
    ASSERT_TRUE(bookings_.ExpireDue().ok());
  }
  int Count(absl::string_view table, absl::string_view where = "1 = 1") {
    return std::stoi(Select(
        absl::StrCat("SELECT COUNT(*) FROM ", table, " WHERE ", where))[0][0]);
  }

  // A table of the numbers from 1 to `last`, at most 10,000, in its column seq.
  static std::string Numbers(int last) {
    constexpr char kDigits[] =
        "(SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2"
        " UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5"
        " UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8"
        " UNION ALL SELECT 9) AS ";
    return absl::StrCat(
        "(SELECT * FROM (SELECT 1 + a.d + 10 * b.d + 100 * c.d + 1000 * e.d"
        " AS seq FROM ",
        kDigits, "a, ", kDigits, "b, ", kDigits, "c, ", kDigits,
        "e) AS n WHERE seq <= ", last, ") AS s");
  }

  // After all that a test does.
  static absl::Time Later() { return Ten() + absl::Hours(24 * 365); }

  MysqlBookingStore bookings_{pool_, log_};
  MysqlWaitlistStore waitlist_{pool_, log_};
  Pool purge_pool_{schema_.url(), {}};
  MysqlPurgeStore purge_{purge_pool_};
};

}  // namespace rapport::db

#endif  // RAPPORT_TESTS_HOUSEKEEPING_PURGE_FIXTURE_H_
