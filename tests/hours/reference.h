// The slow, obvious answer to "is it open?": each minute by itself, straight
// from the rules, sharing nothing with the product's own way. And rules at
// random to try both on.
#ifndef RAPPORT_TESTS_HOURS_REFERENCE_H_
#define RAPPORT_TESTS_HOURS_REFERENCE_H_

#include <random>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "server/hours/open_state.h"

namespace rapport::hours {

// The state at the minute of the clock that begins with `reading`.
State ReferenceStateAtReading(const StoreHours& store,
                              absl::CivilMinute reading);

// The states of `minutes` minutes from `start`, which is a whole minute: walks
// the clock from two days before, so that it sees where it goes back. While it
// shows again what it has shown, the state stays that of the last minute before.
std::vector<State> ReferenceStates(const StoreHours& store, absl::Time start,
                                   int minutes);

using Random = std::mt19937_64;

// Hours with up to five rules of every kind but the sun; `weekly_only`: by week
// days and times alone.
OpeningHours RandomHours(Random& random, bool weekly_only);

// A seed: that of the environment's RAPPORT_SEED, else a fixed one. Printed.
uint64_t PrintedSeed();

}  // namespace rapport::hours

#endif  // RAPPORT_TESTS_HOURS_REFERENCE_H_
