#include "geo/lanes.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "geo/vector_level.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace rapport::geo {
namespace {

constexpr double kOut = std::numeric_limits<double>::infinity();

// The float operations of to_boxes each err by at most 2^-24 of their result;
// five of them follow each other, one of them squared.
constexpr float kShrink = 1.0f - 0x1p-20f;

// --- Portable ---------------------------------------------------------------

void ToEntries(const UnitVector& from, const LeafLanes& leaf, uint32_t keep,
               double key_max, LaneKeys& keys) {
  for (size_t i = 0; i < kLanes; ++i) {
    const double chord = SquaredChord(from, leaf.at[i]);
    const bool in = (keep >> i & 1) != 0 && chord <= key_max;
    keys.key[i] = in ? chord : kOut;
  }
}

void ToBoxes(const FloatBounds& from, const BoxLanes& boxes, uint32_t keep,
             double key_max, LaneKeys& keys) {
  for (size_t i = 0; i < kLanes; ++i) {
    float square[3];
    for (int axis = 0; axis < 3; ++axis) {
      const float outside =
          std::max(std::max(boxes.lo[axis][i] - from.hi[axis],
                            from.lo[axis] - boxes.hi[axis][i]),
                   0.0f);
      square[axis] = outside * outside;
    }
    const double bound = (square[0] + square[1] + square[2]) * kShrink;
    const bool in = (keep >> i & 1) != 0 && bound <= key_max;
    keys.key[i] = in ? bound : kOut;
  }
}

uint32_t Least(const LaneKeys& keys, double& least) {
  least = *std::min_element(keys.key, keys.key + kLanes);
  uint32_t lanes = 0;
  for (size_t i = 0; i < kLanes; ++i) {
    lanes |= static_cast<uint32_t>(keys.key[i] == least) << i;
  }
  return lanes;
}

#if defined(__x86_64__)

// --- AVX2 -------------------------------------------------------------------

#define RAPPORT_AVX2 __attribute__((target("avx2")))

// All bits of the lanes that the lowest four bits of `keep` name.
RAPPORT_AVX2 inline __m256d KeepAvx2(uint32_t keep) {
  const __m256i bit = _mm256_set_epi64x(8, 4, 2, 1);
  const __m256i kept = _mm256_and_si256(_mm256_set1_epi64x(keep), bit);
  return _mm256_castsi256_pd(_mm256_cmpeq_epi64(kept, bit));
}

RAPPORT_AVX2 inline void StoreAvx2(__m256d key, uint32_t keep, double key_max,
                                   double* to) {
  const __m256d near = _mm256_cmp_pd(key, _mm256_set1_pd(key_max), _CMP_LE_OQ);
  const __m256d in = _mm256_and_pd(near, KeepAvx2(keep));
  _mm256_store_pd(to, _mm256_blendv_pd(_mm256_set1_pd(kOut), key, in));
}

RAPPORT_AVX2 void ToEntriesAvx2(const UnitVector& from, const LeafLanes& leaf,
                                uint32_t keep, double key_max, LaneKeys& keys) {
  for (size_t i = 0; i < kLanes; i += 4) {
    // x0 y0 z0 x1, y1 z1 x2 y2, z2 x3 y3 z3
    const double* four = &leaf.at[i].x;
    const __m256d a = _mm256_load_pd(four);
    const __m256d b = _mm256_load_pd(four + 4);
    const __m256d c = _mm256_load_pd(four + 8);
    const __m256d ab = _mm256_blend_pd(a, b, 0b1100);       // x0 y0 x2 y2
    const __m256d ac = _mm256_permute2f128_pd(a, c, 0x21);  // z0 x1 z2 x3
    const __m256d bc = _mm256_blend_pd(b, c, 0b1100);       // y1 z1 y3 z3
    const __m256d x = _mm256_sub_pd(_mm256_set1_pd(from.x),
                                    _mm256_shuffle_pd(ab, ac, 0b1010));
    const __m256d y = _mm256_sub_pd(_mm256_set1_pd(from.y),
                                    _mm256_shuffle_pd(ab, bc, 0b0101));
    const __m256d z = _mm256_sub_pd(_mm256_set1_pd(from.z),
                                    _mm256_shuffle_pd(ac, bc, 0b1010));
    const __m256d chord =
        _mm256_add_pd(_mm256_add_pd(_mm256_mul_pd(x, x), _mm256_mul_pd(y, y)),
                      _mm256_mul_pd(z, z));
    StoreAvx2(chord, keep >> i, key_max, keys.key + i);
  }
}

RAPPORT_AVX2 inline __m256 SquareAvx2(const FloatBounds& from,
                                      const BoxLanes& boxes, int axis,
                                      size_t i) {
  const __m256 below = _mm256_sub_ps(_mm256_load_ps(boxes.lo[axis] + i),
                                     _mm256_set1_ps(from.hi[axis]));
  const __m256 above = _mm256_sub_ps(_mm256_set1_ps(from.lo[axis]),
                                     _mm256_load_ps(boxes.hi[axis] + i));
  const __m256 outside =
      _mm256_max_ps(_mm256_max_ps(below, above), _mm256_setzero_ps());
  return _mm256_mul_ps(outside, outside);
}

RAPPORT_AVX2 void ToBoxesAvx2(const FloatBounds& from, const BoxLanes& boxes,
                              uint32_t keep, double key_max, LaneKeys& keys) {
  for (size_t i = 0; i < kLanes; i += 8) {
    const __m256 sum =
        _mm256_add_ps(_mm256_add_ps(SquareAvx2(from, boxes, 0, i),
                                    SquareAvx2(from, boxes, 1, i)),
                      SquareAvx2(from, boxes, 2, i));
    const __m256 bound = _mm256_mul_ps(sum, _mm256_set1_ps(kShrink));
    StoreAvx2(_mm256_cvtps_pd(_mm256_castps256_ps128(bound)), keep >> i,
              key_max, keys.key + i);
    StoreAvx2(_mm256_cvtps_pd(_mm256_extractf128_ps(bound, 1)), keep >> (i + 4),
              key_max, keys.key + i + 4);
  }
}

RAPPORT_AVX2 uint32_t LeastAvx2(const LaneKeys& keys, double& least) {
  __m256d key[4];
  for (int i = 0; i < 4; ++i) key[i] = _mm256_load_pd(keys.key + 4 * i);
  const __m256d four = _mm256_min_pd(_mm256_min_pd(key[0], key[1]),
                                     _mm256_min_pd(key[2], key[3]));
  const __m128d two =
      _mm_min_pd(_mm256_castpd256_pd128(four), _mm256_extractf128_pd(four, 1));
  least = _mm_cvtsd_f64(_mm_min_sd(two, _mm_unpackhi_pd(two, two)));
  const __m256d all = _mm256_set1_pd(least);
  uint32_t lanes = 0;
  for (int i = 0; i < 4; ++i) {
    const int has = _mm256_movemask_pd(_mm256_cmp_pd(key[i], all, _CMP_EQ_OQ));
    lanes |= static_cast<uint32_t>(has) << (4 * i);
  }
  return lanes;
}

// --- AVX-512 ----------------------------------------------------------------

#define RAPPORT_AVX512 __attribute__((target("avx512f")))

RAPPORT_AVX512 inline void StoreAvx512(__m512d key, uint32_t keep,
                                       double key_max, double* to) {
  const __mmask8 in = _mm512_mask_cmp_pd_mask(
      static_cast<__mmask8>(keep), key, _mm512_set1_pd(key_max), _CMP_LE_OQ);
  _mm512_store_pd(to, _mm512_mask_mov_pd(_mm512_set1_pd(kOut), in, key));
}

// Eight of the numbers at `eight`, which are x0 y0 z0 x1 and so on, picked by
// their numbers: from the first sixteen by `low`, and from those and the last
// eight, which count from 8, by `high`.
RAPPORT_AVX512 inline __m512d PickAvx512(const double* eight, __m512i low,
                                         __m512i high) {
  const __m512d picked = _mm512_permutex2var_pd(_mm512_load_pd(eight), low,
                                                _mm512_load_pd(eight + 8));
  return _mm512_permutex2var_pd(picked, high, _mm512_load_pd(eight + 16));
}

RAPPORT_AVX512 void ToEntriesAvx512(const UnitVector& from,
                                    const LeafLanes& leaf, uint32_t keep,
                                    double key_max, LaneKeys& keys) {
  const __m512i x_low = _mm512_setr_epi64(0, 3, 6, 9, 12, 15, 0, 0);
  const __m512i x_high = _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 10, 13);
  const __m512i y_low = _mm512_setr_epi64(1, 4, 7, 10, 13, 0, 0, 0);
  const __m512i y_high = _mm512_setr_epi64(0, 1, 2, 3, 4, 8, 11, 14);
  const __m512i z_low = _mm512_setr_epi64(2, 5, 8, 11, 14, 0, 0, 0);
  const __m512i z_high = _mm512_setr_epi64(0, 1, 2, 3, 4, 9, 12, 15);
  for (size_t i = 0; i < kLanes; i += 8) {
    const double* eight = &leaf.at[i].x;
    const __m512d x =
        _mm512_sub_pd(_mm512_set1_pd(from.x), PickAvx512(eight, x_low, x_high));
    const __m512d y =
        _mm512_sub_pd(_mm512_set1_pd(from.y), PickAvx512(eight, y_low, y_high));
    const __m512d z =
        _mm512_sub_pd(_mm512_set1_pd(from.z), PickAvx512(eight, z_low, z_high));
    const __m512d chord =
        _mm512_add_pd(_mm512_add_pd(_mm512_mul_pd(x, x), _mm512_mul_pd(y, y)),
                      _mm512_mul_pd(z, z));
    StoreAvx512(chord, keep >> i, key_max, keys.key + i);
  }
}

RAPPORT_AVX512 inline __m512 SquareAvx512(const FloatBounds& from,
                                          const BoxLanes& boxes, int axis) {
  const __m512 below = _mm512_sub_ps(_mm512_load_ps(boxes.lo[axis]),
                                     _mm512_set1_ps(from.hi[axis]));
  const __m512 above = _mm512_sub_ps(_mm512_set1_ps(from.lo[axis]),
                                     _mm512_load_ps(boxes.hi[axis]));
  const __m512 outside =
      _mm512_max_ps(_mm512_max_ps(below, above), _mm512_setzero_ps());
  return _mm512_mul_ps(outside, outside);
}

RAPPORT_AVX512 void ToBoxesAvx512(const FloatBounds& from,
                                  const BoxLanes& boxes, uint32_t keep,
                                  double key_max, LaneKeys& keys) {
  const __m512 sum = _mm512_add_ps(
      _mm512_add_ps(SquareAvx512(from, boxes, 0), SquareAvx512(from, boxes, 1)),
      SquareAvx512(from, boxes, 2));
  const __m512d bound =
      _mm512_castps_pd(_mm512_mul_ps(sum, _mm512_set1_ps(kShrink)));
  const __m256 low = _mm256_castpd_ps(_mm512_castpd512_pd256(bound));
  const __m256 high = _mm256_castpd_ps(_mm512_extractf64x4_pd(bound, 1));
  StoreAvx512(_mm512_cvtps_pd(low), keep, key_max, keys.key);
  StoreAvx512(_mm512_cvtps_pd(high), keep >> 8, key_max, keys.key + 8);
}

RAPPORT_AVX512 uint32_t LeastAvx512(const LaneKeys& keys, double& least) {
  const __m512d low = _mm512_load_pd(keys.key);
  const __m512d high = _mm512_load_pd(keys.key + 8);
  least = _mm512_reduce_min_pd(_mm512_min_pd(low, high));
  const __m512d all = _mm512_set1_pd(least);
  return _mm512_cmp_pd_mask(low, all, _CMP_EQ_OQ) |
         uint32_t{_mm512_cmp_pd_mask(high, all, _CMP_EQ_OQ)} << 8;
}

#endif  // defined(__x86_64__)

constexpr LaneLoops kLoops[] = {
    {"portable", ToEntries, ToBoxes, Least},
#if defined(__x86_64__)
    {"AVX2", ToEntriesAvx2, ToBoxesAvx2, LeastAvx2},
    {"AVX-512", ToEntriesAvx512, ToBoxesAvx512, LeastAvx512},
#endif
};

}  // namespace

float RoundedDown(double v) {
  const float f = static_cast<float>(v);
  return f <= v ? f : std::nextafter(f, -2.0f);
}

float RoundedUp(double v) {
  const float f = static_cast<float>(v);
  return f >= v ? f : std::nextafter(f, 2.0f);
}

FloatBounds BoundsOf(const UnitVector& v) {
  return {{RoundedDown(v.x), RoundedDown(v.y), RoundedDown(v.z)},
          {RoundedUp(v.x), RoundedUp(v.y), RoundedUp(v.z)}};
}

absl::Span<const LaneLoops> AllLaneLoops() {
  static const size_t count = CountOfRunnable();
  return absl::MakeConstSpan(kLoops, count);
}

const LaneLoops& FastestLaneLoops() {
  static const LaneLoops& fastest = AllLaneLoops().back();
  return fastest;
}

}  // namespace rapport::geo
