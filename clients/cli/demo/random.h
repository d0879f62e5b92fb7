// Numbers that look random and are the same on every machine: the standard
// library's distributions are not.

#ifndef RAPPORT_CLIENTS_CLI_DEMO_RANDOM_H_
#define RAPPORT_CLIENTS_CLI_DEMO_RANDOM_H_

#include <cstddef>
#include <cstdint>

namespace rapport::demo {

// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). Not for secrets.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  // A sequence of its own for item `index` of kind `kind`, so that what is
  // drawn for one item does not depend on the others.
  Random(uint64_t seed, uint64_t kind, uint64_t index)
      : state_(Mix(seed ^ Mix(kind ^ Mix(index + kStep)))) {}

  uint64_t Next() {
    state_ += kStep;
    return Mix(state_);
  }

  // 0 to `end` - 1; `end` is 1 to 2^32.
  uint64_t Below(uint64_t end) { return ((Next() >> 32) * end) >> 32; }

  // 0 up to 1.
  double Fraction() { return static_cast<double>(Next() >> 11) * 0x1p-53; }

  // True in `percent` of 100 cases.
  bool Percent(int percent) {
    return Below(100) < static_cast<uint64_t>(percent);
  }

  // 0 to `end` - 1, rank r with a weight of 1 / (r + 1) (Zipf).
  size_t Zipf(size_t end);

 private:
  static constexpr uint64_t kStep = 0x9e3779b97f4a7c15;

  static uint64_t Mix(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  uint64_t state_;
};

inline size_t Random::Zipf(size_t end) {
  double total = 0;
  for (size_t rank = 0; rank < end; ++rank) total += 1.0 / (rank + 1.0);
  double left = Fraction() * total;
  for (size_t rank = 0; rank + 1 < end; ++rank) {
    left -= 1.0 / (rank + 1.0);
    if (left < 0) return rank;
  }
  return end - 1;
}

}  // namespace rapport::demo

#endif  // RAPPORT_CLIENTS_CLI_DEMO_RANDOM_H_
