// What callers remember of what they were told, to do something with it.
#ifndef RAPPORT_TESTS_SOAK_BAG_H_
#define RAPPORT_TESTS_SOAK_BAG_H_

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <random>
#include <string>

#include "rapport/v1/booking_resources.pb.h"

namespace rapport::soak {

// The last part of a resource name.
std::string IdIn(const std::string& name);

// An etag is a letter and the version.
int64_t VersionIn(const std::string& etag);

// What is done to bookings differs by what they are.
enum class Kind { kMeeting, kSeat, kLimited };

Kind KindOf(const v1::Booking& booking);

// What a shopper has and waits for, of whom there are two to get in each
// other's way.
// Thread-safe.
class Bag {
 public:
  // Meetings that have ended are kept, for somebody to ask for more; of seats
  // and what is limited a shopper has few, and those soon end.
  void Add(const v1::Booking& booking);
  // Any of the newest; none: empty name.
  v1::Booking Any(Kind kind, std::mt19937_64& random) const;

  // Nothing older than what is known of it.
  void Add(const v1::WaitlistEntry& entry);
  v1::WaitlistEntry AnyWait(std::mt19937_64& random) const;
  // Any that a slot is held for, as far as is known.
  v1::WaitlistEntry AnyOffered(std::mt19937_64& random) const;

 private:
  mutable std::mutex mutex_;
  std::map<Kind, std::deque<v1::Booking>> bookings_;
  std::deque<v1::WaitlistEntry> entries_;
};

// The newest sessions, for all callers: few, so that they meet there.
// Thread-safe.
class Board {
 public:
  // Nothing older than what is known of it. One that has ended is taken off.
  void Add(const v1::Booking& session);
  // None: empty name.
  v1::Booking Any(std::mt19937_64& random) const;

 private:
  mutable std::mutex mutex_;
  std::deque<v1::Booking> sessions_;
};

}  // namespace rapport::soak

#endif  // RAPPORT_TESTS_SOAK_BAG_H_
