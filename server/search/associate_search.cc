#include "server/search/associate_search.h"

#include <optional>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "server/search/associate_matcher.h"
#include "server/search/associate_scorer.h"
#include "server/search/best_associates.h"

namespace rapport::search {
namespace {

// How many entries are looked at between two looks at the clock.
constexpr size_t kAskEvery = 64;

// One search. Lives as long as the call.
class AssociateSearch {
 public:
  AssociateSearch(const BrandIndex& index, const AssociateQuery& query)
      : index_(index),
        query_(query),
        matcher_(index, query),
        scorer_(index, query),
        best_(index, query) {}

  bool Run(absl::FunctionRef<void(const AssociateFound&)> sink,
           AssociateCursor& last) {
    LookAtFamiliar();
    matcher_.ForEach(
        [&](uint32_t entry, std::optional<geo::Meters> distance) {
          return Visit(entry, distance);
        },
        scorer_);
    bool more = false;
    const std::vector<AssociateCandidate> page = best_.Take(more);
    for (const AssociateCandidate& candidate : page) HandOut(candidate, sink);
    if (!page.empty()) {
      const AssociateCandidate& end = page.back();
      last = {end.rank.first, end.rank.second,
              index_.AssociateOf(end.entry).associate->id};
    }
    return more;
  }

 private:
  // The few whom the shopper knows are looked at first: of all others the least
  // rank is then known to be higher.
  void LookAtFamiliar() {
    if (query_.order != AssociateOrder::kScore || matcher_.nobody()) return;
    for (const AssociateId& id : query_.familiar) {
      const AssociateRecord* record = index_.FindAssociate(id);
      if (record != nullptr) VisitAll(*record);
    }
  }

  bool Visit(uint32_t entry, std::optional<geo::Meters> distance) {
    if (scorer_.LeastFirst(distance) > best_.worst_first()) {
      return !matcher_.is_nearest_first();
    }
    if (++looked_at_ % kAskEvery == 0 && query_.give_up && query_.give_up()) {
      return false;
    }
    const Entry& at = index_.entries()[entry];
    if (at.has_others) {
      VisitAll(index_.AssociateOf(entry));
    } else if (!matcher_.IsExcluded(at.associate) &&
               (seen_.empty() || !seen_.contains(at.associate))) {
      Offer(scorer_.Score(entry, distance, best_.worst_first()));
    }
    return true;
  }

  // Offers the best of an associate's entries, once.
  void VisitAll(const AssociateRecord& record) {
    const uint32_t number = index_.NumberOf(record);
    if (matcher_.IsExcluded(number) || !seen_.insert(number).second) return;
    std::optional<AssociateCandidate> best;
    std::optional<geo::Meters> distance;
    for (uint32_t entry : index_.EntriesOf(record)) {
      if (!matcher_.Meets(entry, distance)) continue;
      auto candidate = scorer_.Score(entry, distance, best_.worst_first());
      if (candidate && (!best || *candidate < *best)) best = candidate;
    }
    Offer(best);
  }

  void Offer(const std::optional<AssociateCandidate>& candidate) {
    if (candidate.has_value()) best_.Offer(*candidate);
  }

  void HandOut(const AssociateCandidate& candidate,
               absl::FunctionRef<void(const AssociateFound&)> sink) {
    slots_.clear();
    if (query_.has_time() && query_.slots_max > 0) {
      scorer_.ForEachSlot(candidate.entry, candidate.channel,
                          [&](const calendar::FreeSlot& slot) {
                            slots_.push_back(slot);
                            return slots_.size() < query_.slots_max;
                          });
      // Somebody else was quicker than this search.
      if (slots_.empty() && !query_.include_unavailable) return;
    }
    sink({index_.AssociateOf(candidate.entry), index_.StoreOf(candidate.entry),
          candidate.distance, candidate.channel, slots_,
          scorer_.OwnWith(candidate.entry), candidate.score});
  }

  const BrandIndex& index_;
  const AssociateQuery& query_;
  const AssociateMatcher matcher_;
  AssociateScorer scorer_;
  BestAssociates best_;
  absl::flat_hash_set<uint32_t> seen_;  // those looked at whole
  std::vector<calendar::FreeSlot> slots_;
  size_t looked_at_ = 0;
};

}  // namespace

bool SearchAssociates(const BrandIndex& index, const AssociateQuery& query,
                      absl::FunctionRef<void(const AssociateFound&)> sink,
                      AssociateCursor& last) {
  return AssociateSearch(index, query).Run(sink, last);
}

size_t CountAssociates(const BrandIndex& index, const AssociateQuery& query,
                       size_t max) {
  const AssociateMatcher matcher(index, query);
  AssociateScorer scorer(index, query);
  absl::flat_hash_set<uint32_t> found;
  size_t looked_at = 0;
  matcher.ForEachInAnyOrder([&](uint32_t entry, std::optional<geo::Meters>) {
    if (++looked_at % kAskEvery == 0 && query.give_up && query.give_up()) {
      return false;
    }
    const uint32_t associate = index.entries()[entry].associate;
    if (matcher.IsExcluded(associate) || found.contains(associate)) return true;
    if (scorer.FitsInTime(entry)) found.insert(associate);
    return found.size() < max;
  });
  return found.size();
}

}  // namespace rapport::search
