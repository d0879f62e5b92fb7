// Addresses at which calendar programs, which know no callers, read an
// associate's bookings: whoever has the address may.
#ifndef RAPPORT_SERVER_CALENDAR_FEED_ADDRESS_DESK_H_
#define RAPPORT_SERVER_CALENDAR_FEED_ADDRESS_DESK_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/calendar/feed_store.h"
#include "server/calendar/schedule_desk.h"
#include "server/vocabulary/caller.h"

namespace rapport::calendar {

// Where feeds are remembered, and served.
struct FeedOptions {
  FeedStore* store = nullptr;  // null: nowhere
  // What `/calendars/{token}.ics` follows: `https://feeds.example.com`. Empty:
  // this server serves none.
  std::string base_uri;
};

// Thread-safe. Does not own what it is made from.
class FeedAddressDesk {
 public:
  FeedAddressDesk(const ScheduleDesk& schedules, FeedOptions options)
      : schedules_(schedules), options_(std::move(options)) {}

  // The address, or nothing if the request was done before. Returns NOT_FOUND
  // as ScheduleDesk::Get, PERMISSION_DENIED (NOT_YOURS_TO_SHARE) to all but the
  // associate, FAILED_PRECONDITION (FEEDS_NOT_SERVED), and the codes of
  // FeedStore::Put.
  absl::StatusOr<std::string> Create(const Caller& caller,
                                     const RequestKey& request,
                                     const AssociateId& associate) const;

  // Returns the same but NOT_YOURS_TO_SHARE.
  absl::Status Remove(const Caller& caller, const RequestKey& request,
                      const AssociateId& associate) const;

  // What GetCalendarFeed tells the associate whose address has this token, at
  // `now`. Returns NOT_FOUND if there is no such address or no such associate
  // any more, and the codes of FeedStore::Find and FeedOf.
  absl::StatusOr<std::string> Read(absl::string_view token,
                                   absl::Time now) const;

 private:
  const ScheduleDesk& schedules_;
  const FeedOptions options_;
};

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_FEED_ADDRESS_DESK_H_
