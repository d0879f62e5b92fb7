// Which vector instructions the processor has.

#ifndef RAPPORT_GEO_VECTOR_LEVEL_H_
#define RAPPORT_GEO_VECTOR_LEVEL_H_

#include <cstddef>

namespace rapport::geo {

// How many of {portable, AVX2, AVX-512}, in this order, it can run. AVX-512 is
// its foundation with words and bytes.
inline size_t CountOfRunnable() {
#if defined(__x86_64__)
  if (!__builtin_cpu_supports("avx2")) return 1;
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
             ? 3
             : 2;
#else
  return 1;
#endif
}

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_VECTOR_LEVEL_H_
