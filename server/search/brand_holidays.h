// The public and school holidays of a brand's stores: the brand's own lists,
// and where it has none the table's.
#ifndef RAPPORT_SERVER_SEARCH_BRAND_HOLIDAYS_H_
#define RAPPORT_SERVER_SEARCH_BRAND_HOLIDAYS_H_

#include <memory>
#include <vector>

#include "server/catalog/holiday_list.h"
#include "server/catalog/store.h"
#include "server/hours/holidays.h"

namespace rapport::search {

// Thread-safe: immutable.
class BrandHolidays {
 public:
  // `table` is never null.
  BrandHolidays(std::shared_ptr<const hours::HolidayTable> table,
                std::vector<catalog::HolidayList> own)
      : table_(std::move(table)), own_(std::move(own)) {}

  // Those of where the store is.
  hours::HolidayCalendar Of(const catalog::StoreAddress& address) const {
    hours::HolidayCalendar calendar =
        table_->For(address.region_code, address.administrative_area);
    const catalog::HolidayList* best = nullptr;
    for (const catalog::HolidayList& list : own_) {
      if (list.region_code == address.region_code) best = &list;
      if (list.region_code.empty() && best == nullptr) best = &list;
    }
    if (best == nullptr) return calendar;
    return calendar.WithOwnPublic({best->first, best->last, best->dates});
  }

 private:
  std::shared_ptr<const hours::HolidayTable> table_;
  std::vector<catalog::HolidayList> own_;
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_BRAND_HOLIDAYS_H_
