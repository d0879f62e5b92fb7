// The opening_hours grammar: what is read, what it is written as, and what is
// refused where.
#include "server/hours/opening_hours.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/vocabulary/error.h"

namespace rapport::hours {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Written {
  const char* text;
  const char* canonical;
};

class Valid : public testing::TestWithParam<Written> {};

TEST_P(Valid, HasACanonicalTextThatMeansTheSame) {
  const auto hours = ParseOpeningHours(GetParam().text);
  ASSERT_TRUE(hours.ok()) << hours.status();
  EXPECT_EQ(hours->ToText(), GetParam().canonical);
  const auto again = ParseOpeningHours(hours->ToText());
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(*again, *hours);
}

INSTANTIATE_TEST_SUITE_P(
    OpeningHours, Valid,
    testing::Values(
        Written{"24/7", "24/7"}, Written{"open", "24/7"}, Written{"off", "off"},
        Written{"closed \"for good\"", "off \"for good\""},
        Written{"\"by appointment\"", "\"by appointment\""},
        Written{"unknown", "unknown"},
        Written{"Mo 10:00-12:00, 24/7", "Mo 10:00-12:00, 24/7"},
        Written{"Mo-Fr 08:00-12:00,13:00-17:30; Sa 08:00-12:00",
                "Mo-Fr 08:00-12:00,13:00-17:30; Sa 08:00-12:00"},
        Written{"Mo-Fr 10:00-20:00, We 21:00-22:00; PH off",
                "Mo-Fr 10:00-20:00, We 21:00-22:00; PH off"},
        Written{"Mo,We,Fr-Su 10:00-12:00", "Mo,We,Fr-Su 10:00-12:00"},
        Written{"Fr-Mo 22:00-04:00", "Fr-Mo 22:00-04:00"},
        Written{"10:00-26:00", "10:00-02:00"},
        Written{"10:00-36:00", "10:00-36:00"},
        Written{"00:00-00:00", "00:00-24:00"},
        Written{"10:00-24:00", "10:00-24:00"}, Written{"18:00+", "18:00+"},
        Written{"10:00-16:00+", "10:00-16:00+"},
        Written{"sunrise-sunset", "sunrise-sunset"},
        Written{"(sunrise+01:00)-(dusk-00:30)", "(sunrise+01:00)-(dusk-00:30)"},
        Written{"Mo-Fr,PH 10:00-12:00", "Mo-Fr,PH 10:00-12:00"},
        Written{"PH,Su off", "Su,PH off"},
        Written{"PH Mo-Fr 10:00-12:00", "PH Mo-Fr 10:00-12:00"},
        Written{"PH +1 day off", "PH +1 day off"},
        Written{"SH -2 days 10:00-12:00", "SH -2 days 10:00-12:00"},
        Written{"Su[1] 10:00-12:00", "Su[1] 10:00-12:00"},
        Written{"Su[1-3,-1] 10:00-12:00", "Su[1,2,3,-1] 10:00-12:00"},
        Written{"Th[4] +1 day off", "Th[4] +1 day off"},
        Written{"Jan-Mar,Nov 10:00-12:00", "Jan-Mar,Nov 10:00-12:00"},
        Written{"Nov-Feb: Mo 10:00-12:00", "Nov-Feb Mo 10:00-12:00"},
        Written{"Dec 24-26 off", "Dec 24-Dec 26 off"},
        Written{"Dec 24,31 10:00-14:00", "Dec 24,Dec 31 10:00-14:00"},
        Written{"Dec 24-Jan 6 off", "Dec 24-Jan 06 off"},
        Written{"2026 Dec 24-Jan 6 off", "2026 Dec 24-2027 Jan 06 off"},
        Written{"2026-2030/2 Jul 4 off", "2026-2030/2 Jul 04 off"},
        Written{"2026+ Mo 10:00-12:00", "2026+ Mo 10:00-12:00"},
        Written{"2025-2025 Dec 25 off", "2025-2025 Dec 25 off"},
        Written{"2026 Mar-May off", "2026 Mar-2026 May off"},
        Written{"easter off", "easter off"},
        Written{"easter -2 days-easter +1 day off",
                "easter -2 days-easter +1 day off"},
        Written{"Mar Su[-1]-Oct Su[-1] 10:00-20:00",
                "Mar Su[-1]-Oct Su[-1] 10:00-20:00"},
        Written{"Mar Su[-1] 10:00-20:00", "Mar Su[-1] 10:00-20:00"},
        Written{"week 1-53/2 Mo 10:00-12:00", "week 01-53/2 Mo 10:00-12:00"},
        Written{"week 10,20 off", "week 10,20 off"},
        Written{"Mo-Fr 10:00-12:00 || \"ask\"", "Mo-Fr 10:00-12:00 || \"ask\""},
        Written{"Mo 10:00-12:00 open \"back door\"",
                "Mo 10:00-12:00 open \"back door\""},
        Written{"Mo open, 10:00-12:00 off", "Mo open, 10:00-12:00 off"},
        Written{"Mo 10:00-12:00 open, 14:00-16:00",
                "Mo 10:00-12:00 open, 14:00-16:00"}));

TEST(OpeningHours, AreEqualIfTheyMeanTheSameRules) {
  EXPECT_EQ(*ParseOpeningHours("Mo-Fr  10:00 - 18:00"),
            *ParseOpeningHours("Mo-Fr 10:00-18:00"));
  EXPECT_NE(*ParseOpeningHours("Mo-Fr 10:00-18:00"),
            *ParseOpeningHours("Mo-Fr 10:00-18:01"));
  EXPECT_EQ(OpeningHours(), OpeningHours(std::vector<Rule>{}));
}

struct Refused {
  const char* text;
  size_t position;
  const char* expected;
};

class Invalid : public testing::TestWithParam<Refused> {};

TEST_P(Invalid, IsRefusedWithThePositionAndWhatWasExpected) {
  const auto hours = ParseOpeningHours(GetParam().text);
  ASSERT_FALSE(hours.ok()) << hours->ToText();
  EXPECT_EQ(hours.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(hours.status()), "HOURS_NOT_READ");
  EXPECT_EQ(NotReadPosition(hours.status()), GetParam().position);
  EXPECT_THAT(std::string(hours.status().message()),
              HasSubstr(GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(
    OpeningHours, Invalid,
    testing::Values(
        Refused{"", 0, "a day, a time or a state"},
        Refused{"Mo-Fr 10:00", 11, "points in time"},
        Refused{"10:00-16:00/01:30", 11, "points in time"},
        Refused{"Su 24:00-17:00", 3, "a start before 24:00"},
        Refused{"Mo 10:00-48:01", 9, "up to 48:00"},
        Refused{"Mo 10:60-12:00", 3, "a time such as"},
        Refused{"Mo-Xx 10:00-12:00", 2, "a week day to end the range"},
        Refused{"Mo[6] 10:00-12:00", 3, "from 1 to 5"},
        Refused{"Mo[3-1] off", 6, "a later number"},
        Refused{"Mo-Fr[1] off", 5, "the end"},
        Refused{"week 54 off", 5, "a week from 1 to 53"},
        Refused{"week 50-02 off", 8, "a later number"},
        Refused{"2030-2026 off", 5, "a later number"},
        Refused{"Feb 30 off", 4, "a time such as"},
        Refused{"Jan 1-Mar off", 6, "a date with a day"},
        Refused{"Mo 10:00-12:00 \"open", 15, "a comment that ends"},
        Refused{"Mo, 10:00-12:00", 2, "a time such as"},
        Refused{"Mo 10:00-12:00 sometimes", 15, "the end"},
        Refused{"10:00 - 8:00", 8, "two digits for the hour"},
        Refused{"Mo 10:00-12:00 || ", 18, "a day, a time or a state"}));

std::vector<absl::string_view> CodesOf(const char* text) {
  HoursRemarks remarks;
  EXPECT_TRUE(ParseOpeningHours(text, &remarks).ok()) << text;
  std::vector<absl::string_view> codes;
  for (const HoursRemark& remark : remarks) codes.push_back(remark.code);
  return codes;
}

TEST(OpeningHours, SayWhereTheyWereNotWrittenAsSpecified) {
  EXPECT_THAT(CodesOf("Mo-Fr 10:00-18:00; PH off"), IsEmpty());
  for (const char* unusual :
       {"mo-fr 10:00-18:00", "Mon-Fri 10:00-18:00", "Mo-Fr 9:00-18:00",
        "Mo\xE2\x80\x93"
        "Fr 10:00-18:00",
        "Mo-Fr\xC2\xA0"
        "10:00-18:00",
        "Mo-Su 24/7", "Mo 10:00-18:00;", "Mo 10:00-18:00;; Tu off",
        "january off"}) {
    EXPECT_THAT(CodesOf(unusual), ElementsAre("HOURS_UNUSUAL_TEXT")) << unusual;
  }
}

TEST(OpeningHours, SayWhatTheyTookADoubtfulTextFor) {
  EXPECT_THAT(CodesOf("10:00-10:00"), ElementsAre("HOURS_AMBIGUOUS"));
  EXPECT_THAT(CodesOf("10:00-08:00"), ElementsAre("HOURS_AMBIGUOUS"));
  EXPECT_THAT(CodesOf("18:00-04:00"), IsEmpty());
  EXPECT_THAT(CodesOf("Mo-Fr"), ElementsAre("HOURS_WITHOUT_TIMES"));
  EXPECT_THAT(CodesOf("Mo-Fr open"), IsEmpty());
}

TEST(OpeningHours, RefuseWhatExceedsTheLimits) {
  const std::string long_text(kTextLengthMax + 1, ' ');
  EXPECT_EQ(NotReadPosition(ParseOpeningHours(long_text).status()),
            static_cast<size_t>(kTextLengthMax));
  std::string rules = "Mo off";
  for (int i = 1; i < kRulesMax; ++i) rules += ";Tu off";
  EXPECT_TRUE(ParseOpeningHours(rules).ok());
  EXPECT_FALSE(ParseOpeningHours(rules + ";We off").ok());
  std::string spans = "01:00-02:00";
  for (int i = 1; i < kItemsMax; ++i) spans += ",01:00-02:00";
  EXPECT_TRUE(ParseOpeningHours(spans).ok());
  EXPECT_FALSE(ParseOpeningHours(spans + ",01:00-02:00").ok());
}

}  // namespace
}  // namespace rapport::hours
