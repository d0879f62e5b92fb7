// A slot kept for or promised to a shopper, and how it may change.
//
//   HELD -> CONFIRMED -> CHECKED_IN -> COMPLETED
//     |         |------------------> NO_SHOW
//     |         '------------------> CANCELLED
//     |----------------------------> CANCELLED
//     '----------------------------> EXPIRED
//
// Held, confirmed and checked-in bookings are live: they occupy their ticks;
// but of a session only the booking that is the session does.
#ifndef RAPPORT_SERVER_BOOKING_BOOKING_H_
#define RAPPORT_SERVER_BOOKING_BOOKING_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "server/vocabulary/channel.h"
#include "server/vocabulary/id.h"
#include "server/vocabulary/interval.h"
#include "server/vocabulary/resource_id.h"

namespace rapport::booking {

struct BookingTag {};
using BookingId = OpaqueId<BookingTag>;
struct WaitlistEntryTag {};
using WaitlistEntryId = OpaqueId<WaitlistEntryTag>;

inline constexpr size_t kShopperLengthMax = 128;

// The load of a booking that takes all of its associate.
inline constexpr uint8_t kWholeLoad = 255;

// Associates that a booking may have been with before: each is told of every
// change to it.
inline constexpr size_t kFormerAssociatesMax = 8;

// Associates that take part in a booking beside its first.
inline constexpr size_t kMoreAssociatesMax = 3;

// One of the store's rooms or pieces of equipment, for all of a booking's time.
struct KeptResource {
  ResourceId id;
  ResourceSlug slug;
  ResourceKind kind;  // as it was when it was booked

  friend bool operator==(const KeptResource&, const KeptResource&) = default;
};

// The values are those of rapport.v1.BookingState and of the database.
enum class BookingState : uint8_t {
  kHeld = 1,
  kConfirmed = 2,
  kCheckedIn = 3,
  kCompleted = 4,
  kCancelled = 5,
  kExpired = 6,
  kNoShow = 7,
};

// What a shopper said to a question of the service's: a person's words.
struct Answer {
  std::string question;  // its id
  std::string text;

  friend bool operator==(const Answer&, const Answer&) = default;
};

struct Booking {
  BookingId id;
  BookingState state = BookingState::kHeld;
  AssociateId associate;
  StoreId store;
  ServiceId service;
  Channel channel = Channel::kInStore;
  Interval meeting;   // on the tick
  Interval occupied;  // the meeting with its buffers, on the tick
  // What it takes of the associate: all, or 1 of the meetings that they have at
  // a time; see rapport.v1.ChannelCapacity.
  uint8_t load = kWholeLoad;
  // The promise: the meeting's start on the store's wall clock.
  std::string time_zone;  // IANA
  absl::CivilSecond local_start;
  int utc_offset_s = 0;
  std::string tzdata_version;  // empty: unknown
  std::string shopper;         // as the brand's identity provider knows them
  absl::Time hold_expire_time = absl::InfiniteFuture();  // finite while held
  // How long before the meeting's start a shopper may still cancel or move it,
  // as they were told when they booked.
  absl::Duration cancel_notice;
  absl::Duration move_notice;
  int party_size = 1;  // shoppers who come together
  std::vector<Answer> answers;
  // Whom it was with before, each once, the last one last; never `associate`.
  std::vector<AssociateId> former_associates;
  // Who else takes part, each once; never `associate`.
  std::vector<AssociateId> more_associates = {};
  // Those that are kept for it, of its store, in order of id.
  std::vector<KeptResource> resources = {};
  // Whether it had any before it had none.
  bool had_resources = false;
  // The session that it has party_size seats of: then it takes nobody's time.
  // Unset: none.
  std::optional<BookingId> session = std::nullopt;
  // How many there are, if it is a session (seats.h). 0: it is none.
  int seats = 0;
  // The waitlist entry that it was offered to. Unset: to none.
  std::optional<WaitlistEntryId> waitlist_entry;
  int64_t version = 0;  // counts the changes from 1
  absl::Time create_time;
  absl::Time update_time;

  bool is_seat() const { return session.has_value(); }
  bool is_session() const { return seats != 0; }
  friend bool operator==(const Booking&, const Booking&) = default;
};

// Whether a booking in `state` occupies its ticks.
bool IsLive(BookingState state);

// Whether a booking may go from one state to the other.
bool MayBecome(BookingState from, BookingState to);

// OK if `booking` may be confirmed at `now`. Returns FAILED_PRECONDITION
// (HOLD_EXPIRED) if the hold has run out, (MEETING_STARTED) if the meeting was
// to start by now, (NOT_HELD) if it is in any other state but held.
absl::Status CheckConfirm(const Booking& booking, absl::Time now);

// OK if `booking` may be cancelled. Returns FAILED_PRECONDITION
// (ALREADY_ENDED) if it has ended, (MEETING_STARTED) if the shopper is there.
absl::Status CheckCancel(const Booking& booking);

// `held`, `confirmed`, ...: the word for it, for messages and logs.
absl::string_view BookingStateWord(BookingState state);

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_BOOKING_H_
