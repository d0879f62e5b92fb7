#include "server/calendar/recurrence.h"

#include <cstdlib>
#include <ctime>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/calendar/ics_text.h"
#include "tests/calendar/recurrence_cases.h"
#include "tests/support/fails_with.h"

namespace rapport::calendar {
namespace {

using ::rapport::test::FailsWith;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const ReadingWindow kFarWindow = {absl::CivilSecond(1900, 1, 1),
                                  absl::CivilSecond(2100, 1, 1)};

std::string Written(absl::CivilSecond at, bool date) {
  std::string text =
      absl::StrFormat("%04d%02d%02d", at.year(), at.month(), at.day());
  if (!date) {
    absl::StrAppendFormat(&text, "T%02d%02d%02d", at.hour(), at.minute(),
                          at.second());
  }
  return text;
}

// The instances of a case by our hand, at most one more than it has; or its
// error.
std::vector<std::string> Expanded(const RecurrenceCase& asked) {
  const absl::StatusOr<RecurrenceRule> rule = ParseRecurrence(asked.rule);
  if (!rule.ok()) return {rule.status().ToString()};
  const std::optional<IcsTime> start = ParseIcsTime(asked.start);
  if (!start.has_value()) return {"no start"};
  ExpansionBudget budget;
  const size_t most = asked.instances.size() + 1;
  ReadingWindow window = kFarWindow;
  // Rules without an end: only as far as the case goes.
  if (!rule->count.has_value() && !rule->until.has_value()) {
    const std::optional<IcsTime> last = ParseIcsTime(asked.instances.back());
    window.end = last->reading + 1;
  }
  const absl::StatusOr<std::vector<absl::CivilSecond>> readings =
      Expand(*rule, start->reading, window, budget);
  if (!readings.ok()) return {readings.status().ToString()};
  std::vector<std::string> written;
  for (absl::CivilSecond reading : *readings) {
    if (written.size() == most) break;
    written.push_back(Written(reading, start->date));
  }
  return written;
}

// Asks all cases of a file; answers how many there were.
int AskAll(const std::string& path) {
  int not_understood = 0;
  const std::vector<RecurrenceCase> cases = ReadRecurrenceCases(path);
  for (const RecurrenceCase& asked : cases) {
    SCOPED_TRACE(absl::StrCat(path, ":", asked.line, ": ", asked.rule));
    if (absl::StrContains(asked.rule, "RSCALE")) {
      ++not_understood;
      EXPECT_THAT(ParseRecurrence(asked.rule),
                  FailsWith("RULE_NOT_UNDERSTOOD"));
    } else if (!asked.error.empty()) {
      EXPECT_THAT(ParseRecurrence(asked.rule),
                  FailsWith("RULE_NOT_UNDERSTOOD"));
    } else {
      EXPECT_EQ(Expanded(asked), asked.instances);
    }
  }
  std::printf("%zu rules, %d of them not understood\n", cases.size(),
              not_understood);
  return static_cast<int>(cases.size());
}

TEST(Expand, AgreesWithTheCasesOfOurFile) {
  EXPECT_GT(AskAll(RAPPORT_TEST_RECURRENCES), 80);
}

TEST(Expand, AgreesWithTheFileOfLibical) {
  const char* const path = std::getenv("RAPPORT_TEST_ICALRECUR");
  if (path == nullptr || *path == '\0') {
    GTEST_SKIP() << "RAPPORT_TEST_ICALRECUR names no icalrecur_test.txt of "
                    "libical's source";
  }
  EXPECT_GT(AskAll(path), 0);
}

TEST(Expand, OfOurFileAgreesWithDateutil) {
  std::vector<RecurrenceCase> cases;
  for (const RecurrenceCase& asked :
       ReadRecurrenceCases(RAPPORT_TEST_RECURRENCES)) {
    if (asked.by_dateutil) cases.push_back(asked);
  }
  const std::vector<std::vector<std::string>> answers = AskDateutil(cases);
  ASSERT_EQ(answers.size(), cases.size()) << "dateutil cannot be asked";
  for (size_t i = 0; i < cases.size(); ++i) {
    std::vector<std::string> expected = answers[i];
    const bool endless = !absl::StrContains(cases[i].rule, "COUNT") &&
                         !absl::StrContains(cases[i].rule, "UNTIL");
    if (endless) expected.resize(cases[i].instances.size());
    EXPECT_EQ(cases[i].instances, expected) << cases[i].rule;
  }
}

// Rules of which both should say the same.
class RandomRules {
 public:
  explicit RandomRules(unsigned seed) : random_(seed) {}

  RecurrenceCase Next() {
    constexpr const char* kFrequencies[] = {"HOURLY", "DAILY", "WEEKLY",
                                            "MONTHLY", "YEARLY"};
    const int frequency = One(8) ? 0 : 1 + Upto(3);
    RecurrenceCase made;
    made.rule = absl::StrCat("FREQ=", kFrequencies[frequency]);
    made.start =
        absl::StrFormat("20%02d%02d%02dT%02d%02d00", 20 + Upto(10),
                        1 + Upto(11), 1 + Upto(27), Upto(23), 5 * Upto(11));
    if (One(2)) Part("INTERVAL", absl::StrCat(1 + Upto(5)), made);
    Part("COUNT", absl::StrCat(1 + Upto(15)), made);
    if (One(4)) Part("WKST", Day(), made);
    bool chosen = One(4);
    if (chosen) Part("BYMONTH", List(1, 12, false), made);
    if (One(3) && frequency != 2) {
      chosen = true;
      Part("BYMONTHDAY", List(1, 31, true), made);
    } else if (One(6) && (frequency == 4 || frequency == 0)) {
      chosen = true;
      Part("BYYEARDAY", List(1, 366, true), made);
    }
    if (One(3)) {
      chosen = true;
      Part("BYDAY", frequency >= 3 && One(2) ? NumberedDays(frequency) : Days(),
           made);
      if (frequency == 4 && One(2) &&
          !absl::StrContains(made.rule, "BYMONTH") &&
          !absl::StrContains(made.rule, "BYYEARDAY") && plain_days_) {
        // In weeks of two years dateutil errs.
        Part("BYWEEKNO", List(2, 51, false), made);
      }
    }
    if (One(4)) Part("BYHOUR", List(0, 23, false), made);
    if (One(5)) Part("BYMINUTE", List(0, 59, false), made);
    // Of the first week, dateutil sees only what comes after the start.
    if (chosen && frequency != 2 && One(4))
      Part("BYSETPOS", List(1, 6, true), made);
    return made;
  }

 private:
  int Upto(int most) {
    return std::uniform_int_distribution<int>(0, most)(random_);
  }
  bool One(int of) { return Upto(of - 1) == 0; }

  static void Part(const char* key, const std::string& value,
                   RecurrenceCase& made) {
    absl::StrAppend(&made.rule, ";", key, "=", value);
  }

  std::string List(int least, int most, bool mirrored) {
    std::vector<int> list;
    for (int left = Upto(3); left >= 0; --left) {
      const int number = least + Upto(most - least);
      list.push_back(mirrored && One(3) ? -number : number);
    }
    return absl::StrJoin(list, ",");
  }

  std::string Day() {
    constexpr const char* kDays[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    return kDays[Upto(6)];
  }

  std::string Days() {
    plain_days_ = true;
    std::vector<std::string> days;
    for (int left = Upto(3); left >= 0; --left) days.push_back(Day());
    return absl::StrJoin(days, ",");
  }

  std::string NumberedDays(int frequency) {
    plain_days_ = false;
    std::vector<std::string> days;
    for (int left = Upto(2); left >= 0; --left) {
      const int number = 1 + Upto(frequency == 4 && One(2) ? 52 : 4);
      days.push_back(absl::StrCat(One(3) ? -number : number, Day()));
    }
    return absl::StrJoin(days, ",");
  }

  std::mt19937 random_;
  bool plain_days_ = false;
};

TEST(Expand, OfRandomRulesAgreesWithDateutil) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomRules rules(seed);
  std::vector<RecurrenceCase> cases;
  for (int i = 0; i < 1000; ++i) {
    cases.push_back(rules.Next());
    cases.back().instances.resize(15);
  }
  const std::vector<std::vector<std::string>> answers = AskDateutil(cases);
  ASSERT_EQ(answers.size(), cases.size()) << "dateutil cannot be asked";
  size_t instances = 0;
  size_t unanswered = 0;
  for (size_t i = 0; i < cases.size(); ++i) {
    if (answers[i] == std::vector<std::string>{"?"}) {
      ++unanswered;
      continue;
    }
    EXPECT_EQ(Expanded(cases[i]), answers[i])
        << cases[i].start << ' ' << cases[i].rule;
    if (HasFailure()) break;
    instances += answers[i].size();
  }
  std::printf("%zu rules, %zu of them unanswered, %zu instances\n",
              cases.size(), unanswered, instances);
  EXPECT_LT(unanswered, cases.size() / 5);
  EXPECT_GT(instances, 5000u);
}

std::vector<std::string> In(const char* rule, absl::CivilSecond start,
                            const ReadingWindow& window) {
  ExpansionBudget budget;
  const absl::StatusOr<std::vector<absl::CivilSecond>> readings =
      Expand(ParseRecurrence(rule).value(), start, window, budget);
  std::vector<std::string> written;
  for (absl::CivilSecond reading : readings.value()) {
    written.push_back(Written(reading, false));
  }
  return written;
}

TEST(Expand, GivesOnlyWhatStartsInTheWindow) {
  const ReadingWindow window = {absl::CivilSecond(2026, 3, 1, 9),
                                absl::CivilSecond(2026, 3, 15, 9)};
  const absl::CivilSecond start(1995, 1, 1, 9);  // a Sunday
  EXPECT_THAT(In("FREQ=WEEKLY", start, window),
              ElementsAre("20260301T090000", "20260308T090000"));
  EXPECT_THAT(In("FREQ=MONTHLY;BYDAY=2SA", start, window),
              ElementsAre("20260314T090000"));
  EXPECT_THAT(In("FREQ=WEEKLY;UNTIL=20260301T090000", start, window),
              ElementsAre("20260301T090000"));
}

TEST(Expand, CountsFromTheStartAndNotFromTheWindow) {
  const ReadingWindow window = {absl::CivilSecond(2026, 1, 3),
                                absl::CivilSecond(2026, 2, 1)};
  EXPECT_THAT(
      In("FREQ=DAILY;COUNT=4", absl::CivilSecond(2026, 1, 1, 8), window),
      ElementsAre("20260103T080000", "20260104T080000"));
  EXPECT_THAT(
      In("FREQ=DAILY;COUNT=2", absl::CivilSecond(2026, 1, 1, 8), window),
      IsEmpty());
}

TEST(Expand, KeepsItsStepOverYearsBeforeTheWindow) {
  const absl::CivilSecond start(2001, 5, 17, 10, 30);
  const ReadingWindow window = {absl::CivilSecond(2026, 1, 1),
                                absl::CivilSecond(2027, 1, 1)};
  for (const char* rule :
       {"FREQ=DAILY;INTERVAL=11", "FREQ=WEEKLY;INTERVAL=5;BYDAY=MO,SU",
        "FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=-1", "FREQ=YEARLY;INTERVAL=5",
        "FREQ=HOURLY;INTERVAL=7;BYDAY=TU"}) {
    std::vector<std::string> all = In(rule, start, {start, window.end});
    std::vector<std::string> near;
    for (const std::string& reading : all) {
      if (absl::StartsWith(reading, "2026")) near.push_back(reading);
    }
    EXPECT_EQ(In(rule, start, window), near) << rule;
    EXPECT_FALSE(near.empty()) << rule;
  }
}

TEST(Expand, StopsWhereRulesWouldTakeForEver) {
  for (const char* rule : {"FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
                           "FREQ=SECONDLY", "FREQ=MINUTELY;COUNT=1000000000",
                           "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=1"}) {
    ExpansionBudget budget = {.steps = 20'000, .instances = 1'000};
    const absl::StatusOr<std::vector<absl::CivilSecond>> readings =
        Expand(ParseRecurrence(rule).value(), absl::CivilSecond(2026, 1, 1),
               kFarWindow, budget);
    EXPECT_THAT(readings, FailsWith("RULE_TOO_DENSE")) << rule;
  }
}

TEST(Expand, TakesOneInstanceLessThanTooMany) {
  const RecurrenceRule rule = ParseRecurrence("FREQ=DAILY;COUNT=5").value();
  const absl::CivilSecond start(2026, 1, 1);
  ExpansionBudget enough = {.steps = 1000, .instances = 5};
  EXPECT_TRUE(Expand(rule, start, kFarWindow, enough).ok());
  EXPECT_EQ(enough.instances, 0u);
  ExpansionBudget scarce = {.steps = 1000, .instances = 4};
  EXPECT_FALSE(Expand(rule, start, kFarWindow, scarce).ok());
}

// Every second of the day.
std::string EverySecond() {
  std::vector<int> numbers(60);
  for (int i = 0; i < 60; ++i) numbers[i] = i;
  const std::string sixty = absl::StrJoin(numbers, ",");
  numbers.resize(24);
  return absl::StrCat(";BYHOUR=", absl::StrJoin(numbers, ","),
                      ";BYMINUTE=", sixty, ";BYSECOND=", sixty);
}

TEST(Expand, LaysOutNoMoreOfAPeriodThanItsLimit) {
  const RecurrenceRule rule =
      ParseRecurrence("FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU" + EverySecond())
          .value();
  constexpr int64_t kSteps = 1'000'000'000;
  ExpansionBudget budget = {.steps = kSteps, .instances = 10};
  EXPECT_THAT(Expand(rule, absl::CivilSecond(2026, 1, 1), kFarWindow, budget),
              FailsWith("RULE_TOO_DENSE"));
  // The day on which it was too much was laid out to its end.
  EXPECT_LT(kSteps - budget.steps,
            static_cast<int64_t>(kPeriodReadingsMax) + 24 * 60 * 60);
}

TEST(Expand, LaysOutEverySecondOfADay) {
  const RecurrenceRule rule =
      ParseRecurrence("FREQ=DAILY;COUNT=172800" + EverySecond()).value();
  ExpansionBudget budget = {.steps = 1'000'000, .instances = 172'800};
  const auto readings =
      Expand(rule, absl::CivilSecond(2026, 1, 1), kFarWindow, budget);
  ASSERT_TRUE(readings.ok()) << readings.status();
  EXPECT_EQ(readings->size(), 172'800u);
}

TEST(Expand, DoesNothingOnceTheBudgetIsSpent) {
  const RecurrenceRule rule =
      ParseRecurrence("FREQ=DAILY" + EverySecond()).value();
  ExpansionBudget spent = {.steps = 0, .instances = 10};
  const std::clock_t before = std::clock();
  for (int i = 0; i < 2000; ++i) {
    EXPECT_THAT(Expand(rule, absl::CivilSecond(2026, 1, 1), kFarWindow, spent),
                FailsWith("RULE_TOO_DENSE"));
  }
  // To lay out a day each time would take several times that.
  EXPECT_LT(std::clock() - before, 2 * CLOCKS_PER_SEC);
}

TEST(ParseRecurrence, KeepsEachDayOnce) {
  const auto days = [](const std::string& value) {
    return ParseRecurrence("FREQ=YEARLY;BYDAY=" + value).value().days.size();
  };
  const std::vector<std::string> most(732, "MO");
  EXPECT_EQ(days(absl::StrJoin(most, ",")), 1u);
  EXPECT_EQ(days("MO,1MO,-1MO,TU,MO,+1MO"), 4u);
  EXPECT_FALSE(
      ParseRecurrence("FREQ=YEARLY;BYDAY=MO," + absl::StrJoin(most, ",")).ok());
}

TEST(ParseRecurrence, RefusesWhatNobodyMeans) {
  for (const char* rule : {"",
                           "COUNT=3",
                           "FREQ=",
                           "FREQ=DAILY;FREQ=DAILY",
                           "FREQ=DAILY;COUNT=0",
                           "FREQ=DAILY;COUNT=-1",
                           "FREQ=DAILY;INTERVAL=0",
                           "FREQ=DAILY;COUNT= 3",
                           "FREQ=DAILY;BYHOUR=24",
                           "FREQ=DAILY;BYHOUR=",
                           "FREQ=DAILY;BYMONTH=0",
                           "FREQ=DAILY;BYMONTH=13",
                           "FREQ=DAILY;BYMONTH=-1",
                           "FREQ=MONTHLY;BYMONTHDAY=0",
                           "FREQ=MONTHLY;BYMONTHDAY=32",
                           "FREQ=MONTHLY;BYDAY=0MO",
                           "FREQ=MONTHLY;BYDAY=54MO",
                           "FREQ=MONTHLY;BYDAY=XX",
                           "FREQ=MONTHLY;BYDAY=M",
                           "FREQ=DAILY;BYDAY=1MO",
                           "FREQ=WEEKLY;BYMONTHDAY=3",
                           "FREQ=DAILY;BYYEARDAY=3",
                           "FREQ=YEARLY;BYWEEKNO=3;BYDAY=1MO",
                           "FREQ=YEARLY;BYWEEKNO=54",
                           "FREQ=DAILY;BYSETPOS=1",
                           "FREQ=DAILY;UNTIL=tomorrow",
                           "FREQ=DAILY;RSCALE=CHINESE",
                           "FREQ=DAILY;X=1",
                           "FREQ=DAILY;=",
                           "FREQ=DAILY;BYHOUR=99999999999999999999"}) {
    EXPECT_THAT(ParseRecurrence(rule), FailsWith("RULE_NOT_UNDERSTOOD"))
        << rule;
  }
}

TEST(ParseRecurrence, TakesWhatProgramsWrite) {
  for (const char* rule :
       {"freq=daily;byday=mo", "FREQ=DAILY;", "FREQ=YEARLY;BYYEARDAY=-366,366",
        "FREQ=YEARLY;BYDAY=+53SU", "FREQ=DAILY;BYSECOND=60",
        "FREQ=DAILY;UNTIL=20260101T000000Z"}) {
    EXPECT_TRUE(ParseRecurrence(rule).ok()) << rule;
  }
}

}  // namespace
}  // namespace rapport::calendar
