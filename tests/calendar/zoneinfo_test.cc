// What the calendar says of clocks, against what Python's zoneinfo says: every
// zone, every change of its clock from 2020 to 2037. Both read the same
// folder of tzdata, $TZDIR or /usr/share/zoneinfo.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "server/calendar/local_time.h"
#include "server/calendar/slots.h"
#include "tests/calendar/written.h"

namespace rapport::calendar {
namespace {

// What zoneinfo has and tzdata does not call zones.
bool IsNoZone(absl::string_view name) {
  return name == "Factory" || name == "localtime";
}

// Lines of zoneinfo_readings.py, which explains them.
struct Shown {
  absl::Time instant;
  absl::CivilSecond reading;
  bool twice = false;
};

struct Read {
  absl::CivilSecond reading;
  absl::Time instant;
  absl::Time first;
  absl::TimeZone::TimeInfo::CivilKind kind = absl::TimeZone::TimeInfo::UNIQUE;
};

// A change of a clock, and the hours around it.
struct Change {
  absl::Time instant;
  std::vector<Shown> shown;
  std::vector<Read> read;
};

struct ZoneChanges {
  std::string name;
  std::vector<Change> changes;
};

int64_t Number(absl::string_view text) {
  int64_t number = 0;
  EXPECT_TRUE(absl::SimpleAtoi(text, &number)) << text;
  return number;
}

absl::Time InstantOf(absl::string_view text) {
  return absl::FromUnixSeconds(Number(text));
}

absl::CivilSecond ReadingOf(absl::string_view text) {
  return absl::CivilSecond(1970, 1, 1) + Number(text);
}

absl::TimeZone::TimeInfo::CivilKind KindOf(absl::string_view letter) {
  using Info = absl::TimeZone::TimeInfo;
  if (letter == "T") return Info::REPEATED;
  if (letter == "N") return Info::SKIPPED;
  EXPECT_EQ(letter, "O");
  return Info::UNIQUE;
}

// False if the line is none of ours.
bool AddLine(const std::string& line, std::vector<ZoneChanges>& zones) {
  const std::vector<absl::string_view> words = absl::StrSplit(line, ' ');
  if (words[0] == "Z" && words.size() == 2) {
    zones.push_back({std::string(words[1]), {}});
    return true;
  }
  if (zones.empty()) return false;
  std::vector<Change>& changes = zones.back().changes;
  if (words[0] == "C" && words.size() == 2) {
    changes.push_back({InstantOf(words[1]), {}, {}});
    return true;
  }
  if (changes.empty()) return false;
  if (words[0] == "U" && words.size() == 4) {
    changes.back().shown.push_back(
        {InstantOf(words[1]), ReadingOf(words[2]), words[3] == "1"});
    return true;
  }
  if (words[0] != "R" || words.size() != 5) return false;
  changes.back().read.push_back({ReadingOf(words[1]), InstantOf(words[2]),
                                 InstantOf(words[3]), KindOf(words[4])});
  return true;
}

std::vector<ZoneChanges> AskZoneinfo() {
  const char* const folder = std::getenv("TZDIR");
  std::FILE* const pipe = popen(
      absl::StrCat("PYTHONTZPATH='", folder ? folder : "/usr/share/zoneinfo",
                   "' '", RAPPORT_TEST_PYTHON, "' '", RAPPORT_TEST_READINGS,
                   "' 2020 2037")
          .c_str(),
      "r");
  std::vector<ZoneChanges> zones;
  if (pipe == nullptr) return zones;
  std::array<char, 256> line;
  while (std::fgets(line.data(), line.size(), pipe) != nullptr) {
    std::string text = line.data();
    text.pop_back();
    EXPECT_TRUE(AddLine(text, zones)) << text;
  }
  if (pclose(pipe) != 0) zones.clear();
  return zones;
}

class Zoneinfo : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { zones_ = new std::vector(AskZoneinfo()); }

  static void TearDownTestSuite() { delete zones_; }

  void SetUp() override {
    ASSERT_GT(zones_->size(), 500u) << RAPPORT_TEST_PYTHON << " said little";
  }

  // Calls `check` with each change of each zone, and ends at the first zone
  // that fails.
  template <typename Check>
  static void ForEachChange(Check check) {
    int64_t changes = 0;
    for (const ZoneChanges& changing : *zones_) {
      if (IsNoZone(changing.name)) continue;
      const absl::TimeZone zone = Zone(changing.name);
      for (const Change& change : changing.changes) {
        SCOPED_TRACE(absl::StrCat(changing.name, " changes at ",
                                  absl::FormatTime(change.instant)));
        ++changes;
        check(zone, change);
        if (HasFailure()) return;
      }
    }
    std::printf("%lld changes of clocks\n", static_cast<long long>(changes));
    EXPECT_GT(changes, 5000);
  }

  static const std::vector<ZoneChanges>& zones() { return *zones_; }

 private:
  static inline std::vector<ZoneChanges>* zones_ = nullptr;
};

TEST_F(Zoneinfo, HasTheSameZones) {
  for (const ZoneChanges& zone : zones()) {
    EXPECT_EQ(LoadZone(zone.name).ok(), !IsNoZone(zone.name)) << zone.name;
  }
}

TEST_F(Zoneinfo, SeesTheClocksChangeAtTheSameInstants) {
  const absl::Time end = Utc("2038-01-01 00:00");
  for (const ZoneChanges& changing : zones()) {
    if (IsNoZone(changing.name)) continue;
    const absl::TimeZone zone = Zone(changing.name);
    std::vector<absl::Time> expected, found;
    for (const Change& change : changing.changes) {
      expected.push_back(change.instant);
    }
    absl::Time at = Utc("2020-01-01 00:00");
    absl::TimeZone::CivilTransition change;
    while (zone.NextTransition(at, &change)) {
      at = zone.At(change.to).trans;
      if (at >= end) break;
      if (change.from != change.to) found.push_back(at);
    }
    EXPECT_EQ(found, expected) << changing.name;
  }
}

TEST_F(Zoneinfo, ReadsTheSameOnTheClock) {
  int64_t count = 0;
  ForEachChange([&](const absl::TimeZone& zone, const Change& change) {
    for (const Shown& shown : change.shown) {
      const LocalTime local = ToLocalTime(shown.instant, zone);
      EXPECT_EQ(local.reading, shown.reading);
      // What a booking promises says when it is, without any rules of zones.
      EXPECT_EQ(absl::FromCivil(local.reading, absl::UTCTimeZone()) -
                    local.utc_offset,
                shown.instant);
      const std::string text = FormatLocalTime(shown.instant, zone);
      EXPECT_EQ(text.find(", UTC") != std::string::npos, shown.twice) << text;
      ++count;
    }
  });
  std::printf("%lld instants read\n", static_cast<long long>(count));
}

TEST_F(Zoneinfo, FindsTheSameInstantsForReadings) {
  std::map<absl::TimeZone::TimeInfo::CivilKind, int64_t> count;
  ForEachChange([&](const absl::TimeZone& zone, const Change& change) {
    for (const Read& read : change.read) {
      EXPECT_EQ(zone.At(read.reading).kind, read.kind) << read.reading;
      EXPECT_EQ(Resolve(read.reading, zone), read.instant) << read.reading;
      EXPECT_EQ(FirstReached(read.reading, zone), read.first) << read.reading;
      ++count[read.kind];
    }
  });
  EXPECT_GT(count[absl::TimeZone::TimeInfo::SKIPPED], 1000);
  EXPECT_GT(count[absl::TimeZone::TimeInfo::REPEATED], 1000);
  std::printf(
      "readings: %lld once, %lld never, %lld twice\n",
      static_cast<long long>(count[absl::TimeZone::TimeInfo::UNIQUE]),
      static_cast<long long>(count[absl::TimeZone::TimeInfo::SKIPPED]),
      static_cast<long long>(count[absl::TimeZone::TimeInfo::REPEATED]));
}

TEST_F(Zoneinfo, WorksTheSameHours) {
  int64_t count = 0;
  ForEachChange([&](const absl::TimeZone& zone, const Change& change) {
    const Interval window = {change.instant - absl::Hours(48),
                             change.instant + absl::Hours(48)};
    constexpr size_t kHour = 12;
    for (size_t i = 0; i + kHour < change.read.size(); ++i) {
      const Read& from = change.read[i];
      const Read& to = change.read[i + kHour];
      const absl::CivilDay date(from.reading);
      const absl::CivilSecond midnight(date);
      Schedule schedule;
      DayPeriod period;
      period.start_minute = static_cast<int>((from.reading - midnight) / 60);
      period.end_minute = static_cast<int>((to.reading - midnight) / 60);
      if (period.end_minute > kMinutesOfDay) continue;
      schedule.overrides.push_back({date, {period}});
      std::vector<WorkSpan> expected;
      if (from.instant < to.first) {
        expected.push_back(
            {{from.instant, to.first}, Store(1), ChannelSet::All()});
      }
      EXPECT_EQ(WorkedIn(zone, schedule, window), expected)
          << from.reading << " to " << to.reading;
      ++count;
    }
  });
  std::printf("%lld hours worked\n", static_cast<long long>(count));
}

// The starts of all slots between the first and the last instant shown, of
// somebody who works day and night.
std::vector<absl::Time> StartsOf(const absl::TimeZone& zone,
                                 const Change& change, const SlotRules& rules) {
  const Interval window = {change.shown.front().instant,
                           change.shown.back().instant};
  const std::vector<WorkSpan> spans =
      WorkedIn(zone, Daily(Hours("00:00-24:00")), window);
  SlotQuery query;
  query.spans = spans;
  query.rules = rules;
  query.now = window.start;
  std::vector<absl::Time> starts;
  ForEachSlot(
      query, window, [&](const StoreId&) { return zone; },
      [&](const FreeSlot& slot) {
        starts.push_back(slot.interval.start);
        return true;
      });
  return starts;
}

TEST_F(Zoneinfo, HasSlotsAtTheSameInstantsWithNoneInAGapAndBothOfAnOverlap) {
  SlotRules rules;
  rules.duration = kTick;
  int64_t count = 0;
  int64_t twice = 0;
  ForEachChange([&](const absl::TimeZone& zone, const Change& change) {
    std::vector<absl::Time> expected;
    std::map<absl::CivilSecond, std::set<absl::Time>> instants_of;
    for (const Shown& shown : change.shown) {
      if (shown.reading.second() != 0 || shown.reading.minute() % 30 != 0) {
        continue;
      }
      instants_of[shown.reading].insert(shown.instant);
      if (&shown != &change.shown.back()) expected.push_back(shown.instant);
    }
    const std::vector<absl::Time> starts = StartsOf(zone, change, rules);
    EXPECT_EQ(starts, expected);
    std::set<absl::CivilSecond> skipped;
    for (const Read& read : change.read) {
      if (read.kind == absl::TimeZone::TimeInfo::SKIPPED) {
        skipped.insert(read.reading);
      }
    }
    for (absl::Time start : starts) {
      const LocalTime local = ToLocalTime(start, zone);
      EXPECT_FALSE(skipped.contains(local.reading)) << local.reading;
      EXPECT_TRUE(instants_of[local.reading].contains(start));
      if (instants_of[local.reading].size() == 2) ++twice;
      ++count;
    }
  });
  std::printf("%lld slots, %lld at readings that come twice\n",
              static_cast<long long>(count), static_cast<long long>(twice));
  EXPECT_GT(twice, 1000);
  EXPECT_EQ(twice % 2, 0);
}

}  // namespace
}  // namespace rapport::calendar
