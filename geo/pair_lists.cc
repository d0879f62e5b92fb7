#include "geo/pair_lists.h"

#include <algorithm>
#include <numeric>

#include "geo/parallel.h"
#include "geo/tree_bits.h"

namespace rapport::geo {
namespace {

// Who has an attribute that more than one in so many have is soon found by
// bits.
constexpr size_t kPartMax = 8;

// Of more attributes, pairs are not even counted: a counter a pair is kept.
constexpr size_t kRankedMax = 512;

constexpr uint32_t kNotListed = ~uint32_t{0};
constexpr uint16_t kNoRank = ~uint16_t{0};

// A pair's number, from the ranks of its two. Those of ranks below n come
// before all others.
size_t NumberOf(size_t low, size_t high) { return high * (high - 1) / 2 + low; }
size_t PairsOf(size_t ranked) { return ranked * (ranked - 1) / 2; }

// The ranks that each entry of a stretch has, ascending.
class RanksOfEntries {
 public:
  RanksOfEntries() = default;
  RanksOfEntries(absl::Span<const AttributeBits> attributes,
                 absl::Span<const uint32_t> ranked, size_t stretch)
      : begins_(kStretchBits + 2) {
    // Counted two places ahead, so that filling in makes begins of them.
    ForEach(attributes, ranked, stretch,
            [&](uint32_t at, uint16_t) { ++begins_[at + 2]; });
    std::partial_sum(begins_.begin(), begins_.end(), begins_.begin());
    ranks_.resize(begins_.back());
    ForEach(attributes, ranked, stretch, [&](uint32_t at, uint16_t rank) {
      ranks_[begins_[at + 1]++] = rank;
    });
  }

  // Calls each(pair's number, position in the stretch) for all pairs of all
  // entries, positions ascending.
  template <typename Each>
  void ForEachPair(Each each) const {
    for (uint32_t at = 0; at < kStretchBits; ++at) {
      for (uint32_t high = begins_[at]; high < begins_[at + 1]; ++high) {
        for (uint32_t low = begins_[at]; low < high; ++low) {
          each(NumberOf(ranks_[low], ranks_[high]), static_cast<uint16_t>(at));
        }
      }
    }
  }

 private:
  template <typename Each>
  static void ForEach(absl::Span<const AttributeBits> attributes,
                      absl::Span<const uint32_t> ranked, size_t stretch,
                      Each each) {
    constexpr size_t kChunks = kStretchBits / kChunkBits;
    for (size_t rank = 0; rank < ranked.size(); ++rank) {
      const AttributeBits& bits = attributes[ranked[rank]];
      const size_t end = std::min((stretch + 1) * kChunks, bits.chunks());
      for (size_t chunk = stretch * kChunks; chunk < end; ++chunk) {
        const size_t begin = (chunk - stretch * kChunks) * kChunkBits;
        uint64_t left = bits.present(chunk);
        for (; left != 0; left &= left - 1) {
          const size_t word = __builtin_ctzll(left);
          ForEachBit(
              bits.Word(chunk, word), begin + word * kWordBits,
              [&](uint32_t at) { each(at, static_cast<uint16_t>(rank)); });
        }
      }
    }
  }

  std::vector<uint32_t> begins_;
  std::vector<uint16_t> ranks_;
};

// How many have each pair.
std::vector<uint64_t> CountPairs(absl::Span<const RanksOfEntries> stretches,
                                 size_t pairs, int threads) {
  const size_t parts = std::max(threads, 1);
  std::vector<std::vector<uint64_t>> of_part(parts);
  ForEachOf(parts, threads, [&](size_t part) {
    std::vector<uint64_t>& counts = of_part[part];
    counts.resize(pairs);
    for (size_t i = part; i < stretches.size(); i += parts) {
      stretches[i].ForEachPair([&](size_t pair, uint16_t) { ++counts[pair]; });
    }
  });
  for (size_t part = 1; part < parts; ++part) {
    for (size_t i = 0; i < pairs; ++i) of_part[0][i] += of_part[part][i];
  }
  return std::move(of_part[0]);
}

// The pairs that the fewest have, as many as fit.
std::vector<uint32_t> Rarest(const std::vector<uint64_t>& counts,
                             size_t stretches, size_t bytes_max) {
  std::vector<uint32_t> pairs(counts.size());
  std::iota(pairs.begin(), pairs.end(), 0);
  std::sort(pairs.begin(), pairs.end(), [&](uint32_t a, uint32_t b) {
    return counts[a] != counts[b] ? counts[a] < counts[b] : a < b;
  });
  const size_t begins_bytes = (stretches + 1) * sizeof(uint32_t);
  size_t bytes = counts.size() * sizeof(uint32_t);
  size_t fit = 0;
  for (; fit < pairs.size(); ++fit) {
    bytes += begins_bytes + counts[pairs[fit]] * sizeof(uint16_t);
    if (bytes > bytes_max) break;
  }
  pairs.resize(fit);
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

// Sets `begins`, of which a list has one a stretch and one more, to how many of
// each list come before each stretch.
void CountStretches(absl::Span<const RanksOfEntries> ranks,
                    const std::vector<uint32_t>& list_of, int threads,
                    absl::Span<uint32_t> begins) {
  const size_t step = ranks.size() + 1;
  ForEachOf(ranks.size(), threads, [&](size_t stretch) {
    // By itself first: threads at neighbouring stretches share cache lines.
    std::vector<uint32_t> counts(begins.size() / step);
    ranks[stretch].ForEachPair([&](size_t pair, uint16_t) {
      const uint32_t list = list_of[pair];
      if (list != kNotListed) ++counts[list];
    });
    for (size_t list = 0; list < counts.size(); ++list) {
      begins[list * step + stretch + 1] = counts[list];
    }
  });
  for (size_t list = 0; list < begins.size(); list += step) {
    uint32_t* const of_list = begins.data() + list;
    std::partial_sum(of_list, of_list + step, of_list);
  }
}

}  // namespace

PairLists::PairLists(absl::Span<const AttributeBits> attributes, size_t size,
                     int threads)
    : stretches_((size + kStretchBits - 1) / kStretchBits) {
  ChooseAttributes(attributes, size);
  std::vector<RanksOfEntries> ranks(stretches_);
  ForEachOf(stretches_, threads, [&](size_t i) {
    ranks[i] = RanksOfEntries(attributes, ranked_, i);
  });
  const std::vector<uint64_t> counts =
      CountPairs(ranks, PairsOf(ranked_.size()), threads);
  ChooseLists(counts, size);
  CountStretches(ranks, list_of_, threads, absl::MakeSpan(begins_));
  ForEachOf(stretches_, threads, [&](size_t stretch) {
    std::vector<uint64_t> next(list_at_);
    for (size_t list = 0; list < next.size(); ++list) {
      next[list] += begins_[list * (stretches_ + 1) + stretch];
    }
    ranks[stretch].ForEachPair([&](size_t pair, uint16_t at) {
      const uint32_t list = list_of_[pair];
      if (list != kNotListed) positions_[next[list]++] = at;
    });
  });
}

// The commonest of those that are not too common: pairs of rarer ones are soon
// found by their bits.
void PairLists::ChooseAttributes(absl::Span<const AttributeBits> attributes,
                                 size_t size) {
  for (uint32_t a = 0; a < attributes.size(); ++a) {
    const size_t count = attributes[a].count();
    if (count > 0 && count <= size / kPartMax) ranked_.push_back(a);
  }
  std::stable_sort(ranked_.begin(), ranked_.end(), [&](uint32_t a, uint32_t b) {
    return attributes[a].count() > attributes[b].count();
  });
  ranked_.resize(std::min(ranked_.size(), kRankedMax));
  std::sort(ranked_.begin(), ranked_.end());
  rank_.assign(attributes.size(), kNoRank);
  for (size_t rank = 0; rank < ranked_.size(); ++rank) {
    rank_[ranked_[rank]] = static_cast<uint16_t>(rank);
  }
}

// Makes room for the lists of the rarest pairs.
void PairLists::ChooseLists(const std::vector<uint64_t>& counts, size_t size) {
  const std::vector<uint32_t> pairs =
      Rarest(counts, stretches_, size * kPairBytesAnEntry);
  list_of_.assign(counts.size(), kNotListed);
  list_at_.resize(pairs.size());
  uint64_t next = 0;
  for (uint32_t list = 0; list < pairs.size(); ++list) {
    list_of_[pairs[list]] = list;
    list_at_[list] = next;
    next += counts[pairs[list]];
  }
  positions_.resize(next);
  begins_.resize(pairs.size() * (stretches_ + 1));
}

uint32_t PairLists::ListOf(uint32_t a, uint32_t b) const {
  if (a >= rank_.size() || b >= rank_.size() || a == b) return kNotListed;
  const auto [low, high] = std::minmax(rank_[a], rank_[b]);
  return high == kNoRank ? kNotListed : list_of_[NumberOf(low, high)];
}

PairList PairLists::Of(uint32_t a, uint32_t b) const {
  const size_t list = ListOf(a, b);
  return {positions_.data() + list_at_[list],
          begins_.data() + list * (stretches_ + 1), stretches_};
}

size_t PairLists::memory_bytes() const {
  return rank_.capacity() * sizeof(uint16_t) +
         (ranked_.capacity() + list_of_.capacity() + begins_.capacity()) *
             sizeof(uint32_t) +
         list_at_.capacity() * sizeof(uint64_t) +
         positions_.capacity() * sizeof(uint16_t);
}

}  // namespace rapport::geo
