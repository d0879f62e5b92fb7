#include <algorithm>
#include <vector>

#include "geo/parallel.h"
#include "geo/unit_vector.h"
#include "tests/bench/joint_rivals.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace rapport::bench {
namespace {

using Words = std::vector<uint64_t>;

constexpr size_t kWordsAStep = 8;

// Calls `found` with the numbers of words that have a bit in all, from a
// multiple of eight words.
template <typename Found>
void AndWords(const std::vector<const uint64_t*>& all, size_t words,
              Found found) {
  for (size_t i = 0; i < words; ++i) {
    uint64_t both = ~uint64_t{0};
    for (const uint64_t* one : all) both &= one[i];
    if (both != 0) found(i, both);
  }
}

#if defined(__x86_64__)
template <typename Found>
__attribute__((target("avx512f"))) void AndWordsAvx512(
    const std::vector<const uint64_t*>& all, size_t words, Found found) {
  const uint64_t* const* const begin = all.data();
  const uint64_t* const* const end = begin + all.size();
  for (size_t i = 0; i < words; i += kWordsAStep) {
    __m512i both = _mm512_loadu_si512(*begin + i);
    for (const uint64_t* const* one = begin + 1; one != end; ++one) {
      both = _mm512_and_si512(both, _mm512_loadu_si512(*one + i));
    }
    uint32_t lanes = _mm512_test_epi64_mask(both, both);
    if (lanes == 0) continue;
    uint64_t of_lane[kWordsAStep];
    _mm512_storeu_si512(of_lane, both);
    for (; lanes != 0; lanes &= lanes - 1) {
      const int lane = __builtin_ctz(lanes);
      found(i + lane, of_lane[lane]);
    }
  }
}
#endif

class PlainScan : public Answerer {
 public:
  explicit PlainScan(const JointWorld& world)
      : world_(world),
        words_((world.size() / 64 / kWordsAStep + 1) * kWordsAStep),
        bitmaps_(kJointAttributes, Words(words_)) {
    for (size_t entry = 0; entry < world.size(); ++entry) {
      for (uint32_t a = 0; a < kJointAttributes; ++a) {
        const uint64_t has = world.attributes_of(entry)[a / 64] >> (a % 64) & 1;
        bitmaps_[a][entry / 64] |= has << (entry % 64);
      }
    }
    for (const geo::Point& point : world.points()) {
      vectors_.push_back(geo::ToUnitVector(point));
    }
  }

  void Ask(const Question& question, Nearest& nearest) const override {
    const geo::UnitVector from = geo::ToUnitVector(question.from);
    std::vector<const uint64_t*> all;
    for (uint32_t a : question.attributes) all.push_back(bitmaps_[a].data());
    const auto found = [&](size_t word, uint64_t bits) {
      for (; bits != 0; bits &= bits - 1) {
        const auto entry =
            static_cast<uint32_t>(word * 64 + __builtin_ctzll(bits));
        if (!question.window.IsIn(world_.free(entry))) continue;
        nearest.Offer(geo::SquaredChord(from, vectors_[entry]), entry);
      }
    };
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f")) {
      AndWordsAvx512(all, words_, found);
      return;
    }
#endif
    AndWords(all, words_, found);
  }

 private:
  const JointWorld& world_;
  const size_t words_;
  std::vector<Words> bitmaps_;
  std::vector<geo::UnitVector> vectors_;
};

}  // namespace

std::unique_ptr<Answerer> MakePlainScan(const JointWorld& world) {
  return std::make_unique<PlainScan>(world);
}

}  // namespace rapport::bench
