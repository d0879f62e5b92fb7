#include "server/calendar/uncovered.h"

#include <vector>

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

// 09:00 to 12:00 at store 1 (in store only from 10:00), 12:00 to 15:00 at 2.
std::vector<WorkSpan> ADay() {
  return {
      {On1June("09:00", "10:00"), Store(1), {Channel::kVideo}},
      {On1June("10:00", "12:00"),
       Store(1),
       {Channel::kVideo, Channel::kInStore}},
      {On1June("12:00", "15:00"), Store(2), {Channel::kVideo}},
  };
}

std::vector<size_t> UncoveredOn1June(std::vector<BookedMeeting> meetings) {
  return Uncovered(ADay(), meetings);
}

TEST(Uncovered, IsNothingWithoutBookings) {
  EXPECT_THAT(UncoveredOn1June({}), IsEmpty());
}

TEST(Uncovered, IsEverythingWithoutWorkingTime) {
  const BookedMeeting meeting = {On1June("09:00", "10:00"), Store(1),
                                 Channel::kVideo};
  EXPECT_THAT(Uncovered({}, {meeting, meeting}), ElementsAre(0, 1));
}

TEST(Uncovered, IsWhatReachesBeyondTheHoursByATick) {
  const StoreId home = Store(1);
  EXPECT_THAT(UncoveredOn1June({
                  {On1June("09:00", "12:00"), home, Channel::kVideo},
                  {On1June("08:55", "10:00"), home, Channel::kVideo},
                  {On1June("11:00", "12:05"), home, Channel::kVideo},
                  {On1June("11:55", "12:00"), home, Channel::kVideo},
              }),
              ElementsAre(1, 2));
}

TEST(Uncovered, IsWhatTheHoursAreNoLongerOnTheChannelFor) {
  EXPECT_THAT(UncoveredOn1June({
                  {On1June("10:00", "11:00"), Store(1), Channel::kInStore},
                  {On1June("09:30", "10:30"), Store(1), Channel::kInStore},
                  {On1June("10:00", "11:00"), Store(1), Channel::kPhone},
              }),
              ElementsAre(1, 2));
}

TEST(Uncovered, IsWhatTheHoursAreAtAnotherStoreFor) {
  EXPECT_THAT(UncoveredOn1June({
                  {On1June("13:00", "14:00"), Store(1), Channel::kVideo},
                  {On1June("13:00", "14:00"), Store(2), Channel::kVideo},
                  {On1June("11:30", "12:30"), Store(1), Channel::kVideo},
                  {On1June("11:30", "12:30"), Store(2), Channel::kVideo},
              }),
              ElementsAre(0, 2, 3));
}

}  // namespace
}  // namespace rapport::calendar
