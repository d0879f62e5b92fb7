// How a waiting list is written: one attempt at each transaction of
// booking::WaitlistStore. All lock in the order of booking_locks.h: guard,
// calendar, booking, claims, entries.
#ifndef RAPPORT_DB_WAITLIST_WRITING_H_
#define RAPPORT_DB_WAITLIST_WRITING_H_

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "db/change_log.h"
#include "db/event.h"
#include "db/transaction.h"
#include "server/booking/booking_write.h"
#include "server/booking/waitlist_store.h"

namespace rapport::db {

// Who wants it, and as which request.
struct Asking {
  const Actor& actor;
  const RequestKey& request;
};

// Each sets its last argument. They return the codes of the port, those of
// errors.h and of EventWriter::Append.
absl::Status JoinWaitlist(Transaction& transaction, EventWriter& events,
                          const Asking& asking,
                          const booking::WaitlistEntry& entry,
                          booking::WaitlistEntry& reply);
absl::Status LeaveWaitlist(Transaction& transaction, EventWriter& events,
                           const Asking& asking,
                           const booking::WaitlistEntryId& id,
                           std::optional<int64_t> expected_version,
                           const booking::OffersOf& offers,
                           booking::WaitlistEntry& reply);
absl::Status OfferFreeTime(Transaction& transaction, EventWriter& events,
                           const BrandId& brand, const booking::Offer& offer,
                           std::optional<booking::Booking>& hold);
absl::Status EndPassedEntries(
    Transaction& transaction, EventWriter& events,
    std::vector<booking::WaitlistStore::Ended>& ended);

// Answers from `replay`. Returns INVALID_ARGUMENT (REQUEST_ID_REUSED) if it is
// of another request, INTERNAL if it cannot be read.
absl::Status AnswerFrom(const Replay& replay, const RequestKey& request,
                        booking::WaitlistEntry& reply);

// NOT_FOUND (WAITLIST_ENTRY_NOT_FOUND).
absl::Status NoSuchEntry();

}  // namespace rapport::db

#endif  // RAPPORT_DB_WAITLIST_WRITING_H_
