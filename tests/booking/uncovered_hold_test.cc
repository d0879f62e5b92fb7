// Which holds a change of schedule tells of: those that the store has not
// ended, whatever this server's own clock says.
#include <gtest/gtest.h>

#include "server/calendar/schedule_desk.h"
#include "tests/booking/booking_desk_fixture.h"

namespace rapport::booking {
namespace {

class UncoveredHoldTest : public BookingDeskTest {
 protected:
  // What is left uncovered by hours that end at 10.
  std::vector<BookingId> CloseAtTen() {
    calendar::ScheduleDesk desk(schedules_, store_, *model_);
    const auto change =
        desk.Put(CallerOf(Role::kBrandAdmin, "admin"), Request("close"),
                 {associate_, search::DailyHours(9, 10), std::nullopt});
    EXPECT_TRUE(change.ok()) << change.status();
    std::vector<BookingId> ids;
    if (!change.ok()) return ids;
    for (const auto& each : change->uncovered) ids.push_back(each.id);
    return ids;
  }
};

TEST_F(UncoveredHoldTest, TellsOfAHoldThatOnlyThisServerTakesForRunOut) {
  const Booking held = MustHold(Paris(14));
  SetNow(Now() + absl::Hours(1));  // the store has not ended it
  EXPECT_EQ(CloseAtTen(), std::vector<BookingId>{held.id});
}

TEST_F(UncoveredHoldTest, TellsNothingOfAHoldThatTheStoreHasEnded) {
  MustHold(Paris(14));
  SetNow(Now() + absl::Hours(1));
  EXPECT_TRUE(store_.ExpireDue().ok());
  EXPECT_TRUE(CloseAtTen().empty());
}

}  // namespace
}  // namespace rapport::booking
