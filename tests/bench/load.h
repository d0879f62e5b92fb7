// So many clients that each do one thing after the other, and how that went.
#ifndef RAPPORT_TESTS_BENCH_LOAD_H_
#define RAPPORT_TESTS_BENCH_LOAD_H_

#include <thread>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/bench/figures.h"

namespace rapport::bench {

struct Load {
  double per_second = 0;
  double p99_ms = 0;
  size_t done = 0;
};

// `work` gets the client's number and is called by all of them at once, for
// `length`.
inline Load RunLoad(int clients, absl::Duration length,
                    absl::FunctionRef<void(int client)> work) {
  std::vector<std::vector<double>> took_ms(clients);
  const absl::Time start = absl::Now();
  std::vector<std::thread> threads;
  for (int client = 0; client < clients; ++client) {
    threads.emplace_back([&, client] {
      std::vector<double>& mine = took_ms[client];
      for (absl::Time now = start; now - start < length;) {
        work(client);
        const absl::Time end = absl::Now();
        mine.push_back(absl::ToDoubleMilliseconds(end - now));
        now = end;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const double seconds = absl::ToDoubleSeconds(absl::Now() - start);
  std::vector<double> all;
  for (const std::vector<double>& mine : took_ms) {
    all.insert(all.end(), mine.begin(), mine.end());
  }
  const double done = static_cast<double>(all.size());
  return {done / seconds, Quantile(all, 0.99), all.size()};
}

}  // namespace rapport::bench

#endif  // RAPPORT_TESTS_BENCH_LOAD_H_
