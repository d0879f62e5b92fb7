#include "server/calendar/ics_writer.h"

#include <libical/ical.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/calendar/ics_reader.h"
#include "tests/calendar/written.h"

namespace rapport::calendar {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

CalendarEntry Entry(const std::string& uid, absl::string_view zone,
                    absl::string_view start_utc) {
  CalendarEntry entry;
  entry.uid = uid;
  entry.sequence = 3;
  entry.interval = {Utc(start_utc), Utc(start_utc) + absl::Minutes(40)};
  entry.zone = Zone(zone);
  entry.summary = "Fitting";
  entry.create_time = Utc("2026-01-02 03:04");
  entry.update_time = Utc("2026-01-03 04:05");
  return entry;
}

// Entries on all sides of changes of clocks.
std::vector<CalendarEntry> Entries() {
  std::vector<CalendarEntry> entries;
  for (const char* zone : {"Europe/Oslo", "America/New_York", "Asia/Kathmandu",
                           "Australia/Lord_Howe", "Africa/Casablanca",
                           "America/Santiago", "UTC"}) {
    for (int week = 0; week < 60; ++week) {
      entries.push_back(
          Entry(absl::StrCat(zone, week), zone, "2026-01-05 09:00"));
      entries.back().interval.start += absl::Hours(24 * 7 * week);
      entries.back().interval.end += absl::Hours(24 * 7 * week);
    }
  }
  // The hour that comes twice, both times.
  entries.push_back(Entry("first", "Europe/Oslo", "2026-10-25 00:30"));
  entries.push_back(Entry("second", "Europe/Oslo", "2026-10-25 01:30"));
  entries.push_back(Entry("over", "Europe/Oslo", "2026-03-29 00:45"));
  return entries;
}

TEST(WriteCalendar, WritesWhatTheStandardAsks) {
  CalendarEntry entry = Entry("b1@x", "Europe/Oslo", "2026-06-02 09:00");
  entry.location = "Oslo, Bogstadveien; 2nd floor";
  entry.description = "Channel: video\nShopper: a\\b";
  const std::string text = WriteCalendar("Ada", {&entry, 1});
  EXPECT_TRUE(absl::StartsWith(text, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
  EXPECT_TRUE(absl::EndsWith(text, "END:VCALENDAR\r\n"));
  for (const char* line :
       {"UID:b1@x", "SEQUENCE:3", "DTSTAMP:20260103T040500Z",
        "CREATED:20260102T030400Z", "STATUS:CONFIRMED", "TRANSP:OPAQUE",
        "DTSTART;TZID=Europe/Oslo:20260602T110000",
        "DTEND;TZID=Europe/Oslo:20260602T114000", "TZID:Europe/Oslo",
        "LOCATION:Oslo\\, Bogstadveien\\; 2nd floor",
        "DESCRIPTION:Channel: video\\nShopper: a\\\\b"}) {
    EXPECT_THAT(text, HasSubstr(absl::StrCat("\r\n", line, "\r\n")));
  }
}

TEST(WriteCalendar, SaysWhatIsCancelledAndWhatIsHeld) {
  CalendarEntry entry = Entry("b1", "UTC", "2026-06-02 09:00");
  entry.status = CalendarEntry::Status::kCancelled;
  const std::string cancelled = WriteCalendar("Ada", {&entry, 1});
  EXPECT_THAT(cancelled, HasSubstr("STATUS:CANCELLED\r\nTRANSP:TRANSPARENT"));
  EXPECT_THAT(cancelled, Not(HasSubstr("VTIMEZONE")));
  entry.status = CalendarEntry::Status::kTentative;
  EXPECT_THAT(WriteCalendar("Ada", {&entry, 1}), HasSubstr("STATUS:TENTATIVE"));
}

TEST(WriteCalendar, FoldsLinesAndNoCharacter) {
  CalendarEntry entry = Entry("b1", "UTC", "2026-06-02 09:00");
  for (int i = 0; i < 90; ++i) {
    entry.summary += i % 2 == 0 ? "\xE2\x82\xAC" : "\xF0\x9F\x92\x8D";
    const std::string text = WriteCalendar("Ada", {&entry, 1});
    for (absl::string_view line : absl::StrSplit(text, "\r\n")) {
      EXPECT_LE(line.size(), 75u);
      // No line begins inside a character.
      const size_t first = absl::StartsWith(line, " ") ? 1 : 0;
      if (line.size() <= first) continue;
      EXPECT_NE(static_cast<unsigned char>(line[first]) & 0xC0, 0x80);
    }
  }
}

TEST(WriteCalendar, KeepsALineOfAStrangerInItsPlace) {
  CalendarEntry entry = Entry("b1", "UTC", "2026-06-02 09:00");
  entry.summary = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\x01";
  const std::string text = WriteCalendar("Ada\nEND:VCALENDAR", {&entry, 1});
  EXPECT_THAT(text, HasSubstr("SUMMARY:x\\nEND:VEVENT\\nBEGIN:VEVENT\r\n"));
  EXPECT_THAT(text, HasSubstr("X-WR-CALNAME:Ada\\nEND:VCALENDAR\r\n"));
}

TEST(WriteCalendar, IsReadBackByOurOwnReader) {
  const std::vector<CalendarEntry> entries = Entries();
  const absl::StatusOr<BusyTime> busy =
      ReadBusyTime(WriteCalendar("Ada", entries), Zone("Asia/Tokyo"),
                   {Utc("2026-01-01 00:00"), Utc("2028-01-01 00:00")});
  ASSERT_TRUE(busy.ok()) << busy.status();
  EXPECT_EQ(busy->refused, 0);
  EXPECT_EQ(busy->events, static_cast<int>(entries.size()));
  for (const CalendarEntry& entry : entries) {
    bool found = false;
    for (const Interval& interval : busy->intervals) {
      found = found || interval.Contains(entry.interval);
    }
    EXPECT_TRUE(found) << entry.uid;
  }
}

// When libical says that `property` of an event is, by the VTIMEZONE in the
// file and not by zones of its own.
absl::Time InstantOf(icalcomponent* calendar, icalcomponent* event,
                     icalproperty_kind kind) {
  icalproperty* const property = icalcomponent_get_first_property(event, kind);
  icaltimetype time = kind == ICAL_DTSTART_PROPERTY
                          ? icalproperty_get_dtstart(property)
                          : icalproperty_get_dtend(property);
  icalparameter* const zone =
      icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
  const icaltimezone* used = icaltimezone_get_utc_timezone();
  if (zone != nullptr) {
    used = icalcomponent_get_timezone(calendar, icalparameter_get_tzid(zone));
    EXPECT_NE(used, nullptr);
  }
  return absl::FromTimeT(icaltime_as_timet_with_zone(time, used));
}

TEST(WriteCalendar, IsReadBackByLibicalWithItsOwnZones) {
  std::vector<CalendarEntry> entries = Entries();
  entries[0].summary = "A; b, c\\d \xE2\x82\xAC " + std::string(200, 'y');
  const std::string text = WriteCalendar("Ada", entries);
  const std::unique_ptr<icalcomponent, decltype(&icalcomponent_free)> calendar(
      icalparser_parse_string(text.c_str()), &icalcomponent_free);
  ASSERT_NE(calendar, nullptr);
  EXPECT_EQ(icalcomponent_count_errors(calendar.get()), 0);
  EXPECT_NE(icalrestriction_check(calendar.get()), 0);
  EXPECT_EQ(icalcomponent_count_errors(calendar.get()), 0);
  size_t i = 0;
  for (icalcomponent* event = icalcomponent_get_first_component(
           calendar.get(), ICAL_VEVENT_COMPONENT);
       event != nullptr; event = icalcomponent_get_next_component(
                             calendar.get(), ICAL_VEVENT_COMPONENT)) {
    ASSERT_LT(i, entries.size());
    EXPECT_EQ(icalcomponent_get_uid(event), entries[i].uid);
    EXPECT_EQ(icalcomponent_get_summary(event), entries[i].summary);
    EXPECT_EQ(icalcomponent_get_sequence(event), entries[i].sequence);
    EXPECT_EQ(InstantOf(calendar.get(), event, ICAL_DTSTART_PROPERTY),
              entries[i].interval.start)
        << entries[i].uid;
    EXPECT_EQ(InstantOf(calendar.get(), event, ICAL_DTEND_PROPERTY),
              entries[i].interval.end)
        << entries[i].uid;
    ++i;
  }
  EXPECT_EQ(i, entries.size());
}

TEST(WriteCalendar, IsReadBackByPython) {
  const std::vector<CalendarEntry> entries = Entries();
  const std::string stem =
      absl::StrCat(testing::TempDir(), "/ics_writer_", getpid());
  std::ofstream(stem + ".ics") << WriteCalendar("Ada", entries);
  const int status = std::system(absl::StrCat("'", RAPPORT_TEST_PYTHON, "' '",
                                              RAPPORT_TEST_JUDGE, "' <'", stem,
                                              ".ics' >'", stem, ".out'")
                                     .c_str());
  std::ifstream file(stem + ".out");
  const std::string said{std::istreambuf_iterator<char>(file), {}};
  std::remove((stem + ".ics").c_str());
  std::remove((stem + ".out").c_str());
  ASSERT_EQ(status, 0);
  std::string expected;
  for (const CalendarEntry& entry : entries) {
    absl::StrAppend(&expected, entry.uid, "\t",
                    absl::ToUnixSeconds(entry.interval.start), "\t",
                    absl::ToUnixSeconds(entry.interval.end), "\t3\tCONFIRMED\t",
                    "'Fitting'\n");
  }
  EXPECT_EQ(said, expected);
}

}  // namespace
}  // namespace rapport::calendar
