// What asking for somebody's free time costs, what keeping it costs, and what
// changing it costs.
//
//   free_time_bench [PEOPLE [ROUNDS]]
//
// People of five days a week from 10 to 18 h, each a little different, with 0,
// 20 or 100 bookings of an hour over 90 days. Warm: a few people, over and
// over; cold: one of PEOPLE after the other, in no order. Every answer is held
// against the way of before: working time laid out and slots looked for in it.
#include <algorithm>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "server/calendar/free_time.h"
#include "server/calendar/time_zone.h"
#include "tests/bench/figures.h"

namespace rapport::bench {
namespace {

using calendar::Busy;
using calendar::FreeTime;
using calendar::TickAsk;
using calendar::WorkPattern;
using calendar::WorkPlaces;

constexpr int kWarm = 16;       // people whose time stays in the first cache
constexpr int kPatterns = 200;  // different weekly hours
constexpr int kHorizonDays = 90;

const absl::TimeZone& Zone() {
  static const absl::TimeZone zone =
      calendar::LoadZone("Europe/Paris").value_or(absl::UTCTimeZone());
  return zone;
}
// A Monday before a change of the clock.
const absl::Time kNow = absl::FromUnixSeconds(1'772'438'400);
const StoreId kStore = StoreIdOf("bench", "store");

struct Someone {
  calendar::Schedule schedule;
  std::vector<Busy> busy;
};

calendar::Schedule ScheduleOf(int pattern) {
  calendar::Schedule schedule;
  for (int day = 0; day < 5; ++day) {
    calendar::DayPeriod period;
    period.start_minute = 8 * 60 + 5 * (pattern % 48);
    period.end_minute = period.start_minute + 8 * 60 - 5 * (pattern / 48);
    schedule.weekly_periods.push_back(
        {static_cast<absl::Weekday>((day + pattern) % 7), period});
  }
  return schedule;
}

Someone Make(absl::BitGen& random, int pattern, int bookings) {
  Someone someone = {ScheduleOf(pattern), {}};
  for (int i = 0; i < bookings; ++i) {
    const absl::Time start =
        kNow + absl::Hours(24) * absl::Uniform(random, 0, kHorizonDays) +
        absl::Minutes(30) * absl::Uniform(random, 18, 34);
    someone.busy.push_back({{start, start + absl::Hours(1)}});
  }
  std::sort(someone.busy.begin(), someone.busy.end(),
            [](const Busy& a, const Busy& b) {
              return a.interval.start < b.interval.start;
            });
  return someone;
}

class World {
 public:
  World() {
    const auto first =
        static_cast<int32_t>(TickOf(kNow) / calendar::kTicksOfDay - 2);
    for (int i = 0; i < kPatterns; ++i) {
      patterns_.push_back(WorkPattern::Build(ScheduleOf(i).weekly_periods,
                                             *places_, {first, 512}));
    }
    Print("free_time.pattern_bytes", patterns_[0]->bytes(), "bytes");
  }

  FreeTime FreeOf(const Someone& someone, int pattern) const {
    return FreeTime::Build(someone.schedule, places_, patterns_[pattern],
                           someone.busy);
  }

 private:
  const std::shared_ptr<const WorkPlaces> places_ =
      std::make_shared<const WorkPlaces>(
          WorkPlaces{ChannelSet::All(), {{kStore, Zone()}}});
  std::vector<std::shared_ptr<const WorkPattern>> patterns_;
};

calendar::SlotAsk Ask(absl::Duration duration) {
  calendar::SlotAsk ask = {.channels = {Channel::kVideo}, .now = kNow};
  ask.rules.duration = duration;
  ask.rules.slot_interval = absl::Minutes(15);
  ask.rules.buffer_after = absl::Minutes(15);
  return ask;
}

bool HadSlot(const Someone& someone, const calendar::SlotAsk& ask,
             const Interval& window) {
  const auto zone_of = [](const StoreId&) { return Zone(); };
  const std::vector<calendar::WorkSpan> spans = calendar::WorkingTime(
      someone.schedule, {kStore, ChannelSet::All()}, window, zone_of);
  bool found = false;
  calendar::ForEachSlot({.spans = spans,
                         .busy = someone.busy,
                         .rules = ask.rules,
                         .channel = Channel::kVideo,
                         .store = ask.store,
                         .now = kNow},
                        window, zone_of, [&](const calendar::FreeSlot&) {
                          found = true;
                          return false;
                        });
  return found;
}

// Nanoseconds of one call of `ask(i)`, over and over for i below `count`.
double Nanos(int count, int rounds, const std::function<bool(int)>& ask) {
  std::vector<double> nanos;
  size_t yes = 0;
  for (int round = 0; round < rounds; ++round) {
    const absl::Time start = absl::Now();
    for (int i = 0; i < count; ++i) yes += ask(i);
    nanos.push_back(absl::ToDoubleNanoseconds(absl::Now() - start) / count);
  }
  if (yes > static_cast<size_t>(count) * rounds) std::abort();
  return Median(nanos);
}

struct People {
  std::vector<Someone> someone;
  std::vector<FreeTime> free;
};

void MeasureAsking(const std::string& name, const People& people, int rounds,
                   absl::Duration duration, const Interval& window) {
  const calendar::SlotAsk asked = Ask(duration);
  const TickAsk ask(asked, window);
  const int count = static_cast<int>(people.free.size());
  for (int i = 0; i < std::min(count, 1000); ++i) {
    const bool wanted = HadSlot(people.someone[i], asked, window);
    if (!people.free[i].Answers(ask) ||
        people.free[i].FirstSlot(ask).has_value() != wanted) {
      std::fprintf(stderr, "%s: a wrong answer\n", name.c_str());
      std::exit(1);
    }
  }
  const int calls = 20'000;
  const auto has = [&](int i) {
    const FreeTime& free = people.free[i % kWarm];
    return free.Answers(ask) && free.FirstSlot(ask).has_value();
  };
  const double warm = Nanos(calls, rounds, has);
  const double before = Nanos(calls, rounds, [&](int i) {
    return HadSlot(people.someone[i % kWarm], asked, window);
  });
  absl::BitGen random;
  std::vector<uint32_t> order(calls);
  for (uint32_t& i : order) i = absl::Uniform(random, 0, count);
  const double cold = Nanos(calls, rounds, [&](int i) {
    const FreeTime& free = people.free[order[i]];
    return free.Answers(ask) && free.FirstSlot(ask).has_value();
  });
  Print(absl::StrCat("free_time.", name), warm, "ns");
  Print(absl::StrCat("free_time.", name, "_cold"), cold, "ns");
  Print(absl::StrCat("free_time.", name, "_before"), before, "ns");
  Print(absl::StrCat("free_time.", name, "_vs_before"), before / warm, "x");
}

// A booking fewer, and back.
void MeasureFlips(People& people, int rounds) {
  const int count =
      static_cast<int>(std::min<size_t>(people.free.size(), 1000));
  std::vector<std::vector<Busy>> fewer;
  absl::BitGen random;
  for (int i = 0; i < count; ++i) {
    fewer.push_back(people.someone[i].busy);
    fewer[i].erase(fewer[i].begin() +
                   absl::Uniform(random, 0u, fewer[i].size()));
  }
  bool less = false;
  const double nanos = Nanos(count, 2 * rounds, [&](int i) {
    if (i == 0) less = !less;
    people.free[i] =
        people.free[i].WithBusy(less ? fewer[i] : people.someone[i].busy);
    return true;
  });
  Print("free_time.flip", nanos, "ns");
  Print("free_time.flips_per_s", 1e9 / nanos, "1/s");
}

void Run(int count, int rounds) {
  const World world;
  absl::BitGen random;
  for (const int bookings : {0, 20, 100}) {
    People people;
    size_t bytes = 0;
    for (int i = 0; i < count; ++i) {
      const int pattern = absl::Uniform(random, 0, kPatterns);
      people.someone.push_back(Make(random, pattern, bookings));
      people.free.push_back(world.FreeOf(people.someone.back(), pattern));
      bytes += people.free.back().bytes();
    }
    const std::string suffix = absl::StrCat("_", bookings, "_bookings");
    Print(absl::StrCat("free_time.bytes", suffix),
          static_cast<double>(bytes) / count, "bytes/person");
    const absl::Time at = kNow + absl::Hours(10 * 24 + 12);
    MeasureAsking("half_hour" + suffix, people, rounds, absl::Minutes(30),
                  {at, at + absl::Minutes(30)});
    MeasureAsking("fortnight" + suffix, people, rounds, absl::Hours(1),
                  {kNow, kNow + absl::Hours(14 * 24)});
    // Nobody works so long: every day is looked at.
    MeasureAsking("fortnight_in_vain" + suffix, people, rounds, absl::Hours(9),
                  {kNow, kNow + absl::Hours(14 * 24)});
    if (bookings > 0) MeasureFlips(people, rounds);
  }
}

}  // namespace
}  // namespace rapport::bench

int main(int argc, char** argv) {
  rapport::bench::Run(argc > 1 ? std::atoi(argv[1]) : 100'000,
                      argc > 2 ? std::atoi(argv[2]) : 21);
}
