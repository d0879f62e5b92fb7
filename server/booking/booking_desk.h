// Holds and bookings, as callers want them: checks a wish against what is known
// in memory, for good errors, and lets the store judge.
#ifndef RAPPORT_SERVER_BOOKING_BOOKING_DESK_H_
#define RAPPORT_SERVER_BOOKING_BOOKING_DESK_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/booking/booking.h"
#include "server/booking/booking_store.h"
#include "server/booking/slot_desk.h"
#include "server/calendar/schedule_store.h"
#include "server/search/read_model.h"
#include "server/vocabulary/caller.h"

namespace rapport::booking {

// A change of a booking that a caller wants.
struct ChangeWish {
  BookingId id;
  std::optional<int64_t> expected_version;
};

// A hold that a caller wants confirmed, and what the shopper answered.
struct ConfirmWish {
  ChangeWish change;
  std::vector<Answer> answers = {};
};

// What a caller wants listed.
struct ListWish {
  Interval window;
  std::optional<AssociateId> associate;
  std::optional<BookingState> state;
  std::optional<BookingId> session = std::nullopt;
};

// OK if the call says for which shopper it is, else INVALID_ARGUMENT
// (SHOPPER_REQUIRED).
absl::Status CheckShopper(const Caller& caller);

// Thread-safe. Does not own what it is made from.
class BookingDesk {
 public:
  using NewId = std::function<BookingId(absl::Time now)>;

  // `new_id` gives each booking its id; unset: random, in order of time.
  BookingDesk(BookingStore& bookings, calendar::ScheduleStore& schedules,
              search::ReadModel& model, NewId new_id = nullptr);

  // Returns INVALID_ARGUMENT (SHOPPER_REQUIRED, NOT_A_CHOICE and the reasons of
  // SlotStatus, CheckParty and CheckAnswers), NOT_FOUND, FAILED_PRECONDITION
  // (those of CheckOffered, SLOT_OUTSIDE_SCHEDULE, SHOPPER_LIMIT), and the codes
  // of BookingStore::Hold.
  absl::StatusOr<Booking> Hold(const Caller& caller, const RequestKey& request,
                               const HoldWish& wish, absl::Time deadline);
  // The same, confirmed at once.
  absl::StatusOr<Booking> Create(const Caller& caller,
                                 const RequestKey& request,
                                 const HoldWish& wish, absl::Time deadline);

  // Return the codes of Confirming, with those of CheckAnswers, and Cancelling;
  // what the caller may not see is NOT_FOUND.
  absl::StatusOr<Booking> Confirm(const Caller& caller,
                                  const RequestKey& request,
                                  const ConfirmWish& wish, absl::Time deadline);
  absl::StatusOr<Booking> Cancel(const Caller& caller,
                                 const RequestKey& request,
                                 const ChangeWish& wish, absl::Time deadline);
  absl::StatusOr<Booking> Get(const Caller& caller, const BookingId& id,
                              absl::Time deadline);

  // Only what the caller may see. Returns the codes of BookingStore::List.
  absl::StatusOr<std::vector<Booking>> List(const Caller& caller,
                                            const ListWish& wish,
                                            const BookingCursor& after,
                                            size_t limit, absl::Time deadline);

  // What the request was answered before, or `error`: a wish that was granted
  // once may be impossible by now, and must be answered as it was all the same.
  absl::StatusOr<Booking> AnswerOr(const Caller& caller,
                                   const RequestKey& request,
                                   const absl::Status& error,
                                   absl::Time deadline);

  absl::Time Now() const { return model_.Now(); }

 private:
  absl::StatusOr<Booking> Book(const Caller& caller, const RequestKey& request,
                               const HoldWish& wish,
                               BookingWrite (*start)(const HoldWrite&),
                               absl::Time deadline);
  // The write of a booking that was seen so.
  using Plan =
      absl::FunctionRef<absl::StatusOr<BookingWrite>(const Booking& seen)>;
  absl::StatusOr<Booking> Change(const Caller& caller,
                                 const RequestKey& request, const BookingId& id,
                                 absl::Time deadline, Plan plan);
  absl::StatusOr<std::vector<Booking>> ListSeats(const Caller& caller,
                                                 const BookingFilter& filter,
                                                 const BookingCursor& after,
                                                 size_t limit,
                                                 absl::Time deadline);
  absl::StatusOr<BookingWrite> PlanConfirm(const BrandId& brand,
                                           const Booking& seen,
                                           const ConfirmWish& wish) const;

  BookingStore& bookings_;
  search::ReadModel& model_;
  SlotDesk slots_;
  const NewId new_id_;
};

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_BOOKING_DESK_H_
