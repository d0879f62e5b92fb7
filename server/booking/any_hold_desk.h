// Holds with anybody at all whom a search finds: who it is, is settled here, and
// fairly. The shopper is told at once.
//
// Of those who are free then it is who has the fewest live bookings in the
// seven days around that start; of equals, whose turn it is that day by a draw.
// Those for whom another hold of the caller's would end come last.
// Memory may be behind, and others are quick: who turns out to be taken gives
// way to the next.
#ifndef RAPPORT_SERVER_BOOKING_ANY_HOLD_DESK_H_
#define RAPPORT_SERVER_BOOKING_ANY_HOLD_DESK_H_

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/booking/booking_desk.h"
#include "server/booking/booking_store.h"
#include "server/search/associate_query.h"
#include "server/search/attempts.h"
#include "server/search/read_model.h"
#include "server/vocabulary/caller.h"

namespace rapport::booking {

// How often one call asks the store for another associate: each time costs it a
// transaction, and whoever was late so often meets a crowd.
inline constexpr int kAnyHoldTriesMax = 8;

// Whose bookings count against them.
inline constexpr absl::Duration kFairnessReach = absl::Hours(84);

// What a caller wants held, with anybody.
struct AnyHoldWish {
  // Whom: everything of a search but service, channels, windows and order.
  using Who = std::function<absl::StatusOr<search::AssociateQuery>(
      const search::BrandIndex& index, absl::Time now)>;

  Who who;
  std::optional<StoreId> store;  // unset: wherever the search has them
  ServiceId service;
  Channel channel = Channel::kInStore;
  absl::Time start;
  // A hold of the same shopper's that ends with it.
  std::optional<BookingId> replaces = std::nullopt;
  std::optional<absl::Duration> duration = {};  // unset: the service's
  // Who is to take part besides: none of them is anybody.
  std::vector<AssociateId> more_associates = {};
  int party_size = 1;  // shoppers who come together
};

// Thread-safe. Does not own what it is made from.
class AnyHoldDesk {
 public:
  AnyHoldDesk(BookingStore& bookings, BookingDesk& desk,
              const search::ReadModel& model)
      : bookings_(bookings), desk_(desk), model_(model) {}

  // A request that was granted before is answered as then, also if that was
  // while this one was looking for somebody. Returns
  // FAILED_PRECONDITION (NOBODY_FITS) if nobody who fits works then,
  // ALREADY_EXISTS (ANY_ASSOCIATE_TAKEN) if all who do are taken, ABORTED
  // (ANY_ASSOCIATE_CONTENDED) after kAnyHoldTriesMax; INVALID_ARGUMENT if it
  // can't be a slot, NOT_FOUND, PERMISSION_DENIED (NOT_YOURS_TO_BOOK), the
  // codes of wish.who and BookingStore::Hold, DEADLINE_EXCEEDED
  // (SEARCH_TOO_LONG).
  absl::StatusOr<Booking> Hold(const Caller& caller, const RequestKey& request,
                               const AnyHoldWish& wish, absl::Time deadline);

 private:
  struct Candidate {
    const search::AssociateRecord* associate = nullptr;
    StoreId store;
    // Whether a hold of the caller's ends for it that is not to be replaced.
    bool ends_hold = false;
    size_t bookings = 0;
    uint64_t drawn = 0;
  };
  struct Search;

  absl::StatusOr<Booking> HoldAnybody(const Caller& caller,
                                      const RequestKey& request,
                                      const AnyHoldWish& wish,
                                      absl::Time deadline);
  static absl::Status FindOthers(const AnyHoldWish& wish, Search& search);
  absl::Status Find(const Caller& caller, const AnyHoldWish& wish,
                    absl::Time deadline, Search& search) const;
  absl::StatusOr<Booking> HoldFirst(const Caller& caller,
                                    const RequestKey& request,
                                    const AnyHoldWish& wish,
                                    absl::Time deadline, Search& search);
  static void LeaveOut(const StoreId& store, std::vector<Candidate>& candidates,
                       std::vector<AssociateId>& left);
  // What is asked of the time of one who takes part.
  static search::SlotWish SlotOf(const Search& search, const AnyHoldWish& wish,
                                 const StoreId& store,
                                 const search::AssociateRecord& who);
  static bool EndsHold(const Search& search, const AnyHoldWish& wish,
                       const Candidate& candidate);
  bool IsFree(const Search& search, const AnyHoldWish& wish,
              const Candidate& candidate) const;

  BookingStore& bookings_;
  BookingDesk& desk_;
  const search::ReadModel& model_;
  search::Attempts attempts_;
};

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_ANY_HOLD_DESK_H_
