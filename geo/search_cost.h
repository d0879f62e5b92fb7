// What the two ways of searching with a filter cost, to choose between them.
//
// The unit is a word of a bitmap read in a straight line. The factors are this
// code's on the processors it was measured on; what differs from one set of
// entries to another is estimated from the set, or seen on the way.

#ifndef RAPPORT_GEO_SEARCH_COST_H_
#define RAPPORT_GEO_SEARCH_COST_H_

#include <algorithm>
#include <cstddef>

#include "geo/attribute_bits.h"
#include "geo/conjunction.h"
#include "geo/tree_bits.h"

namespace rapport::geo {

class SearchCost {
 public:
  // Of coming to a chunk and testing its words; of coming to a block and its
  // leaves; of one entry found by a scan, which lies anywhere in memory.
  static constexpr double kChunk = 150;
  static constexpr double kBlock = 100;
  static constexpr double kMatch = 25;

  // Where there are lists of who meets conditions: of coming to a stretch, and
  // to a part of it; of one listed position.
  static constexpr double kStretch = 60;
  static constexpr double kListedNode = 200;
  static constexpr double kListed = 1.5;

  SearchCost(const Conjunction& filter, size_t size, size_t wanted)
      : size_(static_cast<double>(size)),
        is_listed_(filter.is_listed()),
        scan_(is_listed_ ? size_ / kStretchBits * kStretch +
                               static_cast<double>(filter.listed()) * kListed
                         : static_cast<double>(filter.scan_words())),
        wanted_(static_cast<double>(std::max<size_t>(wanted, 1))) {}

  // Of a scan, if `part` of all entries meet the filter.
  double OfScan(double part) const { return scan_ + part * size_ * kMatch; }

  // Of reading the lists where `entries` are.
  double OfStretches(double entries) const { return scan_ * entries / size_; }

  // Of going outwards until as many are found as are wanted.
  double OfOutwards(double part) const {
    const double entries = std::min(wanted_ / part, size_);
    if (is_listed_) return OfListedNodes(entries, part);
    const double blocks = entries / kBlockBits;
    return entries / kChunkBits * kChunk + std::min(blocks, wanted_) * kBlock;
  }

 private:
  // By nodes that have few who meet the filter.
  double OfListedNodes(double entries, double part) const {
    double node = kStretchBits * kLanes;
    while (node > kChunkBits && part * node > kFew) node /= kLanes;
    return OfStretches(entries) + (entries / node + 1) * kListedNode;
  }

  double size_;
  bool is_listed_;
  double scan_;
  double wanted_;
};

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_SEARCH_COST_H_
