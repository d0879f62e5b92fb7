#include "clients/cli/text/opening_text.h"

#include "absl/time/civil_time.h"
#include "clients/cli/text/time_text.h"
#include "gtest/gtest.h"

namespace rapport::cli {
namespace {

// A Sunday.
const absl::Time kNow = absl::FromCivil(
    absl::CivilSecond(2026, 11, 22, 10, 0, 0), absl::UTCTimeZone());

v1::OpeningState State(v1::OpenStatus status) {
  v1::OpeningState opening;
  opening.set_status(status);
  return opening;
}

v1::OpeningState OpenFor(absl::Duration wait) {
  v1::OpeningState opening = State(v1::OPEN_STATUS_OPEN);
  *opening.mutable_next_close_time() = ToTimestamp(kNow + wait);
  return opening;
}

v1::OpeningState ClosedFor(absl::Duration wait) {
  v1::OpeningState opening = State(v1::OPEN_STATUS_CLOSED);
  *opening.mutable_next_open_time() = ToTimestamp(kNow + wait);
  return opening;
}

// A period of `hours` that starts `start` after now, on the local clock of a
// store an hour ahead of UTC.
v1::OpeningPeriod Period(absl::Duration start, int local_start, int local_end) {
  v1::OpeningPeriod period;
  *period.mutable_start_time() = ToTimestamp(kNow + start);
  const int hours = (local_end - local_start + 24) % 24;
  *period.mutable_end_time() = ToTimestamp(kNow + start + absl::Hours(hours));
  period.mutable_local_start()->set_hours(local_start);
  period.mutable_local_end()->set_hours(local_end);
  period.set_status(v1::OPEN_STATUS_OPEN);
  return period;
}

v1::OpeningDay& AddDay(v1::StorePage& page, int day) {
  v1::OpeningDay& added = *page.add_days();
  added.mutable_date()->set_year(2026);
  added.mutable_date()->set_month(11);
  added.mutable_date()->set_day(day);
  return added;
}

// Open from 9 to 18 today, and from 10 to 2 o'clock tomorrow.
v1::StorePage Page(const v1::OpeningState& opening) {
  v1::StorePage page;
  page.mutable_store()->set_time_zone("Europe/Paris");
  *page.mutable_opening() = opening;
  *AddDay(page, 22).add_periods() = Period(-absl::Hours(2), 9, 18);
  *AddDay(page, 23).add_periods() = Period(absl::Hours(23), 10, 2);
  return page;
}

TEST(FormatWait, TellsTheTwoLargestUnits) {
  EXPECT_EQ(FormatWait(absl::ZeroDuration()), "less than a minute");
  EXPECT_EQ(FormatWait(absl::Seconds(59)), "less than a minute");
  EXPECT_EQ(FormatWait(absl::Minutes(1)), "1 min");
  EXPECT_EQ(FormatWait(absl::Minutes(59)), "59 min");
  EXPECT_EQ(FormatWait(absl::Minutes(60)), "1 h");
  EXPECT_EQ(FormatWait(absl::Minutes(130)), "2 h 10 min");
  EXPECT_EQ(FormatWait(absl::Minutes(24 * 60 - 1)), "23 h 59 min");
  EXPECT_EQ(FormatWait(absl::Hours(24)), "1 d");
  EXPECT_EQ(FormatWait(absl::Hours(76)), "3 d 4 h");
}

TEST(FormatDay, NamesTheDayOfTheWeek) {
  google::type::Date date;
  date.set_year(2026);
  date.set_month(11);
  date.set_day(23);
  EXPECT_EQ(FormatDay(date), "Mon 23 Nov");
}

TEST(FormatOpening, SaysNothingOfNothing) {
  EXPECT_EQ(FormatOpening(v1::OpeningState(), kNow), "");
}

TEST(FormatOpening, TellsHowLongItIsOpenOrClosed) {
  EXPECT_EQ(FormatOpening(OpenFor(absl::Minutes(130)), kNow),
            "open, closes in 2 h 10 min");
  EXPECT_EQ(FormatOpening(ClosedFor(absl::Hours(76)), kNow),
            "closed, opens in 3 d 4 h");
  EXPECT_EQ(FormatOpening(State(v1::OPEN_STATUS_OPEN), kNow), "open");
  EXPECT_EQ(FormatOpening(State(v1::OPEN_STATUS_CLOSED), kNow), "closed");
}

TEST(FormatOpening, DoesNotTakeUnknownForClosed) {
  v1::OpeningState opening = State(v1::OPEN_STATUS_UNKNOWN);
  opening.set_comment("by appointment");
  EXPECT_EQ(FormatOpening(opening, kNow), "unknown (by appointment)");
}

TEST(FormatOpening, BringsNobodyToAClosedDoor) {
  EXPECT_EQ(FormatOpening(OpenFor(absl::Seconds(119)), kNow),
            "open, closes in 1 min");
  EXPECT_EQ(FormatOpening(ClosedFor(absl::Seconds(61)), kNow),
            "closed, opens in 2 min");
}

TEST(FormatOpening, TakesAnInstantThatHasPassedForNow) {
  EXPECT_EQ(FormatOpening(OpenFor(-absl::Minutes(5)), kNow),
            "open, closes in less than a minute");
}

TEST(FormatOpening, OfAPageTellsTheStoresClock) {
  EXPECT_EQ(FormatOpening(Page(OpenFor(absl::Hours(7))), kNow),
            "open until 18:00 Europe/Paris (7 h)");
  EXPECT_EQ(FormatOpening(Page(ClosedFor(absl::Hours(23))), kNow),
            "closed until Mon 23 Nov 10:00 Europe/Paris (23 h)");
}

TEST(FormatOpening, OfAPageTellsAnEndPastMidnightOnTheNextDay) {
  EXPECT_EQ(FormatOpening(Page(OpenFor(absl::Hours(39))), kNow),
            "open until Tue 24 Nov 02:00 Europe/Paris (1 d 15 h)");
}

TEST(FormatOpening, OfAPageCountsWhereTheDaysDoNotTell) {
  EXPECT_EQ(FormatOpening(Page(OpenFor(absl::Minutes(20))), kNow),
            "open, closes in 20 min");
  EXPECT_EQ(FormatOpening(Page(State(v1::OPEN_STATUS_UNKNOWN)), kNow),
            "unknown");
  v1::StorePage page = Page(ClosedFor(absl::Hours(1)));
  page.clear_days();
  EXPECT_EQ(FormatOpening(page, kNow), "closed, opens in 1 h");
}

TEST(FormatOpening, OfAPageTellsThatAStoreIsClosedForNow) {
  v1::StorePage page = Page(State(v1::OPEN_STATUS_CLOSED));
  page.mutable_store()->set_temporarily_closed(true);
  EXPECT_EQ(FormatOpening(page, kNow), "closed until further notice");
}

TEST(FormatHours, TellsAllPeriodsOfADay) {
  v1::OpeningDay day;
  EXPECT_EQ(FormatHours(day), "closed");
  *day.add_periods() = Period(absl::ZeroDuration(), 9, 13);
  *day.add_periods() = Period(absl::Hours(5), 14, 24);
  EXPECT_EQ(FormatHours(day), "09:00-13:00, 14:00-24:00");
}

TEST(FormatHours, SaysWhatTheHoursLeaveOpen) {
  v1::OpeningDay day;
  v1::OpeningPeriod period = Period(absl::ZeroDuration(), 9, 13);
  period.set_status(v1::OPEN_STATUS_UNKNOWN);
  period.set_comment("by appointment");
  *day.add_periods() = period;
  EXPECT_EQ(FormatHours(day), "09:00-13:00 perhaps (by appointment)");
}

}  // namespace
}  // namespace rapport::cli
