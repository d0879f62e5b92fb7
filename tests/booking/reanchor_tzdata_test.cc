// Bookings kept at their wall time under zones that this test makes up: its own
// tzdata, compiled by zic, in $TZDIR. A program reads its zones once, so this
// is a program of its own.
//
// Everything was promised with Paris an hour ahead of UTC, and New York five
// behind. By the tzdata of this test Paris goes an hour on, on Wednesday the 3rd
// at 9:00, for ever, and New York an hour back, on Thursday the 4th at 12:00.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/booking/reanchor_desk.h"
#include "tests/booking/booking_desk_fixture.h"
#include "tests/transport/temp_folder.h"

namespace rapport::booking {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kTzdata[] =
    "# version 2099b\n"
    "Z Europe/Paris 1 - CET 2027 Mar 3 9\n"
    "2 - EET\n"
    "Z America/New_York -5 - EST 2027 Mar 4 12\n"
    "-6 - CST\n";

// Whether it could be made.
bool MakeTzdata(const transport::TempFolder& folder) {
  const std::string source = folder.File("tzdata.zi");
  std::ofstream(source) << kTzdata;
  const std::string compile = absl::StrCat("PATH=$PATH:/usr/sbin zic -d '",
                                           folder.File(""), "' '", source, "'");
  return std::system(compile.c_str()) == 0 &&
         setenv("TZDIR", folder.File("").c_str(), /*overwrite=*/1) == 0;
}

class ReanchorDeskTest : public BookingDeskTest {
 protected:
  // Monday the 1st is `day` 1.
  Booking Promise(int number, int day, int hour, int minute = 0,
                  const char* zone = "Europe/Paris", int offset_h = 1,
                  int associate = 1) {
    const absl::CivilSecond local(2027, 3, day, hour, minute, 0);
    const absl::Time start =
        absl::FromCivil(local, absl::UTCTimeZone()) - absl::Hours(offset_h);
    HoldWrite write;
    write.booking = search::BookingIn(BookingState::kHeld, number,
                                      search::AssociateNo(associate),
                                      {start, start + absl::Hours(1)});
    write.booking.time_zone = zone;
    write.booking.local_start = local;
    write.booking.utc_offset_s = offset_h * 3600;
    write.booking.tzdata_version = "2099a";
    write.schedule_version = 1;
    const auto created =
        store_.Write(Ada().actor, Request(absl::StrCat("book-", number)),
                     Creating(write), kNever);
    EXPECT_TRUE(created.ok()) << created.status();
    if (created.ok()) model_->Apply(brand_, {*created});
    return created.value_or(Booking());
  }
  ReanchorReport Run(bool dry_run = false) {
    const auto report = reanchor_.Step(CallerOf(Role::kBrandAdmin, "admin"),
                                       Request(absl::StrCat("run-", ++runs_)),
                                       {std::nullopt, dry_run}, kNever);
    EXPECT_TRUE(report.ok()) << report.status();
    return report.value_or(ReanchorReport());
  }
  Booking Now(const Booking& booking) {
    const auto found = store_.Get(brand_, booking.id, kNever);
    EXPECT_TRUE(found.ok()) << found.status();
    return found.value_or(Booking());
  }

  int runs_ = 0;
  ReanchorDesk reanchor_{store_, *model_};
};

TEST_F(ReanchorDeskTest, ShiftsTheDaysAfterAndShowsIt) {
  const Booking before = Promise(1, 2, 10);
  std::vector<Booking> after;
  for (int hour = 10; hour < 16; ++hour) {
    after.push_back(Promise(hour, 5, hour));
  }
  const ReanchorReport report = Run();
  EXPECT_EQ(report.looked_at, 7);
  EXPECT_EQ(report.kept, 1);
  EXPECT_EQ(report.moved.size(), 6u);
  EXPECT_THAT(report.conflicts, IsEmpty());
  EXPECT_EQ(Now(before).meeting, before.meeting);
  EXPECT_EQ(Now(before).tzdata_version, "2099b");
  std::vector<Interval> expected = {before.meeting};
  for (const Booking& booking : after) {
    const Booking now = Now(booking);
    EXPECT_EQ(now.meeting.start, booking.meeting.start - absl::Hours(1));
    EXPECT_EQ(now.local_start, booking.local_start);
    EXPECT_EQ(now.utc_offset_s, 7200);
    expected.push_back(now.meeting);
  }
  EXPECT_EQ(Shown(), expected);
  EXPECT_EQ(Run().looked_at, 0);
}

TEST_F(ReanchorDeskTest, LeavesWhatTheClockSkips) {
  const Booking skipped = Promise(1, 3, 9, 30);
  for (int run = 0; run < 2; ++run) {
    const ReanchorReport report = Run();
    ASSERT_EQ(report.conflicts.size(), 1u);
    EXPECT_EQ(report.conflicts[0],
              (Shifted{skipped.id, skipped.meeting.start, std::nullopt,
                       "LOCAL_TIME_SKIPPED"}));
  }
  EXPECT_EQ(Now(skipped), skipped);
}

TEST_F(ReanchorDeskTest, KeepsTheOffsetWhereATimeNowComesTwice) {
  const Booking twice = Promise(1, 4, 11, 30, "America/New_York", -5);
  EXPECT_EQ(Run().kept, 1);
  EXPECT_EQ(Now(twice).meeting, twice.meeting);
  EXPECT_EQ(Now(twice).utc_offset_s, -5 * 3600);
}

TEST_F(ReanchorDeskTest, MovesIntoNoTimeThatSomebodyElseHas) {
  const Booking booking = Promise(1, 5, 10);
  Booking other = Promise(2, 5, 8);  // where 10:00 is now: no promise of a time
  EXPECT_EQ(other.meeting.end, booking.meeting.start - absl::Hours(1));
  HoldWrite lunch;
  lunch.booking =
      search::BookingIn(BookingState::kHeld, 3, associate_,
                        {booking.meeting.start - kTick, booking.meeting.start});
  lunch.booking.tzdata_version = "2099b";
  lunch.schedule_version = 1;
  lunch.hold_duration = absl::Hours(1);
  ASSERT_TRUE(
      store_.Write(Ada().actor, Request("lunch"), Holding(lunch), kNever).ok());
  const ReanchorReport report = Run();
  ASSERT_EQ(report.conflicts.size(), 1u);
  EXPECT_EQ(report.conflicts[0].booking, booking.id);
  EXPECT_EQ(report.conflicts[0].reason, "SLOT_TAKEN");
  ASSERT_EQ(report.moved.size(), 1u);
  EXPECT_EQ(report.moved[0].booking, other.id);
  EXPECT_EQ(Now(booking), booking);
}

TEST_F(ReanchorDeskTest, OnlySaysItOnADryRun) {
  const Booking booking = Promise(1, 5, 10);
  const ReanchorReport report = Run(/*dry_run=*/true);
  EXPECT_EQ(report.moved.size(), 1u);
  EXPECT_EQ(Now(booking), booking);
  EXPECT_THAT(Shown(), ElementsAre(booking.occupied));
  EXPECT_EQ(Run().moved, report.moved);
}

TEST_F(ReanchorDeskTest, AnswersNothingOfWhatTheStoreCouldNotDo) {
  Promise(1, 5, 10);
  store_.FailNext(absl::UnavailableError("gone"));
  EXPECT_TRUE(
      absl::IsUnavailable(reanchor_
                              .Step(CallerOf(Role::kBrandAdmin, "admin"),
                                    Request("lost"), {}, kNever)
                              .status()));
}

}  // namespace
}  // namespace rapport::booking

int main(int argc, char** argv) {
  const rapport::transport::TempFolder folder;
  if (!rapport::booking::MakeTzdata(folder)) {
    std::fprintf(stderr, "zic could not compile the zones of this test\n");
    return 1;
  }
  testing::InitGoogleMock(&argc, argv);
  return RUN_ALL_TESTS();
}
