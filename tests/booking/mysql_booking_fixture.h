// What the tests of bookings and waits in the database share: a log that has
// started, one associate who always works, and statements that fail.
#ifndef RAPPORT_TESTS_BOOKING_MYSQL_BOOKING_FIXTURE_H_
#define RAPPORT_TESTS_BOOKING_MYSQL_BOOKING_FIXTURE_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "db/mysql_schedule_store.h"
#include "tests/db/change_log_fixture.h"
#include "tests/search/small_world.h"

namespace rapport::db {

// On a day to come.
inline absl::Time Ten() {
  static const absl::Time ten =
      TimeOfTick(TickOf(absl::Now())) + absl::Hours(100 * 24);
  return ten;
}

class MysqlBookingFixture : public ChangeLogFixture {
 protected:
  void SetUp() override {
    ChangeLogFixture::SetUp();
    ASSERT_TRUE(log_.Start().ok());
    MysqlScheduleStore schedules(pool_, log_);
    ASSERT_TRUE(
        schedules
            .PutMany(TestActor(), {{search::AssociateNo(1),
                                    search::DailyHours(0, 24), std::nullopt}})
            .ok());
    Execute("DELETE FROM event");
  }

  static RequestKey Request(const std::string& name) {
    return {"request-" + name, std::string(32, 'a')};
  }
  static std::string Bytes(uint32_t number) {
    return std::string(search::BookingNo(number).stored());
  }
  // A hold of two ticks, the first of them counted from ten.
  static booking::HoldWrite Wanted(uint32_t number, int first_tick = 0) {
    const absl::Time start = Ten() + first_tick * kTick;
    booking::HoldWrite write;
    write.booking =
        search::BookingIn(booking::BookingState::kHeld, number,
                          search::AssociateNo(1), {start, start + 2 * kTick});
    write.schedule_version = 1;
    write.hold_duration = absl::Minutes(10);
    return write;
  }

  void RunOutAllHolds() {
    Execute(
        "UPDATE booking SET hold_expire_time ="
        " UTC_TIMESTAMP(6) - INTERVAL 1 SECOND WHERE state = 1");
  }
  // The next time a statement begins so, it fails with that number.
  void FailOnce(const std::string& begin, int number) {
    fault_ = [=, left = 1](FaultPoint point, absl::string_view sql) mutable {
      const bool here = point == FaultPoint::kBeforeStatement &&
                        sql.substr(0, begin.size()) == begin && left-- > 0;
      return here ? StatusFromServer(number, "HY000", "injected")
                  : absl::OkStatus();
    };
  }

  ChangeLog log_{pool_};
};

}  // namespace rapport::db

#endif  // RAPPORT_TESTS_BOOKING_MYSQL_BOOKING_FIXTURE_H_
