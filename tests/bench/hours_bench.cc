// What it costs to ask whether a store is open, and to read its hours.
//
//   hours_bench [QUESTIONS]

#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "server/hours/open_state.h"
#include "server/hours/read_hours.h"
#include "tests/bench/figures.h"

namespace rapport::bench {
namespace {

using hours::ReadHours;
using hours::StoreHours;

constexpr int kQuestionsDefault = 1'000'000;

// The names that the figures have, and hours of that kind.
struct Kind {
  const char* name;
  const char* text;
};

constexpr Kind kKinds[] = {
    {"weekly", "Mo-Fr 10:00-20:00; Sa 10:00-18:00; Su off"},
    {"holidays", "Mo-Sa 10:00-20:00; Su 11:00-18:00; PH off"},
    {"seasons",
     "Mar Su[-1]-Oct Su[-1] Mo-Su 09:00-21:00; Nov-Feb Mo-Sa 10:00-18:00; "
     "easter -2 days off; Dec 24,31 10:00-14:00; PH off"},
};

StoreHours Store(const char* text) {
  StoreHours store{.regular = ReadHours(text).hours};
  if (store.regular.empty() ||
      !absl::LoadTimeZone("America/Chicago", &store.zone)) {
    std::cerr << "no hours or no zone\n";
    std::exit(1);
  }
  const absl::CivilDay first(2026, 1, 1);
  store.holidays = store.holidays.WithOwnPublic(
      {first, first + 364, {first, first + 180, first + 358}});
  return store;
}

std::vector<absl::Time> Instants(int count) {
  std::mt19937 random(1);
  std::uniform_int_distribution<int> minute(0, 364 * 24 * 60);
  const absl::Time start =
      absl::FromCivil(absl::CivilDay(2026, 1, 1), absl::UTCTimeZone());
  std::vector<absl::Time> instants;
  for (int i = 0; i < count; ++i) {
    instants.push_back(start + absl::Minutes(minute(random)));
  }
  return instants;
}

// Nanoseconds a call of `ask`, for all instants.
template <typename Ask>
double NanosPerQuestion(const std::vector<absl::Time>& instants, Ask ask) {
  int64_t sum = 0;
  const absl::Time start = absl::Now();
  for (absl::Time instant : instants) sum += ask(instant);
  volatile const int64_t kept = sum;
  static_cast<void>(kept);
  return absl::ToDoubleNanoseconds(absl::Now() - start) /
         static_cast<double>(instants.size());
}

void Run(int questions) {
  const std::vector<absl::Time> instants = Instants(questions);
  const std::vector<absl::Time> few(instants.begin(),
                                    instants.begin() + (questions + 9) / 10);
  int64_t asked = 0;
  for (const Kind& kind : kKinds) {
    const StoreHours store = Store(kind.text);
    const std::string name = std::string("hours.") + kind.name;
    Print(name + ".state",
          NanosPerQuestion(instants,
                           [&](absl::Time time) {
                             return static_cast<int64_t>(
                                 hours::StateAt(store, time).state);
                           }),
          "ns");
    const hours::ClockMinute clock = hours::ClockAt(instants[0], store.zone);
    Print(name + ".state_by_clock",
          NanosPerQuestion(instants,
                           [&](absl::Time) {
                             hours::ClockMinute now = clock;
                             now.minute = static_cast<int>(asked++ % 1440);
                             return static_cast<int64_t>(
                                 hours::StateAt(store, now).state);
                           }),
          "ns");
    Print(name + ".next_open",
          NanosPerQuestion(few,
                           [&](absl::Time time) {
                             return hours::NextOpen(store, time).has_value()
                                        ? 1
                                        : 0;
                           }),
          "ns");
    Print(name + ".read",
          NanosPerQuestion(few,
                           [&](absl::Time) {
                             return ReadHours(kind.text).is_read() ? 1 : 0;
                           }),
          "ns");
  }
}

}  // namespace
}  // namespace rapport::bench

int main(int argc, char** argv) {
  const int questions =
      argc > 1 ? std::atoi(argv[1]) : rapport::bench::kQuestionsDefault;
  if (questions < 1) {
    std::cerr << "usage: " << argv[0] << " [QUESTIONS]\n";
    return 2;
  }
  rapport::bench::Run(questions);
  return 0;
}
