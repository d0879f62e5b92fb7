// What a shopper asks of stores, with all names looked up.
#ifndef RAPPORT_SERVER_SEARCH_STORE_QUERY_H_
#define RAPPORT_SERVER_SEARCH_STORE_QUERY_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "geo/point.h"
#include "geo/region.h"
#include "geo/route.h"
#include "geo/spatial_index.h"
#include "server/search/brand_index.h"
#include "server/vocabulary/channel.h"
#include "server/vocabulary/id.h"

namespace rapport::search {

// In which order stores are handed out. What is equal is in order of distance,
// then of id.
enum class StoreOrder { kDistance, kRelevance, kAlongRoute, kName };

// The last hit of a page: where it stood in the order.
struct StoreCursor {
  double rank = 0;  // what the order is by; the least comes first
  double distance_m = 0;
  std::string id;  // 16 bytes
};

// The area that a search is held to, and what the request calls it.
struct StoreArea {
  absl::string_view field;  // `box`, `polygon` or `route`
  std::shared_ptr<const geo::Region> region;
  const geo::Route* route = nullptr;  // the region, if it is one
};

struct StoreQuery {
  std::optional<geo::Point> near;
  geo::Meters radius = geo::kNoDistanceLimit;  // needs near
  std::optional<StoreArea> area;
  std::string market;                 // `regions/r` or `regions/r/markets/m`
  std::vector<std::string> words;     // as StoreText::WordsOf gives them
  std::optional<absl::Time> open_at;  // open then
  absl::string_view open_field = "open_at";  // what the request calls it
  std::vector<ServiceId> services;           // all of them
  ChannelSet channels;                       // any of them; empty: any at all
  std::vector<std::string> languages;        // keys; any of them; empty: any
  std::vector<std::string> attributes;       // all of them

  StoreOrder order = StoreOrder::kDistance;
  size_t limit = 10;
  std::optional<StoreCursor> after;
  // Asked now and then; true ends the search, which then is not whole. Unset:
  // it goes on to its end.
  std::function<bool()> give_up;
};

struct StoreFound {
  const StoreRecord* store = nullptr;      // of the index
  std::optional<geo::Meters> distance;     // from near
  std::optional<geo::Meters> along_route;  // of a route
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_STORE_QUERY_H_
