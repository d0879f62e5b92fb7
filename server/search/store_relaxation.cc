#include "server/search/store_relaxation.h"

#include <algorithm>

#include "server/search/store_search.h"

namespace rapport::search {
namespace {

// A condition that a query may have, and how it is given up.
struct Kind {
  absl::string_view field;
  bool (*is_in)(const StoreQuery&);
  void (*drop)(StoreQuery&);
};

constexpr Kind kKinds[] = {
    {"radius_m",
     [](const StoreQuery& q) { return q.radius < geo::kNoDistanceLimit; },
     [](StoreQuery& q) { q.radius = geo::kNoDistanceLimit; }},
    {"area", [](const StoreQuery& q) { return q.area.has_value(); },
     [](StoreQuery& q) { q.area.reset(); }},
    {"market", [](const StoreQuery& q) { return !q.market.empty(); },
     [](StoreQuery& q) { q.market.clear(); }},
    {"text", [](const StoreQuery& q) { return !q.words.empty(); },
     [](StoreQuery& q) { q.words.clear(); }},
    {"open_at", [](const StoreQuery& q) { return q.open_at.has_value(); },
     [](StoreQuery& q) { q.open_at.reset(); }},
    {"services", [](const StoreQuery& q) { return !q.services.empty(); },
     [](StoreQuery& q) { q.services.clear(); }},
    {"channels", [](const StoreQuery& q) { return !q.channels.empty(); },
     [](StoreQuery& q) { q.channels = {}; }},
    {"language_codes", [](const StoreQuery& q) { return !q.languages.empty(); },
     [](StoreQuery& q) { q.languages.clear(); }},
    {"attributes", [](const StoreQuery& q) { return !q.attributes.empty(); },
     [](StoreQuery& q) { q.attributes.clear(); }},
};

// What the request calls it.
absl::string_view FieldOf(const Kind& kind, const StoreQuery& query) {
  if (kind.field == "area") return query.area->field;
  return kind.field == "open_at" ? query.open_field : kind.field;
}

// The query, to be changed: its first page, in an order that needs nothing that
// might be dropped.
StoreQuery FirstPage(const StoreQuery& query) {
  StoreQuery first = query;
  first.after.reset();
  first.limit = 1;
  first.order =
      query.near.has_value() ? StoreOrder::kDistance : StoreOrder::kName;
  return first;
}

StoreQuery Without(const Kind& kind, const StoreQuery& query) {
  StoreQuery relaxed = FirstPage(query);
  kind.drop(relaxed);
  return relaxed;
}

StoreQuery Alone(const Kind& kind, const StoreQuery& query) {
  StoreQuery alone = FirstPage(query);
  for (const Kind& other : kKinds) {
    if (&other != &kind) other.drop(alone);
  }
  return alone;
}

}  // namespace

EmptyStoreSearch ExplainEmpty(const BrandIndex& index,
                              const StoreQuery& query) {
  EmptyStoreSearch empty;
  for (const Kind& kind : kKinds) {
    if (!kind.is_in(query)) continue;
    const absl::string_view field = FieldOf(kind, query);
    const StoreQuery relaxed = Without(kind, query);
    const size_t without = CountStores(index, relaxed);
    const size_t alone = CountStores(index, Alone(kind, query));
    // A count that was cut short is no count.
    if (query.give_up && query.give_up()) break;
    empty.conditions.push_back({field, without, alone});
    if (without == 0) continue;
    StoreCursor last;
    SearchStores(
        index, relaxed,
        [&](const StoreFound& found) {
          empty.relaxations.push_back({field, found});
        },
        last);
  }
  if (query.near.has_value()) {
    std::stable_sort(empty.relaxations.begin(), empty.relaxations.end(),
                     [](const StoreRelaxation& a, const StoreRelaxation& b) {
                       return *a.found.distance < *b.found.distance;
                     });
  }
  if (empty.relaxations.size() > kRelaxationsMax) {
    empty.relaxations.erase(empty.relaxations.begin() + kRelaxationsMax,
                            empty.relaxations.end());
  }
  return empty;
}

}  // namespace rapport::search
