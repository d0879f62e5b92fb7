// Why a search found fewer associates than a page holds, and what to ask for
// instead.
//
// Each condition is counted by running the same query without it, and by
// itself, over the same index, so that the explanation cannot disagree with
// the search.
#ifndef RAPPORT_SERVER_SEARCH_ASSOCIATE_RELAXATION_H_
#define RAPPORT_SERVER_SEARCH_ASSOCIATE_RELAXATION_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/search/associate_query.h"
#include "server/search/brand_index.h"

namespace rapport::search {

// More would not be read.
inline constexpr size_t kAssociateRelaxationsMax = 5;

// Nobody needs to know of more, and who counts them all keeps others waiting.
inline constexpr size_t kMatchesCountedMax = 1'000;

// One condition of a query. Where it is one of time, "by itself" is a free slot
// of the service.
struct AssociateConditionCount {
  absl::string_view field;  // the request's
  size_t matches_without = 0;
  size_t matches_alone = 0;
};

// What to loosen, and what to put in its place: at most one of these, none: the
// condition is to be left out.
struct AssociateLoosening {
  absl::string_view field;
  size_t matches = 0;  // beside those found
  std::optional<Interval> window;
  std::optional<geo::Meters> radius;
  std::optional<Channel> channel;
  std::optional<LanguageWish> language;
};

struct SparseExplanation {
  std::vector<AssociateConditionCount> conditions;
  // The least concession first: time, place, channel, level, then whole
  // conditions.
  std::vector<AssociateLoosening> loosenings;
};

// `found` are those that the query finds. Counts that the query's give_up cuts
// short are left out.
SparseExplanation ExplainSparse(const BrandIndex& index,
                                const AssociateQuery& query,
                                absl::Span<const AssociateId> found);

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_ASSOCIATE_RELAXATION_H_
