// How benchmarks say what they measured: `name value unit`, a line each.
#ifndef RAPPORT_TESTS_BENCH_FIGURES_H_
#define RAPPORT_TESTS_BENCH_FIGURES_H_

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

namespace rapport::bench {

inline void Print(const std::string& name, double value,
                  const std::string& unit) {
  std::printf("%s %.4g %s\n", name.c_str(), value, unit.c_str());
  std::fflush(stdout);
}

// The value below which `part` (0 to 1) of `values` lie. Sorts them.
inline double Quantile(std::vector<double>& values, double part) {
  std::sort(values.begin(), values.end());
  if (values.empty()) return 0;
  const size_t i = std::lround(part * (values.size() - 1));
  return values[i];
}

inline double Median(std::vector<double> values) {
  return Quantile(values, 0.5);
}

}  // namespace rapport::bench

#endif  // RAPPORT_TESTS_BENCH_FIGURES_H_
