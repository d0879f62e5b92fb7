#include "server/calendar/free_time.h"

#include <bit>
#include <memory>
#include <vector>

#include "gtest/gtest.h"
#include "tests/calendar/written.h"

namespace rapport::calendar {
namespace {

const absl::Time kNow = Utc("2026-03-02 00:00");  // a Monday

CoveredDays Covered(int days) {
  return {static_cast<int32_t>(TickOf(kNow) / kTicksOfDay), days};
}

std::shared_ptr<const WorkPlaces> PlacesIn(absl::string_view zone) {
  return std::make_shared<const WorkPlaces>(
      WorkPlaces{ChannelSet::All(), {{Store(1), Zone(zone)}}});
}

FreeTime FreeIn(absl::string_view zone, const Schedule& schedule,
                const std::vector<Busy>& busy = {}, int days = 30) {
  const auto places = PlacesIn(zone);
  return FreeTime::Build(
      schedule, places,
      WorkPattern::Build(schedule.weekly_periods, *places, Covered(days)),
      busy);
}

SlotAsk AskFor(absl::Duration duration) {
  SlotAsk ask = {.channels = {Channel::kVideo}, .now = kNow};
  ask.rules.duration = duration;
  return ask;
}

TickAsk HourIn(absl::string_view start, absl::string_view end) {
  return TickAsk(AskFor(absl::Hours(1)), {Utc(start), Utc(end)});
}

int Bits(const WeekMask& mask) {
  int bits = 0;
  for (uint64_t word : mask.words) bits += std::popcount(word);
  return bits;
}

TEST(FreeTime, FollowsTheStoresClockThroughItsChange) {
  const FreeTime free = FreeIn("America/New_York", Daily(Hours("09:00-10:00")));
  // The clock goes forward on 8 March.
  EXPECT_TRUE(free.FirstSlot(HourIn("2026-03-07 14:00", "2026-03-07 15:00"))
                  .has_value());
  EXPECT_FALSE(free.FirstSlot(HourIn("2026-03-07 13:00", "2026-03-07 14:00"))
                   .has_value());
  EXPECT_TRUE(free.FirstSlot(HourIn("2026-03-08 13:00", "2026-03-08 14:00"))
                  .has_value());
  EXPECT_FALSE(free.FirstSlot(HourIn("2026-03-08 14:00", "2026-03-08 15:00"))
                   .has_value());
}

TEST(FreeTime, HasHoursOverMidnightOfUtcInOnePiece) {
  const FreeTime free = FreeIn("UTC", Daily(Hours("00:00-24:00")));
  SlotAsk ask = AskFor(absl::Hours(12));
  ask.rules.buffer_before = ask.rules.buffer_after = absl::Hours(4);
  const TickAsk night(ask, {Utc("2026-03-04 18:00"), Utc("2026-03-05 06:00")});
  ASSERT_TRUE(free.Answers(night));
  EXPECT_EQ(free.FirstSlot(night)->interval.start, Utc("2026-03-04 18:00"));
}

TEST(FreeTime, FindsTheFirstDayThatIsNotFull) {
  std::vector<Busy> busy;
  for (int day = 0; day < 13; ++day) {
    const absl::Time nine = kNow + absl::Hours(24 * day + 9);
    busy.push_back({{nine, nine + absl::Minutes(230)}});
  }
  const FreeTime free = FreeIn("UTC", Daily(Hours("09:00-13:00")), busy);
  const auto first =
      free.FirstSlot(HourIn("2026-03-02 00:00", "2026-03-16 00:00"));
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->interval.start, Utc("2026-03-15 09:00"));
  EXPECT_EQ(first->store, Store(1));
}

TEST(FreeTime, AnswersWhatIsCoveredAndNoMore) {
  const FreeTime free = FreeIn("UTC", Daily(Hours("00:00-24:00")), {}, 10);
  EXPECT_TRUE(free.Answers(HourIn("2026-03-11 22:00", "2026-03-12 00:00")));
  EXPECT_FALSE(free.Answers(HourIn("2026-03-11 22:00", "2026-03-12 00:05")));
  SlotAsk buffered = AskFor(absl::Hours(1));
  const Interval first_hour = {kNow, kNow + absl::Hours(1)};
  EXPECT_TRUE(free.Answers(TickAsk(buffered, first_hour)));
  buffered.rules.buffer_before = kTick;
  EXPECT_FALSE(free.Answers(TickAsk(buffered, first_hour)));
}

TEST(FreeTime, AnswersAnythingWhereNoSlotCanStart) {
  const TickAsk too_short = HourIn("2036-03-02 09:00", "2036-03-02 09:59");
  EXPECT_TRUE(FreeTime().Answers(too_short));
  EXPECT_FALSE(FreeTime().FirstSlot(too_short).has_value());
}

TEST(FreeTime, AnswersNothingAboutStoresThatAreNotAmongThePlaces) {
  const Schedule elsewhere = Daily(Hours("09:00-17:00", Store(2)));
  EXPECT_FALSE(FreeIn("UTC", elsewhere).covers_any());
  Schedule one_day = Daily(Hours("09:00-17:00"));
  one_day.overrides =
      On("2026-03-03", {Hours("10:00-11:00", Store(2))}).overrides;
  EXPECT_FALSE(FreeIn("UTC", one_day).covers_any());
}

TEST(FreeTime, AnswersNothingWhereHoursAreOfTooManyKinds) {
  Schedule schedule;
  for (uint16_t i = 1; i <= kWorkClassesMax + 1; ++i) {
    WeeklyPeriod weekly;
    weekly.period.start_minute = 60 * i;
    weekly.period.end_minute = 60 * i + 30;
    weekly.period.channels = ChannelSet::FromBits(2 * i);
    schedule.weekly_periods.push_back(weekly);
  }
  EXPECT_FALSE(FreeIn("UTC", schedule).covers_any());
  schedule.weekly_periods.pop_back();
  EXPECT_TRUE(FreeIn("UTC", schedule).covers_any());
}

TEST(FreeTime, AnswersNoAskThatTicksCannotSay) {
  const FreeTime free = FreeIn("UTC", Daily(Hours("00:00-24:00")));
  const Interval day = {Utc("2026-03-04 00:00"), Utc("2026-03-06 00:00")};
  EXPECT_TRUE(free.Answers(TickAsk(AskFor(absl::Hours(20)), day)));
  EXPECT_FALSE(free.Answers(TickAsk(AskFor(absl::Hours(22)), day)));
  EXPECT_FALSE(free.Answers(TickAsk(AskFor(absl::Minutes(61)), day)));
}

TEST(FreeTime, SaysNothingWhereAHoldHasRunOutAndAllElsewhere) {
  const Interval held = {Utc("2026-03-03 10:00"), Utc("2026-03-03 11:00")};
  const FreeTime free = FreeIn("UTC", Daily(Hours("09:00-17:00")),
                               {{held, kNow + absl::Minutes(10)}});
  SlotAsk ask = AskFor(absl::Hours(1));
  EXPECT_TRUE(free.Answers(TickAsk(ask, held)));
  EXPECT_FALSE(free.FirstSlot(TickAsk(ask, held)).has_value());
  ask.now = kNow + absl::Minutes(10);
  EXPECT_FALSE(free.Answers(TickAsk(ask, held)));
  const Interval next = {held.end, held.end + absl::Hours(1)};
  EXPECT_TRUE(free.Answers(TickAsk(ask, next)));
  ask.rules.buffer_before = kTick;
  EXPECT_FALSE(free.Answers(TickAsk(ask, next)));
}

TEST(FreeTime, KeepsLittleForEachPerson) {
  std::vector<Busy> busy;
  for (int i = 0; i < 20; ++i) {
    const absl::Time start = kNow + absl::Hours(24 * 4 * i + 10);
    busy.push_back({{start, start + absl::Hours(1)}});
  }
  const Schedule schedule = Daily(Hours("09:00-17:00"));
  EXPECT_LE(FreeIn("Europe/Paris", schedule, {}, 450).bytes(), 200);
  EXPECT_LE(FreeIn("Europe/Paris", schedule, busy, 450).bytes(), 700);
}

TEST(WeekMask, HasTheHalfHoursThatAreWorked) {
  Schedule schedule;
  schedule.weekly_periods.push_back(
      {absl::Weekday::monday, Hours("09:00-17:00")});
  EXPECT_EQ(Bits(FreeIn("UTC", schedule).AnyWeek()), 16);
  // Both hours of a clock that changes, and those of an override.
  schedule.overrides = On("2026-03-04", {Hours("12:00-12:05")}).overrides;
  EXPECT_EQ(Bits(FreeIn("America/New_York", schedule).AnyWeek()), 16 + 2 + 1);
  EXPECT_EQ(FreeTime().AnyWeek(), WeekMask::All());
}

TEST(WeekMask, MayHaveASlotOnlyWhereItStarts) {
  const Schedule schedule = Daily(Hours("09:00-17:00"));
  const WeekMask mask = FreeIn("UTC", schedule).AnyWeek();
  const auto may = [&](absl::string_view start, absl::string_view end) {
    return mask.Meets(WeekOf(HourIn(start, end)));
  };
  EXPECT_TRUE(may("2026-03-07 16:00", "2026-03-07 17:00"));
  EXPECT_FALSE(may("2026-03-07 17:00", "2026-03-07 18:00"));
  EXPECT_FALSE(may("2026-03-07 16:00", "2026-03-07 16:30"));
  EXPECT_TRUE(may("2026-03-07 18:00", "2026-03-27 07:00"));
}

TEST(WeekMask, GoesOnWhereTheWeekEnds) {
  WeekMask mask;
  mask.AddTicks(kTicksOfWeek - 1, kTicksOfWeek + 1);
  EXPECT_EQ(Bits(mask), 2);
  EXPECT_EQ(mask.words[0], 1);
  mask.AddTicks(5, 5);
  EXPECT_EQ(Bits(mask), 2);
  mask.AddTicks(1000, 1000 + 10 * kTicksOfWeek);
  EXPECT_EQ(mask, WeekMask::All());
  EXPECT_EQ(Bits(mask), kHalfHoursOfWeek);
}

// Somebody with four chats or texts at a time, two e-mails, and one of all else.
TEST(FreeTime, AnswersChannelsOfOneCapacityAtATime) {
  Schedule schedule = Daily(Hours("09:00-17:00"));
  schedule.channel_capacities = {{Channel::kEmail, 2},
                                 {Channel::kChat, 4},
                                 {Channel::kSms, 4},
                                 {Channel::kPhone, 1}};
  const FreeTime free = FreeIn("UTC", schedule);
  const auto answers = [&](ChannelSet channels) {
    SlotAsk ask = AskFor(absl::Hours(1));
    ask.channels = channels;
    return free.Answers(TickAsk(ask, {kNow, kNow + absl::Hours(24)}));
  };
  EXPECT_TRUE(answers({Channel::kChat}));
  EXPECT_TRUE(answers({Channel::kChat, Channel::kSms}));
  EXPECT_TRUE(answers({Channel::kVideo, Channel::kPhone}));
  EXPECT_FALSE(answers({Channel::kEmail}));
  EXPECT_FALSE(answers({Channel::kChat, Channel::kVideo}));
  EXPECT_FALSE(answers({Channel::kChat, Channel::kEmail}));
  EXPECT_FALSE(answers(ChannelSet::All()));
  EXPECT_TRUE(FreeIn("UTC", Daily(Hours("09:00-17:00")))
                  .Answers(TickAsk({.channels = ChannelSet::All(), .now = kNow},
                                   {kNow, kNow + absl::Hours(24)})));
}

}  // namespace
}  // namespace rapport::calendar
