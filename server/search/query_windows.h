// The windows of a query on the clocks of stores: those that are on the stores'
// own clocks are other hours in each time zone.
#ifndef RAPPORT_SERVER_SEARCH_QUERY_WINDOWS_H_
#define RAPPORT_SERVER_SEARCH_QUERY_WINDOWS_H_

#include <cstdint>
#include <vector>

#include "absl/time/time.h"
#include "server/calendar/tick_ask.h"
#include "server/calendar/week_mask.h"
#include "server/search/associate_query.h"
#include "server/search/brand_index.h"

namespace rapport::search {

// The windows on the clock of one zone.
struct ZoneWindows {
  absl::TimeZone zone;
  std::vector<Interval> windows;        // in order of start; at least one
  std::vector<calendar::TickAsk> asks;  // one a window
  calendar::WeekMask week;  // the half hours that slots may start in
  absl::Time latest_end;
};

// Lives as long as the query, which has a time, and the index. Not thread-safe.
class QueryWindows {
 public:
  QueryWindows(const BrandIndex& index, const AssociateQuery& query)
      : index_(index),
        query_(query),
        is_same_everywhere_(query.store_windows.empty()) {}

  // Those at the store of an entry, until the next call.
  ZoneWindows& At(uint32_t entry) {
    if (is_same_everywhere_ && !zones_.empty()) return zones_.front();
    return In(index_.StoreOf(entry).zone);
  }

  // Those that were asked for first; null before.
  const ZoneWindows* first() const {
    return zones_.empty() ? nullptr : &zones_.front();
  }

 private:
  ZoneWindows& In(const absl::TimeZone& zone);
  void MakeAsks(ZoneWindows& windows) const;

  const BrandIndex& index_;
  const AssociateQuery& query_;
  const bool is_same_everywhere_;
  std::vector<ZoneWindows> zones_;
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_QUERY_WINDOWS_H_
