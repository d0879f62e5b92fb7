#include "server/calendar/uncovered.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/calendar/written.h"

namespace rapport::calendar {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Interval On1June(const char* start, const char* end) {
  return {Utc(absl::StrCat("2026-06-01 ", start)),
          Utc(absl::StrCat("2026-06-01 ", end))};
}

DayPeriod HoursAt(const char* text, uint8_t store, ChannelSet channels) {
  DayPeriod period = Hours(text, Store(store));
  period.channels = channels;
  return period;
}

// Mondays: 09:00 to 12:00 at store 1 (in store only from 10:00), 12:00 to 15:00
// at 2. 1 June is one.
Schedule Mondays() {
  Schedule schedule;
  for (const DayPeriod& period :
       {HoursAt("09:00-10:00", 1, {Channel::kVideo}),
        HoursAt("10:00-12:00", 1, {Channel::kVideo, Channel::kInStore}),
        HoursAt("12:00-15:00", 2, {Channel::kVideo})}) {
    schedule.weekly_periods.push_back({absl::Weekday::monday, period});
  }
  return schedule;
}

// The places of those uncovered, each with the reason's number.
std::vector<std::string> UncoveredIn(const Schedule& schedule,
                                     const std::vector<BookedMeeting>& meetings,
                                     const std::vector<Interval>& before = {}) {
  const PublicHolidays holidays({Date("2026-06-01")});
  std::vector<std::string> found;
  for (const UncoveredMeeting& each : Uncovered(
           schedule, {Store(1), ChannelSet::All()}, meetings,
           [&](const StoreId&) {
             return StoreDays(absl::UTCTimeZone(), &holidays);
           },
           before)) {
    constexpr const char* kReasons[] = {"",     "hours",  "time off", "holiday",
                                        "busy", "travel", "capacity", "limit"};
    found.push_back(
        absl::StrCat(each.place, " ", kReasons[static_cast<int>(each.reason)]));
  }
  return found;
}

TEST(Uncovered, IsNothingWithoutBookings) {
  EXPECT_THAT(UncoveredIn(Mondays(), {}), IsEmpty());
}

TEST(Uncovered, IsEverythingWithoutWorkingTime) {
  const BookedMeeting meeting = {On1June("09:00", "10:00"), Store(1),
                                 Channel::kVideo};
  EXPECT_THAT(UncoveredIn({}, {meeting, meeting}),
              ElementsAre("0 hours", "1 hours"));
}

TEST(Uncovered, IsWhatReachesBeyondTheHoursByATick) {
  const StoreId home = Store(1);
  EXPECT_THAT(
      UncoveredIn(Mondays(),
                  {
                      {On1June("09:00", "12:00"), home, Channel::kVideo},
                      {On1June("08:55", "10:00"), home, Channel::kVideo},
                      {On1June("11:00", "12:05"), home, Channel::kVideo},
                      {On1June("11:55", "12:00"), home, Channel::kVideo},
                  }),
      ElementsAre("1 hours", "2 hours"));
}

TEST(Uncovered, IsWhatTheHoursAreNoLongerOnTheChannelFor) {
  EXPECT_THAT(
      UncoveredIn(Mondays(),
                  {
                      {On1June("10:00", "11:00"), Store(1), Channel::kInStore},
                      {On1June("09:30", "10:30"), Store(1), Channel::kInStore},
                      {On1June("10:00", "11:00"), Store(1), Channel::kPhone},
                  }),
      ElementsAre("1 hours", "2 hours"));
}

TEST(Uncovered, IsWhatTheHoursAreAtAnotherStoreFor) {
  EXPECT_THAT(
      UncoveredIn(Mondays(),
                  {
                      {On1June("13:00", "14:00"), Store(1), Channel::kVideo},
                      {On1June("13:00", "14:00"), Store(2), Channel::kVideo},
                      {On1June("11:30", "12:30"), Store(1), Channel::kVideo},
                      {On1June("11:30", "12:30"), Store(2), Channel::kVideo},
                  }),
      ElementsAre("0 hours", "2 hours", "3 hours"));
}

TEST(Uncovered, SaysWhatItIsThatTheMeetingWouldBeCoveredWithout) {
  const std::vector<BookedMeeting> meetings = {
      {On1June("09:00", "10:00"), Store(1), Channel::kVideo},
      {On1June("10:00", "11:00"), Store(1), Channel::kVideo},
      {On1June("10:00", "11:00"), Store(1), Channel::kPhone}};
  Schedule schedule = Mondays();
  schedule.time_off = {{On1June("10:30", "12:00"), "off"}};
  EXPECT_THAT(UncoveredIn(schedule, meetings),
              ElementsAre("1 time off", "2 hours"));
  schedule.time_off[0].state = TimeOffState::kRequested;
  EXPECT_THAT(UncoveredIn(schedule, meetings), ElementsAre("2 hours"));
  schedule.off_on_public_holidays = true;
  EXPECT_THAT(UncoveredIn(schedule, meetings),
              ElementsAre("0 holiday", "1 holiday", "2 hours"));
  schedule.time_off[0].state = TimeOffState::kApproved;
  EXPECT_THAT(UncoveredIn(schedule, meetings),
              ElementsAre("0 holiday", "1 holiday", "2 hours"));
}

TEST(Uncovered, SaysThatTheAssociateIsBusyElsewhere) {
  Schedule schedule = Mondays();
  schedule.busy.resize(1);
  schedule.busy[0].time.intervals = {On1June("10:00", "10:30")};
  EXPECT_THAT(
      UncoveredIn(schedule,
                  {{On1June("09:30", "10:00"), Store(1), Channel::kVideo},
                   {On1June("10:00", "11:00"), Store(1), Channel::kVideo}}),
      ElementsAre("1 busy"));
}

TEST(Uncovered, SaysThatTheAssociateIsStillOnTheWay) {
  Schedule schedule = Mondays();
  schedule.travel_times = {{Store(1), Store(2), absl::Minutes(30)}};
  EXPECT_THAT(
      UncoveredIn(schedule,
                  {{On1June("12:25", "13:00"), Store(2), Channel::kVideo},
                   {On1June("12:30", "13:00"), Store(2), Channel::kVideo}}),
      ElementsAre("0 travel"));
}

// A chat at store 1, booked in that order.
BookedMeeting Chat(const char* start, const char* end, int booked) {
  BookedMeeting chat = {On1June(start, end), Store(1), Channel::kVideo};
  chat.occupied = {chat.interval.start, chat.interval.end + kTick};
  chat.load = 1;
  chat.booked = absl::FromUnixSeconds(booked);
  return chat;
}

Schedule MondaysWith(int capacity) {
  Schedule schedule = Mondays();
  schedule.channel_capacities = {{Channel::kVideo, capacity}};
  return schedule;
}

TEST(Uncovered, SaysWhichAreMoreAtATimeThanThereArePlacesFor) {
  const std::vector<BookedMeeting> meetings = {Chat("09:00", "10:00", 3),
                                               Chat("09:30", "10:30", 1),
                                               Chat("09:55", "10:00", 2)};
  EXPECT_THAT(UncoveredIn(MondaysWith(3), meetings), IsEmpty());
  EXPECT_THAT(UncoveredIn(MondaysWith(2), meetings), ElementsAre("0 capacity"));
  EXPECT_THAT(UncoveredIn(MondaysWith(1), meetings),
              ElementsAre("0 capacity", "2 capacity"));
}

TEST(Uncovered, NeedsNoPlaceWhereOthersHaveJustLeft) {
  EXPECT_THAT(UncoveredIn(MondaysWith(1),
                          {Chat("09:00", "09:55", 1), Chat("10:00", "10:55", 2),
                           Chat("10:55", "11:30", 3)}),
              ElementsAre("2 capacity"));
}

// Whoever goes leaves their place: the one behind them stays.
TEST(Uncovered, CountsNobodyWhoIsBeyondThePlacesThemselves) {
  EXPECT_THAT(UncoveredIn(MondaysWith(1),
                          {Chat("09:00", "10:00", 1), Chat("09:30", "11:00", 2),
                           Chat("10:30", "11:30", 3)}),
              ElementsAre("1 capacity"));
}

TEST(Uncovered, SaysTheHoursFirst) {
  EXPECT_THAT(UncoveredIn(MondaysWith(1),
                          {Chat("08:00", "10:00", 2), Chat("09:00", "10:00", 1),
                           Chat("09:30", "10:30", 3)}),
              ElementsAre("0 hours", "2 capacity"));
}

TEST(Uncovered, SaysWhichAreBeyondTheLimits) {
  Schedule schedule = MondaysWith(3);
  schedule.limits.booked_per_day = absl::Hours(2);
  const std::vector<BookedMeeting> meetings = {Chat("09:00", "10:00", 3),
                                               Chat("10:00", "11:30", 1),
                                               Chat("11:30", "12:00", 2)};
  EXPECT_THAT(UncoveredIn(schedule, meetings), ElementsAre("0 limit"));
  EXPECT_THAT(UncoveredIn(schedule, meetings, {On1June("00:00", "00:10")}),
              ElementsAre("0 limit", "2 limit"));
  schedule.limits = {};
  EXPECT_THAT(UncoveredIn(schedule, meetings), IsEmpty());
}

TEST(Uncovered, SaysNothingOfTheCapacityOfWhoTakesAll) {
  BookedMeeting whole = Chat("09:00", "10:00", 1);
  whole.load = kWholeCapacity;
  EXPECT_THAT(UncoveredIn(MondaysWith(1), {whole}), IsEmpty());
}

}  // namespace
}  // namespace rapport::calendar
