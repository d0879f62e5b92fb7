#include "geo/chunk_loops.h"

#include <algorithm>
#include <iterator>

#include "geo/vector_level.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace rapport::geo {
namespace {

// --- Portable ---------------------------------------------------------------

uint64_t AndWords(const uint64_t* a, const uint64_t* b, uint64_t* to) {
  uint64_t present = 0;
  for (size_t i = 0; i < kChunkWords; ++i) {
    to[i] = a[i] & b[i];
    present |= static_cast<uint64_t>(to[i] != 0) << i;
  }
  return present;
}

void OrWords(const uint64_t* more, uint64_t* to) {
  for (size_t i = 0; i < kChunkWords; ++i) to[i] |= more[i];
}

// Without branches on what the numbers are, which nobody can predict.
size_t Intersect(absl::Span<const uint16_t> a, absl::Span<const uint16_t> b,
                 uint16_t* to) {
  size_t count = 0;
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const uint16_t of_a = a[i];
    const uint16_t of_b = b[j];
    to[count] = of_a;
    count += of_a == of_b ? 1 : 0;
    i += of_a <= of_b ? 1 : 0;
    j += of_b <= of_a ? 1 : 0;
  }
  return count;
}

#if defined(__x86_64__)

constexpr size_t kIntersectStep = 16;

// --- AVX2 -------------------------------------------------------------------

__attribute__((target("avx2"))) uint64_t AndWordsAvx2(const uint64_t* a,
                                                      const uint64_t* b,
                                                      uint64_t* to) {
  uint64_t empty = 0;
  for (size_t i = 0; i < kChunkWords; i += 4) {
    const __m256i both = _mm256_and_si256(
        _mm256_loadu_si256(reinterpret_cast<const __m256i*>(a + i)),
        _mm256_loadu_si256(reinterpret_cast<const __m256i*>(b + i)));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + i), both);
    const __m256i none = _mm256_cmpeq_epi64(both, _mm256_setzero_si256());
    const int lanes = _mm256_movemask_pd(_mm256_castsi256_pd(none));
    empty |= static_cast<uint64_t>(lanes) << i;
  }
  return ~empty;
}

__attribute__((target("avx2"))) void OrWordsAvx2(const uint64_t* more,
                                                 uint64_t* to) {
  for (size_t i = 0; i < kChunkWords; i += 4) {
    const __m256i any = _mm256_or_si256(
        _mm256_loadu_si256(reinterpret_cast<const __m256i*>(more + i)),
        _mm256_loadu_si256(reinterpret_cast<const __m256i*>(to + i)));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + i), any);
  }
}

// Each of `a` is compared with sixteen of `b` at once. The last sixteen may
// have some that were passed, which does no harm.
__attribute__((target("avx2"))) size_t IntersectStepsAvx2(
    absl::Span<const uint16_t> a, absl::Span<const uint16_t> b, uint16_t* to) {
  const size_t last = b.size() - kIntersectStep;
  size_t count = 0;
  size_t j = 0;
  for (uint16_t of_a : a) {
    while (j < last && b[j + kIntersectStep - 1] < of_a) {
      j = std::min(j + kIntersectStep, last);
    }
    const __m256i step =
        _mm256_loadu_si256(reinterpret_cast<const __m256i*>(b.data() + j));
    const __m256i same =
        _mm256_cmpeq_epi16(step, _mm256_set1_epi16(static_cast<int16_t>(of_a)));
    to[count] = of_a;
    count += _mm256_testz_si256(same, same) == 0 ? 1 : 0;
  }
  return count;
}

// Each of `a` is compared with all of `b` at once, in kSteps steps of which the
// last overlaps the one before. Faster than finding its place in `b`, which
// nobody can predict.
template <size_t kSteps>
__attribute__((target("avx2"))) size_t IntersectFewAvx2(
    absl::Span<const uint16_t> a, absl::Span<const uint16_t> b, uint16_t* to) {
  __m256i step[kSteps];
  for (size_t i = 0; i < kSteps; ++i) {
    const size_t at = std::min(i * kIntersectStep, b.size() - kIntersectStep);
    step[i] =
        _mm256_loadu_si256(reinterpret_cast<const __m256i*>(b.data() + at));
  }
  size_t count = 0;
  for (uint16_t of_a : a) {
    const __m256i one = _mm256_set1_epi16(static_cast<int16_t>(of_a));
    __m256i same = _mm256_cmpeq_epi16(step[0], one);
    for (size_t i = 1; i < kSteps; ++i) {
      same = _mm256_or_si256(same, _mm256_cmpeq_epi16(step[i], one));
    }
    to[count] = of_a;
    count += _mm256_testz_si256(same, same) == 0 ? 1 : 0;
  }
  return count;
}

size_t IntersectAvx2(absl::Span<const uint16_t> a, absl::Span<const uint16_t> b,
                     uint16_t* to) {
  switch ((b.size() + kIntersectStep - 1) / kIntersectStep) {
    case 0:
      return 0;
    case 1: {
      uint16_t step[kIntersectStep];
      std::fill(std::copy(b.begin(), b.end(), step), std::end(step), b.back());
      return IntersectFewAvx2<1>(a, step, to);
    }
    case 2:
      return IntersectFewAvx2<2>(a, b, to);
    case 3:
      return IntersectFewAvx2<3>(a, b, to);
    case 4:
      return IntersectFewAvx2<4>(a, b, to);
    default:
      return IntersectStepsAvx2(a, b, to);
  }
}

// --- AVX-512 ----------------------------------------------------------------

__attribute__((target("avx512f"))) uint64_t AndWordsAvx512(const uint64_t* a,
                                                           const uint64_t* b,
                                                           uint64_t* to) {
  uint64_t present = 0;
  for (size_t i = 0; i < kChunkWords; i += 8) {
    const __m512i both =
        _mm512_and_si512(_mm512_loadu_si512(a + i), _mm512_loadu_si512(b + i));
    _mm512_storeu_si512(to + i, both);
    const __mmask8 lanes = _mm512_test_epi64_mask(both, both);
    present |= static_cast<uint64_t>(lanes) << i;
  }
  return present;
}

__attribute__((target("avx512f"))) void OrWordsAvx512(const uint64_t* more,
                                                      uint64_t* to) {
  for (size_t i = 0; i < kChunkWords; i += 8) {
    const __m512i any = _mm512_or_si512(_mm512_loadu_si512(more + i),
                                        _mm512_loadu_si512(to + i));
    _mm512_storeu_si512(to + i, any);
  }
}

constexpr size_t kIntersectStep512 = 32;

__attribute__((target("avx512f,avx512bw"))) size_t IntersectAvx512(
    absl::Span<const uint16_t> a, absl::Span<const uint16_t> b, uint16_t* to) {
  if (b.size() > 2 * kIntersectStep512) return IntersectAvx2(a, b, to);
  // Lanes that are not loaded are not compared.
  const uint64_t lanes = b.size() < 64 ? (uint64_t{1} << b.size()) - 1 : ~0ull;
  const auto low_lanes = static_cast<__mmask32>(lanes);
  const auto high_lanes = static_cast<__mmask32>(lanes >> kIntersectStep512);
  const __m512i low = _mm512_maskz_loadu_epi16(low_lanes, b.data());
  const __m512i high = _mm512_maskz_loadu_epi16(
      high_lanes, b.data() + (high_lanes != 0 ? kIntersectStep512 : 0));
  size_t count = 0;
  for (uint16_t of_a : a) {
    const __m512i one = _mm512_set1_epi16(static_cast<int16_t>(of_a));
    const uint32_t same = _mm512_mask_cmpeq_epi16_mask(low_lanes, low, one) |
                          _mm512_mask_cmpeq_epi16_mask(high_lanes, high, one);
    to[count] = of_a;
    count += same != 0 ? 1 : 0;
  }
  return count;
}

#endif  // defined(__x86_64__)

constexpr ChunkLoops kLoops[] = {
    {"portable", AndWords, OrWords, Intersect},
#if defined(__x86_64__)
    {"AVX2", AndWordsAvx2, OrWordsAvx2, IntersectAvx2},
    {"AVX-512", AndWordsAvx512, OrWordsAvx512, IntersectAvx512},
#endif
};

}  // namespace

absl::Span<const ChunkLoops> AllChunkLoops() {
  static const size_t count = CountOfRunnable();
  return absl::MakeConstSpan(kLoops, count);
}

const ChunkLoops& FastestChunkLoops() {
  static const ChunkLoops& fastest = AllChunkLoops().back();
  return fastest;
}

}  // namespace rapport::geo
