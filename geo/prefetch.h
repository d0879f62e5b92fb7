// Fetches from memory ahead of need.

#ifndef RAPPORT_GEO_PREFETCH_H_
#define RAPPORT_GEO_PREFETCH_H_

#include <cstddef>

namespace rapport::geo {

inline constexpr size_t kCacheLine = 64;

// The cache line that `address` is in. Nothing happens where there is none.
inline void PrefetchLine(const void* address) {
  __builtin_prefetch(address);
  // GCC takes a function that only prefetches for one that does nothing, and
  // drops calls of it.
  asm volatile("");
}

// All of the object.
template <typename T>
void Prefetch(const T& object) {
  const char* bytes = reinterpret_cast<const char*>(&object);
  for (size_t i = 0; i < sizeof(T); i += kCacheLine) PrefetchLine(bytes + i);
}

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_PREFETCH_H_
