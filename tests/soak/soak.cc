#include "tests/soak/soak.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <unordered_set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/soak/caller.h"
#include "tests/soak/hours_changer.h"
#include "tests/soak/memory_check.h"
#include "tests/soak/nemesis.h"
#include "tests/soak/operations.h"
#include "tests/soak/soak_brand.h"

namespace rapport::soak {
namespace {

constexpr absl::Duration kPoll = absl::Milliseconds(5);
// What is read is all there is.
constexpr absl::Duration kAskAgain = absl::Milliseconds(300);
// Days that are fought over in turn: as far as a service may be booked.
constexpr int kDays = 50;
// A shopper calls in so many threads.
constexpr int kCallersOfShopper = 2;

// A soak under way. Not thread-safe.
class Soak {
 public:
  explicit Soak(const SoakOptions& options)
      : options_(options),
        arena_(options.arena),
        nemesis_(arena_, options.seed),
        hours_(fight_, options.seed + 1) {
    fight_.arena = &arena_;
    const int shoppers = (options.callers + 1) / kCallersOfShopper;
    for (int i = 0; i < shoppers; ++i) bags_.push_back(std::make_unique<Bag>());
    for (int i = 0; i < options.callers; ++i) {
      const int shopper = i / kCallersOfShopper;
      callers_.push_back(std::make_unique<Caller>(
          i, absl::StrCat("shopper-", shopper), *bags_[shopper], fight_,
          options.seed * 1000 + static_cast<uint64_t>(i)));
    }
  }

  SoakReport Run() {
    const Instant begin = Now();
    for (int cycle = 0; cycle < options_.cycles; ++cycle) {
      const std::string fault = Cycle(cycle);
      ++report_.faults[fault];
      ++report_.cycles;
      const bool last = cycle + 1 == options_.cycles;
      const bool check = last || (cycle + 1) % options_.check_every == 0;
      if (check) CheckAll();
      Tell(cycle, fault, check, begin);
      if (!report_.verdict.violations.empty()) break;
    }
    Finish();
    report_.seconds = static_cast<double>(Now() - begin) / 1e9;
    return std::move(report_);
  }

 private:
  std::string Cycle(int cycle) {
    const int64_t share =
        (options_.attempts + options_.cycles - 1) / options_.cycles;
    fight_.first_start =
        arena_.brand().first_start() + absl::Hours(24) * (cycle % kDays);
    fight_.left = share;
    std::vector<std::thread> threads;
    for (auto& caller : callers_) {
      threads.emplace_back([&caller] { caller->Run(); });
    }
    threads.emplace_back([this] { hours_.Run(); });
    // The fault comes in the middle of it.
    while (fight_.left > share * 3 / 4) absl::SleepFor(kPoll);
    std::string fault;
    if (options_.faults.empty()) {
      fault = nemesis_.Strike();
    } else {
      fault = options_.faults[cycle % options_.faults.size()];
      nemesis_.Strike(fault);
    }
    for (std::thread& thread : threads) thread.join();
    return fault;
  }

  History Gather() const {
    History history;
    for (const auto& caller : callers_) {
      const auto& attempts = caller->attempts();
      history.attempts.insert(history.attempts.end(), attempts.begin(),
                              attempts.end());
    }
    history.hours = hours_.changes();
    TellLimits(arena_.brand(), history);
    history.clock_jumps = nemesis_.clock_jumps();
    history.known_after_ns = absl::ToInt64Nanoseconds(options_.known_after);
    return history;
  }

  void CheckAll() {
    absl::StatusOr<Ledger> ledger = ReadLedger(arena_.url());
    if (!ledger.ok()) {
      report_.verdict.violations.push_back(
          {"ledger", ledger.status().ToString()});
      return;
    }
    report_.verdict = Check(Gather(), *ledger);
    CompareNodes();
    for (int i = 0; i < arena_.servers(); ++i) CompareMemory(i);
    report_.rows_by_state.clear();
    for (const SeenBooking& row : ledger->bookings) {
      ++report_.rows_by_state[row.state];
    }
    report_.entries_by_state.clear();
    for (const SeenEntry& row : ledger->entries) {
      ++report_.entries_by_state[row.state];
    }
  }

  // That all nodes have the same. Servers go on ending holds meanwhile: what one
  // node lacks of another for good, it lacks however often they are read.
  void CompareNodes() {
    for (int node = 1; node < arena_.database().nodes(); ++node) {
      ++report_.verdict.judged["nodes"];
      std::string why;
      const Instant until =
          Now() + absl::ToInt64Nanoseconds(options_.agree_within);
      while (!IsLikeTheFirst(node, why) && Now() < until) absl::SleepFor(kPoll);
      if (why.empty()) continue;
      report_.verdict.violations.push_back(
          {"nodes",
           absl::StrCat("node ", node + 1, " has other rows than 1: ", why)});
    }
  }

  // That a server lists the sessions that there are, with as many seats left.
  // What it has not heard of by then it does not hear of.
  void CompareMemory(int server) {
    ++report_.verdict.judged["memory"];
    std::string why;
    const Instant until =
        Now() + absl::ToInt64Nanoseconds(options_.agree_within);
    do {
      const absl::StatusOr<Ledger> ledger = ReadLedger(arena_.url());
      why = ledger.ok() ? HowSessionsDiffer(arena_, server, *ledger)
                        : ledger.status().ToString();
      if (!why.empty()) absl::SleepFor(kAskAgain);
    } while (!why.empty() && Now() < until);
    if (why.empty()) return;
    report_.verdict.violations.push_back(
        {"memory", absl::StrCat("server ", server, ": ", why)});
  }

  // `why` is empty if it is, else where they differ.
  bool IsLikeTheFirst(int node, std::string& why) {
    const absl::StatusOr<Ledger> first = ReadLedger(arena_.url());
    const absl::StatusOr<Ledger> other = ReadLedger(arena_.url(node));
    why = "";
    if (!first.ok() || !other.ok()) {
      why = absl::StrCat(first.status().ToString(), ", ",
                         other.status().ToString());
    } else if (other->bookings != first->bookings) {
      why = "bookings";
    } else if (other->occupancy != first->occupancy) {
      why = "occupancy";
    } else if (other->entries != first->entries) {
      why = "waitlist entries";
    }
    return why.empty();
  }

  void Tell(int cycle, const std::string& fault, bool checked, Instant begin) {
    if (options_.progress == nullptr) return;
    size_t calls = 0;
    for (const auto& caller : callers_) calls += caller->attempts().size();
    std::fprintf(
        options_.progress, "cycle %d/%d  %-24s %9zu calls  %6.1f s%s\n",
        cycle + 1, options_.cycles, fault.c_str(), calls,
        static_cast<double>(Now() - begin) / 1e9,
        checked ? absl::StrCat("  checked: ", report_.verdict.violations.size(),
                               " violations")
                      .c_str()
                : "");
    std::fflush(options_.progress);
  }

  void Finish() {
    std::FILE* file = options_.history_path.empty()
                          ? nullptr
                          : std::fopen(options_.history_path.c_str(), "w");
    if (file != nullptr) WriteHeading(file);
    for (const auto& caller : callers_) {
      std::unordered_set<std::string> counted;
      for (const Attempt& attempt : caller->attempts()) {
        Count(attempt);
        // However often it was sent.
        if (IsContended(attempt) && counted.insert(attempt.request_id).second) {
          ++report_.contended;
        }
        if (file != nullptr) WriteAttempt(file, attempt);
      }
    }
    if (file != nullptr) std::fclose(file);
    report_.clocks = arena_.has_clocks();
    for (int i = 0; i < arena_.servers(); ++i) {
      for (const auto& network : arena_.networks(i)) {
        report_.losses += network->lost();
      }
    }
  }

  void Count(const Attempt& attempt) {
    std::string end = "ok";
    if (attempt.outcome == Outcome::kUnknown) {
      end = absl::StrCat("unknown (", attempt.code, ")");
    } else if (attempt.outcome == Outcome::kRefused) {
      end = attempt.reason;
    }
    ++report_.ends[attempt.op][end];
  }

  const SoakOptions options_;
  Arena arena_;
  Fight fight_;
  Nemesis nemesis_;
  HoursChanger hours_;
  std::vector<std::unique_ptr<Bag>> bags_;
  std::vector<std::unique_ptr<Caller>> callers_;
  SoakReport report_;
};

}  // namespace

SoakReport RunSoak(const SoakOptions& options) { return Soak(options).Run(); }

void PrintReport(const SoakReport& report, std::FILE* out) {
  std::fprintf(out, "\n%-12s %-28s %12s\n", "operation", "end", "calls");
  for (const auto& [op, ends] : report.ends) {
    for (const auto& [end, count] : ends) {
      std::fprintf(out, "%-12s %-28s %12lld\n", op.c_str(), end.c_str(),
                   static_cast<long long>(count));
    }
  }
  std::fprintf(out, "\n%-28s %12s\n", "fault", "cycles");
  for (const auto& [fault, count] : report.faults) {
    std::fprintf(out, "%-28s %12d\n", fault.c_str(), count);
  }
  std::fprintf(out, "\n%-28s %12s %12s\n", "rule", "judged", "violations");
  for (const auto& [rule, judged] : report.verdict.judged) {
    std::fprintf(out, "%-28s %12lld %12lld\n", rule.c_str(),
                 static_cast<long long>(judged),
                 static_cast<long long>(report.verdict.Count(rule)));
  }
  std::fprintf(out, "\n");
  for (const auto& [state, rows] : report.entries_by_state) {
    std::fprintf(out, "waitlist entries in state %d: %lld\n", state,
                 static_cast<long long>(rows));
  }
  for (const auto& [state, rows] : report.rows_by_state) {
    std::fprintf(out, "bookings in state %d: %lld\n", state,
                 static_cast<long long>(rows));
  }
  if (!report.clocks) std::fprintf(out, "no clock could be set\n");
  for (const Violation& violation : report.verdict.violations) {
    std::fprintf(out, "VIOLATION %s: %s\n", violation.rule.c_str(),
                 violation.what.c_str());
  }
  std::fprintf(out,
               "\n%lld contended attempts, %d cycles, %d commands lost by the "
               "network, %.0f s, %zu violations\n",
               static_cast<long long>(report.contended), report.cycles,
               report.losses, report.seconds, report.verdict.violations.size());
}

}  // namespace rapport::soak
