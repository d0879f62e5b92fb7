// Where promises are under other rules, by zones that are made up.
#include "server/booking/reanchor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/search/small_world.h"
#include "tests/support/fails_with.h"

namespace rapport::booking {
namespace {

using search::AssociateNo;
using search::BookingIn;
using search::BookingNo;
using test::FailsWith;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Thursday, the 1st of July 2027, 08:00 UTC.
const absl::Time kNow = absl::FromCivil(absl::CivilSecond(2027, 7, 1, 8, 0, 0),
                                        absl::UTCTimeZone());

absl::TimeZone Named(const std::string& name) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(name, &zone)) << name;
  return zone;
}

ZoneRules Rules(const absl::TimeZone& zone, std::string version = "2027b") {
  return {std::move(version),
          [zone](absl::string_view name) -> absl::StatusOr<absl::TimeZone> {
            if (name == "Here") return zone;
            return absl::NotFoundError("no such zone");
          }};
}

// What was promised where the clock was `offset` before UTC.
Booking Promised(int number, absl::CivilSecond local, absl::Duration offset,
                 absl::Duration length = absl::Hours(1)) {
  const absl::Time start = absl::FromCivil(local, absl::UTCTimeZone()) - offset;
  Booking booking = BookingIn(BookingState::kConfirmed, number, AssociateNo(1),
                              {start, start + length});
  booking.id = BookingNo(number);
  booking.time_zone = "Here";
  booking.local_start = local;
  booking.utc_offset_s = static_cast<int>(absl::ToInt64Seconds(offset));
  booking.tzdata_version = "2027a";
  booking.version = 3;
  booking.create_time = kNow - absl::Hours(100 - number);
  return booking;
}

absl::CivilSecond At(int hour, int minute = 0, int day = 8) {
  return absl::CivilSecond(2027, 7, day, hour, minute, 0);
}

ReanchorPlan Plan(const std::vector<Booking>& bookings,
                  const absl::TimeZone& zone, int capacity = 1) {
  ReanchorScene scene = {bookings, {}, {}};
  scene.schedule.channel_capacities = {{Channel::kInStore, capacity}};
  absl::StatusOr<ReanchorPlan> plan = PlanReanchor(scene, Rules(zone), kNow);
  EXPECT_TRUE(plan.ok()) << plan.status();
  return plan.value_or(ReanchorPlan());
}

std::vector<std::string> Told(const std::vector<Shifted>& all) {
  std::vector<std::string> told;
  for (const Shifted& each : all) {
    std::string text =
        absl::FormatTime("%H:%M", each.old_start, absl::UTCTimeZone());
    if (each.new_start.has_value()) {
      absl::StrAppend(
          &text, " to ",
          absl::FormatTime("%H:%M", *each.new_start, absl::UTCTimeZone()));
    }
    if (!each.reason.empty()) absl::StrAppend(&text, " ", each.reason);
    told.push_back(text);
  }
  return told;
}

const absl::TimeZone kOneEast = absl::FixedTimeZone(3600);
const absl::TimeZone kTwoEast = absl::FixedTimeZone(7200);

TEST(AnchorOf, IsTheSameInstantWhereTheRulesAreTheSame) {
  const Booking booking = Promised(1, At(10), absl::Hours(1));
  EXPECT_EQ(AnchorOf(booking, Rules(kOneEast)).start, booking.meeting.start);
}

TEST(AnchorOf, FollowsTheClock) {
  const Booking booking = Promised(1, At(10), absl::Hours(1));
  EXPECT_EQ(AnchorOf(booking, Rules(kTwoEast)).start,
            booking.meeting.start - absl::Hours(1));
}

TEST(AnchorOf, KeepsTheOffsetThatWasPromisedOfATimeThatComesTwice) {
  // In Paris 02:30 comes twice on the 31st of October: first with +2.
  const absl::TimeZone paris = Named("Europe/Paris");
  const absl::CivilSecond twice(2027, 10, 31, 2, 30, 0);
  for (int offset : {1, 2}) {
    const Booking booking = Promised(1, twice, absl::Hours(offset));
    EXPECT_EQ(AnchorOf(booking, Rules(paris)).start, booking.meeting.start)
        << offset;
  }
  const Booking before = Promised(1, twice, absl::Hours(4));
  EXPECT_EQ(AnchorOf(before, Rules(paris)).start,
            before.meeting.start + absl::Hours(2));  // the first
}

TEST(AnchorOf, IsNowhereWhereTheClockLeavesItOut) {
  const absl::CivilSecond skipped(2028, 3, 26, 2, 30, 0);
  const Booking booking = Promised(1, skipped, absl::Hours(1));
  const Anchor anchor = AnchorOf(booking, Rules(Named("Europe/Paris")));
  EXPECT_FALSE(anchor.start.has_value());
  EXPECT_EQ(anchor.reason, "LOCAL_TIME_SKIPPED");
}

TEST(AnchorOf, IsNowhereOffTheTickOrWithoutAZone) {
  Booking booking = Promised(1, At(10), absl::Hours(1));
  EXPECT_EQ(AnchorOf(booking, Rules(absl::FixedTimeZone(3601))).reason,
            "START_NOT_ON_TICK");
  booking.time_zone = "Gone";
  EXPECT_EQ(AnchorOf(booking, Rules(kOneEast)).reason, "TIME_ZONE_UNKNOWN");
}

TEST(PlanReanchor, NotesTheRulesWhereTheInstantStays) {
  const Booking booking = Promised(1, At(10), absl::Hours(1));
  const ReanchorPlan plan = Plan({booking}, kOneEast);
  EXPECT_EQ(plan.report.looked_at, 1);
  EXPECT_EQ(plan.report.kept, 1);
  EXPECT_THAT(plan.report.moved, IsEmpty());
  Booking expected = booking;
  expected.tzdata_version = "2027b";
  expected.version = 4;
  expected.update_time = kNow;
  ASSERT_EQ(plan.changes.size(), 1u);
  EXPECT_EQ(plan.changes[0].after, expected);
}

TEST(PlanReanchor, MovesTheMeetingWithItsBuffers) {
  Booking booking = Promised(1, At(10), absl::Hours(1));
  booking.occupied.start -= kTick;
  booking.occupied.end += 3 * kTick;
  const ReanchorPlan plan = Plan({booking}, kTwoEast);
  ASSERT_EQ(plan.changes.size(), 1u);
  const Booking& after = plan.changes[0].after;
  EXPECT_EQ(after.meeting.start, booking.meeting.start - absl::Hours(1));
  EXPECT_EQ(after.meeting.length(), booking.meeting.length());
  EXPECT_EQ(after.occupied.start, booking.occupied.start - absl::Hours(1));
  EXPECT_EQ(after.occupied.end, booking.occupied.end - absl::Hours(1));
  EXPECT_EQ(after.local_start, booking.local_start);
  EXPECT_EQ(after.utc_offset_s, 7200);
  EXPECT_EQ(after.tzdata_version, "2027b");
  EXPECT_THAT(Told(plan.report.moved), ElementsAre("09:00 to 08:00"));
}

TEST(PlanReanchor, ShiftsAWholeDayThatWouldCollideOneByOne) {
  std::vector<Booking> day;
  for (int hour = 9; hour < 17; ++hour) {
    day.push_back(Promised(hour, At(hour), absl::Hours(1)));
  }
  for (const absl::TimeZone& zone : {kTwoEast, absl::UTCTimeZone()}) {
    const ReanchorPlan plan = Plan(day, zone);
    EXPECT_EQ(plan.report.moved.size(), 8u);
    EXPECT_THAT(plan.report.conflicts, IsEmpty());
  }
}

TEST(PlanReanchor, LeavesWhatSomebodyElseIsInTheWayOf) {
  Booking other = Promised(2, At(10), absl::Hours(2));  // by the new rules
  other.tzdata_version = "2027b";
  const ReanchorPlan plan =
      Plan({Promised(1, At(10), absl::Hours(1)), other}, kTwoEast);
  EXPECT_THAT(plan.changes, IsEmpty());
  EXPECT_THAT(Told(plan.report.conflicts),
              ElementsAre("09:00 to 08:00 SLOT_TAKEN"));
}

TEST(PlanReanchor, LeavesWhatTakesOthersAndWhatIsInTheWayOfIt) {
  Booking both = Promised(1, At(10), absl::Hours(1));
  both.more_associates = {AssociateNo(2)};
  const Booking later = Promised(2, At(11), absl::Hours(1));
  EXPECT_THAT(
      Told(Plan({both, later}, kTwoEast).report.conflicts),
      ElementsAre("09:00 to 08:00 TAKES_OTHERS", "10:00 to 09:00 SLOT_TAKEN"));
  // Of the other associate, who takes part in it.
  const std::vector<Booking> theirs = {later};
  const std::vector<Booking> others = {both};
  const absl::StatusOr<ReanchorPlan> plan =
      PlanReanchor({theirs, others, {}}, Rules(kTwoEast), kNow);
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->report.looked_at, 1);
  EXPECT_THAT(Told(plan->report.conflicts),
              ElementsAre("10:00 to 09:00 SLOT_TAKEN"));
  // Where the instant stays there is nothing to take.
  EXPECT_THAT(Plan({both}, kOneEast).report.conflicts, IsEmpty());
}

TEST(PlanReanchor, LeavesWhatWouldComeWhereAConflictStays) {
  // 10:00 cannot move to what 09:00 was; so 11:00 cannot move to 10:00.
  Booking other = Promised(9, At(10), absl::Hours(2));
  other.tzdata_version = "2027b";
  const ReanchorPlan plan = Plan({other, Promised(1, At(10), absl::Hours(1)),
                                  Promised(2, At(11), absl::Hours(1)),
                                  Promised(3, At(13), absl::Hours(1))},
                                 kTwoEast);
  EXPECT_THAT(
      Told(plan.report.conflicts),
      ElementsAre("09:00 to 08:00 SLOT_TAKEN", "10:00 to 09:00 SLOT_TAKEN"));
  EXPECT_THAT(Told(plan.report.moved), ElementsAre("12:00 to 11:00"));
}

TEST(PlanReanchor, GivesTheHourThatComesNoMoreTwiceToWhoBookedFirst) {
  // Both of 02:30; by the new rules it comes once.
  const Booking first = Promised(2, At(2, 30), absl::Hours(2));
  Booking second = Promised(1, At(2, 30), absl::Hours(1));
  second.create_time = first.create_time + absl::Seconds(1);
  const ReanchorPlan plan = Plan({first, second}, absl::FixedTimeZone(10'800));
  EXPECT_THAT(Told(plan.report.moved), ElementsAre("00:30 to 23:30"));
  EXPECT_THAT(Told(plan.report.conflicts),
              ElementsAre("01:30 to 23:30 SLOT_TAKEN"));
}

TEST(PlanReanchor, MovesThoseTogetherWhoMeetTogether) {
  Booking one = Promised(1, At(10), absl::Hours(1));
  Booking two = Promised(2, At(10), absl::Hours(1));
  one.load = two.load = 1;
  EXPECT_EQ(Plan({one, two}, kTwoEast).report.moved.size(), 2u);
}

TEST(PlanReanchor, MovesAsManyBesideOthersAsHavePlaces) {
  // Two at 09:00 by the new rules, and two whom these bring there.
  std::vector<Booking> all;
  for (int number = 1; number <= 4; ++number) {
    all.push_back(Promised(number, At(10), absl::Hours(number > 2 ? 2 : 1)));
    all.back().load = 1;
    if (number > 2) all.back().tzdata_version = "2027b";
  }
  for (const auto& [capacity, moved] :
       std::map<int, size_t>{{1, 0}, {2, 0}, {3, 1}, {4, 2}}) {
    SCOPED_TRACE(capacity);
    const ReanchorReport report = Plan(all, kTwoEast, capacity).report;
    EXPECT_EQ(report.moved.size(), moved);
    EXPECT_EQ(report.conflicts.size(), 2 - moved);
    if (moved == 1) {
      EXPECT_EQ(report.moved[0].booking, BookingNo(1));
    }
    for (const Shifted& conflict : report.conflicts) {
      EXPECT_EQ(conflict.reason, "SLOT_TAKEN");
    }
  }
}

TEST(PlanReanchor, EndsHoldsInTheWayThatRanOut) {
  Booking dead = Promised(2, At(10), absl::Hours(2));
  dead.state = BookingState::kHeld;
  dead.hold_expire_time = kNow;
  const ReanchorPlan plan =
      Plan({dead, Promised(1, At(10), absl::Hours(1))}, kTwoEast);
  EXPECT_EQ(plan.report.looked_at, 1);
  EXPECT_EQ(plan.report.moved.size(), 1u);
  ASSERT_EQ(plan.gone.size(), 1u);
  EXPECT_EQ(plan.gone[0].id, dead.id);
}

TEST(PlanReanchor, LooksAtWhatIsToComeOnlyByEitherRules) {
  // It is 09:00 by the old rules, and 10:00 by the new ones.
  const auto looked_at = [](int hour, BookingState state) {
    Booking booking = Promised(1, At(hour, 0, 1), absl::Hours(1));
    booking.state = state;
    return Plan({booking}, kTwoEast).report.looked_at;
  };
  EXPECT_EQ(looked_at(9, BookingState::kConfirmed), 0);
  EXPECT_EQ(looked_at(10, BookingState::kConfirmed), 1);
  EXPECT_EQ(looked_at(11, BookingState::kConfirmed), 1);
  EXPECT_EQ(looked_at(11, BookingState::kCheckedIn), 0);
  Booking later = Promised(1, At(8, 0, 1), absl::Hours(1));
  EXPECT_EQ(Plan({later}, absl::FixedTimeZone(-7200)).report.looked_at, 1);
}

TEST(PlanReanchor, RefusesBookingsUnderNewerRules) {
  Booking booking = Promised(1, At(10), absl::Hours(1));
  booking.tzdata_version = "2027c";
  const std::vector<Booking> one = {booking};
  for (const char* version : {"2027b", ""}) {
    EXPECT_THAT(PlanReanchor({one, {}, {}}, Rules(kOneEast, version), kNow),
                FailsWith("TZDATA_OLDER"));
  }
}

TEST(PlanReanchor, LeavesMoreThanOneTransactionTakesToTheNextRun) {
  std::vector<Booking> many;
  for (size_t i = 0; i < kReanchorMax + 1; ++i) {
    Booking booking =
        Promised(static_cast<int>(i % 200), At(10), absl::Hours(1), kTick);
    booking.meeting.start += (i + 1) * kTick;
    booking.local_start += 300 * static_cast<int>(i + 1);
    booking.meeting.end = booking.meeting.start + kTick;
    booking.occupied = booking.meeting;
    many.push_back(booking);
  }
  const ReanchorPlan plan = Plan(many, kOneEast);
  EXPECT_EQ(plan.report.kept, static_cast<int>(kReanchorMax));
}

}  // namespace
}  // namespace rapport::booking
