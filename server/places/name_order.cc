#include "server/places/name_order.h"

#include <algorithm>
#include <utility>

namespace rapport::places {
namespace {

// A block of ranks is a cache line or two.
constexpr uint32_t kFanout = 64;

std::vector<uint16_t> MaximaOf(const std::vector<uint16_t>& ranks) {
  std::vector<uint16_t> maxima((ranks.size() + kFanout - 1) / kFanout);
  for (size_t i = 0; i < ranks.size(); ++i) {
    maxima[i / kFanout] = std::max(maxima[i / kFanout], ranks[i]);
  }
  return maxima;
}

}  // namespace

NameOrder::NameOrder(const PlaceTable& table, size_t groups,
                     absl::Span<const uint32_t> group_of,
                     absl::Span<const uint16_t> rank_of)
    : table_(&table), group_begin_(groups + 1), names_(group_of.size()) {
  // A counting sort: the names come in the order of their bytes and keep it.
  for (uint32_t group : group_of) ++group_begin_[group + 1];
  for (size_t i = 1; i <= groups; ++i) group_begin_[i] += group_begin_[i - 1];
  std::vector<uint32_t> next(group_begin_.begin(), group_begin_.end() - 1);
  std::vector<uint16_t> ranks(group_of.size());
  for (uint32_t name = 0; name < group_of.size(); ++name) {
    const uint32_t position = next[group_of[name]]++;
    names_[position] = name;
    ranks[position] = rank_of[name];
  }
  levels_.push_back(std::move(ranks));
  while (levels_.back().size() > kFanout) {
    levels_.push_back(MaximaOf(levels_.back()));
  }
}

NameOrder::Found NameOrder::Find(uint32_t group,
                                 absl::string_view folded) const {
  const NameRange all{group_begin_[group], group_begin_[group + 1]};
  const uint32_t begin = LowerBound(all, folded);
  const uint32_t end = PrefixEnd({begin, all.end}, folded);
  // The text itself comes before all that is longer.
  NameRange exact{begin, begin};
  while (exact.end < end && FoldedAt(exact.end).size() == folded.size()) {
    ++exact.end;
  }
  return {exact, {exact.end, end}};
}

size_t NameOrder::MemoryBytes() const {
  size_t bytes = (group_begin_.size() + names_.size()) * sizeof(uint32_t);
  for (const auto& level : levels_) bytes += level.size() * sizeof(uint16_t);
  return bytes;
}

absl::string_view NameOrder::FoldedAt(uint32_t position) const {
  return table_->At(table_->names[names_[position]].folded);
}

uint32_t NameOrder::LowerBound(NameRange range,
                               absl::string_view folded) const {
  while (range.begin < range.end) {
    const uint32_t middle = range.begin + (range.end - range.begin) / 2;
    if (FoldedAt(middle) < folded) {
      range.begin = middle + 1;
    } else {
      range.end = middle;
    }
  }
  return range.begin;
}

uint32_t NameOrder::PrefixEnd(NameRange range, absl::string_view folded) const {
  while (range.begin < range.end) {
    const uint32_t middle = range.begin + (range.end - range.begin) / 2;
    if (FoldedAt(middle).substr(0, folded.size()) == folded) {
      range.begin = middle + 1;
    } else {
      range.end = middle;
    }
  }
  return range.begin;
}

BestFirst::BestFirst(const NameOrder& order, NameRange range, int rank_min)
    : order_(order) {
  AddLevel(0, range, rank_min);
}

// The ends of the range that fill no block of the next level stand by
// themselves; the whole blocks between them stand on the next level.
void BestFirst::AddLevel(size_t level, NameRange range, int rank_min) {
  const bool is_top = level + 1 == order_.levels_.size();
  const uint32_t block_begin = (range.begin + kFanout - 1) / kFanout;
  const uint32_t block_end = range.end / kFanout;
  if (is_top || block_begin >= block_end) {
    for (uint32_t at = range.begin; at < range.end; ++at)
      Push(level, at, rank_min);
    return;
  }
  for (uint32_t at = range.begin; at < block_begin * kFanout; ++at) {
    Push(level, at, rank_min);
  }
  for (uint32_t at = block_end * kFanout; at < range.end; ++at) {
    Push(level, at, rank_min);
  }
  AddLevel(level + 1, {block_begin, block_end}, rank_min);
}

void BestFirst::Push(size_t level, uint32_t at, int rank_min) {
  const uint16_t rank = order_.levels_[level][at];
  if (rank < rank_min) return;
  heap_.push_back({rank, static_cast<uint16_t>(level), at});
  std::push_heap(heap_.begin(), heap_.end(),
                 [](const Node& a, const Node& b) { return a.rank < b.rank; });
}

std::optional<BestFirst::Ranked> BestFirst::Next(int rank_min) {
  while (!heap_.empty() && heap_.front().rank >= rank_min) {
    std::pop_heap(heap_.begin(), heap_.end(),
                  [](const Node& a, const Node& b) { return a.rank < b.rank; });
    const Node best = heap_.back();
    heap_.pop_back();
    if (best.level == 0) return Ranked{best.at, best.rank};
    const auto below =
        static_cast<uint32_t>(order_.levels_[best.level - 1].size());
    const uint32_t begin = best.at * kFanout;
    for (uint32_t at = begin; at < std::min(begin + kFanout, below); ++at) {
      Push(best.level - 1, at, rank_min);
    }
  }
  return std::nullopt;
}

}  // namespace rapport::places
