// When a store is open: days, nights, holidays, special days, and the days on
// which the clock changes.
#include "server/hours/open_state.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/hours/day_plan.h"

namespace rapport::hours {
namespace {

using absl::CivilDay;
using absl::CivilMinute;
using testing::ElementsAre;
using testing::IsEmpty;

absl::TimeZone Zone(const char* name) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(name, &zone));
  return zone;
}

OpeningHours Hours(const char* text) {
  auto hours = ParseOpeningHours(text);
  EXPECT_TRUE(hours.ok()) << text << ": " << hours.status();
  return hours.ok() ? *hours : OpeningHours();
}

StoreHours Store(const char* text, const char* zone = "America/New_York") {
  return {.regular = Hours(text), .zone = Zone(zone)};
}

// 2026-03-09 is a Monday.
absl::Time At(const StoreHours& store, int day, int hour, int minute = 0) {
  return absl::FromCivil(CivilMinute(2026, 3, day, hour, minute), store.zone);
}

State On(const StoreHours& store, int day, int hour, int minute = 0) {
  return StateAt(store, At(store, day, hour, minute)).state;
}

TEST(StateAt, OpensAtTheStartAndClosesAtTheEnd) {
  const StoreHours store = Store("Mo-Fr 10:00-18:00");
  EXPECT_EQ(On(store, 9, 9, 59), State::kClosed);
  EXPECT_EQ(On(store, 9, 10), State::kOpen);
  EXPECT_EQ(On(store, 9, 17, 59), State::kOpen);
  EXPECT_EQ(On(store, 9, 18), State::kClosed);
  EXPECT_EQ(On(store, 14, 12), State::kClosed);
}

TEST(StateAt, IsUnknownWithoutHours) {
  const StoreHours store{.zone = Zone("Asia/Tokyo")};
  EXPECT_EQ(On(store, 9, 12), State::kUnknown);
  EXPECT_EQ(StateAt(store, absl::InfiniteFuture()).state, State::kUnknown);
  EXPECT_EQ(NextChange(store, At(store, 9, 12)), std::nullopt);
}

TEST(StateAt, RunsOnPastMidnightAlsoIntoADayThatIsOff) {
  const StoreHours store = Store("Fr 20:00-04:00; Sa off; Mo 22:00-26:00");
  EXPECT_EQ(On(store, 14, 3, 59), State::kOpen);  // Saturday
  EXPECT_EQ(On(store, 14, 4), State::kClosed);
  EXPECT_EQ(On(store, 13, 3), State::kClosed);
  EXPECT_EQ(On(store, 10, 1), State::kOpen);
}

TEST(StateAt, IsCutByAnOffWithTimes) {
  const StoreHours store = Store("Mo-Su 20:00-04:00; Sa 02:00-03:00 off");
  EXPECT_EQ(On(store, 14, 1), State::kOpen);
  EXPECT_EQ(On(store, 14, 2), State::kClosed);
  EXPECT_EQ(On(store, 14, 3), State::kOpen);
}

TEST(StateAt, TakesTheLaterRuleForADayAndAddsAfterAComma) {
  const StoreHours later = Store("Mo-Fr 10:00-18:00; We 12:00-14:00");
  EXPECT_EQ(On(later, 11, 11), State::kClosed);
  EXPECT_EQ(On(later, 11, 13), State::kOpen);
  const StoreHours added = Store("Mo-Fr 10:00-18:00, We 19:00-21:00");
  EXPECT_EQ(On(added, 11, 11), State::kOpen);
  EXPECT_EQ(On(added, 11, 20), State::kOpen);
}

TEST(StateAt, FallsBackWhereItIsClosed) {
  const StoreHours store = Store("Mo-Fr 10:00-18:00 || \"by appointment\"");
  EXPECT_EQ(On(store, 9, 12), State::kOpen);
  const OpenState evening = StateAt(store, At(store, 9, 19));
  EXPECT_EQ(evening.state, State::kUnknown);
  EXPECT_EQ(evening.comment, "by appointment");
}

TEST(StateAt, SaysTheCommentOfTheRule) {
  const StoreHours store =
      Store("Mo 10:00-18:00 open \"back door\"; Tu off \"cleaning\"");
  EXPECT_EQ(StateAt(store, At(store, 9, 12)).comment, "back door");
  EXPECT_EQ(StateAt(store, At(store, 10, 12)),
            (OpenState{State::kClosed, "cleaning"}));
}

TEST(StateAt, DoesNotKnowWhenAnOpenEndEnds) {
  const StoreHours store = Store("Mo 10:00-16:00+");
  EXPECT_EQ(On(store, 9, 15), State::kOpen);
  EXPECT_EQ(StateAt(store, At(store, 9, 16)),
            (OpenState{State::kUnknown, kNoClosingTime}));
  EXPECT_EQ(On(store, 10, 0), State::kClosed);
  EXPECT_EQ(On(Store("Mo 20:00+"), 10, 5, 59), State::kUnknown);
  EXPECT_EQ(On(Store("Mo 20:00+"), 10, 6), State::kClosed);
}

HolidayCalendar Holidays(std::vector<CivilDay> dates) {
  return HolidayCalendar().WithOwnPublic(
      {CivilDay(2026, 1, 1), CivilDay(2026, 12, 31), std::move(dates)});
}

TEST(StateAt, KnowsTheHolidaysItIsGiven) {
  StoreHours store = Store("Mo-Fr 10:00-18:00; PH off; PH +1 day 12:00-14:00");
  store.holidays = Holidays({CivilDay(2026, 3, 10)});
  EXPECT_EQ(On(store, 9, 11), State::kOpen);
  EXPECT_EQ(On(store, 10, 11), State::kClosed);
  EXPECT_EQ(On(store, 11, 11), State::kClosed);
  EXPECT_EQ(On(store, 11, 13), State::kOpen);
}

TEST(StateAt, IsUnknownWhereItDependsOnHolidaysThatAreNotKnown) {
  const StoreHours store = Store("Mo-Fr 10:00-18:00; PH off");
  EXPECT_EQ(StateAt(store, At(store, 9, 12)),
            (OpenState{State::kUnknown, kHolidaysNotKnown}));
  EXPECT_EQ(On(store, 9, 19), State::kClosed);
  EXPECT_EQ(On(Store("Mo-Fr 10:00-18:00; SH 12:00-14:00"), 9, 13),
            State::kOpen);
}

TEST(StateAt, PutsSpecialDaysInPlaceOfRegularOnes) {
  StoreHours store = Store("Mo-Su 20:00-02:00");
  store.special_days = {{CivilDay(2026, 3, 10), Hours("off")},
                        {CivilDay(2026, 3, 12), Hours("18:00-26:00")}};
  EXPECT_EQ(On(store, 10, 1), State::kOpen);  // Monday night's
  EXPECT_EQ(On(store, 10, 21), State::kClosed);
  EXPECT_EQ(On(store, 11, 1), State::kClosed);
  EXPECT_EQ(On(store, 11, 21), State::kOpen);
  EXPECT_EQ(On(store, 12, 19), State::kOpen);
  EXPECT_EQ(On(store, 13, 1), State::kOpen);
}

TEST(StateAt, KnowsTheSunOnlyOfAPlace) {
  StoreHours store = Store("sunrise-sunset", "Europe/London");
  EXPECT_EQ(StateAt(store, At(store, 9, 12)),
            (OpenState{State::kUnknown, kSunNotKnown}));
  store.place = SunPlace{51.48, 0};
  EXPECT_EQ(On(store, 20, 5, 55), State::kClosed);  // sunrise 06:06
  EXPECT_EQ(On(store, 20, 6, 15), State::kOpen);
  EXPECT_EQ(On(store, 20, 18, 5), State::kOpen);  // sunset 18:13
  EXPECT_EQ(On(store, 20, 18, 25), State::kClosed);
}

// New York's clock goes from 02:00 to 03:00 on 8 March 2026.
TEST(StateAt, OpensWhenItsStartIsSkipped) {
  const StoreHours store = Store("02:30-10:00");
  const absl::Time skip = At(store, 8, 3);
  EXPECT_EQ(StateAt(store, skip - absl::Seconds(1)).state, State::kClosed);
  EXPECT_EQ(StateAt(store, skip).state, State::kOpen);
  EXPECT_EQ(NextOpen(store, skip - absl::Hours(1)), skip);
}

TEST(StateAt, ClosesWhenItsEndIsSkipped) {
  const StoreHours store = Store("00:00-02:30");
  const absl::Time skip = At(store, 8, 3);
  EXPECT_EQ(StateAt(store, skip - absl::Seconds(1)).state, State::kOpen);
  EXPECT_EQ(StateAt(store, skip).state, State::kClosed);
  EXPECT_EQ(NextClose(store, skip - absl::Hours(1)), skip);
}

TEST(StateAt, IsNotOpenInASkippedHour) {
  const StoreHours store = Store("02:15-02:45");
  EXPECT_EQ(NextOpen(store, At(store, 8, 0)), At(store, 9, 2, 15));
  EXPECT_THAT(IntervalsOf(store, CivilDay(2026, 3, 8), CivilDay(2026, 3, 8)),
              IsEmpty());
}

// It goes from 02:00 to 01:00 on 1 November 2026, at 06:00 UTC.
TEST(StateAt, TakesTheFirstOfAReadingThatComesTwice) {
  const absl::Time repeat =
      absl::FromCivil(CivilMinute(2026, 11, 1, 6, 0), absl::UTCTimeZone());
  const StoreHours ends = Store("00:00-01:30");
  EXPECT_EQ(StateAt(ends, repeat - absl::Minutes(31)).state, State::kOpen);
  EXPECT_EQ(StateAt(ends, repeat - absl::Minutes(30)).state, State::kClosed);
  EXPECT_EQ(StateAt(ends, repeat + absl::Minutes(10)).state, State::kClosed);
  const StoreHours starts = Store("01:30-03:00");
  EXPECT_EQ(StateAt(starts, repeat - absl::Minutes(30)).state, State::kOpen);
  EXPECT_EQ(StateAt(starts, repeat + absl::Minutes(10)).state, State::kOpen);
  EXPECT_THAT(IntervalsOf(starts, CivilDay(2026, 11, 1), CivilDay(2026, 11, 1)),
              ElementsAre(OpenInterval{
                  {repeat - absl::Minutes(30), repeat + absl::Hours(2)},
                  State::kOpen,
                  ""}));
}

TEST(NextOpen, SkipsTheDaysBetween) {
  const StoreHours store = Store("Mo-Fr 10:00-18:00");
  EXPECT_EQ(NextOpen(store, At(store, 13, 18)), At(store, 16, 10));
  EXPECT_EQ(NextOpen(store, At(store, 13, 12)), At(store, 16, 10));
  EXPECT_EQ(NextClose(store, At(store, 13, 18)), At(store, 16, 18));
  EXPECT_EQ(NextClose(store, At(store, 13, 12)), At(store, 13, 18));
}

TEST(NextOpen, IsNotToldWhereSomethingUnknownComesFirst) {
  const StoreHours store =
      Store("Mo-Fr 10:00-18:00; Sa 10:00-12:00 \"sometimes\"");
  EXPECT_EQ(NextOpen(store, At(store, 13, 19)), std::nullopt);
  EXPECT_EQ(NextChange(store, At(store, 13, 19)), At(store, 14, 10));
  EXPECT_EQ(NextOpen(store, At(store, 14, 13)), At(store, 16, 10));
}

TEST(NextOpen, IsNothingBeyondTheHorizon) {
  EXPECT_EQ(NextOpen(Store("off"), At(Store("off"), 9, 0)), std::nullopt);
  const StoreHours always = Store("24/7");
  EXPECT_EQ(NextClose(always, At(always, 9, 0)), std::nullopt);
  const StoreHours far = Store("2030 Mar 9 10:00-12:00");
  EXPECT_EQ(NextOpen(far, At(far, 9, 0)), std::nullopt);
  const StoreHours next_year = Store("Mar 8 10:00-12:00");
  EXPECT_EQ(NextOpen(next_year, At(next_year, 9, 0)),
            absl::FromCivil(CivilMinute(2027, 3, 8, 10, 0), next_year.zone));
}

TEST(NextChange, ComesWhenASpecialDayEndsTwentyFourHours) {
  StoreHours store = Store("24/7");
  store.special_days = {{CivilDay(2026, 3, 12), Hours("off")}};
  EXPECT_EQ(NextClose(store, At(store, 9, 0)), At(store, 12, 0));
  EXPECT_EQ(NextOpen(store, At(store, 12, 5)), At(store, 13, 0));
}

TEST(IntervalsOf, ShowsWhatIsOpenUnknownOrExplained) {
  const StoreHours store =
      Store("Mo 10:00-12:00; Tu off \"cleaning\"; We 22:00-02:00; Sa unknown");
  EXPECT_THAT(
      IntervalsOf(store, CivilDay(2026, 3, 9), CivilDay(2026, 3, 14)),
      ElementsAre(
          OpenInterval{{At(store, 9, 10), At(store, 9, 12)}, State::kOpen, ""},
          OpenInterval{
              {At(store, 10, 0), At(store, 11, 0)}, State::kClosed, "cleaning"},
          OpenInterval{{At(store, 11, 22), At(store, 12, 2)}, State::kOpen, ""},
          OpenInterval{
              {At(store, 14, 0), At(store, 15, 0)}, State::kUnknown, ""}));
}

TEST(IntervalsOf, HasABound) {
  const StoreHours store = Store("10:00-12:00");
  EXPECT_EQ(
      IntervalsOf(store, CivilDay(2026, 1, 1), CivilDay(2027, 1, 1)).size(),
      static_cast<size_t>(kShownDaysMax));
  EXPECT_THAT(IntervalsOf(store, CivilDay(2026, 1, 2), CivilDay(2026, 1, 1)),
              IsEmpty());
}

}  // namespace
}  // namespace rapport::hours
