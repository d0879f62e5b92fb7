// What a full booking costs through the API, in plaintext and over TLS, beside
// the same through the store itself and one raw insert and commit: by 1, 32 and
// 256 callers, each on a slot of its own. Callers and server share the machine.
//
//   booking_rpc_bench [ROUNDS [SECONDS A ROUND]]
//
// All take turns; the ratios are medians over the rounds, as the machine's
// speed drifts.
#include <atomic>
#include <cstdlib>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/bench/booking_site.h"
#include "tests/bench/booking_world.h"
#include "tests/bench/load.h"

namespace rapport::bench {
namespace {

// One way to book, or the raw insert, turn by turn.
struct Way {
  std::vector<double> per_second, p99_ms;

  void Add(const Load& load) {
    per_second.push_back(load.per_second);
    p99_ms.push_back(load.p99_ms);
  }
};

double RatioOf(const std::vector<double>& ours,
               const std::vector<double>& theirs) {
  std::vector<double> ratios;
  for (size_t i = 0; i < ours.size(); ++i) {
    ratios.push_back(ours[i] / theirs[i]);
  }
  return Median(ratios);
}

class Bench {
 public:
  Bench(int rounds, absl::Duration length) : rounds_(rounds), length_(length) {}

  void Run(int callers) {
    Way raw, store, rpc, tls;
    for (int round = 0; round < rounds_; ++round) {
      raw.Add(RunLoad(callers, length_, [&](int) { world_.InsertRaw(); }));
      store.Add(RunLoad(callers, length_,
                        [&](int) { world_.Book(OwnSlot(own_++)); }));
      rpc.Add(RunLoad(callers, length_,
                      [&](int client) { site_.Book(false, client); }));
      tls.Add(RunLoad(callers, length_,
                      [&](int client) { site_.Book(true, client); }));
    }
    Tell("rpc", callers, rpc, store, raw);
    Tell("tls", callers, tls, store, raw);
    Print(absl::StrCat("booking.tls_vs_rpc_", callers),
          RatioOf(tls.per_second, rpc.per_second), "ratio");
  }

 private:
  static void Tell(const char* way, int callers, const Way& ours,
                   const Way& store, const Way& raw) {
    const auto name = [&](const char* what) {
      return absl::StrCat("booking.", way, what, "_", callers);
    };
    Print(name(""), Median(ours.per_second), "bookings/s");
    Print(name("_vs_store"), RatioOf(ours.per_second, store.per_second),
          "ratio");
    Print(name("_vs_raw"), RatioOf(ours.per_second, raw.per_second), "ratio");
    Print(name("_p99"), Median(ours.p99_ms), "ms");
    Print(name("_p99_vs_store"), RatioOf(ours.p99_ms, store.p99_ms), "ratio");
    Print(name("_p99_vs_raw"), RatioOf(ours.p99_ms, raw.p99_ms), "ratio");
  }

  const int rounds_;
  const absl::Duration length_;
  BookingWorld world_;
  BookingSite site_{kAssociates};
  std::atomic<int64_t> own_ = 0;
};

}  // namespace
}  // namespace rapport::bench

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 5;
  const double seconds = argc > 2 ? std::atof(argv[2]) : 2;
  rapport::bench::Bench bench(rounds, absl::Seconds(seconds));
  for (int callers : {1, 32, 256}) bench.Run(callers);
}
