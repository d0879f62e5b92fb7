#include "server/booking/list_all.h"

#include "server/calendar/work_limits.h"

namespace rapport::booking {

absl::StatusOr<std::vector<Booking>> ListAll(BookingStore& bookings,
                                             const BrandId& brand,
                                             const BookingFilter& filter) {
  std::vector<Booking> all;
  BookingCursor after;
  while (true) {
    absl::StatusOr<std::vector<Booking>> page =
        bookings.List(brand, filter, after, kListPage, absl::InfiniteFuture());
    if (!page.ok()) return page.status();
    all.insert(all.end(), page->begin(), page->end());
    if (page->size() < kListPage) return all;
    after = {page->back().meeting.start, page->back().id};
  }
}

absl::StatusOr<std::vector<Booking>> ListWorkBefore(
    BookingStore& bookings, const BrandId& brand, const AssociateId& associate,
    absl::Time now) {
  return ListAll(bookings, brand,
                 {.window = {now - calendar::kWorkReach, now},
                  .associate = associate,
                  .shopper = std::nullopt,
                  .stores = {},
                  .state = std::nullopt});
}

}  // namespace rapport::booking
