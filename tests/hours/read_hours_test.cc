// Hours in whatever words: what is read, what is remarked, what is refused.
#include "server/hours/read_hours.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/vocabulary/error.h"

namespace rapport::hours {
namespace {

struct Meant {
  const char* text;
  const char* hours;
};

class Plainly : public testing::TestWithParam<Meant> {};

TEST_P(Plainly, IsReadWithoutARemark) {
  const HoursReading reading = ReadHours(GetParam().text);
  ASSERT_TRUE(reading.is_read()) << reading.problem;
  EXPECT_EQ(reading.hours.ToText(), GetParam().hours);
  EXPECT_THAT(reading.remarks, testing::IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    ReadHours, Plainly,
    testing::Values(
        Meant{"Mo-Fr 10:00-18:00; Sa off", "Mo-Fr 10:00-18:00; Sa off"},
        Meant{"10am - 6pm", "10:00-18:00"},
        Meant{"Mon 10:00 AM - 9:00 PM, Tue 10:00 AM - 8:00 PM, Sun Closed",
              "Mo 10:00-21:00; Tu 10:00-20:00; Su off"},
        Meant{"monday 10:00 AM-8:00 PM, sunday Closed-",
              "Mo 10:00-20:00; Su off"},
        Meant{"Sun \xE2\x80\x93 Sat 9:00AM -  9:00P", "09:00-21:00"},
        Meant{"Sun Closed, Mon \xE2\x80\x93 Sat 10:00AM -  9:30PM",
              "Mo-Sa 10:00-21:30; Su off"},
        Meant{"Mon \xC3\xA2\xE2\x82\xAC\xE2\x80\x9C Fri 9AM - 5PM",
              "Mo-Fr 09:00-17:00"},
        Meant{"Mon \x96 Fri 9AM \x96 5PM", "Mo-Fr 09:00-17:00"},
        Meant{"Mon&nbsp;&ndash;&nbsp;Fri 9AM&#8211;5PM<br/>Sat 9AM-1PM",
              "Mo-Fr 09:00-17:00; Sa 09:00-13:00"},
        Meant{"OPEN 24 HOURS", "00:00-24:00"},
        Meant{"MON-SUN: 24 HOURS", "00:00-24:00"},
        Meant{"Monday: 10:00 / 20:30Tuesday: 10:00 / 20:30Sunday: CLOSED",
              "Mo-Tu 10:00-20:30; Su off"},
        Meant{"Mon: 9:30 -12:30 / 16:30 - 22:30", "Mo 09:30-12:30,16:30-22:30"},
        Meant{"Du lundi au samedi : 10h30 - 13h00 et 14h30 - 18h30",
              "Mo-Sa 10:30-13:00,14:30-18:30"},
        Meant{"Montag bis Freitag 9 Uhr - 18 Uhr, Samstag 10:00 bis 14:00",
              "Mo-Fr 09:00-18:00; Sa 10:00-14:00"},
        Meant{"10h \xE2\x80\x93 20h (L a V)", "Mo-Fr 10:00-20:00"},
        Meant{"10:00AM-8:00PM (SUN-TUE), 10:00AM-9:00PM (WED-SAT)",
              "Mo-Tu,Su 10:00-20:00; We-Sa 10:00-21:00"},
        Meant{"10:30AM - 8PM (FRI-SAT 9PM. SUN 8:30PM)",
              "Mo-Th 10:30-20:00; Fr-Sa 10:30-21:00; Su 10:30-20:30"},
        Meant{"MON - SAT: 10AM-9PM SUN & HOLIDAYS 11AM-6PM",
              "Mo-Sa 10:00-21:00; Su 11:00-18:00; PH 11:00-18:00"},
        Meant{"Mon-Thu: 1000-2000 Fri-Sun: 1030-2100",
              "Mo-Th 10:00-20:00; Fr-Su 10:30-21:00"},
        Meant{"Mon-Sat 10AM-9PM, Sun by appointment only",
              "Mo-Sa 10:00-21:00; Su \"by appointment\""},
        Meant{"Mon 10AM - 6PM (By Appointment Only)",
              "Mo 10:00-18:00 \"by appointment\""},
        Meant{"Thu 10:00AM - 2:00AM", "Th 10:00-02:00"},
        Meant{"Mon-Sun 12nn - 12 mn", "12:00-24:00"},
        Meant{"Mon-Sun 10AM-8PM. Closed on December 25/26th, January 1st and "
              "Easter.",
              "10:00-20:00; Dec 25 off; Dec 26 off; Jan 01 off; easter off"},
        Meant{"Mon-Sun: 10:00 / 20:00Closed on all bank holidays in Munich.",
              "10:00-20:00; PH off"},
        Meant{"Mon-Sun 10AM-8PM No closing days.", "10:00-20:00"},
        Meant{"\xE6\x97\xA5\xE3\x81\x8B\xE3\x82\x89\xE6\x9C\xA8"
              "10:00-20:00\xE3\x80\x81\xE9\x87\x91\xE3\x83\xBB\xE5\x9C\x9F"
              "10:00-21:00",
              "Mo-Th,Su 10:00-20:00; Fr-Sa 10:00-21:00"}));

struct Doubtful {
  const char* text;
  const char* hours;
  absl::string_view code;
  size_t position;
};

class Doubtfully : public testing::TestWithParam<Doubtful> {};

TEST_P(Doubtfully, IsReadByARuleAndRemarked) {
  const HoursReading reading = ReadHours(GetParam().text);
  ASSERT_TRUE(reading.is_read()) << reading.problem;
  EXPECT_EQ(reading.hours.ToText(), GetParam().hours);
  ASSERT_EQ(reading.remarks.size(), 1u);
  EXPECT_EQ(reading.remarks[0].code, GetParam().code);
  EXPECT_EQ(reading.remarks[0].position, GetParam().position);
}

INSTANTIATE_TEST_SUITE_P(
    ReadHours, Doubtfully,
    testing::Values(
        Doubtful{"Closed", "off", kHoursUnusualText, 0},
        Doubtful{"10:00 - 8:00", "10:00-20:00", kHoursAmbiguous, 0},
        Doubtful{"Mon 9 - 5", "Mo 09:00-17:00", kHoursAmbiguous, 4},
        Doubtful{"Fri 2-5 PM", "Fr 14:00-17:00", kHoursAmbiguous, 4},
        Doubtful{"Fri 10-6 PM", "Fr 10:00-18:00", kHoursAmbiguous, 4},
        Doubtful{"Fri 10 - 2 AM", "Fr 22:00-02:00", kHoursAmbiguous, 4},
        Doubtful{"SAT: 10AM-9AM", "Sa 10:00-09:00", kHoursAmbiguous, 5},
        Doubtful{"MON-SAT: 9AM-8PM, THU 9AM-9PM",
                 "Mo-We,Fr-Sa 09:00-20:00; Th 09:00-21:00", kHoursAmbiguous,
                 18},
        Doubtful{"10:00-20:00, we have tea", "10:00-20:00", kHoursPartlyRead,
                 13},
        Doubtful{"Mon 10AM-6PM (winter hours), Tue 10AM-5PM",
                 "Mo 10:00-18:00; Tu 10:00-17:00", kHoursPartlyRead, 13}));

TEST(ReadHours, DoesNotTakeAnUnknownWordOfADayForNothing) {
  for (const char* text :
       {"Mon 10AM-6PM, sunday cloxed", "SUN 10-5, MON whenever",
        "sunday Every Other Sunday", "SUMMER 10AM-5PM", "May 27: 10AM-3PM",
        "10:00AM-8PM (SUMMER/WEEKEND 9PM)", "10AM-7PM / 10AM-8PM (OCT-FEB)",
        "Day: 11 am to 3 pm, Night: 8 pm to 1 am", "OPENING ON 05/15/2017",
        "OPENING SOON", "Monday / Saturday 9am-8pm", "Mon 10AM-", "3-5",
        "Mon 3-5 July", "Mon 10AM-12PM, Mon 11AM-1PM", "Mon-Wed-Fri 10AM-5PM",
        "Mon 10:75-12:00", "Mon 31:00-32:00"}) {
    const HoursReading reading = ReadHours(text);
    EXPECT_FALSE(reading.is_read())
        << text << " was read as " << reading.hours.ToText();
    EXPECT_EQ(ReasonOf(reading.problem), "HOURS_NOT_READ");
    EXPECT_TRUE(NotReadPosition(reading.problem).has_value());
    EXPECT_TRUE(reading.hours.empty());
  }
}

TEST(ReadHours, SaysWhichGrammarItWas) {
  EXPECT_EQ(ReadHours("Mo 10:00-12:00").grammar, HoursGrammar::kOsm);
  EXPECT_EQ(ReadHours("Monday 10am-noon").grammar, HoursGrammar::kNone);
  EXPECT_EQ(ReadHours("Monday 10am-12 noon").grammar, HoursGrammar::kFreeText);
  EXPECT_EQ(ReadHours("10am - 6pm").grammar, HoursGrammar::kPlain);
}

TEST(ReadHours, TakesNothingForNothing) {
  for (const char* text : {"", "  ", "NA", "n/a", "-"}) {
    const HoursReading reading = ReadHours(text);
    EXPECT_TRUE(reading.is_read());
    EXPECT_TRUE(reading.hours.empty());
    EXPECT_EQ(reading.grammar, HoursGrammar::kNone);
  }
}

TEST(ReadHours, RefusesTextsThatAreTooLong) {
  EXPECT_FALSE(ReadHours(std::string(kTextLengthMax + 1, 'x')).is_read());
  EXPECT_FALSE(ReadHours(std::string(kTextLengthMax, '(')).is_read());
}

}  // namespace
}  // namespace rapport::hours
