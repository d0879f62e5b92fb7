// The whole of it: callers against servers, faults in cycles, and what the
// checker says of the history.
#ifndef RAPPORT_TESTS_SOAK_SOAK_H_
#define RAPPORT_TESTS_SOAK_SOAK_H_

#include <cstdint>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "tests/soak/arena.h"
#include "tests/soak/checker.h"

namespace rapport::soak {

struct SoakOptions {
  uint64_t seed = 1;
  int64_t attempts = 1'000'000;  // contended
  int cycles = 50;
  int callers = 32;
  // Faults by name, one a cycle, over and over; empty: all, shuffled.
  std::vector<std::string> faults = {};
  // After so many cycles the whole history is checked, besides at the end.
  int check_every = 10;
  // See History: less where no fault is long.
  absl::Duration known_after = absl::Seconds(25);
  // Nodes, and what servers know by heart, are to be as they should so soon.
  absl::Duration agree_within = absl::Minutes(1);
  ArenaOptions arena = {};
  // Where to tell how it goes; null: nowhere.
  std::FILE* progress = nullptr;
  // The history is written there; empty: nowhere.
  std::string history_path = {};
};

struct SoakReport {
  Verdict verdict;
  int cycles = 0;
  int64_t contended = 0;  // requests, as IsContended has it
  std::map<std::string, int> faults;
  // By operation, then by how it ended: `ok`, `unknown` or the reason.
  std::map<std::string, std::map<std::string, int64_t>> ends;
  std::map<int, int64_t> rows_by_state;
  std::map<int, int64_t> entries_by_state;
  bool clocks = false;  // whether they could be set
  int losses = 0;       // commands that the network lost
  double seconds = 0;
};

// Ends the program if something cannot be started. Stops early once the
// checker has found something.
SoakReport RunSoak(const SoakOptions& options);

// Tables for people.
void PrintReport(const SoakReport& report, std::FILE* out);

}  // namespace rapport::soak

#endif  // RAPPORT_TESTS_SOAK_SOAK_H_
