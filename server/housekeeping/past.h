// What is past, by kind, and for how long it is kept.
//
// Kept for ever, whatever is said here: bookings, but those that were never
// more than a hold, with their histories, and so the answers to the requests
// that made them. See Retentions::bookings.
#ifndef RAPPORT_SERVER_HOUSEKEEPING_PAST_H_
#define RAPPORT_SERVER_HOUSEKEEPING_PAST_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace rapport::housekeeping {

constexpr absl::Duration Days(int64_t days) { return absl::Hours(24 * days); }

// In the order in which they are purged: the news of what ended goes before
// that.
enum class Past : uint8_t {
  kEvents,     // but those that are the history of a booking
  kOccupancy,  // that somebody, or a room, was taken then
  kWaits,      // entries of the waiting list that have ended
  kHolds,      // that ran out
  kBookings,   // that are over, whatever became of them
  kGuards,     // of shoppers who have no booking of late
  kDemand,     // searches that found nobody
};
inline constexpr std::array kPasts = {
    Past::kEvents,   Past::kOccupancy, Past::kWaits, Past::kHolds,
    Past::kBookings, Past::kGuards,    Past::kDemand};

// `events`, `occupancy`, ...: the word for it, for logs and metrics.
absl::string_view PastWord(Past past);

// Whatever is kept by the day is kept for this long at least: longer than any
// server is away and comes back to follow, any request is repeated, or clocks
// and zones move a booking that is not over (booking/reanchor.h: 76 hours).
inline constexpr absl::Duration kKeptMin = Days(7);
// The past bookings that a shopper's limit counts (catalog/service.h,
// kLimitPeriodMax) must be there.
inline constexpr absl::Duration kBookingsKeptMin = Days(400);

// A hundred years: whoever wants more wants it for ever.
inline constexpr absl::Duration kKeptMax = Days(36'500);

// For how long what is over is kept.
struct Retentions {
  // Also how long a server may be away and still follow, and how long requests
  // are remembered that changed no booking.
  absl::Duration events = Days(90);
  absl::Duration occupancy = Days(14);
  absl::Duration waits = Days(400);  // to compare with the year before
  absl::Duration holds = Days(90);
  absl::Duration bookings = absl::InfiniteDuration();
  absl::Duration guards = Days(30);
  absl::Duration demand = Days(400);  // as waits

  // What was over before that long ago goes; nothing does if it is infinite. No
  // booking goes before its events have, nor before what it occupied.
  absl::Duration Of(Past past) const;
};

}  // namespace rapport::housekeeping

#endif  // RAPPORT_SERVER_HOUSEKEEPING_PAST_H_
