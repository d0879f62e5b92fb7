#include "server/calendar/slot_verdict.h"

#include <set>
#include <string>

#include "gtest/gtest.h"
#include "server/vocabulary/error.h"
#include "tests/calendar/written.h"

namespace rapport::calendar {
namespace {

using Reason = SlotVerdict::Reason;

constexpr Reason kReasons[] = {
    Reason::kFree,    Reason::kOffTick, Reason::kPast,
    Reason::kTooSoon, Reason::kTooFar,  Reason::kOutsideSchedule,
    Reason::kOffGrid, Reason::kTaken,   Reason::kBeyondLimits,
};

absl::Status StatusOf(Reason reason, const char* start = "2026-11-24 16:50") {
  SlotRules rules;
  rules.minimum_notice = absl::Hours(26);
  SlotVerdict verdict;
  verdict.reason = reason;
  verdict.interval = {Utc(start), Utc(start) + absl::Minutes(45)};
  return SlotStatus(verdict, rules, Utc("2026-11-24 12:00"),
                    Zone("America/Chicago"));
}

TEST(SlotReasonCode, IsAnotherForEveryReason) {
  std::set<std::string> codes;
  for (Reason reason : kReasons) {
    codes.insert(std::string(SlotReasonCode(reason)));
  }
  EXPECT_EQ(codes.size(), std::size(kReasons));
  EXPECT_EQ(SlotReasonCode(Reason::kTaken), "SLOT_TAKEN");
}

TEST(SlotStatus, HasTheCodeOfTheReason) {
  EXPECT_TRUE(StatusOf(Reason::kFree).ok());
  for (Reason reason : {Reason::kOffTick, Reason::kPast, Reason::kTooSoon,
                        Reason::kTooFar, Reason::kOffGrid}) {
    EXPECT_EQ(StatusOf(reason).code(), absl::StatusCode::kInvalidArgument);
  }
  EXPECT_EQ(StatusOf(Reason::kOutsideSchedule).code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(StatusOf(Reason::kTaken).code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(StatusOf(Reason::kBeyondLimits).code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST(SlotStatus, CarriesTheReason) {
  for (Reason reason : kReasons) {
    if (reason == Reason::kFree) continue;
    EXPECT_EQ(ReasonOf(StatusOf(reason)), SlotReasonCode(reason));
  }
}

TEST(SlotStatus, SaysWhatWasSeenOnTheLocalClockAndTheRule) {
  EXPECT_EQ(StatusOf(Reason::kOffTick, "2026-11-24 16:52").message(),
            "slot starts at 2026-11-24 10:52 America/Chicago; slots start on a "
            "5-minute tick");
  EXPECT_EQ(StatusOf(Reason::kOffGrid).message(),
            "slot starts at 2026-11-24 10:50 America/Chicago; slots of this "
            "service start every 30m from local midnight");
  EXPECT_EQ(StatusOf(Reason::kOutsideSchedule).message(),
            "slot starts at 2026-11-24 10:50 America/Chicago and lasts 45m; "
            "slots lie inside the associate's hours for that channel and "
            "store");
  EXPECT_EQ(StatusOf(Reason::kTaken).message(),
            "slot starts at 2026-11-24 10:50 America/Chicago; the associate is "
            "taken then");
}

TEST(SlotStatus, SaysWhatTimeItIsWhereThatDecides) {
  EXPECT_EQ(StatusOf(Reason::kPast).message(),
            "slot starts at 2026-11-24 10:50 America/Chicago, and it is "
            "2026-11-24 06:00 America/Chicago; slots start in the future");
  EXPECT_EQ(StatusOf(Reason::kTooSoon).message(),
            "slot starts at 2026-11-24 10:50 America/Chicago, and it is "
            "2026-11-24 06:00 America/Chicago; this service needs a notice of "
            "26h");
  EXPECT_EQ(StatusOf(Reason::kTooFar).message(),
            "slot starts at 2026-11-24 10:50 America/Chicago, and it is "
            "2026-11-24 06:00 America/Chicago; this service is booked at most "
            "1440h ahead");
}

TEST(SlotStatus, TellsTheTwoHoursOfAnOverlapApart) {
  EXPECT_EQ(StatusOf(Reason::kTaken, "2026-11-01 07:30").message(),
            "slot starts at 2026-11-01 01:30 America/Chicago, UTC-06:00; the "
            "associate is taken then");
}

}  // namespace
}  // namespace rapport::calendar
