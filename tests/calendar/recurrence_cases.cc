#include "tests/calendar/recurrence_cases.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "gtest/gtest.h"

namespace rapport::calendar {

std::vector<RecurrenceCase> ReadRecurrenceCases(const std::string& path) {
  std::vector<RecurrenceCase> cases;
  std::ifstream file(path);
  std::string text;
  bool by_dateutil = true;
  for (int number = 1; std::getline(file, text); ++number) {
    absl::string_view line = absl::StripSuffix(text, "\r");
    if (absl::StrContains(line, "dateutil differs")) by_dateutil = false;
    if (absl::ConsumePrefix(&line, "RRULE:")) {
      cases.push_back({});
      cases.back().line = number;
      cases.back().rule = std::string(line);
      cases.back().by_dateutil = by_dateutil;
    } else if (cases.empty()) {
      continue;
    } else if (absl::ConsumePrefix(&line, "DTSTART:")) {
      cases.back().start = std::string(line);
    } else if (absl::ConsumePrefix(&line, "INSTANCES:")) {
      if (absl::ConsumePrefix(&line, "***")) {
        cases.back().error = std::string(line);
      } else {
        cases.back().instances = absl::StrSplit(line, ',', absl::SkipEmpty());
      }
    }
  }
  return cases;
}

std::vector<std::vector<std::string>> AskDateutil(
    const std::vector<RecurrenceCase>& cases) {
  const std::string stem =
      absl::StrCat(testing::TempDir(), "/recurrences_", getpid());
  {
    std::ofstream file(stem + ".in");
    for (const RecurrenceCase& asked : cases) {
      // It takes no Z where the start has none, and no last semicolon.
      file << asked.instances.size() + 1 << ' ' << asked.start << ' '
           << absl::StripSuffix(absl::StrReplaceAll(asked.rule, {{"Z", ""}}),
                                ";")
           << '\n';
    }
  }
  const int status = std::system(absl::StrCat("'", RAPPORT_TEST_PYTHON, "' '",
                                              RAPPORT_TEST_JUDGE, "' <'", stem,
                                              ".in' >'", stem, ".out'")
                                     .c_str());
  std::vector<std::vector<std::string>> answers;
  std::ifstream file(stem + ".out");
  std::string line;
  while (status == 0 && std::getline(file, line)) {
    answers.push_back(absl::StrSplit(line, ',', absl::SkipEmpty()));
  }
  std::remove((stem + ".in").c_str());
  std::remove((stem + ".out").c_str());
  return answers;
}

}  // namespace rapport::calendar
