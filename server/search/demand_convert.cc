#include "server/search/demand_convert.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "absl/time/civil_time.h"
#include "geo/area.h"

namespace rapport::search {
namespace {

absl::Time HourOf(absl::Time time) {
  return absl::UnixEpoch() +
         absl::Floor(time - absl::UnixEpoch(), absl::Hours(1));
}

template <typename T>
std::vector<T> Sorted(std::vector<T> list) {
  std::sort(list.begin(), list.end());
  return list;
}

// To the first instant of the windows, in whole days. Of a window on the
// stores' clocks, the date in UTC is near enough.
int DaysAhead(const AssociateQuery& query) {
  int64_t days = INT64_MAX;
  for (const Interval& window : query.windows) {
    days = std::min(days, (window.start - query.now) / absl::Hours(24));
  }
  const absl::CivilDay today = absl::ToCivilDay(query.now, absl::UTCTimeZone());
  for (const calendar::LocalWindow& window : query.store_windows) {
    days = std::min<int64_t>(days, window.first - today);
  }
  // What is further off is as good as never.
  return static_cast<int>(std::clamp<int64_t>(days, 0, 999));
}

DemandFilters FiltersOf(const v1::SearchAssociatesRequest& request,
                        const AssociateQuery& query) {
  DemandFilters filters;
  if (query.service != nullptr) filters.service = query.service->id;
  for (const LanguageWish& wish : query.languages) {
    filters.languages.push_back({wish.tag, wish.level});
  }
  std::sort(filters.languages.begin(), filters.languages.end(),
            [](const SpokenLanguage& a, const SpokenLanguage& b) {
              return std::tie(a.tag, a.level) < std::tie(b.tag, b.level);
            });
  filters.styles = Sorted(query.styles);
  filters.any_styles = Sorted(query.any_styles);
  for (Channel channel : query.channels) filters.channels.Add(channel);
  filters.attributes = Sorted(query.attributes);
  if (request.has_window() || request.windows_size() > 0 ||
      request.local_windows_size() > 0) {
    filters.days_ahead = DaysAhead(query);
  }
  filters.names_stores = !query.stores.empty();
  filters.names_associates = !query.associates.empty();
  return filters;
}

}  // namespace

Demand DemandOf(const Caller& caller,
                const v1::SearchAssociatesRequest& request,
                const AssociateQuery& query) {
  return {caller.brand(), HourOf(query.now),
          query.near.has_value() ? geo::AreaToken(*query.near) : "",
          query.market, FiltersOf(request, query)};
}

}  // namespace rapport::search
