#include "server/search/store_search.h"

#include <string>
#include <vector>

#include "server/search/best_stores.h"
#include "server/search/store_matcher.h"

namespace rapport::search {
namespace {

// How many candidates are looked at between two looks at the clock.
constexpr size_t kAskEvery = 256;
// A text that is found in more stores than one in so many is no way in: a walk
// meets them soon enough.
constexpr size_t kRareText = 16;

const geo::Region& Everywhere() {
  static const auto& earth =
      *new geo::Circle(geo::Point{0, 0}, geo::kNoDistanceLimit);
  return earth;
}

// One search under way.
class Search {
 public:
  Search(const BrandIndex& index, const StoreQuery& query)
      : index_(index), query_(query), matcher_(index, query) {}

  // Whether it is less work to walk outwards from the place, in the order of
  // distance that is asked for, than to look at all that fits.
  bool WalksOutwards() {
    return query_.order == StoreOrder::kDistance && !HasRareText();
  }

  // Calls `found` with each store that fits, until it returns false: in order
  // of distance if `outwards`, which needs a place; else in any order.
  void ForEach(bool outwards,
               absl::FunctionRef<bool(const RankedStore&)> found) {
    if (matcher_.nobody()) return;
    if (outwards) {
      Outwards(found);
    } else if (HasRareText()) {
      FromText(found);
    } else {
      Inside(found);
    }
  }

 private:
  bool HasRareText() {
    return matcher_.text() != nullptr &&
           matcher_.text()->count_max() < index_.stores().size() / kRareText;
  }

  bool GivesUp() {
    return ++looked_at_ % kAskEvery == 0 && query_.give_up && query_.give_up();
  }

  // What the index did not judge; calls `found` if all of it fits.
  bool Judge(uint32_t store, double distance_m,
             absl::FunctionRef<bool(const RankedStore&)> found) {
    if (GivesUp()) return false;
    const std::optional<uint32_t> score = matcher_.Score(store);
    if (!score.has_value() || !matcher_.IsOpen(store)) return true;
    return found({RankOf(store, distance_m, *score), distance_m, store});
  }

  double RankOf(uint32_t store, double distance_m, uint32_t score) const {
    switch (query_.order) {
      case StoreOrder::kDistance:
        return distance_m;
      case StoreOrder::kRelevance:
        return -static_cast<double>(score);
      case StoreOrder::kAlongRoute:
        return query_.area->route->PlaceOf(PlaceOf(store)).along.value;
      case StoreOrder::kName:
        return 0;
    }
    return 0;
  }

  const geo::Point& PlaceOf(uint32_t store) const {
    return index_.stores()[store].store->content.location;
  }
  double DistanceOf(uint32_t store) const {
    // By name, distance is no part of the order.
    if (!query_.near.has_value() || query_.order == StoreOrder::kName) return 0;
    return geo::Distance(*query_.near, PlaceOf(store)).value;
  }
  bool HasRadius() const {
    return query_.near.has_value() && query_.radius < geo::kNoDistanceLimit;
  }
  bool IsWithin(uint32_t store) const {
    if (query_.area.has_value() &&
        !query_.area->region->Contains(PlaceOf(store))) {
      return false;
    }
    return !HasRadius() ||
           geo::Distance(*query_.near, PlaceOf(store)) <= query_.radius;
  }

  void FromText(absl::FunctionRef<bool(const RankedStore&)> found) {
    for (const TextMatch& match : matcher_.text()->All()) {
      if (!index_.near_stores().Meets(match.store, matcher_.filter()) ||
          !IsWithin(match.store)) {
        continue;
      }
      if (!Judge(match.store, DistanceOf(match.store), found)) return;
    }
  }

  void Outwards(absl::FunctionRef<bool(const RankedStore&)> found) {
    geo::NearestQuery nearest;
    nearest.from = *query_.near;
    nearest.limit = query_.radius;
    if (query_.after.has_value()) {
      nearest.at_least = geo::Meters{query_.after->distance_m};
    }
    nearest.filter = matcher_.filter();
    nearest.region =
        query_.area.has_value() ? query_.area->region.get() : nullptr;
    nearest.wanted = query_.limit + 1;
    index_.near_stores().ForEachNearest(
        nearest, [&](uint32_t store, geo::Meters distance) {
          return Judge(store, distance.value, found);
        });
  }

  void Inside(absl::FunctionRef<bool(const RankedStore&)> found) {
    const geo::Circle circle(query_.near.value_or(geo::Point()), query_.radius);
    const geo::Region& region = query_.area.has_value() ? *query_.area->region
                                : HasRadius()           ? circle
                                                        : Everywhere();
    index_.near_stores().ForEachInside(
        region, matcher_.filter(), [&](uint32_t store) {
          if (!IsWithin(store)) return true;
          return Judge(store, DistanceOf(store), found);
        });
  }

  const BrandIndex& index_;
  const StoreQuery& query_;
  StoreMatcher matcher_;
  size_t looked_at_ = 0;
};

StoreFound FoundOf(const BrandIndex& index, const StoreQuery& query,
                   const RankedStore& hit) {
  const StoreRecord& store = index.stores()[hit.store];
  const geo::Point& place = store.store->content.location;
  StoreFound found{&store, std::nullopt, std::nullopt};
  if (query.near.has_value())
    found.distance = geo::Distance(*query.near, place);
  if (query.area.has_value() && query.area->route != nullptr) {
    found.along_route = query.area->route->PlaceOf(place).along;
  }
  return found;
}

}  // namespace

bool SearchStores(const BrandIndex& index, const StoreQuery& query,
                  absl::FunctionRef<void(const StoreFound&)> sink,
                  StoreCursor& last) {
  Search search(index, query);
  BestStores page(index, query.limit, query.after);
  const bool outwards = search.WalksOutwards();
  search.ForEach(outwards, [&](const RankedStore& candidate) {
    page.Offer(candidate);
    return !outwards || !page.IsFullBefore(candidate.rank);
  });
  bool more = false;
  for (const RankedStore& hit : page.Take(more)) {
    sink(FoundOf(index, query, hit));
    last = {hit.rank, hit.distance_m,
            std::string(index.stores()[hit.store].store->id.stored())};
  }
  return more;
}

size_t CountStores(const BrandIndex& index, const StoreQuery& query) {
  size_t count = 0;
  StoreQuery unordered = query;
  unordered.order = StoreOrder::kName;  // which needs no distances
  Search search(index, unordered);
  search.ForEach(/*outwards=*/false, [&](const RankedStore&) {
    ++count;
    return true;
  });
  return count;
}

}  // namespace rapport::search
