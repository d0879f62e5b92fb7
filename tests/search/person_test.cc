#include "server/search/person.h"

#include <algorithm>
#include <atomic>
#include <random>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "tests/search/small_world.h"

namespace rapport::search {
namespace {

using booking::Booking;
using booking::BookingState;

const absl::Time kNoon = absl::FromUnixSeconds(1'800'014'400);
const absl::Time kPast = kNoon - absl::Hours(24);

Interval Ticks(int first, int end) {
  return {kNoon + first * kTick, kNoon + end * kTick};
}

Booking In(BookingState state, uint32_t number, const Interval& interval,
           int64_t version) {
  return BookingIn(state, number, AssociateNo(1), interval, version);
}

calendar::StoredSchedule ScheduleOf(int64_t version) {
  calendar::StoredSchedule stored;
  stored.associate = AssociateNo(1);
  stored.schedule = DailyHours(0, static_cast<int>(version));
  stored.version = version;
  return stored;
}

std::vector<Interval> BusyOf(const Person& person) {
  std::vector<Interval> intervals;
  const auto time = person.time();
  for (const calendar::Busy& busy : time->busy) {
    intervals.push_back(busy.interval);
  }
  return intervals;
}

TEST(Person, HasNoScheduleAndNothingTakenAtFirst) {
  const Person person;
  EXPECT_EQ(person.time()->schedule->version, 0);
  EXPECT_EQ(person.time()->schedule->schedule, calendar::Schedule());
  EXPECT_TRUE(person.time()->busy.empty());
}

TEST(Person, KeepsTheNewestScheduleInWhateverOrderTheyCome) {
  Person person;
  person.Apply(ScheduleOf(2));
  person.Apply(ScheduleOf(1));
  EXPECT_EQ(person.time()->schedule->version, 2);
  EXPECT_EQ(person.time()->schedule->schedule, DailyHours(0, 2));
  person.Apply(ScheduleOf(3));
  EXPECT_EQ(person.time()->schedule->schedule, DailyHours(0, 3));
}

TEST(Person, IsTakenByLiveBookingsInOrderOfStart) {
  Person person;
  person.Apply(In(BookingState::kConfirmed, 1, Ticks(8, 9), 1), kPast);
  person.Apply(In(BookingState::kHeld, 2, Ticks(0, 2), 1), kPast);
  person.Apply(In(BookingState::kCheckedIn, 3, Ticks(4, 5), 1), kPast);
  person.Apply(In(BookingState::kCancelled, 4, Ticks(6, 7), 1), kPast);
  person.Apply(In(BookingState::kNoShow, 5, Ticks(6, 7), 1), kPast);
  EXPECT_EQ(BusyOf(person),
            (std::vector<Interval>{Ticks(0, 2), Ticks(4, 5), Ticks(8, 9)}));
}

TEST(Person, IsTakenForTheBuffersTooAndSaysWhenAHoldEnds) {
  Person person;
  Booking held = In(BookingState::kHeld, 1, Ticks(2, 4), 1);
  held.occupied = Ticks(1, 6);
  held.hold_expire_time = kNoon + absl::Minutes(7);
  person.Apply(held, kPast);
  const auto time = person.time();
  ASSERT_EQ(time->busy.size(), 1);
  EXPECT_EQ(time->busy[0].interval, Ticks(1, 6));
  EXPECT_EQ(time->busy[0].expires, kNoon + absl::Minutes(7));
}

std::vector<Interval> WorkedBy(const Person& person) {
  const EpochGuard guard;
  std::vector<Interval> meetings;
  for (const WorkedTime& each : person.moment(guard).worked) {
    meetings.push_back(each.meeting);
  }
  return meetings;
}

TEST(Person, KnowsMeetingsOfTheWeekWhereTheScheduleHasLimits) {
  Person person;
  Booking switched = In(BookingState::kCheckedIn, 1, Ticks(0, 24), 1);
  switched.occupied = Ticks(6, 27);  // it has gone on otherwise since
  Booking buffered = In(BookingState::kConfirmed, 2, Ticks(60, 204), 1);
  buffered.occupied = Ticks(12, 252);
  const auto apply = [&] {
    person.Apply(switched, kPast);
    person.Apply(buffered, kPast);
    person.Apply(In(BookingState::kCompleted, 3, Ticks(-900, -890), 1), kPast);
    person.Apply(In(BookingState::kConfirmed, 4, Ticks(-2000, -1990), 1),
                 kPast);
    person.Apply(In(BookingState::kConfirmed, 5, Ticks(-2700, -2690), 1),
                 kPast);
    person.Apply(In(BookingState::kNoShow, 6, Ticks(30, 40), 1), kPast);
  };
  apply();
  EXPECT_TRUE(WorkedBy(person).empty());
  EXPECT_EQ(BusyOf(person),
            (std::vector<Interval>{Ticks(6, 27), Ticks(12, 252)}));
  calendar::StoredSchedule limited = ScheduleOf(1);
  limited.schedule.limits.bookings_per_day = 1;
  person.Apply(limited);
  EXPECT_EQ(WorkedBy(person),
            (std::vector<Interval>{Ticks(0, 24), Ticks(60, 204)}));
  apply();
  EXPECT_EQ(WorkedBy(person),
            (std::vector<Interval>{Ticks(-2000, -1990), Ticks(-900, -890),
                                   Ticks(0, 24), Ticks(60, 204)}));
  person.Apply(ScheduleOf(2));
  EXPECT_TRUE(WorkedBy(person).empty());
}

TEST(Person, IsTakenWithTheLoadOfTheBooking) {
  Person person;
  Booking chat = In(BookingState::kConfirmed, 1, Ticks(0, 240), 1);
  chat.load = 1;
  person.Apply(chat, kPast);
  person.Apply(In(BookingState::kConfirmed, 2, Ticks(1, 2), 1), kPast);
  const auto time = person.time();
  ASSERT_EQ(time->busy.size(), 2);
  EXPECT_EQ(time->busy[0].interval, Ticks(0, 240));
  EXPECT_EQ(time->busy[0].load, 1);
  EXPECT_EQ(time->busy[1].load, calendar::kWholeCapacity);
}

TEST(Person, IsNotTakenAgainByOldNewsOfWhatHasEnded) {
  Person person;
  person.Apply(In(BookingState::kCancelled, 1, Ticks(0, 2), 3), kPast);
  person.Apply(In(BookingState::kConfirmed, 1, Ticks(0, 2), 2), kPast);
  person.Apply(In(BookingState::kHeld, 1, Ticks(0, 2), 1), kPast);
  EXPECT_TRUE(BusyOf(person).empty());
}

TEST(Person, LeavesAPictureAsItWasTaken) {
  Person person;
  const auto before = person.time();
  person.Apply(In(BookingState::kConfirmed, 1, Ticks(0, 2), 1), kPast);
  person.Apply(ScheduleOf(1));
  EXPECT_TRUE(before->busy.empty());
  EXPECT_EQ(before->schedule->version, 0);
}

TEST(Person, ForgetsWhatEndedAtThePastOrBefore) {
  Person person;
  person.Apply(In(BookingState::kConfirmed, 1, Ticks(0, 2), 1), kPast);
  person.Apply(In(BookingState::kConfirmed, 2, Ticks(2, 4), 1), kPast);
  // News of anything else.
  person.Apply(In(BookingState::kConfirmed, 3, Ticks(8, 9), 1),
               kNoon + 2 * kTick);
  EXPECT_EQ(BusyOf(person), (std::vector<Interval>{Ticks(2, 4), Ticks(8, 9)}));
}

TEST(Person, ForgetsWhatWasEndedLongAgoHoweverFarAheadItWas) {
  Person person;
  Booking cancelled = In(BookingState::kCancelled, 1, Ticks(100, 104), 3);
  cancelled.update_time = kPast;
  person.Apply(cancelled, kPast);
  // Nothing is known of it any longer, so what comes counts as news.
  person.Apply(In(BookingState::kConfirmed, 1, Ticks(100, 104), 2),
               kPast - kTick);
  EXPECT_EQ(BusyOf(person), std::vector<Interval>{Ticks(100, 104)});
}

TEST(Person, EndsUpTheSameInWhateverOrderChangesCome) {
  std::vector<Booking> changes;
  for (uint32_t number = 1; number <= 6; ++number) {
    const Interval interval = Ticks(2 * number, 2 * number + 2);
    changes.push_back(In(BookingState::kHeld, number, interval, 1));
    changes.push_back(In(BookingState::kConfirmed, number, interval, 2));
    if (number % 2 == 0) continue;
    changes.push_back(In(BookingState::kCancelled, number, interval, 3));
  }
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 50; ++round) {
    std::shuffle(changes.begin(), changes.end(), random);
    Person person;
    for (const Booking& change : changes) person.Apply(change, kPast);
    person.Apply(changes.front(), kPast);
    EXPECT_EQ(BusyOf(person), (std::vector<Interval>{Ticks(4, 6), Ticks(8, 10),
                                                     Ticks(12, 14)}));
  }
}

TEST(Person, ShowsReadersWholePicturesWhileItChanges) {
  Person person;
  std::atomic<bool> done = false;
  std::thread reader([&] {
    while (!done) {
      const auto time = person.time();
      const auto before = [](const auto& a, const auto& b) {
        return a.interval.start < b.interval.start;
      };
      EXPECT_TRUE(std::is_sorted(time->busy.begin(), time->busy.end(), before));
      EXPECT_EQ(time->schedule->schedule.weekly_periods.size(),
                time->schedule->version == 0 ? 0 : 7);
    }
  });
  std::vector<std::thread> writers;
  for (uint32_t writer = 0; writer < 3; ++writer) {
    writers.emplace_back([&, writer] {
      for (int i = 0; i < 50; ++i) {
        const int tick = 100 * writer + i;
        person.Apply(In(BookingState::kConfirmed, 1000 * writer + i,
                        Ticks(tick, tick + 1), 1),
                     kPast);
        person.Apply(ScheduleOf(1 + i % 20));
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  done = true;
  reader.join();
  EXPECT_EQ(person.time()->busy.size(), 150);
  EXPECT_EQ(person.time()->schedule->version, 20);
}

}  // namespace
}  // namespace rapport::search
