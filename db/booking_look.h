#ifndef RAPPORT_DB_BOOKING_LOOK_H_
#define RAPPORT_DB_BOOKING_LOOK_H_

// What a round of bookings goes by when it judges who gets what they want: asked
// in one statement, which locks nothing, and so true of one moment.

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "db/transaction.h"
#include "server/booking/booking.h"
#include "server/vocabulary/id.h"
#include "server/vocabulary/interval.h"

namespace rapport::db {

// What one caller wants, under which request.
struct Wish {
  absl::string_view principal;
  absl::string_view request_id;
  AssociateId associate;
  Interval occupied;  // may be empty
};

// Who has a tick.
struct Blocker {
  booking::BookingState state = booking::BookingState::kHeld;
  absl::Time hold_expire_time = absl::InfiniteFuture();
  std::string shopper;
};

struct Seen {
  absl::Time now;  // by the database's clock; of no use if `versions` is empty
  // Of the schedules of all who are wished for, and have a calendar.
  absl::flat_hash_map<AssociateId, int64_t> versions;
  // By associate and tick, of what is wished for.
  std::map<std::pair<AssociateId, int64_t>, Blocker> blockers;
  // Principals and request ids, of those wishes that were answered before.
  absl::flat_hash_set<std::pair<std::string, std::string>> done;
};

// Sets `seen`. Takes 1 to kIdsAtOnce wishes, of one brand. Returns the codes of
// Transaction::Query.
absl::Status LookAtAll(Transaction& transaction, const BrandId& brand,
                       absl::Span<const Wish> wishes, Seen& seen);

}  // namespace rapport::db

#endif  // RAPPORT_DB_BOOKING_LOOK_H_
