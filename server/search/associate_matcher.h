// Whom an associate query can mean at all: everything of it but time, and the
// ways to come upon them.
#ifndef RAPPORT_SERVER_SEARCH_ASSOCIATE_MATCHER_H_
#define RAPPORT_SERVER_SEARCH_ASSOCIATE_MATCHER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "geo/entry_filter.h"
#include "geo/point.h"
#include "geo/spatial_index.h"
#include "server/search/associate_query.h"
#include "server/search/brand_index.h"

namespace rapport::search {

// A query with its words looked up. Lives as long as the query and the index.
class AssociateMatcher {
 public:
  AssociateMatcher(const BrandIndex& index, const AssociateQuery& query);

  // Whether a condition is known to be met by nobody.
  bool nobody() const { return nobody_; }

  // Whether ForEach comes to what is nearer first: where the query is from a
  // point, and names neither stores nor associates.
  bool is_nearest_first() const {
    return !IsListed() && query_.near.has_value();
  }

  // Visits the entries that meet every condition but time, until the visitor
  // returns false, in no order of meaning unless is_nearest_first(). A distance of
  // nothing: the query is not from a point. What the query excludes is visited
  // as well; see IsExcluded.
  using Visitor = absl::FunctionRef<bool(uint32_t entry,
                                         std::optional<geo::Meters> distance)>;
  void ForEach(Visitor visitor, const geo::Lookahead& lookahead) const;
  // The same, whatever the distance, in an order of no meaning.
  void ForEachInAnyOrder(Visitor visitor) const;

  // Whether one entry meets the conditions: then how far off it is.
  bool Meets(uint32_t entry, std::optional<geo::Meters>& distance) const;

  // Whether `associate`, a number of the index, is not to be found.
  bool IsExcluded(uint32_t associate) const;

 private:
  void Need(std::optional<uint32_t> attribute);
  void NeedOneOf(absl::InlinedVector<uint32_t, 8> attributes);
  void NeedChannels();
  void AddStores();
  bool IsListed() const { return !associates_.empty() || !stores_.empty(); }
  bool VisitAll(absl::Span<const uint32_t> entries, Visitor visitor) const;
  void ForEachListed(Visitor visitor) const;

  const BrandIndex& index_;
  const AssociateQuery& query_;
  geo::EntryFilter filter_;
  bool nobody_ = false;
  std::vector<const AssociateRecord*> associates_;  // of the query's list
  std::vector<const StoreRecord*> stores_;          // of the query's list
  absl::flat_hash_set<uint32_t> excluded_;
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_ASSOCIATE_MATCHER_H_
