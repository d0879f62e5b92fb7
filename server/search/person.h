// One associate's time as search sees it: their schedule, and what of it is
// taken. A booking changes one Person and rebuilds nothing else.
#ifndef RAPPORT_SERVER_SEARCH_PERSON_H_
#define RAPPORT_SERVER_SEARCH_PERSON_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/time/time.h"
#include "server/booking/booking.h"
#include "server/calendar/schedule.h"
#include "server/calendar/slots.h"

namespace rapport::search {

// A moment's picture of an associate's time. Immutable.
struct PersonTime {
  // Never null; of version 0 where there never was a schedule.
  std::shared_ptr<const calendar::StoredSchedule> schedule;
  // What is taken, buffers included, in order of start. Holds that run out
  // say when.
  std::vector<calendar::Busy> busy;
};

// Thread-safe. Changes may come in any order and more than once: a version
// older than what is known changes nothing.
class Person {
 public:
  Person();

  // Never null. The lock is held for a copy of one pointer.
  std::shared_ptr<const PersonTime> time() const;

  void Apply(const calendar::StoredSchedule& schedule);

  // Bookings that were over or had ended before `past` are forgotten on the way.
  void Apply(const booking::Booking& booking, absl::Time past);

 private:
  void Publish();  // needs change_mutex_

  // Writers take turns; readers never wait for one at work.
  mutable std::mutex change_mutex_;  // guards the next two
  std::shared_ptr<const calendar::StoredSchedule> schedule_;
  // Ended ones too, for a while, so that old news of them is known to be old.
  absl::btree_map<booking::BookingId, booking::Booking> bookings_;

  mutable std::mutex time_mutex_;  // guards the next one
  std::shared_ptr<const PersonTime> time_;
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_PERSON_H_
