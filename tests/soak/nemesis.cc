#include "tests/soak/nemesis.h"

#include <signal.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

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
// The others give up a node that is silent for six seconds.
constexpr absl::Duration kPastGivingUp = absl::Seconds(8);

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
      {"kill-node", &Nemesis::KillNode, true},
      {"pause-node", &Nemesis::PauseNode, true},
      {"pause-node-until-given-up", &Nemesis::PauseNodeUntilGivenUp, true},
      {"isolate-node", &Nemesis::IsolateNode, true},
      {"jump-node-clock", &Nemesis::JumpNodeClock, true},
  };
  return kFaults;
}

std::string Nemesis::Strike() {
  if (row_.empty()) {
    for (size_t i = 0; i < Faults().size(); ++i) {
      if (!Faults()[i].needs_cluster || arena_.database().nodes() > 1) {
        row_.push_back(i);
      }
    }
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
  Database& database = arena_.database();
  for (int i = 0; i < database.nodes(); ++i) database.Kill(i);
  absl::SleepFor(kShort);
  database.Start();
}

void Nemesis::KillNode() {
  arena_.database().Kill(AnyNode());
  absl::SleepFor(kPastGivingUp);
  arena_.database().Start();
}

void Nemesis::KillAll() {
  Database& database = arena_.database();
  for (int i = 0; i < arena_.servers(); ++i) arena_.KillServer(i);
  for (int i = 0; i < database.nodes(); ++i) database.Kill(i);
  database.Start();
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
  Database& database = arena_.database();
  for (int i = 0; i < database.nodes(); ++i) database.Pause(i);
  absl::SleepFor(kLong);
  for (int i = 0; i < database.nodes(); ++i) database.Continue(i);
  for (int i = 0; i < database.nodes(); ++i) database.Join(i);
}

void Nemesis::PauseNode() {
  const int node = AnyNode();
  arena_.database().Pause(node);
  absl::SleepFor(kLong);
  arena_.database().Continue(node);
}

void Nemesis::PauseNodeUntilGivenUp() {
  const int node = AnyNode();
  arena_.database().Pause(node);
  absl::SleepFor(kPastGivingUp);
  arena_.database().Continue(node);
  arena_.database().Join(node);
}

void Nemesis::IsolateNode() {
  const int node = AnyNode();
  arena_.database().Isolate(node);
  absl::SleepFor(kPastGivingUp);
  arena_.database().Join(node);
}

void Nemesis::Partition() {
  const auto& networks = arena_.networks(AnyServer());
  for (const auto& network : networks) network->SetSilent(true);
  absl::SleepFor(kLong);
  // Half the time, what was on its way is lost.
  const bool lost = random_() % 2 == 0;
  for (const auto& network : networks) {
    if (lost) network->Cut(false);
    network->SetSilent(false);
  }
}

void Nemesis::CutOff() {
  const auto& networks = arena_.networks(AnyServer());
  for (const auto& network : networks) network->Cut(/*refuse=*/true);
  absl::SleepFor(kShort);
  for (const auto& network : networks) network->Accept();
}

void Nemesis::LoseEverywhere(ChaosProxy::Loss loss) {
  for (int i = 0; i < arena_.servers(); ++i) {
    for (const auto& network : arena_.networks(i)) {
      network->Lose(loss, kLosses);
    }
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

// Nodes whose clocks differ judge the same hold differently, so nothing is sure
// from the first jump until after the last.
void Nemesis::JumpNodeClocks(int first, int end) {
  const Instant begin = Now();
  for (const absl::Duration ahead : {kJump, absl::ZeroDuration()}) {
    for (int i = first; i < end; ++i) arena_.SetNodeClock(i, ahead);
    absl::SleepFor(kClockSettles);
    if (ahead == kJump) absl::SleepFor(kSwept);
  }
  clock_jumps_.push_back({begin, Now()});
}

void Nemesis::JumpDatabaseClock() {
  JumpNodeClocks(0, arena_.database().nodes());
}

void Nemesis::JumpNodeClock() {
  const int node = AnyNode();
  JumpNodeClocks(node, node + 1);
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
