#include "server/calendar/ics_reader.h"

#include <ctime>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/calendar/ics_event.h"
#include "server/vocabulary/error.h"
#include "tests/calendar/written.h"
#include "tests/support/fails_with.h"

namespace rapport::calendar {
namespace {

using ::rapport::test::FailsWith;

std::string Calendar(const std::string& lines) {
  return absl::StrReplaceAll(
      absl::StrCat("BEGIN:VCALENDAR\nVERSION:2.0\n", lines, "END:VCALENDAR\n"),
      {{"\n", "\r\n"}});
}

std::string Event(const std::string& lines) {
  return absl::StrCat("BEGIN:VEVENT\nUID:1\nSUMMARY:Dentist\n", lines,
                      "END:VEVENT\n");
}

// A year from 2026-01-01, in Oslo.
absl::StatusOr<BusyTime> Read(const std::string& text,
                              absl::string_view own_uid_end = "") {
  return ReadBusyTime(text, Zone("Europe/Oslo"),
                      {Utc("2026-01-01 00:00"), Utc("2027-01-01 00:00")},
                      own_uid_end);
}

std::string BusyIn(const std::string& lines, int refused = 0) {
  const absl::StatusOr<BusyTime> busy = Read(Calendar(lines));
  if (!busy.ok()) return busy.status().ToString();
  EXPECT_EQ(busy->refused, refused) << lines;
  return absl::StrJoin(busy->intervals, " ",
                       [](std::string* out, const Interval& interval) {
                         out->append(Written(interval));
                       });
}

TEST(ReadBusyTime, TakesTheTimeOfAnEvent) {
  EXPECT_EQ(BusyIn(Event("DTSTART:20260602T090000Z\nDTEND:20260602T100000Z\n")),
            "2026-06-02T09:00/10:00");
  EXPECT_EQ(BusyIn(Event("DTSTART:20260602T090000Z\nDURATION:PT1H30M\n")),
            "2026-06-02T09:00/10:30");
  EXPECT_EQ(BusyIn(""), "");
}

TEST(ReadBusyTime, ReadsTheClockOfTheZoneThatIsNamed) {
  EXPECT_EQ(BusyIn(Event("DTSTART;TZID=America/New_York:20260602T090000\n"
                         "DTEND;TZID=\"America/New_York\":20260602T100000\n")),
            "2026-06-02T13:00/14:00");
  EXPECT_EQ(BusyIn(Event("DTSTART;TZID=/some.org/v1/Asia/Tokyo:20260602T090000"
                         "\nDURATION:PT1H\n")),
            "2026-06-02T00:00/01:00");
  EXPECT_EQ(BusyIn(Event("DTSTART;TZID=W. Europe Standard Time:20260602T090000"
                         "\nDURATION:PT1H\n")),
            "2026-06-02T07:00/08:00");
  // A flight: each end by its own clock.
  EXPECT_EQ(BusyIn(Event("DTSTART;TZID=Europe/London:20260602T100000\n"
                         "DTEND;TZID=America/New_York:20260602T130000\n")),
            "2026-06-02T09:00/17:00");
}

TEST(ReadBusyTime, TakesTimesWithoutAZoneForTheReadersOwn) {
  EXPECT_EQ(BusyIn(Event("DTSTART:20260602T090000\nDTEND:20260602T100000\n")),
            "2026-06-02T07:00/08:00");
}

TEST(ReadBusyTime, TakesWholeDaysFromMidnightToMidnightThere) {
  EXPECT_EQ(BusyIn(Event("DTSTART;VALUE=DATE:20260329\n")),
            "2026-03-28T23:00/2026-03-29T22:00");  // a day of 23 hours
  EXPECT_EQ(BusyIn(Event("DTSTART;VALUE=DATE:20260602\n"
                         "DTEND;VALUE=DATE:20260605\n")),
            "2026-06-01T22:00/2026-06-04T22:00");
  EXPECT_EQ(BusyIn(Event("DTSTART;VALUE=DATE:20260602\nDURATION:P2D\n")),
            "2026-06-01T22:00/2026-06-03T22:00");
  EXPECT_EQ(BusyIn(Event("DTSTART;VALUE=DATE:20260602\nRRULE:FREQ=MONTHLY;COUNT"
                         "=2\n")),
            "2026-06-01T22:00/2026-06-02T22:00 "
            "2026-07-01T22:00/2026-07-02T22:00");
}

TEST(ReadBusyTime, KeepsTheClockOfWhatComesBackWhenTheClockChanges) {
  EXPECT_EQ(BusyIn(Event("DTSTART;TZID=Europe/Oslo:20260327T090000\n"
                         "DTEND;TZID=Europe/Oslo:20260327T100000\n"
                         "RRULE:FREQ=DAILY;COUNT=4\n")),
            "2026-03-27T08:00/09:00 2026-03-28T08:00/09:00 "
            "2026-03-29T07:00/08:00 2026-03-30T07:00/08:00");
}

TEST(ReadBusyTime, PutsASkippedReadingAfterTheSkipAndOneThatComesTwiceFirst) {
  EXPECT_EQ(BusyIn(Event("DTSTART;TZID=Europe/Oslo:20260328T023000\n"
                         "DURATION:PT30M\nRRULE:FREQ=DAILY;COUNT=2\n")),
            "2026-03-28T01:30/02:00 2026-03-29T01:30/02:00");
  EXPECT_EQ(BusyIn(Event("DTSTART;TZID=Europe/Oslo:20261025T023000\n"
                         "DURATION:PT30M\n")),
            "2026-10-25T00:30/01:00");
}

TEST(ReadBusyTime, EndsWhatComesBackAtTheInstantOfUntil) {
  const std::string daily =
      "DTSTART;TZID=America/New_York:20260601T200000\nDURATION:PT1H\n"
      "RRULE:FREQ=DAILY;UNTIL=";
  // 20:00 there is 00:00 UTC of the next day.
  EXPECT_EQ(BusyIn(Event(daily + "20260602T235959Z\n")),
            "2026-06-02T00:00/01:00");
  EXPECT_EQ(BusyIn(Event(daily + "20260603T000000Z\n")),
            "2026-06-02T00:00/01:00 2026-06-03T00:00/01:00");
}

TEST(ReadBusyTime, LeavesOutTheDatesThatAreExcepted) {
  const std::string daily =
      "DTSTART;TZID=Europe/Oslo:20260601T090000\nDURATION:PT1H\n"
      "RRULE:FREQ=DAILY;COUNT=3\n";
  EXPECT_EQ(BusyIn(Event(daily + "EXDATE;TZID=Europe/Oslo:20260602T090000\n")),
            "2026-06-01T07:00/08:00 2026-06-03T07:00/08:00");
  EXPECT_EQ(BusyIn(Event(daily + "EXDATE:20260601T070000Z,20260603T070000Z\n")),
            "2026-06-02T07:00/08:00");
  EXPECT_EQ(BusyIn(Event(daily + "EXDATE;VALUE=DATE:20260602\n")),
            "2026-06-01T07:00/08:00 2026-06-03T07:00/08:00");
  EXPECT_EQ(BusyIn(Event(daily + "EXDATE;TZID=Europe/Oslo:20260602T091500\n")),
            "2026-06-01T07:00/08:00 2026-06-02T07:00/08:00 "
            "2026-06-03T07:00/08:00");
}

TEST(ReadBusyTime, AddsTheDatesThatAreNamed) {
  EXPECT_EQ(BusyIn(Event("DTSTART:20260601T090000Z\nDURATION:PT1H\n"
                         "RDATE:20260610T120000Z,20260611T120000Z\n"
                         "RDATE;VALUE=PERIOD:20260612T120000Z/PT3H\n"
                         "EXDATE:20260611T120000Z\n")),
            "2026-06-01T09:00/10:00 2026-06-10T12:00/13:00 "
            "2026-06-12T12:00/13:00");
}

constexpr char kWeekly[] =
    "DTSTART;TZID=Europe/Oslo:20260601T090000\n"
    "DTEND;TZID=Europe/Oslo:20260601T100000\nRRULE:FREQ=WEEKLY;COUNT=4\n";

TEST(ReadBusyTime, MovesAnInstanceThatWasChanged) {
  const std::string moved = Event(
      "RECURRENCE-ID;TZID=Europe/Oslo:20260608T090000\n"
      "DTSTART;TZID=Europe/Oslo:20260609T150000\nDURATION:PT30M\n");
  const std::string expected =
      "2026-06-01T07:00/08:00 2026-06-09T13:00/13:30 2026-06-15T07:00/08:00 "
      "2026-06-22T07:00/08:00";
  EXPECT_EQ(BusyIn(Event(kWeekly) + moved), expected);
  EXPECT_EQ(BusyIn(moved + Event(kWeekly)), expected);
}

TEST(ReadBusyTime, DropsAnInstanceThatWasCancelledOrFreed) {
  for (const char* how : {"STATUS:CANCELLED\n", "TRANSP:TRANSPARENT\n"}) {
    EXPECT_EQ(
        BusyIn(Event(kWeekly) +
               Event(absl::StrCat("RECURRENCE-ID:20260608T070000Z\n"
                                  "DTSTART:20260608T070000Z\nDURATION:PT1H\n",
                                  how))),
        "2026-06-01T07:00/08:00 2026-06-15T07:00/08:00 2026-06-22T07:00/08:00");
  }
}

TEST(ReadBusyTime, ChangesAllLaterInstancesWhereToldTo) {
  const std::string from =
      "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Oslo:20260608T090000\n"
      "DTSTART;TZID=Europe/Oslo:20260608T113000\nDURATION:PT15M\n";
  EXPECT_EQ(BusyIn(Event(kWeekly) + Event(from)),
            "2026-06-01T07:00/08:00 2026-06-08T09:30/09:45 "
            "2026-06-15T09:30/09:45 2026-06-22T09:30/09:45");
  EXPECT_EQ(BusyIn(Event(kWeekly) + Event(from + "STATUS:CANCELLED\n")),
            "2026-06-01T07:00/08:00");
}

TEST(ReadBusyTime, KeepsChangesToTheEventTheyAreOf) {
  const std::string other =
      "BEGIN:VEVENT\nUID:2\nRECURRENCE-ID:20260608T070000Z\n"
      "DTSTART:20260620T070000Z\nDURATION:PT1H\nEND:VEVENT\n";
  EXPECT_EQ(BusyIn(Event(kWeekly) + other),
            "2026-06-01T07:00/08:00 2026-06-08T07:00/08:00 "
            "2026-06-15T07:00/08:00 2026-06-20T07:00/08:00 "
            "2026-06-22T07:00/08:00");
}

TEST(ReadBusyTime, CountsWhatIsFreeAndOurOwn) {
  const absl::StatusOr<BusyTime> busy = Read(
      Calendar(
          Event(
              "DTSTART:20260602T090000Z\nDURATION:PT1H\nTRANSP:TRANSPARENT\n") +
          Event("DTSTART:20260602T090000Z\nDURATION:PT1H\nSTATUS:CANCELLED\n") +
          Event("DTSTART:20260603T090000Z\nDURATION:PT1H\nSTATUS:TENTATIVE\n") +
          "BEGIN:VEVENT\nUID:x@ana.acme.bookings.rapport\n"
          "DTSTART:20260604T090000Z\nDURATION:PT1H\nEND:VEVENT\n"),
      "@ana.acme.bookings.rapport");
  ASSERT_TRUE(busy.ok()) << busy.status();
  EXPECT_EQ(busy->intervals.size(), 1u);
  EXPECT_EQ(busy->events, 4);
  EXPECT_EQ(busy->free, 3);
  EXPECT_EQ(busy->refused, 0);
}

TEST(ReadBusyTime, TakesBookingsOfOthersForBusyTime) {
  for (const char* uid :
       {"x@ana.other.bookings.rapport", "x@bea.acme.bookings.rapport",
        "x@bookings.rapport", "x@nana.acme.bookings.rapport",
        "x@ana.acme.bookings.rapport.example", ""}) {
    const std::string text =
        Calendar(absl::StrCat("BEGIN:VEVENT\nUID:", uid,
                              "\nDTSTART:20260604T090000Z\nDURATION:PT1H\n"
                              "END:VEVENT\n"));
    for (const char* own : {"@ana.acme.bookings.rapport", ""}) {
      const absl::StatusOr<BusyTime> busy = Read(text, own);
      ASSERT_TRUE(busy.ok()) << busy.status();
      EXPECT_EQ(busy->free, 0) << uid;
      EXPECT_EQ(busy->intervals.size(), 1u) << uid;
    }
  }
}

TEST(ReadBusyTime, JoinsWhatTouchesAndKeepsToTheTick) {
  EXPECT_EQ(BusyIn(Event("DTSTART:20260602T090000Z\nDTEND:20260602T100000Z\n") +
                   Event("DTSTART:20260602T093000Z\nDTEND:20260602T094000Z\n") +
                   Event("DTSTART:20260602T100000Z\nDTEND:20260602T101101Z\n") +
                   Event("DTSTART:20260602T105959Z\nDURATION:PT1S\n")),
            "2026-06-02T09:00/10:15 2026-06-02T10:55/11:00");
}

TEST(ReadBusyTime, CutsAtTheWindow) {
  EXPECT_EQ(BusyIn(Event("DTSTART:20251231T230000Z\nDURATION:PT2H\n") +
                   Event("DTSTART:20261231T230000Z\nDURATION:PT2H\n") +
                   Event("DTSTART:20270601T230000Z\nDURATION:PT2H\n")),
            "2026-01-01T00:00/01:00 2026-12-31T23:00/2027-01-01T00:00");
  // What began long ago still comes back.
  EXPECT_EQ(BusyIn(Event("DTSTART:19990101T120000Z\nDURATION:PT1H\n"
                         "RRULE:FREQ=YEARLY\n")),
            "2026-01-01T12:00/13:00");
}

TEST(ReadBusyTime, RefusesEventsThatItCannotReadAndKeepsTheOthers) {
  const std::string good = Event("DTSTART:20260602T090000Z\nDURATION:PT1H\n");
  for (const char* bad :
       {"DTEND:20260603T090000Z\n", "DTSTART:20260603\nDURATION:-P1D\n",
        "DTSTART;TZID=Mars/Olympus:20260603T090000\nDURATION:PT1H\n",
        "DTSTART;TZID=../../etc/passwd:20260603T090000\nDURATION:PT1H\n",
        "DTSTART:20260631T090000Z\nDURATION:PT1H\n",
        "DTSTART:20260603T250000Z\nDURATION:PT1H\n",
        "DTSTART:20260603T090000Z\nDTEND:20260602T090000Z\n",
        "DTSTART:20260603T090000Z\nDTSTART:20260604T090000Z\n",
        "DTSTART:20260603T090000Z\nDURATION:P99W\n",
        "DTSTART:20260603T090000Z\nDURATION:PT1H\nRRULE:FREQ=NEVER\n",
        "DTSTART:20260603T090000Z\nDURATION:PT1H\nEXRULE:FREQ=DAILY\n",
        "DTSTART:20260603T090000Z\nDURATION:PT1H\nEXDATE:soon\n",
        "DTSTART:20260603T090000Z\nDURATION:PT1H\nno content line\n",
        "DTSTART;TZID=\"Europe/Oslo:20260603T090000\nDURATION:PT1H\n"}) {
    EXPECT_EQ(BusyIn(Event(bad) + good, 1), "2026-06-02T09:00/10:00") << bad;
  }
}

// A TZID of that many bytes that names Oslo.
std::string LongZone(size_t bytes) {
  const std::string oslo = "/Europe/Oslo";
  return absl::StrCat("/", std::string(bytes - oslo.size() - 1, 'x'), oslo);
}

TEST(ReadBusyTime, RefusesEventsWhoseZoneHasTooLongAName) {
  const std::string daily =
      "DTSTART:20260601T070000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2\n";
  const std::string exdate =
      absl::StrCat(daily, "EXDATE;TZID=$:20260602T090000\n");
  const std::string start = "DTSTART;TZID=$:20260601T090000\nDURATION:PT1H\n";
  for (const std::string& event : {exdate, start}) {
    const auto with = [&](size_t bytes) {
      return Event(absl::StrReplaceAll(event, {{"$", LongZone(bytes)}}));
    };
    EXPECT_EQ(BusyIn(with(kZoneNameMax)), "2026-06-01T07:00/08:00");
    EXPECT_EQ(BusyIn(with(kZoneNameMax + 1), 1), "");
    EXPECT_EQ(BusyIn(with(150'000), 1), "");
  }
}

// This program's own work, whatever else the machine does, to read 20,000 dates
// in a zone of that name.
std::clock_t WorkOfDatesIn(const std::string& zone) {
  std::string event = absl::StrCat(
      "DTSTART:20260601T070000Z\nDURATION:PT1H\nEXDATE;TZID=", zone,
      ":20260601T090000");
  for (int i = 1; i < 10'000; ++i) event += ",20260602T090000";
  event = Event(event + "\n");
  const std::clock_t before = std::clock();
  EXPECT_EQ(BusyIn(event + event), "");
  return std::clock() - before;
}

TEST(ReadBusyTime, LooksForAZoneOnceHoweverManyDatesNameIt) {
  // 120 paths before the name, each of them looked for.
  std::string far = "/Europe/Oslo";
  for (int i = 0; i < 120; ++i) far = "/x" + far;
  const std::clock_t near = WorkOfDatesIn("Europe/Oslo");
  // For each date anew it would be some hundred times that.
  EXPECT_LT(WorkOfDatesIn(far), 10 * near);
}

TEST(ReadBusyTime, LooksOnlyAtEventsThemselves) {
  EXPECT_EQ(
      BusyIn(
          "BEGIN:VTIMEZONE\nTZID:Europe/Oslo\nBEGIN:STANDARD\n"
          "DTSTART:19701025T030000\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\n"
          "END:STANDARD\nEND:VTIMEZONE\n"
          "BEGIN:VTODO\nDTSTART:20260602T000000Z\nDURATION:P1D\nEND:VTODO\n" +
          Event("BEGIN:VALARM\nDURATION:P9D\nTRIGGER:-PT5M\nEND:VALARM\n"
                "DTSTART:20260602T090000Z\nDURATION:PT1H\n")),
      "2026-06-02T09:00/10:00");
}

TEST(ReadBusyTime, UnfoldsLines) {
  EXPECT_EQ(BusyIn(Event("DTSTA\n RT:202606\n\t02T090000Z\nDUR\n ATION:PT1H\n"
                         "DESCRIPTION:DTSTART:2\n DTEND:20270101T000000Z\n")),
            "2026-06-02T09:00/10:00");
}

TEST(ReadBusyTime, RefusesWhatIsNoCalendar) {
  for (const char* text :
       {"", "\r\n", "hello", "BEGIN:VEVENT\r\nEND:VEVENT\r\n",
        "BEGIN:VCALENDAR\r\n", "BEGIN:VCALENDAR\r\nEND:VEVENT\r\n",
        "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\nEND:VCALENDAR\r\n",
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260602T090000Z\r\n",
        "<!DOCTYPE html>", "{}"}) {
    EXPECT_THAT(Read(text), FailsWith("NOT_A_CALENDAR")) << text;
  }
  std::string deep;
  for (int i = 0; i < 20; ++i) deep += "BEGIN:VCALENDAR\r\n";
  EXPECT_THAT(Read(deep), FailsWith("NOT_A_CALENDAR"));
}

TEST(ReadBusyTime, RefusesWhatIsTooMuch) {
  EXPECT_THAT(Read(std::string(kIcsBytesMax + 1, 'x')), FailsWith("TOO_LONG"));
  EXPECT_THAT(Read(Calendar(
                  absl::StrCat("X:", std::string(kContentLineMax, 'x'), "\n"))),
              FailsWith("TOO_LONG"));
  std::string folded = "X:x\n";
  for (int i = 0; i < 300; ++i) folded += " " + std::string(1000, 'x') + "\n";
  EXPECT_THAT(Read(Calendar(folded)), FailsWith("TOO_LONG"));
  std::string events;
  for (size_t i = 0; i <= kIcsEventsMax; ++i) {
    events += "BEGIN:VEVENT\nEND:VEVENT\n";
  }
  EXPECT_THAT(Read(Calendar(events)), FailsWith("TOO_MANY"));
  EXPECT_THAT(Read(Calendar(Event("DTSTART:20260101T000000Z\nDURATION:PT5M\n"
                                  "RRULE:FREQ=HOURLY\n"))),
              FailsWith("TOO_MANY"));
}

TEST(ReadBusyTime, TakesNoLongForChangesOfChanges) {
  std::string events;
  for (int i = 0; i < 4000; ++i) {
    events +=
        "BEGIN:VEVENT\nDTSTART:20260602T090000Z\nUID:1\nEND:VEVENT\n"
        "BEGIN:VEVENT\nRECURRENCE-ID:20260602T090000Z\nUID:1\nEND:VEVENT\n";
  }
  EXPECT_THAT(Read(Calendar(events)), FailsWith("TOO_MANY"));
}

// Nobody may believe that the later ones block, nor that they were not
// understood.
TEST(ReadBusyTime, RefusesTheFileOnceWhatComesBackIsTooMuchTogether) {
  const std::string hourly =
      Event("DTSTART:20260101T000000Z\nDURATION:PT1H\nRRULE:FREQ=HOURLY\n");
  EXPECT_EQ(BusyIn(hourly), "2026-01-01T00:00/2027-01-01T00:00");
  const absl::StatusOr<BusyTime> busy = Read(Calendar(hourly + hourly));
  EXPECT_THAT(busy, FailsWith("TOO_MANY"));
  ASSERT_EQ(FieldProblemsOf(busy.status()).size(), 1u);
  EXPECT_EQ(FieldProblemsOf(busy.status())[0].field, "calendar");
}

TEST(ReadBusyTime, RefusesTheFileForOneRuleThatIsTooMuch) {
  std::string minutes = "BYMINUTE=0";
  for (int i = 1; i < 60; ++i) absl::StrAppend(&minutes, ",", i);
  // The second names half a million times a year, to choose one.
  for (const std::string& rule :
       {std::string("FREQ=SECONDLY"),
        absl::StrCat("FREQ=YEARLY;BYSETPOS=1;BYDAY=MO,TU,WE,TH,FR,SA,SU;"
                     "BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,"
                     "19,20,21,22,23;",
                     minutes)}) {
    EXPECT_THAT(
        Read(Calendar(Event(absl::StrCat(
            "DTSTART:20260101T000000Z\nDURATION:PT1H\nRRULE:", rule, "\n")))),
        FailsWith("TOO_MANY"))
        << rule;
  }
}

}  // namespace
}  // namespace rapport::calendar
