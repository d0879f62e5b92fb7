// What an associate throws in when the order of equals is drawn.
#ifndef RAPPORT_SERVER_SEARCH_LOT_H_
#define RAPPORT_SERVER_SEARCH_LOT_H_

#include <cstdint>
#include <cstring>

#include "absl/time/time.h"
#include "server/vocabulary/id.h"

namespace rapport::search {

// The last step of SplitMix64 (Steele, Lea and Flood, 2014).
inline uint64_t MixedBits(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

// All of the id in 64 bits.
inline uint64_t LotOf(const AssociateId& associate) {
  uint64_t halves[2];
  static_assert(sizeof(halves) == sizeof(IdBytes));
  std::memcpy(halves, associate.bytes().data(), sizeof(halves));
  return MixedBits(MixedBits(halves[0]) ^ halves[1]);
}

// The seed of the draw on that day, of UTC.
inline uint64_t SeedOf(absl::Time time) {
  return static_cast<uint64_t>(absl::ToUnixSeconds(time)) / (24 * 60 * 60);
}

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_LOT_H_
