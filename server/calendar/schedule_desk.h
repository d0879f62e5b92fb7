// Schedules, as callers want them: who may change whose, whether the stores are
// theirs, and which bookings a change leaves uncovered.
#ifndef RAPPORT_SERVER_CALENDAR_SCHEDULE_DESK_H_
#define RAPPORT_SERVER_CALENDAR_SCHEDULE_DESK_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "server/booking/booking.h"
#include "server/booking/booking_store.h"
#include "server/calendar/feed_desk.h"
#include "server/calendar/schedule_store.h"
#include "server/calendar/uncovered.h"
#include "server/search/read_model.h"
#include "server/vocabulary/caller.h"

namespace rapport::calendar {

inline constexpr size_t kUncoveredMax = 1000;

// A live booking that no working time covers any longer, or beyond what else
// there may be.
struct UncoveredBooking {
  booking::BookingId id;
  UncoveredReason reason;
};

struct UncoveredBookings {
  std::vector<UncoveredBooking> first;  // to start; at most kUncoveredMax
  int more = 0;                         // beyond these
};

// What a change of a schedule came to.
struct ScheduleChange {
  StoredSchedule schedule;
  UncoveredBookings uncovered;
};

// Thread-safe. Does not own what it is made from.
class ScheduleDesk {
 public:
  ScheduleDesk(ScheduleStore& schedules, booking::BookingStore& bookings,
               search::ReadModel& model)
      : schedules_(schedules), bookings_(bookings), model_(model) {}

  // Returns NOT_FOUND if there is no such associate.
  absl::StatusOr<StoredSchedule> Get(const Caller& caller,
                                     const AssociateId& associate) const;

  // Returns INVALID_ARGUMENT naming fields, NOT_FOUND if there is no such
  // associate or the caller keeps neither their calendar nor one of their
  // stores, and the codes of ScheduleStore::Put and BookingStore::List. A
  // repeated request is answered even if it would be refused by now. Time off
  // that associates give themselves is settled first where the brand wants it
  // approved.
  absl::StatusOr<ScheduleChange> Put(const Caller& caller,
                                     const RequestKey& request,
                                     const ScheduleWrite& write);

  // Reads an iCalendar file into a source of busy time. Returns NOT_FOUND as
  // Put, the codes of CheckBusySourceId, ReadBusyTime and
  // ScheduleStore::PutBusy.
  absl::StatusOr<ScheduleChange> ImportBusy(const Caller& caller,
                                            const RequestKey& request,
                                            const AssociateId& associate,
                                            const std::string& source_id,
                                            absl::string_view calendar);

  // Has a source of busy time read from `uri` (busy_feed_desk.h). What it said
  // before stays until then. Returns NOT_FOUND as Put, the codes of
  // CheckBusySourceId, ReadCalendarUri and ScheduleStore::PutBusy.
  absl::StatusOr<StoredSchedule> SubscribeBusy(const Caller& caller,
                                               const RequestKey& request,
                                               const AssociateId& associate,
                                               const std::string& source_id,
                                               absl::string_view uri);

  // Returns NOT_FOUND as Put, and for a source that is not there.
  absl::StatusOr<ScheduleChange> RemoveBusy(const Caller& caller,
                                            const RequestKey& request,
                                            const AssociateId& associate,
                                            const std::string& source_id);

  // Live bookings to come that no working time covers, by the schedule and the
  // bookings as they are remembered and the holidays that are known now.
  // Returns NOT_FOUND as Put, and the codes of ScheduleStore::Read and
  // BookingStore::List.
  absl::StatusOr<UncoveredBookings> ListUncovered(const Caller& caller,
                                                  const AssociateId& associate);

  // Returns NOT_FOUND as Get, and the codes of FeedOf.
  absl::StatusOr<Feed> ReadFeed(const Caller& caller,
                                const AssociateId& associate,
                                const Interval& window) const;

 private:
  // What follows a write: memory, and who is left uncovered.
  absl::StatusOr<ScheduleChange> Changed(const Caller& caller,
                                         const search::BrandIndex& index,
                                         const catalog::Associate& associate,
                                         StoredSchedule stored);
  // Bookings are read from where they are remembered: memory may be behind.
  struct Booked {
    std::vector<booking::Booking> live;  // that have not ended
    std::vector<booking::Booking> past;  // that still count for the limits
  };
  absl::StatusOr<Booked> BookingsOf(const BrandId& brand,
                                    const AssociateId& associate,
                                    const Schedule& schedule);
  absl::StatusOr<StoredSchedule> PutSettled(const Caller& caller,
                                            const RequestKey& request,
                                            const ScheduleWrite& write);
  absl::StatusOr<Schedule> ReadFresh(const BrandId& brand,
                                     const AssociateId& associate,
                                     int64_t& version);
  UncoveredBookings UncoveredBy(const search::BrandIndex& index,
                                const catalog::Associate& associate,
                                const Schedule& schedule,
                                const Booked& booked) const;

  ScheduleStore& schedules_;
  booking::BookingStore& bookings_;
  search::ReadModel& model_;
};

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_SCHEDULE_DESK_H_
