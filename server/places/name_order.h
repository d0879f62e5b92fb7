// Names in groups (all of them, those of a country, those near each other),
// each group in the order of the names' folded bytes, so that the names which
// begin alike lie side by side; and the best-ranked of such a range first,
// without looking at the rest.
#ifndef RAPPORT_SERVER_PLACES_NAME_ORDER_H_
#define RAPPORT_SERVER_PLACES_NAME_ORDER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "server/places/place_table.h"

namespace rapport::places {

// Half-open positions in a NameOrder.
struct NameRange {
  uint32_t begin = 0;
  uint32_t end = 0;
};

// Thread-safety: immutable.
class NameOrder {
 public:
  // `group_of` has the group, below `groups`, of each name, and `rank_of` its
  // rank; names are numbered as in `table`, which outlives this.
  NameOrder(const PlaceTable& table, size_t groups,
            absl::Span<const uint32_t> group_of,
            absl::Span<const uint16_t> rank_of);

  // The names of the group that are the folded text, and those that are longer
  // but begin with it.
  struct Found {
    NameRange exact, longer;
  };
  Found Find(uint32_t group, absl::string_view folded) const;

  uint32_t NameAt(uint32_t position) const { return names_[position]; }

  // Bytes of memory held.
  size_t MemoryBytes() const;

 private:
  friend class BestFirst;
  absl::string_view FoldedAt(uint32_t position) const;
  // The first position of the range whose name is not below, or not below nor
  // begun by, the text.
  uint32_t LowerBound(NameRange range, absl::string_view folded) const;
  uint32_t PrefixEnd(NameRange range, absl::string_view folded) const;

  const PlaceTable* table_;
  std::vector<uint32_t> group_begin_;
  std::vector<uint32_t> names_;
  // levels_[0] has each position's rank, levels_[n + 1] the maximum of each
  // kFanout of levels_[n].
  std::vector<std::vector<uint16_t>> levels_;
};

// Walks a range by falling rank; equal ranks come in any order. What ranks below
// a floor is left out; the floor may rise on the way, and never falls. Not
// thread-safe; the order outlives it.
class BestFirst {
 public:
  BestFirst(const NameOrder& order, NameRange range, int rank_min);

  struct Ranked {
    uint32_t position;
    uint16_t rank;
  };
  // The next one; nothing if none is left whose rank is at least that.
  std::optional<Ranked> Next(int rank_min);

 private:
  // A position of a level; all below it are still to come.
  struct Node {
    uint16_t rank;
    uint16_t level;
    uint32_t at;
  };
  void Push(size_t level, uint32_t at, int rank_min);
  void AddLevel(size_t level, NameRange range, int rank_min);

  const NameOrder& order_;
  std::vector<Node> heap_;
};

}  // namespace rapport::places

#endif  // RAPPORT_SERVER_PLACES_NAME_ORDER_H_
