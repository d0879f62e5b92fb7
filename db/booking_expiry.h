// How holds end whose time is over.
#ifndef RAPPORT_DB_BOOKING_EXPIRY_H_
#define RAPPORT_DB_BOOKING_EXPIRY_H_

#include <vector>

#include "absl/status/status.h"
#include "db/change_log.h"
#include "db/transaction.h"
#include "server/booking/booking_store.h"

namespace rapport::db {

// One attempt at what BookingStore::ExpireDue does; sets `expired`. Their time is
// offered to those whom `offers` names. Returns the codes of errors.h and of
// EventWriter::Append.
absl::Status ExpireDueHolds(
    Transaction& transaction, EventWriter& events,
    const booking::OffersOf& offers,
    std::vector<booking::BookingStore::Expired>& expired);

}  // namespace rapport::db

#endif  // RAPPORT_DB_BOOKING_EXPIRY_H_
