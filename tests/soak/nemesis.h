// What goes wrong: each fault begins, lasts, and is over; then everything that
// died has been started again.
#ifndef RAPPORT_TESTS_SOAK_NEMESIS_H_
#define RAPPORT_TESTS_SOAK_NEMESIS_H_

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "tests/soak/arena.h"
#include "tests/soak/history.h"

namespace rapport::soak {

// Not thread-safe. `arena` must outlive it.
class Nemesis {
 public:
  Nemesis(Arena& arena, uint64_t seed) : arena_(arena), random_(seed) {}

  // The next in a row that has all that the arena's database can suffer before
  // any comes again. Returns once it is over; answers its name.
  std::string Strike();
  // The one of that name. Ends the program if there is none.
  void Strike(absl::string_view name);

  const std::vector<ClockJump>& clock_jumps() const { return clock_jumps_; }

 private:
  struct Fault {
    const char* name;
    void (Nemesis::*run)();
    bool needs_cluster = false;
  };
  static absl::Span<const Fault> Faults();

  int AnyServer() { return static_cast<int>(random_() % arena_.servers()); }
  int AnyNode() {
    return static_cast<int>(random_() % arena_.database().nodes());
  }

  void KillServer();
  void KillDatabase();
  void KillNode();
  void KillAll();
  void PauseServer();
  void PauseServerPastItsLease();
  void PauseDatabase();
  void PauseNode();
  void PauseNodeUntilGivenUp();
  void IsolateNode();
  void Partition();
  void CutOff();
  void LoseCommitAnswers();
  void LoseCommits();
  void LoseStatementAnswers();
  void JumpDatabaseClock();
  void JumpNodeClock();
  void JumpServerClock();

  void LoseEverywhere(ChaosProxy::Loss loss);
  void JumpNodeClocks(int first, int end);

  Arena& arena_;
  std::mt19937_64 random_;
  std::vector<size_t> row_;  // the faults to come, the next one last
  std::vector<ClockJump> clock_jumps_;
};

}  // namespace rapport::soak

#endif  // RAPPORT_TESTS_SOAK_NEMESIS_H_
