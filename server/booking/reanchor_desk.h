// Bookings kept at their wall time under the zone rules that this server has.
#ifndef RAPPORT_SERVER_BOOKING_REANCHOR_DESK_H_
#define RAPPORT_SERVER_BOOKING_REANCHOR_DESK_H_

#include <optional>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/booking/booking_store.h"
#include "server/search/read_model.h"
#include "server/vocabulary/caller.h"

namespace rapport::booking {

// Those of the installed tzdata.
ZoneRules InstalledRules();

// What a caller wants of one step of a run.
struct ReanchorWish {
  std::optional<AssociateId> after;  // unset: from the first
  bool dry_run = false;
};

// Thread-safe. Does not own what it is made from.
class ReanchorDesk {
 public:
  ReanchorDesk(BookingStore& bookings, search::ReadModel& model,
               ZoneRules rules = InstalledRules());

  // One associate's bookings. Returns the codes of BookingStore::Reanchor.
  absl::StatusOr<ReanchorReport> Step(const Caller& caller,
                                      const RequestKey& request,
                                      const ReanchorWish& wish,
                                      absl::Time deadline);

 private:
  BookingStore& bookings_;
  search::ReadModel& model_;
  const ZoneRules rules_;
};

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_REANCHOR_DESK_H_
