// A search that found nobody, as it is counted: where about, when, and what was
// asked. Never who asked, never a point, never who was asked for.
#ifndef RAPPORT_SERVER_SEARCH_DEMAND_H_
#define RAPPORT_SERVER_SEARCH_DEMAND_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "server/vocabulary/channel.h"
#include "server/vocabulary/id.h"
#include "server/vocabulary/language.h"

namespace rapport::search {

// Lists are sorted, so that what asks for the same is equal.
struct DemandFilters {
  std::optional<ServiceId> service;
  std::vector<SpokenLanguage> languages;  // by tag
  std::vector<StyleId> styles;
  std::vector<StyleId> any_styles;
  ChannelSet channels;  // empty: any
  std::vector<std::string> attributes;
  // How many days ahead the first window begins, 0 for today. Unset: the search
  // set no window.
  std::optional<int> days_ahead;
  // Whether the search was held to stores or associates that it named: then
  // somebody else there might have done.
  bool names_stores = false;
  bool names_associates = false;

  friend bool operator==(const DemandFilters&, const DemandFilters&) = default;
};

struct Demand {
  BrandId brand;
  absl::Time hour;     // the first instant of the hour, UTC
  std::string area;    // geo::AreaToken; empty: the search was not from a point
  std::string market;  // `regions/r` or `regions/r/markets/m`; empty: any
  DemandFilters filters;

  friend bool operator==(const Demand&, const Demand&) = default;

  template <typename H>
  friend H AbslHashValue(H h, const Demand& demand) {
    const DemandFilters& filters = demand.filters;
    for (const SpokenLanguage& language : filters.languages) {
      h = H::combine(std::move(h), language.tag, language.level);
    }
    return H::combine(std::move(h), demand.brand, demand.hour, demand.area,
                      demand.market, filters.service.value_or(ServiceId()),
                      filters.languages.size(), filters.styles,
                      filters.any_styles, filters.channels.bits(),
                      filters.attributes, filters.days_ahead.value_or(-1),
                      filters.names_stores, filters.names_associates);
  }
};

// How often.
struct DemandCount {
  Demand demand;
  int64_t searches = 0;
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_DEMAND_H_
