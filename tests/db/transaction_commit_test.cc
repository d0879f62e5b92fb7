// What is done about a COMMIT whose answer never came.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/time/time.h"
#include "db/errors.h"
#include "db/transaction.h"
#include "tests/db/transaction_fixture.h"

namespace rapport::db {
namespace {

using ::testing::HasSubstr;
using UnknownCommitTest = TransactionTest;

TEST_F(UnknownCommitTest, FindsWhatAnUnknownCommitHadCommitted) {
  Inject(FaultPoint::kAfterCommit, Lost());
  bodies_ = 0;
  EXPECT_EQ(InsertOnce(1), absl::OkStatus());
  EXPECT_EQ(bodies_, 2);
  EXPECT_EQ(CountRows(), 3);
}

TEST_F(UnknownCommitTest, DoesAgainWhatAnUnknownCommitHadNot) {
  Inject(FaultPoint::kBeforeCommit, Unknown());
  bodies_ = 0;
  EXPECT_EQ(InsertOnce(1), absl::OkStatus());
  EXPECT_EQ(bodies_, 2);
  EXPECT_EQ(CountRows(), 3);
}

TEST_F(UnknownCommitTest, TakesEvery1180AtCommitForUnknown) {
  Inject(FaultPoint::kAfterCommit, StatusFromServer(1180, "HY000", "commit"));
  bodies_ = 0;
  EXPECT_EQ(InsertOnce(1), absl::OkStatus());
  EXPECT_EQ(bodies_, 2);
}

TEST_F(UnknownCommitTest, SaysThatItDoesNotKnowAfterASecondUnknownCommit) {
  Inject(FaultPoint::kAfterCommit, Lost());
  Inject(FaultPoint::kAfterCommit, Lost());
  const absl::Status status = InsertOnce(1);
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(OutcomeOf(status), DbOutcome::kCommitUnknown);
  EXPECT_THAT(std::string(status.message()), HasSubstr("same request id"));
}

TEST_F(UnknownCommitTest, NeverSaysTakenAfterAnUnknownCommit) {
  // This body does not look first, so it collides with what it wrote itself.
  Inject(FaultPoint::kAfterCommit, Lost());
  const absl::Status status = InsertRow(1);
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(OutcomeOf(status), DbOutcome::kCommitUnknown);
}

TEST_F(UnknownCommitTest, NeverSaysNotCommittedAfterAnUnknownCommit) {
  Inject(FaultPoint::kAfterCommit, Lost());
  for (int i = 0; i < policy_.attempts_max; ++i) {
    Inject(FaultPoint::kBeforeBegin, Lost());
  }
  EXPECT_EQ(OutcomeOf(InsertOnce(1)), DbOutcome::kCommitUnknown);
}

TEST_F(UnknownCommitTest, SeesAnUnknownCommitThroughPastItsDeadline) {
  Inject(FaultPoint::kAfterCommit, Lost());
  deadline_ = now_ + absl::Milliseconds(1);
  policy_.sleep = [this](absl::Duration pause) { now_ += pause; };
  policy_.backoff_initial = absl::Seconds(1);
  EXPECT_EQ(InsertOnce(1), absl::OkStatus());
}

TEST_F(UnknownCommitTest, AsksAfterAnUnknownCommitInTheLastAttemptToo) {
  policy_.attempts_max = 1;
  Inject(FaultPoint::kAfterCommit, Lost());
  EXPECT_EQ(InsertOnce(1), absl::OkStatus());
}

}  // namespace
}  // namespace rapport::db
