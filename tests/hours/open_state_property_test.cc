// The state of stores at random instants, and minute by minute around every
// change of every zone's clock, against the slow reference.
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "server/hours/day_plan.h"
#include "tests/hours/reference.h"

namespace rapport::hours {
namespace {

absl::TimeZone Zone(const std::string& name) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(name, &zone)) << name;
  return zone;
}

// The zones that tzdata's table of places has.
std::vector<std::string> ZoneNames() {
  std::ifstream table("/usr/share/zoneinfo/tzdata.zi");
  std::vector<std::string> names;
  std::string line;
  while (std::getline(table, line)) {
    const std::vector<std::string> words = absl::StrSplit(line, ' ');
    if (words.size() > 1 && words[0] == "Z" && words[1] != "Factory") {
      names.push_back(words[1]);
    }
  }
  return names;
}

int Between(Random& random, int low, int high) {
  return std::uniform_int_distribution<int>(low, high)(random);
}

// Some days known to be holidays, in 2025 alone.
HolidayCalendar SomeHolidays(Random& random) {
  HolidayDates dates{
      absl::CivilDay(2025, 1, 1), absl::CivilDay(2025, 12, 31), {}};
  for (int i = 0; i < 60; ++i) {
    dates.dates.push_back(dates.first + Between(random, 0, 364));
  }
  HolidayCalendar calendar = HolidayCalendar().WithOwnPublic(dates);
  return random() % 2 == 0 ? calendar : calendar.WithOwnSchool(dates);
}

StoreHours RandomStore(Random& random, bool weekly_only) {
  StoreHours store{.regular = RandomHours(random, weekly_only)};
  store.holidays = SomeHolidays(random);
  return store;
}

absl::Time RandomMinute(Random& random) {
  return absl::FromCivil(absl::CivilDay(2024, 12, 1), absl::UTCTimeZone()) +
         absl::Minutes(Between(random, 0, 460 * 24 * 60));
}

TEST(StateAt, AgreesWithTheReferenceAtRandomInstants) {
  Random random(PrintedSeed());
  const std::vector<std::string> zones = {"America/New_York", "Europe/Berlin",
                                          "Asia/Kolkata", "Pacific/Apia"};
  int open = 0;
  for (int i = 0; i < 1500; ++i) {
    StoreHours store = RandomStore(random, /*weekly_only=*/i % 3 == 0);
    store.zone = Zone(zones[i % zones.size()]);
    for (int j = 0; j < 10; ++j) {
      const absl::Time time = RandomMinute(random);
      const absl::CivilMinute reading(store.zone.At(time).cs);
      // Here no clock goes back.
      if (store.zone.At(absl::CivilSecond(reading)).kind !=
          absl::TimeZone::TimeInfo::UNIQUE) {
        continue;
      }
      const State state = StateAt(store, time).state;
      ASSERT_EQ(StateAt(store, ClockAt(time, store.zone)).state, state);
      open += state == State::kOpen ? 1 : 0;
      ASSERT_EQ(state, ReferenceStateAtReading(store, reading))
          << store.regular.ToText() << " at " << absl::CivilSecond(reading);
    }
  }
  EXPECT_GT(open, 1000);
}

TEST(StateAt, AgreesWithTheReferenceOnSpecialDays) {
  Random random(PrintedSeed() + 1);
  for (int i = 0; i < 300; ++i) {
    StoreHours store = RandomStore(random, /*weekly_only=*/i % 2 == 0);
    store.zone = Zone("Europe/Paris");
    const absl::CivilDay date(2025, 1 + i % 12, 10);
    store.special_days = {{date, RandomHours(random, true)},
                          {date + 2, RandomHours(random, true)}};
    const absl::Time start = absl::FromCivil(date - 1, store.zone);
    const int minutes = 5 * 24 * 60;
    for (int minute = Between(random, 0, 40); minute < minutes; minute += 41) {
      const absl::Time time = start + absl::Minutes(minute);
      const absl::CivilMinute reading(store.zone.At(time).cs);
      ASSERT_EQ(StateAt(store, time).state,
                ReferenceStateAtReading(store, reading))
          << store.regular.ToText() << " at " << absl::CivilSecond(reading)
          << " with " << store.special_days[0].hours.ToText() << " and "
          << store.special_days[1].hours.ToText();
    }
  }
}

// Compares every minute from three hours before a change of the clock to three
// hours after it, and what follows from it for NextChange.
void CompareAround(const StoreHours& store, absl::Time change,
                   const std::string& zone) {
  constexpr int kMinutes = 6 * 60;
  const absl::Time start = change - absl::Minutes(kMinutes / 2);
  const std::vector<State> states = ReferenceStates(store, start, kMinutes);
  for (int i = 0; i < kMinutes; ++i) {
    const absl::Time time = start + absl::Minutes(i);
    ASSERT_EQ(StateAt(store, time).state, states[i])
        << store.regular.ToText() << " in " << zone << " at " << time;
  }
  int next = 1;
  while (next < kMinutes && states[next] == states[0]) ++next;
  const std::optional<absl::Time> found = NextChange(store, start);
  if (next < kMinutes) {
    ASSERT_TRUE(found.has_value()) << store.regular.ToText();
    ASSERT_EQ(*found, start + absl::Minutes(next))
        << store.regular.ToText() << " in " << zone << " from " << start;
  } else if (found) {
    ASSERT_GE(*found, start + absl::Minutes(kMinutes))
        << store.regular.ToText() << " in " << zone << " from " << start;
  }
}

TEST(StateAt, AgreesWithTheReferenceMinuteByMinuteWhereAnyZonesClockChanges) {
  Random random(PrintedSeed() + 2);
  const std::vector<std::string> zones = ZoneNames();
  ASSERT_GT(zones.size(), 300u);
  int changes = 0;
  for (const std::string& name : zones) {
    StoreHours store{.zone = Zone(name)};
    absl::Time time =
        absl::FromCivil(absl::CivilDay(2025, 1, 1), absl::UTCTimeZone());
    absl::TimeZone::CivilTransition transition;
    for (int i = 0; i < 2 && store.zone.NextTransition(time, &transition);
         ++i) {
      time = absl::FromCivil(transition.to, store.zone);
      // Some transitions only rename the zone.
      const absl::Time change = store.zone.At(transition.to).trans;
      store.regular = RandomHours(random, /*weekly_only=*/i % 2 == 0);
      CompareAround(store, transition.from < transition.to ? time : change,
                    name);
      if (testing::Test::HasFatalFailure()) return;
      ++changes;
    }
  }
  std::cout << changes << " changes of " << zones.size() << " zones' clocks\n";
  EXPECT_GT(changes, 100);
}

TEST(NextChange, IsTheFirstMinuteOfAnotherState) {
  Random random(PrintedSeed() + 3);
  for (int i = 0; i < 150; ++i) {
    StoreHours store = RandomStore(random, i % 2 == 0);
    store.zone = Zone("Australia/Lord_Howe");
    const absl::Time start = RandomMinute(random);
    constexpr int kMinutes = 2 * 24 * 60;
    const std::vector<State> states = ReferenceStates(store, start, kMinutes);
    const std::optional<absl::Time> found = NextChange(store, start);
    int next = 1;
    while (next < kMinutes && states[next] == states[0]) ++next;
    if (next < kMinutes) {
      ASSERT_TRUE(found.has_value()) << store.regular.ToText();
      ASSERT_EQ(*found, start + absl::Minutes(next)) << store.regular.ToText();
    } else if (found) {
      ASSERT_GE(*found, start + absl::Minutes(kMinutes))
          << store.regular.ToText();
    }
  }
}

TEST(OpeningHours, OfAnyRulesHaveATextThatParsesToThem) {
  Random random(PrintedSeed() + 4);
  for (int i = 0; i < 20000; ++i) {
    const OpeningHours hours = RandomHours(random, i % 4 == 0);
    const std::string text = hours.ToText();
    const auto again = ParseOpeningHours(text);
    ASSERT_TRUE(again.ok()) << text << ": " << again.status();
    ASSERT_EQ(*again, hours) << text << " became " << again->ToText();
  }
}

}  // namespace
}  // namespace rapport::hours
