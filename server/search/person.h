// One associate's time as search sees it: their schedule, and what of it is
// taken. A booking changes one Person and rebuilds nothing else.
//
// Searches read the moment under an EpochGuard, without a lock; who changes or
// shows a calendar takes a picture with time().
#ifndef RAPPORT_SERVER_SEARCH_PERSON_H_
#define RAPPORT_SERVER_SEARCH_PERSON_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "absl/time/time.h"
#include "geo/prefetch.h"
#include "server/booking/booking.h"
#include "server/calendar/free_time.h"
#include "server/calendar/schedule.h"
#include "server/calendar/slots.h"
#include "server/search/epoch.h"
#include "server/search/own_holds.h"
#include "server/search/work_patterns.h"

namespace rapport::search {

// What is taken of somebody's time, in less room than calendar::Busy.
struct TakenTime {
  int32_t first_tick;  // from the Unix epoch
  uint32_t ticks : 9;  // a meeting with its buffers is not a day long
  uint32_t load : 8;   // of the associate, as calendar::Busy
  int32_t before : 9;  // ticks, to the meeting; less than none: it has begun
  uint32_t after : 6;  // ticks, from the meeting's end
  int64_t expires_ns;  // since the Unix epoch; the greatest: never

  int32_t end_tick() const { return first_tick + static_cast<int32_t>(ticks); }
  absl::Time expires() const;
  calendar::Busy busy() const;
  Interval meeting() const;
};
static_assert(sizeof(TakenTime) == 16);

// A meeting that counts for limits.
struct WorkedTime {
  Interval meeting;
  absl::Time expires;  // as calendar::Busy
};

// An associate's time at one moment. Immutable; read under a guard.
struct PersonMoment {
  std::shared_ptr<const calendar::StoredSchedule> schedule;  // never null
  std::vector<TakenTime> taken;  // in order of start
  // Where the schedule has limits: all that count, in order of start, from
  // kWorkReach ago at least. Else none.
  std::vector<WorkedTime> worked;
  calendar::FreeTime free;
  // Which placing `free` is for; 0 before the first, when it answers nothing.
  uint32_t placing = 0;

  std::vector<calendar::Busy> Busy() const;
};

// A picture of an associate's time, to keep. Immutable.
struct PersonTime {
  // Never null; of version 0 where there never was a schedule.
  std::shared_ptr<const calendar::StoredSchedule> schedule;
  // What is taken, buffers included, in order of start. Holds that run out
  // say when.
  std::vector<calendar::Busy> busy;
};

// Thread-safe. Changes may come in any order and more than once: a version
// older than what is known changes nothing.
class alignas(64) Person {
 public:
  Person();

  // Has fetched from memory what the next two look at.
  void Prefetch() const { geo::PrefetchLine(this); }

  // The same of what moment() looks at. Looks at what Prefetch fetches.
  void PrefetchMoment(const EpochGuard& guard) const {
    geo::Prefetch(moment_.Get(guard));
  }

  // Whether they may have time in any of those half hours of a week, of weeks
  // of days that are covered; never false where they have. A guess, without a
  // look at bookings, from one cache line. `placing` is that by which the
  // reader knows them; of none, of another, and while it changes, it says yes.
  bool MayHaveTime(const calendar::WeekMask& week, uint32_t placing) const {
    const uint32_t turn = turn_.load(std::memory_order_acquire);
    if (turn % 2 != 0 || placing == 0 ||
        placing_.load(std::memory_order_acquire) != placing) {
      return true;
    }
    uint64_t both = 0;
    for (size_t i = 0; i < week.words.size(); ++i) {
      both |= week.words[i] & week_[i].load(std::memory_order_acquire);
    }
    // Of two weeks at once nothing can be told.
    return both != 0 || turn_.load(std::memory_order_relaxed) != turn;
  }

  const PersonMoment& moment(const EpochGuard& guard) const {
    return moment_.Get(guard);
  }

  // Never null. Copies the list of what is taken.
  std::shared_ptr<const PersonTime> time() const;

  // Says where they work and on which channels, for their free time to be laid
  // out. Numbers this placing, from 1; the same again gives the same number,
  // and only sees to it that enough days are covered. Free time whose number
  // is not that of what a reader knows must not answer them.
  uint32_t Place(const std::shared_ptr<const calendar::WorkPlaces>& places,
                 const std::shared_ptr<WorkPatterns>& patterns);

  void Apply(const calendar::StoredSchedule& schedule);

  // Bookings that were over or had ended before `past` are forgotten on the way;
  // where the schedule has limits, those that IsWork later.
  void Apply(const booking::Booking& booking, absl::Time past);

  // Those of that shopper that are live at `now`, the newest last. Waits for who
  // writes, if anybody holds their time at all.
  std::vector<OwnHold> HoldsOf(HolderTag holder, absl::Time now) const;

  // Adds those that take their time, as far as is known.
  void AddLive(std::vector<booking::BookingId>& ids) const;

  // Memory, without what it shares with others.
  size_t bytes() const;

 private:
  // What is kept of a booking, in as little room as there may be: they are
  // millions.
  struct Known {
    booking::BookingId id;
    TakenTime taken = {};
    // Of a live one whose hold it is; else when it ended, since the Unix epoch,
    // rounded up.
    uint32_t holder_or_end_s = kNobody;
    uint32_t version : 30 = 0;
    uint32_t live : 1 = 0;
    uint32_t work : 1 = 0;  // it IsWork
  };

  // Whether anybody holds time of theirs; does not wait for who writes.
  bool HasHolds(absl::Time now) const;
  // These need mutex_.
  bool Note(const booking::Booking& booking);  // whether it is news
  void Forget(absl::Time past);
  std::vector<TakenTime> Taken() const;
  // Of a moment with that schedule.
  std::vector<WorkedTime> Worked(const calendar::Schedule& schedule) const;
  bool LaidOutInTime() const;
  void LayOut(PersonMoment& moment);
  void Publish(std::unique_ptr<const PersonMoment> next);
  void SetWeek(const calendar::WeekMask& week);

  // These four are one cache line, all that most searches see of most people.
  Published<PersonMoment> moment_;
  std::array<std::atomic<uint64_t>, 6> week_;  // of a WeekMask
  std::atomic<uint32_t> placing_ = 0;          // of week_
  // Odd while the two before it change: a sequence lock, whose readers never
  // wait. Stores release and loads acquire, so that who has seen any part of a
  // change sees that it had begun.
  std::atomic<uint32_t> turn_ = 0;

  // Writers take turns; readers never wait for one at work, but in HoldsOf.
  mutable std::mutex mutex_;  // guards the next four, and who sets the above
  // In order of id. Ended ones too, for a while, so that old news of them is
  // known to be old.
  std::vector<Known> bookings_;
  std::shared_ptr<const calendar::WorkPlaces> places_;  // null: not placed
  std::shared_ptr<WorkPatterns> patterns_;
  calendar::CoveredDays covered_;
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_PERSON_H_
