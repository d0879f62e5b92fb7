#include "server/search/work_patterns.h"

#include <atomic>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "server/calendar/time_zone.h"
#include "server/search/person.h"
#include "tests/search/small_world.h"

namespace rapport::search {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'800'014'400);

std::shared_ptr<const calendar::WorkPlaces> PlacesAt(
    uint32_t store, absl::string_view zone = "Europe/Paris") {
  return std::make_shared<const calendar::WorkPlaces>(calendar::WorkPlaces{
      ChannelSet::All(), {{StoreNo(store), calendar::LoadZone(zone).value()}}});
}

class WorkPatternsTest : public testing::Test {
 protected:
  std::shared_ptr<const calendar::WorkPattern> Of(
      int start_hour, const calendar::WorkPlaces& places) {
    const auto weekly = DailyHours(start_hour, start_hour + 8).weekly_periods;
    return patterns_->Of(weekly, places, patterns_->Covered());
  }

  absl::Time now_ = kNow;
  const std::shared_ptr<WorkPatterns> patterns_ =
      std::make_shared<WorkPatterns>([this] { return now_; });
};

TEST_F(WorkPatternsTest, AreSharedByAllWhoHaveTheSameHoursInOneZone) {
  const auto pattern = Of(9, *PlacesAt(1));
  EXPECT_EQ(Of(9, *PlacesAt(2)), pattern);
  EXPECT_NE(Of(10, *PlacesAt(1)), pattern);
  EXPECT_NE(Of(9, *PlacesAt(1, "Europe/London")), pattern);
}

TEST_F(WorkPatternsTest, GoWithTheLastWhoHasThem) {
  auto first = Of(9, *PlacesAt(1));
  auto second = Of(10, *PlacesAt(1));
  EXPECT_EQ(patterns_->size(), 2);
  first.reset();
  EXPECT_EQ(patterns_->size(), 1);
  second.reset();
  EXPECT_EQ(patterns_->size(), 0);
}

TEST_F(WorkPatternsTest, CoverAYearAndTwoWeeksWhateverTheDay) {
  for (int day = 0; day < 200; ++day) {
    now_ = kNow + absl::Hours(24 * day);
    const Interval covered = patterns_->Covered().interval();
    EXPECT_LE(covered.start, now_ - absl::Hours(24 * kCoveredBehindDays));
    EXPECT_GE(covered.end, now_ + absl::Hours(24 * (365 + 14)));
  }
}

TEST_F(WorkPatternsTest, AreNotMadeForStoresThatNobodyKnows) {
  auto weekly = DailyHours(9, 17).weekly_periods;
  weekly[3].period.store = StoreNo(7);
  EXPECT_EQ(patterns_->Of(weekly, *PlacesAt(1), patterns_->Covered()), nullptr);
}

TEST_F(WorkPatternsTest, AreTheSameForThreadsThatAskAtOnce) {
  std::vector<std::shared_ptr<const calendar::WorkPattern>> got(4);
  std::vector<std::thread> threads;
  for (auto& one : got) {
    threads.emplace_back([&] { one = Of(9, *PlacesAt(1)); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& one : got) EXPECT_EQ(one, got[0]);
}

calendar::TickAsk AskAt(absl::Time time) {
  calendar::SlotAsk ask = {.channels = {Channel::kVideo}, .now = kNow};
  return calendar::TickAsk(ask, {time, time + absl::Hours(1)});
}

class PlacedPersonTest : public WorkPatternsTest {
 protected:
  bool IsFree(absl::Time time) {
    const EpochGuard guard;
    const calendar::FreeTime& free = person_.moment(guard).free;
    EXPECT_TRUE(free.Answers(AskAt(time)));
    return free.FirstSlot(AskAt(time)).has_value();
  }
  static calendar::StoredSchedule AllDay(int64_t version) {
    calendar::StoredSchedule stored;
    stored.schedule = DailyHours(0, 24);
    stored.version = version;
    return stored;
  }

  Person person_;
};

TEST_F(PlacedPersonTest, AnswersNothingBeforeItIsPlaced) {
  person_.Apply(AllDay(1));
  const EpochGuard guard;
  EXPECT_EQ(person_.moment(guard).placing, 0);
  EXPECT_FALSE(person_.moment(guard).free.Answers(AskAt(kNow)));
}

TEST_F(PlacedPersonTest, HasItsTimeInWhateverOrderThingsCome) {
  const booking::Booking booking =
      BookingIn(booking::BookingState::kConfirmed, 1, AssociateNo(1),
                {kNow, kNow + absl::Hours(1)});
  for (const int order : {0, 1, 2}) {
    Person person;
    for (const int step : {0, 1, 2}) {
      const int what = (order + step) % 3;
      if (what == 0) person.Place(PlacesAt(1), patterns_);
      if (what == 1) person.Apply(AllDay(1));
      if (what == 2) person.Apply(booking, kNow - absl::Hours(24));
    }
    const EpochGuard guard;
    const calendar::FreeTime& free = person.moment(guard).free;
    EXPECT_FALSE(free.FirstSlot(AskAt(kNow)).has_value());
    EXPECT_TRUE(free.FirstSlot(AskAt(kNow + absl::Hours(1))).has_value());
  }
}

TEST_F(PlacedPersonTest, NumbersItsPlacingsAndTheSameOneAlike) {
  EXPECT_EQ(person_.Place(PlacesAt(1), patterns_), 1);
  EXPECT_EQ(person_.Place(PlacesAt(1), patterns_), 1);
  EXPECT_EQ(person_.Place(PlacesAt(2), patterns_), 2);
  EXPECT_EQ(person_.Place(PlacesAt(1), patterns_), 3);
}

// One who always works some day of the week is never let by as one who does
// not, however often the day changes meanwhile.
TEST_F(PlacedPersonTest, MayAlwaysHaveTimeWhoAlwaysHas) {
  const uint32_t placing = person_.Place(PlacesAt(1), patterns_);
  calendar::WeekMask all = calendar::WeekMask::All();
  calendar::StoredSchedule stored;
  std::atomic<bool> stop = false;
  const auto work_on = [&](int day) {
    stored.schedule = DailyHours(9, 17);
    auto& weekly = stored.schedule.weekly_periods;
    weekly = {weekly[day]};
    ++stored.version;
    person_.Apply(stored);
  };
  work_on(0);
  std::atomic<int> missed = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      while (!stop) missed += !person_.MayHaveTime(all, placing);
    });
  }
  for (int i = 0; i < 3000; ++i) work_on(i % 7);
  stop = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(missed, 0);
}

TEST_F(PlacedPersonTest, MayHaveTimeWhenItWorks) {
  const uint32_t placing = person_.Place(PlacesAt(1), patterns_);
  calendar::StoredSchedule stored;
  stored.schedule = DailyHours(9, 17);
  stored.version = 1;
  person_.Apply(stored);
  calendar::WeekMask night;
  night.AddTicks(0, 6 * 12);  // from 00:00 to 06:00 UTC
  EXPECT_FALSE(person_.MayHaveTime(night, placing));
  // Who knows them by another placing cannot tell.
  EXPECT_TRUE(person_.MayHaveTime(night, placing + 1));
  EXPECT_TRUE(person_.MayHaveTime(night, 0));
}

TEST_F(PlacedPersonTest, IsTakenAndFreeAgainAsBookingsSay) {
  person_.Place(PlacesAt(1), patterns_);
  person_.Apply(AllDay(1));
  EXPECT_TRUE(IsFree(kNow));
  booking::Booking booking =
      BookingIn(booking::BookingState::kConfirmed, 1, AssociateNo(1),
                {kNow, kNow + absl::Hours(1)}, 1);
  person_.Apply(booking, kNow - absl::Hours(24));
  EXPECT_FALSE(IsFree(kNow));
  booking.state = booking::BookingState::kCancelled;
  booking.version = 2;
  person_.Apply(booking, kNow - absl::Hours(24));
  EXPECT_TRUE(IsFree(kNow));
}

TEST_F(PlacedPersonTest, CoversLaterDaysAfterABookingThen) {
  person_.Place(PlacesAt(1), patterns_);
  person_.Apply(AllDay(1));
  now_ += absl::Hours(24 * 300);
  person_.Apply(BookingIn(booking::BookingState::kConfirmed, 1, AssociateNo(1),
                          {now_, now_ + absl::Hours(1)}),
                now_ - absl::Hours(24));
  const absl::Time later = now_ + absl::Hours(24 * 300);
  calendar::SlotAsk ask = {.channels = {Channel::kVideo}, .now = later};
  const EpochGuard guard;
  EXPECT_TRUE(
      person_.moment(guard)
          .free
          .FirstSlot(calendar::TickAsk(ask, {later, later + absl::Hours(2)}))
          .has_value());
}

}  // namespace
}  // namespace rapport::search
