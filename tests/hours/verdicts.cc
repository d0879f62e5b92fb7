#include "tests/hours/verdicts.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "server/hours/open_state.h"

namespace rapport::hours {

std::vector<Verdict> VerdictsOf(const std::vector<std::string>& texts) {
  const std::string stem =
      absl::StrCat(testing::TempDir(), "/hours_verdicts_", getpid());
  std::ofstream(stem + ".in") << nlohmann::json(texts).dump();
  const int status = std::system(
      absl::StrCat("TZ=UTC '", RAPPORT_TEST_NODE, "' '", RAPPORT_TEST_VERDICTS,
                   "' '", RAPPORT_TEST_NODE_MODULES, "' <'", stem, ".in' >'",
                   stem, ".out'")
          .c_str());
  std::ifstream file(stem + ".out");
  const std::string answer{std::istreambuf_iterator<char>(file), {}};
  std::remove((stem + ".in").c_str());
  std::remove((stem + ".out").c_str());
  std::vector<Verdict> verdicts;
  if (status != 0) return verdicts;
  for (const auto& verdict : nlohmann::json::parse(answer)) {
    verdicts.push_back({verdict.at("valid").get<bool>(),
                        verdict.at("open").get<MinuteSpans>()});
  }
  return verdicts;
}

MinuteSpans OpenMinutes(const OpeningHours& hours) {
  const absl::CivilDay monday(2024, 5, 6);
  const absl::TimeZone utc = absl::UTCTimeZone();
  const absl::Time start = absl::FromCivil(monday, utc);
  StoreHours store{.regular = hours, .zone = utc};
  // The judge's place has no holiday around that week.
  store.holidays = store.holidays.WithOwnPublic({monday - 7, monday + 14, {}});
  MinuteSpans spans;
  for (const OpenInterval& open : IntervalsOf(store, monday, monday + 6)) {
    if (open.state != State::kOpen) continue;
    spans.emplace_back(
        static_cast<int>((open.interval.start - start) / absl::Minutes(1)),
        static_cast<int>((open.interval.end - start) / absl::Minutes(1)));
  }
  return spans;
}

}  // namespace rapport::hours
