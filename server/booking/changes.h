// What may become of a booking: the rules of each operation, as writes for the
// store. Pure. Each names its rule's refusals; the store adds its own.
//
//   store.Write(actor, request, Cancelling(id, std::nullopt), deadline);
#ifndef RAPPORT_SERVER_BOOKING_CHANGES_H_
#define RAPPORT_SERVER_BOOKING_CHANGES_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "server/booking/booking.h"
#include "server/booking/booking_write.h"
#include "server/booking/occupancy_change.h"
#include "server/vocabulary/channel.h"

namespace rapport::booking {

// A hold never lasts longer than this from its beginning, however often it is
// extended: others wait for the slot.
inline constexpr absl::Duration kHoldLengthMax = absl::Hours(1);
// Who comes earlier than this is early for another day.
inline constexpr absl::Duration kCheckInEarlyMax = absl::Hours(1);
// Who is later than this may be given up.
inline constexpr absl::Duration kNoShowAfter = absl::Minutes(5);

// OK if it may have a time and associates of its own: a seat has those of its
// session, so Moving, Switching and Reassigning refuse it. Returns
// FAILED_PRECONDITION (GOES_WITH_SESSION).
absl::Status CheckNoSeat(const Booking& booking);

// Who wants it: some rules bind shoppers only.
enum class Asker { kShopper, kStaff };

// The guard of `booking`, if the service limits how much of it a shopper may
// have.
std::optional<ShopperGuard> GuardOf(const Booking& booking,
                                    const ShopperLimit& limit);

// A hold: all of hold.booking.occupied, or seats of hold.booking.session.
BookingWrite Holding(const HoldWrite& hold);

// The same, confirmed at once; a session too, if it has seats. Returns FAILED_PRECONDITION (MEETING_STARTED).
BookingWrite Creating(const HoldWrite& hold);

// Keeps what the shopper answered, if anything. Returns those of CheckConfirm.
BookingWrite Confirming(const BookingId& id,
                        std::optional<int64_t> expected_version,
                        const std::vector<Answer>& answers = {});

// Returns those of CheckCancel, and FAILED_PRECONDITION (TOO_LATE_TO_CANCEL) if
// a shopper's cancel_notice has begun.
BookingWrite Cancelling(const BookingId& id,
                        std::optional<int64_t> expected_version,
                        Asker asker = Asker::kStaff);

// Gives a hold that long from now, within kHoldLengthMax. Returns
// FAILED_PRECONDITION (HOLD_EXPIRED), (NOT_HELD), (HOLD_AT_LIMIT).
BookingWrite Extending(const BookingId& id,
                       std::optional<int64_t> expected_version,
                       absl::Duration hold_duration);

// Gives it the time, store, resources, promise and load of `to`, whose
// associates are those of the booking in `version`. Returns FAILED_PRECONDITION
// (HOLD_EXPIRED), (NOT_BOOKED) if it is neither held nor confirmed,
// (MEETING_STARTED) if `to` has started; for a shopper (MEETING_STARTED) if it
// has, (TOO_LATE_TO_MOVE) if its move_notice has begun.
BookingWrite Moving(const BookingId& id, int64_t version, const HoldWrite& to,
                    Asker asker);

// Has them meet on that channel, from now on by the load that `seen` says;
// where that is another, only what is left of the meeting takes it. Returns
// FAILED_PRECONDITION (HOLD_EXPIRED), (NOT_BOOKED) if it is not live,
// (MEETING_OVER).
BookingWrite Switching(const BookingId& id, int64_t version, Channel channel,
                       const TimeTaken& seen);
// The same with the resources of `to`, judged for all who take part.
BookingWrite Switching(const BookingId& id, int64_t version, Channel channel,
                       const HoldWrite& to);

// Gives it the associate, the store, the resources and the load of `to`, whose
// time and other associates are those of the booking in `version`. Returns
// FAILED_PRECONDITION (HOLD_EXPIRED), (NOT_BOOKED) if it is neither held nor
// confirmed, (SAME_ASSOCIATE) if it is one of them, (MEETING_OVER),
// (TOO_MANY_REASSIGNS) beyond kFormerAssociatesMax.
BookingWrite Reassigning(const BookingId& id, int64_t version,
                         const HoldWrite& to);

// Return FAILED_PRECONDITION (IS_SESSION) if shoppers come to its seats instead,
// (NOT_CONFIRMED) if it is in another state, and (TOO_EARLY) before kCheckInEarlyMax and kNoShowAfter.
BookingWrite CheckingIn(const BookingId& id,
                        std::optional<int64_t> expected_version);
BookingWrite MarkingNoShow(const BookingId& id,
                           std::optional<int64_t> expected_version);

// Returns FAILED_PRECONDITION (IS_SESSION), (NOT_CHECKED_IN) if it is in another
// state.
BookingWrite Completing(const BookingId& id,
                        std::optional<int64_t> expected_version);

// Whether `booking` is a hold whose time is over.
bool HasRunOut(const Booking& booking, absl::Time now);

// `booking` in its next version, of `now`, in the state that ends it. It holds
// nothing any more.
Booking Ended(Booking booking, BookingState state, absl::Time now);

// OK if `before`, null if there was none, may have become `after`: INTERNAL if
// not, since then a rule is wrong.
absl::Status CheckBecame(const Booking* before, const Booking& after);

// Sets what the store does of what `before`, null if there was none, became.
void Stamp(const Booking* before, absl::Time now, Booking& after);

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_CHANGES_H_
