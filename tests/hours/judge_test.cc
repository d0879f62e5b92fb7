// Texts of every part of the grammar, by npm's opening_hours: which of them are
// valid, and when they are open in one week of May. Left out is what that
// reader does otherwise: it ends a night's hours at midnight if another rule
// has the next day, and lets a rule without days add to those before it.
#include <vector>

#include "gtest/gtest.h"
#include "server/hours/read_hours.h"
#include "tests/hours/verdicts.h"

namespace rapport::hours {
namespace {

const std::vector<std::string> kValid = {
    "24/7",
    "off",
    "Mo-Fr 08:00-12:00,13:00-17:30; Sa 08:00-12:00",
    "Mo-Fr 08:00-18:00; We 10:00-12:00",
    "Mo-Fr 08:00-12:00, We 14:00-18:00",
    "Fr-Mo 22:00-04:00",
    "10:00-26:00",
    "10:00-10:00",
    "00:00-24:00; Tu 12:00-13:00 off",
    "Mo-Su 10:00-20:00; Tu off",
    "Mo-Su 10:00-20:00; PH off",
    "Mo-Fr,PH 10:00-20:00",
    "PH,Su off; Mo-Sa 09:00-17:00",
    "PH Mo-Fr 10:00-12:00",
    "Mo[2] 10:00-12:00",
    "Mo[1] 10:00-12:00",
    "Su[-3] 10:00-12:00",
    "Th[2] +1 day 10:00-12:00",
    "We[1-3,-1] 10:00-12:00",
    "May 10:00-12:00",
    "Jun-Apr 10:00-12:00",
    "May 7-9 10:00-12:00",
    "Apr 20-May 8 10:00-12:00",
    "May 7,9 10:00-12:00",
    "2024 May 7 10:00-12:00",
    "2024 10:00-12:00",
    "2020-2024/2 10:00-12:00",
    "2025+ 10:00-12:00",
    "easter +39 days 10:00-12:00",
    "easter-May 8 10:00-12:00",
    "Mar Su[-1]-Oct Su[-1] 10:00-12:00",
    "week 19 10:00-12:00",
    "week 1-53/2 10:00-12:00",
    "week 2-52/2 10:00-12:00",
    "Mo-Fr 10:00-12:00 || \"by appointment\"",
    "Mo 10:00-12:00 || Tu 11:00-13:00 || unknown",
    "Mo-Fr 10:00-12:00 unknown, We 11:00-12:00",
    "Mo 10:00-16:00+",
    "Mo-Fr 10:00-18:00 open \"back door\"; Sa \"sometimes\"",
    "mo-fr 9:00-18:00",
    "Mo-Fr 10:00-18:00;",
};

TEST(Judge, AgreesOnTheWeekOfEveryPartOfTheGrammar) {
  std::vector<std::string> canonical;
  for (const std::string& text : kValid) {
    const auto hours = ParseOpeningHours(text);
    ASSERT_TRUE(hours.ok()) << text << ": " << hours.status();
    canonical.push_back(hours->ToText());
  }
  const std::vector<Verdict> verdicts = VerdictsOf(kValid);
  const std::vector<Verdict> of_canonical = VerdictsOf(canonical);
  ASSERT_EQ(verdicts.size(), kValid.size());
  ASSERT_EQ(of_canonical.size(), kValid.size());
  for (size_t i = 0; i < kValid.size(); ++i) {
    EXPECT_TRUE(verdicts[i].is_valid) << kValid[i];
    EXPECT_EQ(OpenMinutes(*ParseOpeningHours(canonical[i])), verdicts[i].open)
        << kValid[i];
    EXPECT_EQ(of_canonical[i].open, verdicts[i].open) << canonical[i];
  }
}

TEST(Judge, AgreesOnWhatIsInvalid) {
  const std::vector<std::string> invalid = {
      "Su 24:00-17:00",       "Mo 26:00-27:00",           "Mo 10:00-49:00",
      "Mo-Fr[1] 10:00-12:00", "week 50-02 off",           "Mo 10:00",
      "Mo-Xx 10:00-12:00",    "Mo 10:00-12:00 sometimes", "week 54 off",
      "Feb 30 off",
  };
  const std::vector<Verdict> verdicts = VerdictsOf(invalid);
  ASSERT_EQ(verdicts.size(), invalid.size());
  for (size_t i = 0; i < invalid.size(); ++i) {
    EXPECT_FALSE(verdicts[i].is_valid) << invalid[i];
    const HoursReading reading = ReadHours(invalid[i]);
    EXPECT_TRUE(!reading.is_read() || !reading.remarks.empty()) << invalid[i];
  }
}

}  // namespace
}  // namespace rapport::hours
