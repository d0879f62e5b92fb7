#include "geo/spatial_index.h"

#include <algorithm>
#include <cassert>

#include "geo/conjunction.h"
#include "geo/inside_search.h"
#include "geo/nearest_search.h"

namespace rapport::geo {

SpatialIndex SpatialIndex::Build(
    absl::Span<const Point> points,
    absl::Span<const std::vector<uint32_t>> attributes) {
  assert(points.size() <= kEntriesMax);
  SpatialIndex index;
  index.tree_ = SpatialTree(points);
  if (attributes.empty()) return index;
  index.position_of_ = index.tree_.Positions();
  std::vector<uint32_t> positions;
  index.attributes_.reserve(attributes.size());
  for (const std::vector<uint32_t>& entries : attributes) {
    positions.clear();
    for (uint32_t entry : entries) {
      positions.push_back(index.position_of_[entry]);
    }
    std::sort(positions.begin(), positions.end());
    index.attributes_.emplace_back(positions, points.size());
  }
  return index;
}

void SpatialIndex::ForEachNearest(const NearestQuery& query,
                                  Visitor visitor) const {
  if (size() == 0) return;
  const Conjunction filter(attributes_, query.filter, size());
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

bool SpatialIndex::Has(uint32_t position, uint32_t attribute) const {
  if (attribute >= attributes_.size()) return false;
  const size_t word = position / kWordBits;
  const uint64_t bits =
      attributes_[attribute].Word(word / kChunkWords, word % kChunkWords);
  return ((bits >> (position % kWordBits)) & 1) != 0;
}

bool SpatialIndex::Meets(uint32_t entry, const EntryFilter& filter) const {
  if (filter.empty()) return true;
  if (position_of_.empty()) return false;
  const uint32_t position = position_of_[entry];
  for (uint32_t attribute : filter.all_of) {
    if (!Has(position, attribute)) return false;
  }
  for (const auto& group : filter.any_of) {
    if (std::none_of(group.begin(), group.end(), [&](uint32_t attribute) {
          return Has(position, attribute);
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
  return bytes;
}

}  // namespace rapport::geo
