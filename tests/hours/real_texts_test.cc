// How many of the hours in real store lists are understood. OpenStreetMap texts
// are judged by npm's opening_hours, a test tool; prints the figures that the
// product promises. Skips where the shared data is not there.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "server/hours/open_state.h"
#include "server/hours/read_hours.h"
#include "tests/hours/distinct_texts.h"
#include "tests/hours/reference.h"
#include "tests/hours/verdicts.h"

namespace rapport::hours {
namespace {

class RealTexts : public testing::Test {
 protected:
  void SetUp() override {
    if (!HasSharedData()) {
      GTEST_SKIP() << "no shared data beside the checkout; name its folder in "
                      "RAPPORT_SHARED_DATA";
    }
  }
};

double Percent(size_t part, size_t whole) {
  return 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

// RAPPORT_SHOW_TEXTS=1 shows those that were not read, to who asks for it.
void Show(absl::string_view why, const std::string& text) {
  if (std::getenv("RAPPORT_SHOW_TEXTS") != nullptr) {
    std::cerr << why << ": " << text << "\n";
  }
}

TEST_F(RealTexts, OsmHoursAreUnderstoodWhereTheyAreValidAndOnlyThere) {
  std::vector<std::string> texts;
  for (const auto& [text, rows] : OsmTexts()) texts.push_back(text);
  const std::vector<Verdict> verdicts = VerdictsOf(texts);
  ASSERT_EQ(verdicts.size(), texts.size());
  size_t valid = 0;
  size_t understood = 0;
  size_t accepted_silently = 0;
  size_t weeks_agree = 0;
  for (size_t i = 0; i < texts.size(); ++i) {
    const HoursReading reading = ReadHours(texts[i]);
    if (!verdicts[i].is_valid) {
      const bool silent = reading.is_read() && reading.remarks.empty();
      accepted_silently += silent ? 1 : 0;
      continue;
    }
    ++valid;
    if (!reading.is_read()) Show("not understood", texts[i]);
    understood += reading.is_read() ? 1 : 0;
    weeks_agree += OpenMinutes(reading.hours) == verdicts[i].open ? 1 : 0;
  }
  std::cout << absl::StrFormat(
      "osm_tags_geojson: of %d distinct opening_hours %d are valid; %d of "
      "these are understood (%.2f %%), and of %d the open minutes of a week "
      "are those of npm's opening_hours; of %d invalid ones %d are accepted "
      "silently\n",
      texts.size(), valid, understood, Percent(understood, valid), weeks_agree,
      texts.size() - valid, accepted_silently);
  EXPECT_GT(valid, 1000u);
  EXPECT_GE(Percent(understood, valid), 99.5);
  EXPECT_EQ(weeks_agree, valid);
  EXPECT_EQ(accepted_silently, 0u);
}

TEST_F(RealTexts, FreeTextHoursAreRead) {
  size_t wholly = 0;
  size_t with_note = 0;
  size_t ambiguous = 0;
  const TextCounts texts = FreeTexts();
  for (const auto& [text, rows] : texts) {
    const HoursReading reading = ReadHours(text);
    if (!reading.is_read()) {
      Show(absl::StrCat("not read, ", reading.problem.message()), text);
      continue;
    }
    const bool partly = reading.Has(kHoursPartlyRead);
    (partly ? with_note : wholly) += 1;
    ambiguous += reading.Has(kHoursAmbiguous) ? 1 : 0;
    Show(absl::StrCat(partly ? "in part, " : "read, ", reading.hours.ToText()),
         text);
  }
  const size_t read = wholly + with_note;
  std::cout << absl::StrFormat(
      "beauty_luxury_csv: of %d distinct store_hours %d are read (%.2f %%), %d "
      "of them but for a note that is remarked, %d with an ambiguity that is "
      "remarked; %.2f %% are read wholly\n",
      texts.size(), read, Percent(read, texts.size()), with_note, ambiguous,
      Percent(wholly, texts.size()));
  EXPECT_GT(texts.size(), 1500u);
  EXPECT_GE(Percent(read, texts.size()), 97);
}

// Rows such as `Su 24:00-17:00`.
TEST_F(RealTexts, ImpossibleHoursOfOneListAreAllFound) {
  int impossible = 0;
  for (const auto& [text, rows] : OsmTexts("verizon.geojson")) {
    if (!ReadHours(text).is_read()) impossible += rows;
  }
  std::cout << "verizon.geojson: " << impossible
            << " rows with impossible hours\n";
  EXPECT_EQ(impossible, 740);
}

#ifdef NDEBUG
constexpr int kInstants = 1000;
#else
constexpr int kInstants = 100;
#endif

// An instant of 2026: every other one within a day of a change of the clock.
absl::Time RandomInstant(Random& random, absl::TimeZone zone) {
  const absl::Time year = absl::FromCivil(absl::CivilDay(2026, 1, 1), zone);
  std::uniform_int_distribution<int> minutes(0, 365 * 24 * 60);
  const absl::Time any = year + absl::Minutes(minutes(random));
  absl::TimeZone::CivilTransition change;
  if (random() % 2 == 0 || !zone.NextTransition(any, &change)) return any;
  return absl::FromCivil(change.from, zone) +
         absl::Minutes(minutes(random) % (2 * 24 * 60) - 24 * 60);
}

TEST_F(RealTexts, AreOpenWhenTheReferenceSaysSo) {
  Random random(PrintedSeed());
  const std::vector<std::string> zones = {
      "America/New_York", "America/Chicago",  "Europe/Paris", "Europe/London",
      "Australia/Sydney", "America/Santiago", "Asia/Kolkata"};
  TextCounts texts = OsmTexts();
  texts.merge(FreeTexts());
  int asked = 0;
  int open = 0;
  int number = 0;
  for (const auto& [text, rows] : texts) {
    StoreHours store;
    store.regular = ReadHours(text).hours;
    ASSERT_TRUE(
        absl::LoadTimeZone(zones[number++ % zones.size()], &store.zone));
    for (int i = 0; i < kInstants; ++i) {
      const absl::Time time = RandomInstant(random, store.zone);
      const absl::CivilMinute reading(store.zone.At(time).cs);
      // The reference is of readings, and one that comes twice is two instants.
      if (store.zone.At(absl::CivilSecond(reading)).kind !=
          absl::TimeZone::TimeInfo::UNIQUE) {
        continue;
      }
      const State state = StateAt(store, time).state;
      ASSERT_EQ(state, ReferenceStateAtReading(store, reading))
          << store.regular.ToText() << " at " << absl::CivilSecond(reading);
      ++asked;
      open += state == State::kOpen ? 1 : 0;
    }
  }
  std::cout << texts.size() << " texts, " << asked << " instants, " << open
            << " open\n";
  EXPECT_GT(open, asked / 4);
}

}  // namespace
}  // namespace rapport::hours
