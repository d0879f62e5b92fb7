// Finds stores and associates around a point.
//
// Both searches walk outwards from the point through the brand's index, letting
// by what misses a condition, and stop at the page's end. They hand their hits
// to a sink, nearest first; those at one place in order of id. A page goes on
// from the last hit of the one before, so that it stays stable while the
// catalog changes around it.
#ifndef RAPPORT_SERVER_SEARCH_SEARCH_H_
#define RAPPORT_SERVER_SEARCH_SEARCH_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "geo/point.h"
#include "server/search/brand_index.h"
#include "server/search/slot_finder.h"

namespace rapport::search {

// The last hit of a page.
struct PlaceCursor {
  geo::Meters distance;
  std::string id;  // 16 bytes of the store, or of the associate
};

// A language somebody must speak.
struct LanguageWish {
  std::string key;                              // as LanguageKey gives it
  LanguageLevel level = LanguageLevel::kBasic;  // at least
};

struct AssociateQuery {
  geo::Point near;
  geo::Meters radius = geo::kNoDistanceLimit;
  std::vector<LanguageWish> languages;        // all of them
  std::vector<StyleId> styles;                // all of them
  const catalog::Service* service = nullptr;  // null: any, and no slots
  std::vector<Channel> channels;  // any of them, best first; empty: any
  Interval window;                // slots lie inside
  bool include_unavailable = false;
  size_t slots_max = 3;
  size_t limit = 10;
  std::optional<PlaceCursor> after;
  absl::Time now;
  // Asked now and then; true ends the search, which then is not whole. Unset:
  // it goes on to its end.
  std::function<bool()> give_up;
};

struct SlotFound {
  calendar::FreeSlot slot;
  Channel channel;
};

struct AssociateFound {
  const AssociateRecord& associate;
  const StoreRecord& store;
  geo::Meters distance;
  absl::Span<const SlotFound> slots;  // on the first channel that has any
};

// As SearchStores. An associate is found once, at the nearest store at which
// they fit.
bool SearchAssociates(const BrandIndex& index, const AssociateQuery& query,
                      absl::FunctionRef<void(const AssociateFound&)> sink);

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_SEARCH_H_
