// What a full booking costs, beside one raw insert and commit on the same
// database, and beside PostgreSQL's exclusion constraint: holds through
// MysqlBookingStore (calendar version, claims, booking, event), each on a slot
// of its own, at 1, 8, 32 and 256 clients; and decisions on 20 associates whom
// everybody wants.
//
//   booking_bench [ROUNDS [SECONDS A ROUND [AT_ONCE [CLIENTS]]]]
//
// AT_ONCE 0 is what the program comes with; with CLIENTS only so many are
// measured, and with 0 only the associates whom everybody wants.
//
// All take turns; the ratios are medians over the rounds, as the machine's
// speed drifts.
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/bench/booking_world.h"
#include "tests/bench/cpu_time.h"
#include "tests/bench/exclude_rival.h"
#include "tests/bench/load.h"

namespace rapport::bench {
namespace {

// Clients of the exclusion constraint, and of the hot associates.
constexpr int kRivalClients = 32;
constexpr int kHotClients = 64;

// The same figure of two, turn by turn.
struct Pair {
  std::vector<double> ours, theirs, ratio;

  void Add(double our, double their) {
    ours.push_back(our);
    theirs.push_back(their);
    ratio.push_back(our / their);
  }
};

class Bench {
 public:
  Bench(int rounds, absl::Duration length, const db::RoundOptions& options)
      : rounds_(rounds), length_(length), world_(options) {
    auto rival = ExcludeRival::Start(kHotClients);
    if (rival.ok()) {
      rival_ = *std::move(rival);
    } else {
      std::printf("skipped: booking.vs_exclude_*: %s\n",
                  rival.status().ToString().c_str());
    }
  }

  void Run() {
    for (int clients : {1, 8, kRivalClients, kClientsMax}) AgainstRaw(clients);
    Hot();
  }

  void RunOnly(int clients) {
    if (clients == 0) return Hot();
    AgainstRaw(clients);
  }

 private:
  // A load, and what it costs each of the two programs.
  struct Costly {
    Load load;
    double database_us = 0;
    double client_us = 0;
  };
  Costly Measure(int clients, absl::FunctionRef<void()> work) {
    const double database = CpuMicros(world_.database_pid());
    const double client = CpuMicros(getpid());
    Costly costly;
    costly.load = RunLoad(clients, length_, [&](int) { work(); });
    const double done = std::max(1.0, static_cast<double>(costly.load.done));
    costly.database_us = (CpuMicros(world_.database_pid()) - database) / done;
    costly.client_us = (CpuMicros(getpid()) - client) / done;
    return costly;
  }
  Load Exclude(int clients) {
    return RunLoad(clients, length_, [&](int client) {
      rival_->Book(client, OwnSlot(exclude_own_++));
    });
  }

  void AgainstRaw(int clients) {
    const bool rivalry = rival_ != nullptr && clients == kRivalClients;
    Pair rate, p99, database, client, exclude;
    const db::RoundStats before = world_.round_stats();
    for (int round = 0; round < rounds_; ++round) {
      const Costly raw = Measure(clients, [&] { world_.InsertRaw(); });
      const Costly full =
          Measure(clients, [&] { world_.Book(OwnSlot(own_++)); });
      rate.Add(full.load.per_second, raw.load.per_second);
      p99.Add(full.load.p99_ms, raw.load.p99_ms);
      database.Add(full.database_us, raw.database_us);
      client.Add(full.client_us, raw.client_us);
      if (!rivalry) continue;
      exclude.Add(full.load.per_second, Exclude(clients).per_second);
    }
    const auto name = [&](const char* what) {
      return absl::StrCat("booking.", what, "_", clients);
    };
    Print(name("raw"), Median(rate.theirs), "commits/s");
    Print(name("full"), Median(rate.ours), "bookings/s");
    Print(name("vs_raw"), Median(rate.ratio), "ratio");
    const db::RoundStats after = world_.round_stats();
    Print(name("round_size"),
          static_cast<double>(after.in_them - before.in_them) /
              std::max<int64_t>(1, after.rounds - before.rounds),
          "bookings");
    Print(name("alone"), static_cast<double>(after.alone - before.alone),
          "bookings");
    Print(name("p99_raw"), Median(p99.theirs), "ms");
    Print(name("p99_full"), Median(p99.ours), "ms");
    Print(name("p99_vs_raw"), Median(p99.ratio), "ratio");
    Print(name("cpu_database_raw"), Median(database.theirs), "us");
    Print(name("cpu_database_full"), Median(database.ours), "us");
    Print(name("cpu_client_raw"), Median(client.theirs), "us");
    Print(name("cpu_client_full"), Median(client.ours), "us");
    if (!rivalry) return;
    Print(name("exclude"), Median(exclude.theirs), "bookings/s");
    Print(name("vs_exclude"), Median(exclude.ratio), "ratio");
  }

  void Hot() {
    Pair rate;
    for (int round = 0; round < rounds_; ++round) {
      const Load ours = RunLoad(kHotClients, length_, [&](int) {
        if (world_.Book(HotSlot(hot_++))) ++granted_;
      });
      if (rival_ == nullptr) {
        rate.ours.push_back(ours.per_second);
        continue;
      }
      const Load theirs = RunLoad(kHotClients, length_, [&](int client) {
        rival_->Book(client, HotSlot(exclude_hot_++));
      });
      rate.Add(ours.per_second, theirs.per_second);
    }
    Print("booking.hot20", Median(rate.ours), "decisions/s");
    Print("booking.hot20_granted", 1.0 * granted_ / hot_, "ratio");
    if (rival_ == nullptr) return;
    Print("booking.exclude_hot20", Median(rate.theirs), "decisions/s");
    Print("booking.vs_exclude_hot20", Median(rate.ratio), "ratio");
  }

  const int rounds_;
  const absl::Duration length_;
  BookingWorld world_;
  std::unique_ptr<ExcludeRival> rival_;
  std::atomic<int64_t> own_ = 0, exclude_own_ = 0;
  std::atomic<int64_t> hot_ = 0, exclude_hot_ = 0, granted_ = 0;
};

}  // namespace
}  // namespace rapport::bench

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 5;
  const double seconds = argc > 2 ? std::atof(argv[2]) : 2;
  rapport::db::RoundOptions options;
  if (argc > 3 && std::atoi(argv[3]) > 0) options.at_once = std::atoi(argv[3]);
  rapport::bench::Bench bench(rounds, absl::Seconds(seconds), options);
  if (argc > 4) {
    bench.RunOnly(std::atoi(argv[4]));
  } else {
    bench.Run();
  }
}
