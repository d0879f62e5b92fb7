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
// it does. UIDs stay as they are for ever, and so does this. It is made of ids,
// and an associate who is imported into two servers, staging and production,
// has the same id on both: neither tells the other's events from its own, and
// what the one has booked does not make them busy on the other. Give the brand
// another id on one of them where it should.
std::string OwnUidEnd(const BrandId& brand, const AssociateId& associate);

// iCalendar text.
struct Feed {
  std::string calendar;
  // There were more than kFeedEntriesMax bookings, cancelled ones left out.
  bool cut = false;
};

// The bookings of `associate` that start in `window`, as far as `caller`, who
// keeps their calendar, may see them: those at their stores for a store
// manager. Holds that ran out are left out: nobody was ever to come, and
// whoever lets them run out must not push bookings out of the feed. What was
// cancelled is told while there is room beside the rest, for the same reason.
// The shopper is named only to the associate, and nobody's answers are told.
// Returns the codes of BookingStore::List.
absl::StatusOr<Feed> FeedOf(const Caller& caller,
                            const search::BrandIndex& index,
                            const catalog::Associate& associate,
                            const Interval& window,
                            booking::BookingStore& bookings);

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_FEED_DESK_H_
