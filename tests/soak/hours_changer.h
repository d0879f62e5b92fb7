// A brand's admin who changes associates' hours, and gives them time off and
// takes it back, while they are being booked.
#ifndef RAPPORT_TESTS_SOAK_HOURS_CHANGER_H_
#define RAPPORT_TESTS_SOAK_HOURS_CHANGER_H_

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "rapport/v1/calendar_service.grpc.pb.h"
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
  // The time off that somebody who has `off` is to have: a window more or less.
  void ChangeTimeOff(std::vector<TickRange>& off);
  v1::UpdateScheduleRequest RequestOf(const HoursChange& change,
                                      const std::string& name);

  const Fight& fight_;
  std::mt19937_64 random_;
  uint64_t requests_ = 0;
  std::map<std::string, std::vector<TickRange>> off_;  // by associate
  std::vector<HoursChange> changes_;
};

}  // namespace rapport::soak

#endif  // RAPPORT_TESTS_SOAK_HOURS_CHANGER_H_
