#include "geo/spatial_index.h"

#include <algorithm>
#include <cassert>
#include <cstdint>

#include "geo/conjunction.h"
#include "geo/inside_search.h"
#include "geo/nearest_search.h"
#include "geo/parallel.h"

namespace rapport::geo {

SpatialIndex SpatialIndex::Build(
    absl::Span<const Point> points,
    absl::Span<const std::vector<uint32_t>> attributes, int threads) {
  assert(points.size() <= kEntriesMax);
  SpatialIndex index;
  index.tree_ = SpatialTree(points, threads);
  if (attributes.empty()) return index;
  if (!index.tree_.is_numbered_alike()) {
    index.position_of_ = index.tree_.Positions();
  }
  index.attributes_.resize(attributes.size());
  ForEachOf(attributes.size(), threads, [&](size_t i) {
    index.attributes_[i] = index.BitsOf(attributes[i]);
  });
  AttributeBits::Gather(absl::MakeSpan(index.attributes_));
  index.pairs_ = PairLists(index.attributes_, points.size(), threads);
  return index;
}

AttributeBits SpatialIndex::BitsOf(absl::Span<const uint32_t> entries) const {
  std::vector<uint64_t> words(size() / kWordBits + 1);
  for (uint32_t entry : entries) {
    const uint32_t position = PositionOf(entry);
    words[position / kWordBits] |= uint64_t{1} << (position % kWordBits);
  }
  return AttributeBits::FromWords(words, size());
}

void SpatialIndex::ForEachNearest(const NearestQuery& query,
                                  Visitor visitor) const {
  if (size() == 0) return;
  const Conjunction filter(attributes_, query.filter, size(), &pairs_);
  if (filter.nobody()) return;
  NearestSearch(tree_, filter, query).Run(visitor);
}

void SpatialIndex::ForEachNearest(const Point& from, Meters limit,
                                  Visitor visitor) const {
  ForEachNearest({.from = from, .limit = limit}, visitor);
}

void SpatialIndex::ForEachInside(const Region& region,
                                 const EntryFilter& filter,
                                 EntryVisitor visitor) const {
  if (size() == 0) return;
  const Conjunction conjunction(attributes_, filter, size());
  if (conjunction.nobody()) return;
  InsideSearch(tree_, conjunction, region).Run(visitor);
}

size_t SpatialIndex::CountMatching(const EntryFilter& filter) const {
  if (filter.empty() || size() == 0) return size();
  return Conjunction(attributes_, filter, size(), &pairs_).Count();
}

size_t SpatialIndex::CountMatching(const EntryFilter& filter,
                                   const Region& region) const {
  size_t count = 0;
  ForEachInside(region, filter, [&](uint32_t) {
    ++count;
    return true;
  });
  return count;
}

bool SpatialIndex::Meets(uint32_t entry, const EntryFilter& filter) const {
  for (uint32_t attribute : filter.all_of) {
    if (!Has(entry, attribute)) return false;
  }
  for (const auto& group : filter.any_of) {
    if (std::none_of(group.begin(), group.end(), [&](uint32_t attribute) {
          return Has(entry, attribute);
        })) {
      return false;
    }
  }
  return true;
}

size_t SpatialIndex::CountOf(uint32_t attribute) const {
  return attribute < attributes_.size() ? attributes_[attribute].count() : 0;
}

size_t SpatialIndex::memory_bytes() const {
  size_t bytes =
      tree_.memory_bytes() + position_of_.capacity() * sizeof(uint32_t);
  for (const AttributeBits& bits : attributes_) bytes += bits.memory_bytes();
  bytes += pairs_.memory_bytes();
  return bytes;
}

}  // namespace rapport::geo
