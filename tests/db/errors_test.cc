// What each error number of either server amounts to.

#include "db/errors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace rapport::db {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

absl::Status Of(int number, absl::string_view text = "what the server said") {
  return StatusFromServer(number, "HY000", text);
}

TEST(StatusFromServer, GivesEachNumberItsOutcomeAndCode) {
  struct Case {
    int number;
    DbOutcome outcome;
    absl::StatusCode code;
  };
  const Case cases[] = {
      {1213, DbOutcome::kRolledBack, absl::StatusCode::kAborted},
      {1020, DbOutcome::kRolledBack, absl::StatusCode::kAborted},
      {1205, DbOutcome::kLockWait, absl::StatusCode::kAborted},
      {3572, DbOutcome::kLockWait, absl::StatusCode::kAborted},
      {1062, DbOutcome::kDuplicate, absl::StatusCode::kAlreadyExists},
      {4025, DbOutcome::kConstraint, absl::StatusCode::kFailedPrecondition},
      {3819, DbOutcome::kConstraint, absl::StatusCode::kFailedPrecondition},
      {1048, DbOutcome::kConstraint, absl::StatusCode::kFailedPrecondition},
      {1452, DbOutcome::kConstraint, absl::StatusCode::kFailedPrecondition},
      {1045, DbOutcome::kRefused, absl::StatusCode::kFailedPrecondition},
      {1049, DbOutcome::kRefused, absl::StatusCode::kFailedPrecondition},
      {1047, DbOutcome::kNotCommitted, absl::StatusCode::kUnavailable},
      {2002, DbOutcome::kNotCommitted, absl::StatusCode::kUnavailable},
      {2003, DbOutcome::kNotCommitted, absl::StatusCode::kUnavailable},
      {2006, DbOutcome::kNotCommitted, absl::StatusCode::kUnavailable},
      {2013, DbOutcome::kNotCommitted, absl::StatusCode::kUnavailable},
      {2014, DbOutcome::kNotCommitted, absl::StatusCode::kUnavailable},
      {1927, DbOutcome::kNotCommitted, absl::StatusCode::kUnavailable},
      {4031, DbOutcome::kNotCommitted, absl::StatusCode::kUnavailable},
      {1040, DbOutcome::kNotCommitted, absl::StatusCode::kUnavailable},
      {1064, DbOutcome::kOther, absl::StatusCode::kInternal},
      {1406, DbOutcome::kOther, absl::StatusCode::kInternal},
  };
  for (const Case& c : cases) {
    const absl::Status status = Of(c.number);
    EXPECT_EQ(OutcomeOf(status), c.outcome) << c.number;
    EXPECT_EQ(status.code(), c.code) << c.number;
    EXPECT_EQ(ErrorNumberOf(status), c.number);
  }
}

TEST(StatusFromServer, RepeatsNoValueThatWasBound) {
  const std::string duplicate(
      Of(1062, "Duplicate entry 'ada@example.org' for key 'email'").message());
  EXPECT_THAT(duplicate, Not(HasSubstr("ada@example.org")));
  EXPECT_THAT(duplicate, HasSubstr("email"));
  const std::string incorrect(
      Of(1366, "Incorrect string value: 'ada' for column").message());
  EXPECT_THAT(incorrect, Not(HasSubstr("ada")));
  EXPECT_THAT(incorrect, HasSubstr("1366"));
}

TEST(StatusFromServer, RepeatsWhatHelpsToFindAMistake) {
  EXPECT_THAT(std::string(Of(1054, "Unknown column 'tik'").message()),
              HasSubstr("Unknown column 'tik'"));
}

TEST(OutcomeOf, IsNoneForWhatIsNotAboutTheDatabase) {
  EXPECT_EQ(OutcomeOf(absl::OkStatus()), DbOutcome::kNone);
  EXPECT_EQ(OutcomeOf(absl::AbortedError("etag")), DbOutcome::kNone);
  EXPECT_EQ(ErrorNumberOf(absl::AbortedError("etag")), 0);
}

TEST(DuplicateOf, ReadsMariaDbsSpelling) {
  const absl::Status status = Of(1062, "Duplicate entry '1' for key 'PRIMARY'");
  EXPECT_EQ(DuplicateKey(status), "PRIMARY");
  EXPECT_TRUE(DuplicateOf(status, "claim.PRIMARY"));
  EXPECT_TRUE(DuplicateOf(status, "PRIMARY"));
  EXPECT_FALSE(DuplicateOf(status, "claim.by_request"));
}

TEST(DuplicateOf, ReadsMySqlsSpelling) {
  const absl::Status status =
      Of(1062, "Duplicate entry '1' for key 'claim.PRIMARY'");
  EXPECT_EQ(DuplicateKey(status), "claim.PRIMARY");
  EXPECT_TRUE(DuplicateOf(status, "claim.PRIMARY"));
  EXPECT_FALSE(DuplicateOf(status, "event.PRIMARY"));
}

TEST(DuplicateOf, IsNotMisledByQuotesInTheEntry) {
  const absl::Status status =
      Of(1062, "Duplicate entry 'a' for key 'b' for key 'c'");
  EXPECT_EQ(DuplicateKey(status), "c");
}

TEST(DuplicateOf, IsFalseForOtherFailures) {
  EXPECT_FALSE(DuplicateOf(absl::OkStatus(), ""));
  EXPECT_FALSE(DuplicateOf(absl::AlreadyExistsError("x"), ""));
  EXPECT_FALSE(DuplicateOf(Of(1062, "another shape"), "claim.PRIMARY"));
  EXPECT_FALSE(DuplicateOf(Of(1213), "claim.PRIMARY"));
}

TEST(Retryable, HoldsForWhatLeftNothingBehind) {
  EXPECT_TRUE(Retryable(DbOutcome::kRolledBack));
  EXPECT_TRUE(Retryable(DbOutcome::kLockWait));
  EXPECT_TRUE(Retryable(DbOutcome::kNotCommitted));
  for (const DbOutcome outcome :
       {DbOutcome::kNone, DbOutcome::kDuplicate, DbOutcome::kConstraint,
        DbOutcome::kCommitUnknown, DbOutcome::kRefused, DbOutcome::kOther}) {
    EXPECT_FALSE(Retryable(outcome)) << DbOutcomeName(outcome);
  }
}

TEST(PoisonsConnection, HoldsForALostOrDoubtfulSession) {
  for (const int number : {2006, 2013, 2014, 1153, 1927, 0}) {
    EXPECT_TRUE(PoisonsConnection(Of(number))) << number;
  }
  for (const int number : {1062, 1213, 1205, 1064, 4025}) {
    EXPECT_FALSE(PoisonsConnection(Of(number))) << number;
  }
  EXPECT_FALSE(PoisonsConnection(absl::OkStatus()));
  EXPECT_FALSE(PoisonsConnection(absl::InternalError("not the database's")));
}

TEST(StatusFromCommit, IsUnknownUnlessTheServerSaysRolledBack) {
  EXPECT_TRUE(StatusFromCommit(absl::OkStatus()).ok());
  for (const int number : {1213, 1205, 1020}) {
    EXPECT_EQ(OutcomeOf(StatusFromCommit(Of(number))), DbOutcome::kRolledBack)
        << number;
  }
  for (const int number : {2013, 2006, 1180, 1047, 1053, 1290, 9999}) {
    const absl::Status status = StatusFromCommit(Of(number));
    EXPECT_EQ(OutcomeOf(status), DbOutcome::kCommitUnknown) << number;
    EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << number;
    EXPECT_TRUE(PoisonsConnection(status)) << number;
  }
}

TEST(StatusFromBlock, IsKnownIfOnlyAStatementCanHaveFailedSo) {
  EXPECT_TRUE(StatusFromBlock(absl::OkStatus()).ok());
  for (const int number : {1062, 1048, 1644, 4025, 1054, 1064, 1146, 1406}) {
    EXPECT_EQ(StatusFromBlock(Of(number)), Of(number)) << number;
  }
  for (const int number : {1213, 1205, 1020}) {
    EXPECT_EQ(OutcomeOf(StatusFromBlock(Of(number))), DbOutcome::kRolledBack)
        << number;
  }
  for (const int number : {2013, 2006, 1180, 1053, 1290, 1317, 1969, 9999}) {
    EXPECT_EQ(OutcomeOf(StatusFromBlock(Of(number))), DbOutcome::kCommitUnknown)
        << number;
  }
}

TEST(RequiredInVain, IsFalseWhereTheCommitMayStand) {
  EXPECT_TRUE(RequiredInVain(Of(1644)));
  EXPECT_FALSE(RequiredInVain(Of(1062)));
  EXPECT_FALSE(RequiredInVain(absl::OkStatus()));
  EXPECT_FALSE(RequiredInVain(
      MakeDbStatus(DbOutcome::kCommitUnknown, 1644, "an attempt before")));
}

}  // namespace
}  // namespace rapport::db
