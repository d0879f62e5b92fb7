// A shopper's wish for a slot that is not free now, or for seats of a class, and
// how it may go.
//
//   WAITING -> OFFERED -> BOOKED   they confirmed what was held for them
//      |          |-----> LEFT     they left, or gave it back
//      |          |-----> OVER     they let it run out
//      |          '-----> WAITING  the session was cancelled that it was of
//      |----------------> LEFT
//      '----------------> OVER     its window has passed
//
// Who joined first comes first: the place is the time of joining by the store's
// clock, then the id.
#ifndef RAPPORT_SERVER_BOOKING_WAITLIST_ENTRY_H_
#define RAPPORT_SERVER_BOOKING_WAITLIST_ENTRY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/booking/booking.h"
#include "server/vocabulary/channel.h"
#include "server/vocabulary/id.h"
#include "server/vocabulary/interval.h"

namespace rapport::booking {

// Entries of one shopper in a brand that have not ended: who waits for more
// than this waits for anything.
inline constexpr size_t kWaitsOfShopperMax = 20;
// Entries that wait for one service of a brand: each freed slot looks through
// them.
inline constexpr size_t kWaitsForServiceMax = 10'000;

// The values are those of rapport.v1.WaitlistState and of the database.
enum class WaitlistState : uint8_t {
  kWaiting = 1,
  kOffered = 2,
  kBooked = 3,
  kLeft = 4,
  kOver = 5,
};

struct WaitlistEntry {
  WaitlistEntryId id;
  WaitlistState state = WaitlistState::kWaiting;
  std::string shopper;  // as the brand's identity provider knows them
  ServiceId service;
  std::vector<Channel> channels;           // any of these, each once; not empty
  std::optional<AssociateId> associate;    // unset: anybody at `store`
  std::optional<StoreId> store;            // unset: any of the associate's
  Interval window;                         // where meetings lie
  std::optional<absl::Duration> duration;  // unset: the service's own
  int party_size = 1;                      // shoppers who come together
  std::optional<BookingId> booking;        // the last that was offered
  int64_t version = 0;                     // counts the changes from 1
  absl::Time create_time;
  absl::Time update_time;

  friend bool operator==(const WaitlistEntry&, const WaitlistEntry&) = default;
};

// Who comes first.
struct WaitlistPlace {
  absl::Time time = absl::InfinitePast();
  WaitlistEntryId id;

  auto key() const { return std::tie(time, id); }
  friend bool operator<(const WaitlistPlace& a, const WaitlistPlace& b) {
    return a.key() < b.key();
  }
};

inline WaitlistPlace PlaceOf(const WaitlistEntry& entry) {
  return {entry.create_time, entry.id};
}

// Whether an entry in `state` may still come to something.
bool IsOpen(WaitlistState state);

// What becomes of an entry whose offer was a hold and is now in `state`; nothing
// if it is a hold still.
std::optional<WaitlistState> StateOnce(BookingState state);

// The same where the hold, of seats, became so with its session: whoever was
// offered seats of one that is cancelled has not chosen to leave.
std::optional<WaitlistState> StateOnceFollowed(BookingState state);

// The same for those of one shopper that wait for the same: service, associate,
// store and window.
IdBytes WishOf(const WaitlistEntry& entry);

// `waiting`, `offered`, ...: the word for it, for messages.
absl::string_view WaitlistStateWord(WaitlistState state);

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_WAITLIST_ENTRY_H_
