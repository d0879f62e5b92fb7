// Who of those that wait is offered what.
//
// Whatever frees time asks WhoFits, in the middle of its transaction, and makes
// the offers in it (BookingStore::OfferFreedTime). Sweep finds those who were
// missed then: because memory was behind, a schedule has changed, the service
// limits its shoppers or needs rooms, the time was that of a booking's second
// associate, bookings were re-anchored, or they joined when something was free;
// and all who wait for seats of a class. Correctness never waits for it.
//
// What is fair: no entry is offered a slot that an earlier one fits, which
// waited and was known here for longer than news and sweeps take (seconds).
// Callers who do not wait may be faster: a slot whose hold has run out, and has
// not been swept yet, is had by whoever holds it first.
#ifndef RAPPORT_SERVER_BOOKING_OFFER_DESK_H_
#define RAPPORT_SERVER_BOOKING_OFFER_DESK_H_

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "server/booking/booking_desk.h"
#include "server/booking/booking_write.h"
#include "server/booking/slot_desk.h"
#include "server/booking/waitlist_entry.h"
#include "server/booking/waitlist_store.h"
#include "server/calendar/schedule_store.h"
#include "server/catalog/service.h"
#include "server/search/read_model.h"

namespace rapport::booking {

// Offers for one freed time: those behind are there in case the first have
// left, or fit beside them.
inline constexpr size_t kOffersMax = 8;
// Entries whose wish is looked at for one freed time; those behind are left to
// the sweep, as a caller waits.
inline constexpr size_t kJudgedMax = 256;
// Sessions that are looked at for one entry, the earliest first.
inline constexpr size_t kSessionsJudgedMax = 256;
// Entries of a brand that one sweep looks at; the next goes on behind them.
inline constexpr size_t kSweepMax = 1000;

// Thread-safe but for Sweep, which one thread calls. Does not own what it is
// made from.
class OfferDesk {
 public:
  // `new_id` gives each hold its id; unset: random, in order of time.
  OfferDesk(calendar::ScheduleStore& schedules, search::ReadModel& model,
            BookingDesk::NewId new_id = nullptr);

  // An OffersOf: the first who fit what `before` had of its associate and
  // `after` has not. Whether an entry's slot is free is judged as of any other,
  // as if `before` had become `after`.
  std::vector<Offer> WhoFits(const BrandId& brand, const Booking& before,
                             const Booking& after) const;

  // Offers free time to those who wait for it, in order of place, and ends the
  // waits whose window has passed. Memory hears of it. Returns the codes of the
  // store.
  absl::Status Sweep(WaitlistStore& waitlist);

 private:
  std::optional<Offer> OfferOf(const BrandId& brand, const WaitlistEntry& entry,
                               const std::optional<HoldWish>& wish) const;
  std::optional<HoldWish> FirstFree(const BrandId& brand,
                                    const WaitlistEntry& entry) const;
  std::optional<Offer> FirstSeats(const BrandId& brand,
                                  const WaitlistEntry& entry,
                                  const catalog::Service& service) const;
  // Of whatever the entry waits for, as it is now.
  std::optional<Offer> OfferNow(const BrandId& brand,
                                const WaitlistEntry& entry) const;
  // As it is swept: those of a brand, in order of place, and which of them have
  // had their turn.
  struct Sweeping {
    std::vector<std::shared_ptr<const WaitlistEntry>> entries;
    std::vector<bool> settled;
  };
  std::optional<Offer> OfferInTurn(const BrandId& brand,
                                   const Sweeping& sweeping, size_t at,
                                   size_t& whose) const;
  absl::Status SweepBrand(const BrandId& brand, WaitlistStore& waitlist);
  absl::Status EndPassed(WaitlistStore& waitlist);

  search::ReadModel& model_;
  SlotDesk slots_;
  const BookingDesk::NewId new_id_;
  std::map<BrandId, WaitlistPlace> swept_;  // up to where; Sweep's alone
};

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_OFFER_DESK_H_
