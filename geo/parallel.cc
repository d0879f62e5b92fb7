#include "geo/parallel.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace rapport::geo {
namespace {

// Below this a range is not worth giving to another thread.
constexpr size_t kRangeMin = 4096;

// More ranges than threads, as some are more work than others.
constexpr size_t kRangesAThread = 4;

}  // namespace

void ForEachOf(size_t count, int threads,
               absl::FunctionRef<void(size_t i)> turn) {
  std::atomic<size_t> next{0};
  const auto work = [&] {
    for (size_t i = next++; i < count; i = next++) turn(i);
  };
  std::vector<std::thread> others;
  const size_t wanted = std::min<size_t>(std::max(threads, 1), count);
  for (size_t i = 1; i < wanted; ++i) others.emplace_back(work);
  work();
  for (std::thread& other : others) other.join();
}

void ForEachRange(size_t count, int threads,
                  absl::FunctionRef<void(size_t begin, size_t end)> turn) {
  const size_t ranges =
      threads <= 1
          ? 1
          : std::clamp<size_t>(count / kRangeMin, 1, kRangesAThread * threads);
  ForEachOf(ranges, threads, [&](size_t i) {
    turn(count * i / ranges, count * (i + 1) / ranges);
  });
}

}  // namespace rapport::geo
