#include "tests/soak/nemesis.h"

#include <signal.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <numeric>

#include "absl/time/clock.h"

namespace rapport::soak {
namespace {

constexpr absl::Duration kShort = absl::Milliseconds(700);
constexpr absl::Duration kLong = absl::Seconds(2);
// More than kOriginLease: others fence the server that was stopped.
constexpr absl::Duration kPastLease = absl::Seconds(18);
// A clock is read anew once more than a second has gone by, in whole seconds.
constexpr absl::Duration kClockSettles = absl::Milliseconds(2500);
// Servers look every five seconds for holds that have run out.
constexpr absl::Duration kSwept = absl::Seconds(6);
// More than a hold lasts.
constexpr absl::Duration kJump = absl::Seconds(90);
constexpr int kLosses = 12;

}  // namespace

absl::Span<const Nemesis::Fault> Nemesis::Faults() {
  static constexpr Fault kFaults[] = {
      {"kill-server", &Nemesis::KillServer},
      {"kill-database", &Nemesis::KillDatabase},
      {"kill-all", &Nemesis::KillAll},
      {"pause-server", &Nemesis::PauseServer},
      {"pause-server-past-lease", &Nemesis::PauseServerPastItsLease},
      {"pause-database", &Nemesis::PauseDatabase},
      {"partition", &Nemesis::Partition},
      {"cut-off", &Nemesis::CutOff},
      {"lose-commit-answers", &Nemesis::LoseCommitAnswers},
      {"lose-commits", &Nemesis::LoseCommits},
      {"lose-statement-answers", &Nemesis::LoseStatementAnswers},
      {"jump-database-clock", &Nemesis::JumpDatabaseClock},
      {"jump-server-clock", &Nemesis::JumpServerClock},
  };
  return kFaults;
}

std::string Nemesis::Strike() {
  if (row_.empty()) {
    row_.resize(Faults().size());
    std::iota(row_.begin(), row_.end(), 0);
    std::shuffle(row_.begin(), row_.end(), random_);
  }
  const Fault& fault = Faults()[row_.back()];
  row_.pop_back();
  (this->*fault.run)();
  return fault.name;
}

void Nemesis::Strike(absl::string_view name) {
  for (const Fault& fault : Faults()) {
    if (fault.name == name) return (this->*fault.run)();
  }
  std::fprintf(stderr, "no fault is called %s\n", std::string(name).c_str());
  std::exit(2);
}

void Nemesis::KillServer() {
  const int server = AnyServer();
  arena_.KillServer(server);
  absl::SleepFor(kShort);
  arena_.StartServer(server);
}

void Nemesis::KillDatabase() {
  arena_.database().Kill();
  absl::SleepFor(kShort);
  arena_.StartDatabase();
}

void Nemesis::KillAll() {
  for (int i = 0; i < arena_.servers(); ++i) arena_.KillServer(i);
  arena_.database().Kill();
  arena_.StartDatabase();
  for (int i = 0; i < arena_.servers(); ++i) arena_.StartServer(i);
}

void Nemesis::PauseServer() {
  const int server = AnyServer();
  arena_.SignalServer(server, SIGSTOP);
  absl::SleepFor(kLong);
  arena_.SignalServer(server, SIGCONT);
}

void Nemesis::PauseServerPastItsLease() {
  const int server = AnyServer();
  arena_.SignalServer(server, SIGSTOP);
  absl::SleepFor(kPastLease);
  arena_.SignalServer(server, SIGCONT);
}

void Nemesis::PauseDatabase() {
  arena_.database().Pause();
  absl::SleepFor(kLong);
  arena_.database().Continue();
}

void Nemesis::Partition() {
  ChaosProxy& network = arena_.network(AnyServer());
  network.SetSilent(true);
  absl::SleepFor(kLong);
  // Half the time, what was on its way is lost.
  if (random_() % 2 == 0) network.Cut(false);
  network.SetSilent(false);
}

void Nemesis::CutOff() {
  ChaosProxy& network = arena_.network(AnyServer());
  network.Cut(/*refuse=*/true);
  absl::SleepFor(kShort);
  network.Accept();
}

void Nemesis::LoseEverywhere(ChaosProxy::Loss loss) {
  for (int i = 0; i < arena_.servers(); ++i) {
    arena_.network(i).Lose(loss, kLosses);
  }
  absl::SleepFor(kShort);
}

void Nemesis::LoseCommitAnswers() {
  LoseEverywhere(ChaosProxy::Loss::kCommitAnswer);
}

void Nemesis::LoseCommits() { LoseEverywhere(ChaosProxy::Loss::kCommit); }

void Nemesis::LoseStatementAnswers() {
  LoseEverywhere(ChaosProxy::Loss::kStatementAnswer);
}

void Nemesis::JumpDatabaseClock() {
  for (const absl::Duration ahead : {kJump, absl::ZeroDuration()}) {
    const Instant begin = Now();
    arena_.SetDatabaseClock(ahead);
    absl::SleepFor(kClockSettles);
    clock_jumps_.push_back({begin, Now()});
    if (ahead == kJump) absl::SleepFor(kSwept);
  }
}

void Nemesis::JumpServerClock() {
  const int server = AnyServer();
  for (const absl::Duration ahead : {absl::Hours(1), -absl::Hours(1)}) {
    arena_.SetServerClock(server, ahead);
    absl::SleepFor(kClockSettles);
  }
  arena_.SetServerClock(server, absl::ZeroDuration());
}

}  // namespace rapport::soak
