// An associate's bookings, as a calendar for other programs.
#ifndef RAPPORT_SERVER_CALENDAR_FEED_DESK_H_
#define RAPPORT_SERVER_CALENDAR_FEED_DESK_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "server/booking/booking_store.h"
#include "server/search/read_model.h"
#include "server/vocabulary/caller.h"
#include "server/vocabulary/id.h"
#include "server/vocabulary/interval.h"

namespace rapport::calendar {

inline constexpr size_t kFeedEntriesMax = 5000;  // some 3 MB

inline constexpr absl::Duration kFeedWindowMax = absl::Hours(366 * 24);

// What a feed is of at `now`, where nothing else is asked for: a month before,
// as calendar programs have what was before that, and a year in all.
Interval FeedWindow(absl::Time now);

// What ends the UID of each event of that associate's feed. Their calendar,
// when it shows the feed and is read, says nothing new by these; by another's
// it does. UIDs stay as they are for ever, and so does this.
std::string OwnUidEnd(const BrandId& brand, const AssociateId& associate);

// iCalendar text.
struct Feed {
  std::string calendar;
  bool cut = false;  // there were more than kFeedEntriesMax bookings
};

// The bookings of `associate` that start in `window`, as far as `caller`, who
// keeps their calendar, may see them: those at their stores for a store
// manager. Holds that ran out are left out: nobody was ever to come, and
// whoever lets them run out must not push bookings out of the feed. The shopper
// is named only to the associate. Returns the codes of BookingStore::List.
absl::StatusOr<Feed> FeedOf(const Caller& caller,
                            const search::BrandIndex& index,
                            const catalog::Associate& associate,
                            const Interval& window,
                            booking::BookingStore& bookings);

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_FEED_DESK_H_
