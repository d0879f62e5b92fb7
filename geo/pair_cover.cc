#include "geo/pair_cover.h"

#include <algorithm>

namespace rapport::geo {
namespace {

// What of `all` lies in [begin, end).
absl::Span<const uint16_t> Within(absl::Span<const uint16_t> all,
                                  uint32_t begin, uint32_t end) {
  if (begin == 0 && end == kStretchBits) return all;
  const auto* low = std::lower_bound(all.begin(), all.end(), begin);
  const auto* high = std::lower_bound(low, all.end(), end);
  return {low, static_cast<size_t>(high - low)};
}

}  // namespace

PairCover::PairCover(const PairLists& lists,
                     absl::Span<const AttributeBits> attributes,
                     absl::Span<const uint32_t> all_of, size_t size)
    : loops_(FastestChunkLoops()), stretches_(lists.stretches()) {
  absl::InlinedVector<Candidate, 8> candidates;
  for (size_t i = 0; i < all_of.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (!lists.Has(all_of[j], all_of[i])) continue;
      const size_t count = lists.Of(all_of[j], all_of[i]).count();
      candidates.push_back({{all_of[j], all_of[i]}, count});
    }
  }
  std::sort(
      candidates.begin(), candidates.end(),
      [](const Candidate& a, const Candidate& b) { return a.count < b.count; });
  for (const Candidate& candidate : candidates) {
    if (lists_.size() == kListsMax) break;
    Add(lists, attributes, candidate, size);
  }
}

// Adds the list unless it says of no attribute what the others do not.
void PairCover::Add(const PairLists& lists,
                    absl::Span<const AttributeBits> attributes,
                    const Candidate& candidate, size_t size) {
  // Whom the list's people are a part of: all, or those who have what another
  // list said of them already.
  size_t of = size;
  absl::InlinedVector<uint32_t, 2> more;
  for (uint32_t attribute : candidate.attributes) {
    if (Covers(attribute)) {
      of = attributes[attribute].count();
    } else {
      more.push_back(attribute);
    }
  }
  if (more.empty()) return;
  part_ *= static_cast<double>(candidate.count) / of;
  listed_ += candidate.count;
  covered_.insert(covered_.end(), more.begin(), more.end());
  lists_.push_back(lists.Of(candidate.attributes[0], candidate.attributes[1]));
}

bool PairCover::Covers(uint32_t attribute) const {
  return std::find(covered_.begin(), covered_.end(), attribute) !=
         covered_.end();
}

bool PairCover::MayBeIn(size_t stretch) const {
  return stretch < stretches_ &&
         std::all_of(lists_.begin(), lists_.end(), [&](const PairList& list) {
           return list.CountIn(stretch) > 0;
         });
}

absl::Span<const uint16_t> PairCover::MayBeWithin(size_t stretch,
                                                  uint32_t begin,
                                                  uint32_t end) const {
  if (stretch >= stretches_) return {};
  return Within(lists_[0].In(stretch), begin, end);
}

absl::Span<const uint16_t> PairCover::In(size_t stretch, uint32_t begin,
                                         uint32_t end,
                                         std::vector<uint16_t>& room) const {
  absl::Span<const uint16_t> all = Within(lists_[0].In(stretch), begin, end);
  for (size_t i = 1; i < lists_.size() && !all.empty(); ++i) {
    if (room.size() < all.size()) {
      // Without losing what `all` may be.
      room.resize(all.size());
    }
    const size_t count = loops_.intersect(
        all, Within(lists_[i].In(stretch), begin, end), room.data());
    all = {room.data(), count};
  }
  return all;
}

}  // namespace rapport::geo
