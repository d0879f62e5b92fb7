#include "server/calendar/time_off_approval.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/calendar/written.h"

namespace rapport::calendar {
namespace {

using ::testing::ElementsAre;

constexpr auto kApproved = TimeOffState::kApproved;
constexpr auto kRequested = TimeOffState::kRequested;
constexpr auto kDeclined = TimeOffState::kDeclined;

Interval Days(const char* start, const char* end) {
  return {Utc(absl::StrCat(start, " 00:00")), Utc(absl::StrCat(end, " 00:00"))};
}

Schedule With(std::vector<TimeOff> time_off) {
  Schedule schedule;
  schedule.time_off = std::move(time_off);
  return schedule;
}

// The state of the one thing wanted, settled.
TimeOffState Settled(const Schedule& before, TimeOff wanted) {
  Schedule schedule = With({std::move(wanted)});
  SettleTimeOff(before, schedule);
  return schedule.time_off[0].state;
}

std::vector<std::string> Named(std::vector<TimeOff> time_off) {
  Schedule schedule = With(std::move(time_off));
  NameTimeOff(schedule);
  EXPECT_TRUE(CheckSchedule(schedule).empty());
  std::vector<std::string> ids;
  for (const TimeOff& off : schedule.time_off) ids.push_back(off.id);
  return ids;
}

TEST(SettleTimeOff, AsksForWhatIsNew) {
  const Interval june = Days("2026-06-01", "2026-06-08");
  for (const TimeOffState said : {kApproved, kRequested, kDeclined}) {
    EXPECT_EQ(Settled({}, {june, "june", said}), kRequested);
  }
}

TEST(SettleTimeOff, LeavesWhatWasApprovedOrLess) {
  const Schedule before =
      With({{Days("2026-06-01", "2026-06-08"), "june", kApproved}});
  EXPECT_EQ(Settled(before, {Days("2026-06-01", "2026-06-08"), "june"}),
            kApproved);
  EXPECT_EQ(Settled(before, {Days("2026-06-02", "2026-06-08"), "other"}),
            kApproved);
}

TEST(SettleTimeOff, AsksForWhatIsMoreByATick) {
  const Interval june = Days("2026-06-01", "2026-06-08");
  const Schedule before = With({{june, "june", kApproved}});
  EXPECT_EQ(Settled(before, {{june.start - kTick, june.end}, "june"}),
            kRequested);
  EXPECT_EQ(Settled(before, {{june.start, june.end + kTick}, "june"}),
            kRequested);
}

TEST(SettleTimeOff, LeavesWhatIsAskedForAskedFor) {
  const Interval june = Days("2026-06-01", "2026-06-08");
  const Schedule before = With({{june, "june", kRequested}});
  EXPECT_EQ(Settled(before, {june, "june", kApproved}), kRequested);
}

TEST(SettleTimeOff, LeavesWhatWasDeclinedUntilItIsAskedForAgain) {
  const Interval june = Days("2026-06-01", "2026-06-08");
  const Schedule before = With({{june, "june", kDeclined}});
  EXPECT_EQ(Settled(before, {june, "june", kApproved}), kDeclined);
  EXPECT_EQ(Settled(before, {june, "june", kDeclined}), kDeclined);
  EXPECT_EQ(Settled(before, {june, "june", kRequested}), kRequested);
  EXPECT_EQ(Settled(before, {{june.start, june.end + kTick}, "june"}),
            kRequested);
  EXPECT_EQ(Settled(before, {june, "another"}), kRequested);
}

TEST(NameTimeOff, NamesByDateAndCountsThoseOfOne) {
  const Interval june = Days("2026-06-01", "2026-06-02");
  EXPECT_THAT(
      Named({{june}, {june}, {june, "off-2026-06-01-2"}, {june, "mine"}}),
      ElementsAre("off-2026-06-01", "off-2026-06-01-3", "off-2026-06-01-2",
                  "mine"));
}

TEST(NameTimeOff, LeavesNamesAsTheyAre) {
  EXPECT_THAT(Named({{Days("2026-06-01", "2026-06-02"), "x"}}),
              ElementsAre("x"));
}

}  // namespace
}  // namespace rapport::calendar
