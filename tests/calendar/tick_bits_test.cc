// Bits of ticks against the obvious way: one tick at a time.
#include "server/calendar/tick_bits.h"

#include <random>
#include <vector>

#include "gtest/gtest.h"
#include "server/calendar/sparse_ticks.h"
#include "tests/calendar/random_calendar.h"

namespace rapport::calendar {
namespace {

constexpr int kCases = 200;

std::vector<bool> DealTicks(Dealer& dealer, int count) {
  std::vector<bool> ticks;
  bool set = dealer.OneIn(2);
  while (static_cast<int>(ticks.size()) < count) {
    ticks.insert(ticks.end(), dealer.Number(1, dealer.OneIn(3) ? 150 : 10),
                 set);
    set = !set;
  }
  ticks.resize(count);
  return ticks;
}

std::vector<uint64_t> WordsOf(const std::vector<bool>& ticks) {
  std::vector<uint64_t> words(ticks.size() / 64 + 1);
  for (size_t i = 0; i < ticks.size(); ++i) {
    if (ticks[i]) words[i / 64] |= uint64_t{1} << (i % 64);
  }
  return words;
}

template <size_t kWords>
bool Has(const TickBits<kWords>& bits, size_t tick) {
  return bits.words[tick / 64] >> (tick % 64) & 1;
}

class TickBitsTest : public testing::Test {
 protected:
  const uint64_t seed_ = TestSeed();
  const testing::ScopedTrace trace_{
      __FILE__, __LINE__, "RAPPORT_TEST_SEED=" + std::to_string(seed_)};
  Dealer dealer_{seed_};
};

TEST_F(TickBitsTest, RunsStartWhereSoManyAreSetInARow) {
  for (int i = 0; i < kCases; ++i) {
    const std::vector<bool> ticks = DealTicks(dealer_, 5 * 64);
    const int length = dealer_.Number(1, 260);
    const auto runs =
        RunStarts(TickBits<5>::Load(WordsOf(ticks).data(), 0), length);
    for (int tick = 0; tick < 5 * 64; ++tick) {
      bool all = tick + length <= 5 * 64;
      for (int j = tick; all && j < tick + length; ++j) all = ticks[j];
      ASSERT_EQ(Has(runs, tick), all) << tick << " of " << length;
    }
  }
}

TEST_F(TickBitsTest, AreReadFromAnyTickOn) {
  const std::vector<bool> ticks = DealTicks(dealer_, 1000);
  const std::vector<uint64_t> words = WordsOf(ticks);
  for (size_t at = 0; at < 1000 - 2 * 64; ++at) {
    const auto bits = TickBits<2>::Load(words.data(), at);
    for (size_t i = 0; i < 2 * 64; ++i) ASSERT_EQ(Has(bits, i), ticks[at + i]);
  }
}

TEST_F(TickBitsTest, TheLongestRunMayCrossWords) {
  for (int i = 0; i < kCases; ++i) {
    const std::vector<bool> ticks = DealTicks(dealer_, dealer_.Number(1, 700));
    int longest = 0;
    int run = 0;
    for (bool tick : ticks) {
      run = tick ? run + 1 : 0;
      longest = std::max(longest, run);
    }
    ASSERT_EQ(LongestRun(WordsOf(ticks)), longest);
  }
  EXPECT_EQ(LongestRun(std::vector<uint64_t>(5, ~uint64_t{0})), 320);
  EXPECT_EQ(LongestRun({}), 0);
}

TEST_F(TickBitsTest, AGridHasTheMultiplesOfItsStep) {
  for (int i = 0; i < kCases; ++i) {
    const int step = dealer_.Number(1, 100);
    const int first = dealer_.Number(0, 5000);
    const uint64_t grid = GridFrom(first, step, Comb(step));
    for (int tick = 0; tick < 64; ++tick) {
      ASSERT_EQ(grid >> tick & 1, (first + tick) % step == 0)
          << first << " + " << tick << " by " << step;
    }
  }
}

TEST_F(TickBitsTest, AreSetFromOneToAnother) {
  for (int i = 0; i < kCases; ++i) {
    std::vector<bool> ticks = DealTicks(dealer_, 300);
    std::vector<uint64_t> words = WordsOf(ticks);
    const int first = dealer_.Number(0, 300);
    const int end = dealer_.Number(0, 300);
    SetTicks(first, end, absl::MakeSpan(words));
    for (int tick = first; tick < end; ++tick) ticks[tick] = true;
    ASSERT_EQ(words, WordsOf(ticks));
  }
}

TEST_F(TickBitsTest, OnlyTheFirstAreKept) {
  for (int count = -3; count < 200; ++count) {
    TickBits<2> bits = ~TickBits<2>();
    bits.KeepFirst(count);
    for (int tick = 0; tick < 128; ++tick) {
      ASSERT_EQ(Has(bits, tick), tick < count);
    }
  }
}

TEST_F(TickBitsTest, SparseOnesAreReadAsIfNothingWereLeftOut) {
  for (int i = 0; i < kCases; ++i) {
    const std::vector<bool> ticks = DealTicks(dealer_, 3000);
    std::vector<uint64_t> words = WordsOf(ticks);
    std::vector<PlacedWord> placed;
    for (size_t place = 0; place < words.size(); ++place) {
      if (dealer_.OneIn(2)) words[place] = 0;
      if (words[place] == 0) continue;
      placed.push_back({static_cast<uint16_t>(place), words[place]});
    }
    words.resize(words.size() + 20);
    const SparseTicks sparse(placed);
    EXPECT_EQ(sparse.size(), placed.size());
    const SparseTicks copy(sparse);
    for (int j = 0; j < 50; ++j) {
      const auto at = static_cast<size_t>(dealer_.Number(0, 3300));
      ASSERT_EQ(copy.Load<5>(at).words,
                TickBits<5>::Load(words.data(), at).words)
          << at;
    }
  }
  EXPECT_FALSE(SparseTicks().Load<2>(77).any());
}

}  // namespace
}  // namespace rapport::calendar
