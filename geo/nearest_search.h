// One query for what is nearest. Lives as long as the call.
//
// Outwards: every node that was opened is a source of up to sixteen keys, the
// squared chords to its entries or bounds of those to its nodes. The sources
// stand in one queue by the least key each has left; what is first is opened,
// or visited. So the queue holds tens of sources where it would hold hundreds
// of entries.

#ifndef RAPPORT_GEO_NEAREST_SEARCH_H_
#define RAPPORT_GEO_NEAREST_SEARCH_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/functional/function_ref.h"
#include "geo/conjunction.h"
#include "geo/lanes.h"
#include "geo/search_cost.h"
#include "geo/spatial_index.h"
#include "geo/spatial_tree.h"
#include "geo/tree_bits.h"

namespace rapport::geo {

class NearestSearch {
 public:
  NearestSearch(const SpatialTree& tree, const Conjunction& filter,
                const NearestQuery& query);

  void Run(SpatialIndex::Visitor visitor);

 private:
  // Enough for nearly all searches for ten without allocating.
  static constexpr size_t kSourcesInlined = 24;

  struct Node {
    size_t level;
    size_t node;
    uint32_t keep;  // of a leaf: the entries that meet the filter
    bool inside;    // known to be in the region
  };
  struct Source {
    // Its fields are set where it is taken, not twice.
    Source() {}  // NOLINT(modernize-use-equals-default)

    LaneKeys keys;
    uint64_t bits[kBlockWords];  // of a block's node, if there is a filter
    uint32_t position[kFew];     // of few entries that were picked out
    uint32_t node;               // of a free one: the next free one
    uint8_t level;               // 0: the keys are of entries
    bool inside;                 // as in Node
    bool picked;                 // the keys are of the picked out
  };
  struct Queued {
    double key;
    uint64_t rank;  // nodes before entries, entries by number
    uint32_t source;
    uint32_t lane;
  };
  struct Found {
    double key;
    uint32_t entry;
    uint32_t position;
  };
  enum class End { kDone, kTooMuchWork };

  bool BeginsWithScan() const;

  End Outwards(SpatialIndex::Visitor visitor);
  bool HasSpentEnough() const;
  Node NodeBelow(const Source& source, uint32_t lane) const;
  void Open(Node node);
  bool IsLeftOut(Node& node) const;
  void SetKeys(const Node& node, Source& source);
  uint32_t LanesOf(const Node& node, Source& source);
  uint32_t LanesOfBlock(size_t block, Source& source);
  uint32_t LanesOfChunk(size_t chunk, Source& source);
  uint32_t LanesOfListed(const Node& node, Source& source);
  void Announce(const Node& leaf) const;
  void SetKeysOfPicked(size_t count, Source& source);
  size_t PositionOf(const Source& source, uint32_t lane) const;
  bool Aim(uint32_t source, Queued& queued) const;
  void PrefetchBelow(const Source& source, size_t below) const;
  void RequeueFirst();
  uint32_t TakeSource();
  void FreeSource(uint32_t source);

  End Scan(SpatialIndex::Visitor visitor, bool may_give_up);
  bool FindAll(bool may_give_up, std::vector<Found>& found) const;
  void SetKeysOfFound(std::vector<Found>& found) const;
  void VisitInOrder(std::vector<Found>& found, SpatialIndex::Visitor visitor);
  bool IsScanTooMuch(size_t position, size_t found) const;

  // Hands an entry on unless it is none of the asked for. Whether to go on.
  bool Visit(double key, uint32_t entry, size_t position, bool inside,
             SpatialIndex::Visitor visitor);

  const SpatialTree& tree_;
  const Conjunction& filter_;
  const NearestQuery& query_;
  const LaneLoops& loops_;
  const SearchCost cost_;
  const UnitVector from_;
  const FloatBounds from_bounds_;
  const double key_max_;
  const double chord_min_;
  const bool filtered_;
  const bool tests_chunks_;  // for blocks that have nothing

  absl::InlinedVector<Source, kSourcesInlined> sources_;
  absl::InlinedVector<Queued, kSourcesInlined> queue_;  // a heap
  uint32_t free_;                                       // the first free source

  // Of the work with a filter: what was done, the entries whose bits were
  // looked at, and the last that was visited.
  double spent_ = 0;
  size_t looked_at_ = 0;
  size_t visited_ = 0;
  double last_key_ = -1;
  uint32_t last_entry_ = 0;
  bool may_scan_;
};

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_NEAREST_SEARCH_H_
