// What many callers asked and were told, while things broke: the evidence that
// the checker judges.
#ifndef RAPPORT_TESTS_SOAK_HISTORY_H_
#define RAPPORT_TESTS_SOAK_HISTORY_H_

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

namespace rapport::soak {

// Nanoseconds of the machine's monotonic clock: no jump of any wall clock is
// in them.
using Instant = int64_t;
inline constexpr Instant kForever = INT64_MAX;

enum class Outcome {
  kOk,
  kRefused,  // with a reason: nothing happened
  kUnknown,  // no answer, or one that says that it is not known
};

// A booking as an answer or a row shows it. Ticks are five minutes of Unix
// time, buffers included, half-open; other times are microseconds of the
// database's clock.
struct SeenBooking {
  std::string id;  // resource id; empty: none was shown
  int64_t version = 0;
  int state = 0;  // as rapport.v1.BookingState
  std::string associate;
  int64_t start_tick = 0;
  int64_t end_tick = 0;
  int load = 0;                // of kWholeCapacity; a seat has none
  int64_t hold_expire_us = 0;  // 0: does not run out
  int64_t create_us = 0;       // 0: was not shown, nor was the other
  int64_t update_us = 0;
  std::string shopper = {};
  std::string service = {};
  std::string session = {};  // that it has seats of; empty: none
  int party = 1;             // shoppers, a seat each
  int seats = 0;             // of a session; 0: it is none

  bool is_seat() const { return !session.empty(); }
  friend bool operator==(const SeenBooking&, const SeenBooking&) = default;
};

// An entry of a waiting list as an answer or a row shows it. Meetings lie in
// its window.
struct SeenEntry {
  std::string id;
  int64_t version = 0;
  int state = 0;  // as rapport.v1.WaitlistState
  std::string shopper;
  std::string service;
  std::string associate;
  unsigned channels = 0;  // a bit each, by its number in rapport.v1.Channel
  int64_t start_us = 0;
  int64_t end_us = 0;
  std::string booking;    // that was offered; empty: none
  int64_t create_us = 0;  // who joined first comes first

  friend bool operator==(const SeenEntry&, const SeenEntry&) = default;
};

// The states of a booking, as in rapport.v1.BookingState.
inline constexpr int kHeld = 1, kConfirmed = 2, kCheckedIn = 3, kCompleted = 4,
                     kCancelled = 5, kExpired = 6, kNoShow = 7;

// A meeting that nobody else may share.
inline constexpr int kWholeCapacity = 255;
// A chat: of these the associates of the soak have some at a time.
inline constexpr int kChatsAtATime = 3;
inline constexpr int kChatLoad = kWholeCapacity / kChatsAtATime;

// What an operation does, as far as the checker needs to know.
enum class Effect {
  kReads,
  kTakes,    // makes a booking, or gives one other time
  kKeeps,    // changes a booking that stays where it is
  kFrees,    // ends a booking
  kChanges,  // may do any of these to a booking that there is
  kJoins,    // waits for a slot
  kLeaves,   // waits no longer, and ends the booking that was offered
};

// One call, from when it was sent to when it was answered. A request that is
// sent again is another attempt with the same principal and request id.
struct Attempt {
  int client = 0;
  int server = 0;
  std::string op;
  Effect effect = Effect::kReads;
  std::string principal;
  std::string request_id;  // empty: of a read
  std::string subject;     // the booking that it is about; empty: a new one
                           // (of kLeaves, and reads of entries: the entry)
  // What it would take: the associate is empty if any will do.
  std::string associate;
  int64_t start_tick = 0;
  int64_t end_tick = 0;
  std::string session = {};   // that it wants seats of
  int party = 1;              // so many
  std::string replaces = {};  // a hold that ends with it
  Instant invoked = 0;
  Instant completed = 0;
  Outcome outcome = Outcome::kUnknown;
  int code = 0;                         // gRPC's
  std::string reason;                   // of kRefused
  SeenBooking answer;                   // of kOk
  std::vector<SeenEntry> entries = {};  // of kOk, that were shown
  uint64_t fingerprint = 0;             // of the answer's bytes
};

// Whether it wanted a slot, or seats, that were somebody's to have, and was
// answered: what a soak counts. Outside an associate's hours nobody meets
// anybody, nor beyond limits.
bool IsContended(const Attempt& attempt);

// Ticks, half-open.
struct TickRange {
  int64_t first = 0;
  int64_t end = 0;
};

// UpdateScheduleResponse.uncovered_bookings are no more, the first ones.
inline constexpr size_t kUncoveredTold = 1000;

// An associate's hours were changed to those of `first_tick_of_day` to
// `end_tick_of_day` of every day, in UTC, less `off`.
struct HoursChange {
  std::string associate;
  int64_t first_tick_of_day = 0;
  int64_t end_tick_of_day = 0;
  std::vector<TickRange> off = {};
  Instant invoked = 0;
  Instant completed = kForever;  // if it was never answered
  // Bookings that the answer said would be outside, kUncoveredTold at most.
  std::vector<std::string> uncovered;
  // It may keep quiet about those that begin before: they are over by the clock
  // of a server that is ahead.
  int64_t told_from_tick = 0;
};

// A clock was set forward or back: some time from `begin` to `end`, since
// nobody can tell when it is read anew.
struct ClockJump {
  Instant begin = 0;
  Instant end = 0;
};

// How much of a service a shopper may have.
struct ShopperLimit {
  int live_max = 0;
  // Of those that start less than so many ticks apart.
  int count_max = 0;
  int64_t period_ticks = 0;
};

// How much of an associate may be booked in a day of UTC.
struct WorkLimit {
  int meetings_max = 0;
  int64_t ticks_max = 0;
};

struct History {
  std::vector<Attempt> attempts;
  std::map<std::string, ShopperLimit> shopper_limits = {};  // by service
  std::map<std::string, WorkLimit> work_limits = {};        // by associate
  std::vector<HoursChange> hours;      // of one associate, in order of time
  std::vector<ClockJump> clock_jumps;  // of the database's clock
  // Who has waited for so long is known to all servers: longer than any fault
  // keeps one of them from hearing news.
  int64_t known_after_ns = 25'000'000'000;
};

// One line, tabs between the fields, as said in the heading.
void WriteHeading(std::FILE* file);
void WriteAttempt(std::FILE* file, const Attempt& attempt);

}  // namespace rapport::soak

#endif  // RAPPORT_TESTS_SOAK_HISTORY_H_
