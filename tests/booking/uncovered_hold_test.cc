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
    for (const auto& each : change->uncovered.first) ids.push_back(each.id);
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

TEST_F(UncoveredHoldTest, TellsTheFirstOfManyAndHowManyMore) {
  constexpr int kMore = 7;
  const auto count = static_cast<int>(calendar::kUncoveredMax) + kMore;
  for (int i = 0; i < count; ++i) {
    const absl::Time start = Paris(14) + i * kTick;
    HoldWrite write;
    write.booking = search::BookingIn(BookingState::kHeld, 1000 + i, associate_,
                                      {start, start + kTick});
    write.schedule_version = 1;
    write.hold_duration = absl::Minutes(10);
    const auto held = store_.Hold(
        Ada().actor, Request(absl::StrCat("hold-", i)), write, kNever);
    ASSERT_TRUE(held.ok()) << held.status();
  }
  calendar::ScheduleDesk desk(schedules_, store_, *model_);
  const Caller admin = CallerOf(Role::kBrandAdmin, "admin");
  const auto change =
      desk.Put(admin, Request("close"), {associate_, {}, std::nullopt});
  ASSERT_TRUE(change.ok()) << change.status();
  EXPECT_EQ(change->uncovered.first.size(), calendar::kUncoveredMax);
  EXPECT_EQ(change->uncovered.first.front().id, search::BookingNo(1000));
  EXPECT_EQ(change->uncovered.more, kMore);
  const auto listed = desk.ListUncovered(admin, associate_);
  ASSERT_TRUE(listed.ok()) << listed.status();
  EXPECT_EQ(listed->more, kMore);
}

}  // namespace
}  // namespace rapport::booking
