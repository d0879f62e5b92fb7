#include "server/booking/booking.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "server/vocabulary/error.h"

namespace rapport::booking {
namespace {

using State = BookingState;

constexpr State kAllStates[] = {
    State::kHeld,      State::kConfirmed, State::kCheckedIn, State::kCompleted,
    State::kCancelled, State::kExpired,   State::kNoShow};

const absl::Time kEnd = absl::FromUnixSeconds(1'800'000'000);
const absl::Time kMeeting = kEnd + absl::Hours(48);

Booking InState(State state) {
  Booking booking;
  booking.state = state;
  booking.meeting = {kMeeting, kMeeting + absl::Hours(1)};
  if (state == State::kHeld) booking.hold_expire_time = kEnd;
  return booking;
}

TEST(BookingState, OccupiesItsTicksUntilItEnds) {
  const std::set<State> live = {State::kHeld, State::kConfirmed,
                                State::kCheckedIn};
  for (State state : kAllStates) {
    EXPECT_EQ(IsLive(state), live.count(state) == 1) << BookingStateWord(state);
  }
}

TEST(BookingState, GoesTheWaysOfTheDrawingAndNoOthers) {
  const std::set<std::pair<State, State>> ways = {
      {State::kHeld, State::kConfirmed},
      {State::kHeld, State::kCancelled},
      {State::kHeld, State::kExpired},
      {State::kConfirmed, State::kCheckedIn},
      {State::kConfirmed, State::kNoShow},
      {State::kConfirmed, State::kCancelled},
      {State::kCheckedIn, State::kCompleted},
  };
  for (State from : kAllStates) {
    for (State to : kAllStates) {
      EXPECT_EQ(MayBecome(from, to), ways.count({from, to}) == 1)
          << BookingStateWord(from) << " to " << BookingStateWord(to);
    }
  }
}

TEST(BookingState, NeverComesBackToLife) {
  for (State from : kAllStates) {
    for (State to : kAllStates) {
      if (IsLive(from)) continue;
      EXPECT_FALSE(MayBecome(from, to))
          << BookingStateWord(from) << " to " << BookingStateWord(to);
    }
  }
}

TEST(BookingState, HasAWordOfItsOwnForEach) {
  std::set<std::string> words;
  for (State state : kAllStates) {
    EXPECT_TRUE(words.insert(std::string(BookingStateWord(state))).second);
  }
  EXPECT_EQ(words.count("unknown"), 0);
}

TEST(CheckConfirm, TakesAHoldUntilTheVeryInstantAtWhichItRunsOut) {
  const Booking held = InState(State::kHeld);
  EXPECT_TRUE(CheckConfirm(held, kEnd - absl::Hours(1)).ok());
  EXPECT_TRUE(CheckConfirm(held, kEnd - absl::Microseconds(1)).ok());
  for (absl::Time late : {kEnd, kEnd + absl::Microseconds(1)}) {
    const absl::Status status = CheckConfirm(held, late);
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_EQ(ReasonOf(status), "HOLD_EXPIRED");
  }
}

TEST(CheckConfirm, TakesAHoldUntilTheVeryInstantAtWhichTheMeetingStarts) {
  Booking held = InState(State::kHeld);
  held.hold_expire_time = kMeeting + absl::Minutes(10);
  EXPECT_TRUE(CheckConfirm(held, kMeeting - absl::Microseconds(1)).ok());
  const absl::Status status = CheckConfirm(held, kMeeting);
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(status), "MEETING_STARTED");
  held.hold_expire_time = kMeeting;
  EXPECT_EQ(ReasonOf(CheckConfirm(held, kMeeting)), "HOLD_EXPIRED");
}

TEST(CheckConfirm, SaysOfAnExpiredHoldThatItRanOutWhateverTheTime) {
  const absl::Status status =
      CheckConfirm(InState(State::kExpired), kEnd - absl::Hours(1));
  EXPECT_EQ(ReasonOf(status), "HOLD_EXPIRED");
}

TEST(CheckConfirm, RefusesAnythingElseAndSaysWhatItIs) {
  for (State state : kAllStates) {
    if (state == State::kHeld || state == State::kExpired) continue;
    const absl::Status status = CheckConfirm(InState(state), kEnd);
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_EQ(ReasonOf(status), "NOT_HELD");
    EXPECT_NE(status.message().find(BookingStateWord(state)),
              absl::string_view::npos);
  }
}

TEST(CheckCancel, TakesWhatIsHeldOrConfirmed) {
  EXPECT_TRUE(CheckCancel(InState(State::kHeld)).ok());
  EXPECT_TRUE(CheckCancel(InState(State::kConfirmed)).ok());
}

TEST(CheckCancel, RefusesWhatHasBegunOrEnded) {
  const std::pair<State, absl::string_view> refusals[] = {
      {State::kCheckedIn, "MEETING_STARTED"},
      {State::kCompleted, "ALREADY_ENDED"},
      {State::kCancelled, "ALREADY_ENDED"},
      {State::kExpired, "ALREADY_ENDED"},
      {State::kNoShow, "ALREADY_ENDED"},
  };
  for (const auto& [state, reason] : refusals) {
    const absl::Status status = CheckCancel(InState(state));
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_EQ(ReasonOf(status), reason) << BookingStateWord(state);
    EXPECT_NE(status.message().find(BookingStateWord(state)),
              absl::string_view::npos);
  }
}

}  // namespace
}  // namespace rapport::booking
