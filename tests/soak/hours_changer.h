// A brand's admin who changes associates' hours while they are being booked.
#ifndef RAPPORT_TESTS_SOAK_HOURS_CHANGER_H_
#define RAPPORT_TESTS_SOAK_HOURS_CHANGER_H_

#include <cstdint>
#include <random>
#include <vector>

#include "tests/soak/arena.h"
#include "tests/soak/caller.h"
#include "tests/soak/history.h"

namespace rapport::soak {

// Not thread-safe. One at a time: the checker knows the order of changes.
class HoursChanger {
 public:
  HoursChanger(const Fight& fight, uint64_t seed)
      : fight_(fight), random_(seed) {}

  // Changes somebody's hours now and then until nothing is left of the fight.
  void Run();

  const std::vector<HoursChange>& changes() const { return changes_; }

 private:
  void ChangeSomebody();

  const Fight& fight_;
  std::mt19937_64 random_;
  uint64_t requests_ = 0;
  std::vector<HoursChange> changes_;
};

}  // namespace rapport::soak

#endif  // RAPPORT_TESTS_SOAK_HOURS_CHANGER_H_
