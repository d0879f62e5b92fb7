// A round that fails, at each of its statements and at its commit: those who
// were granted something get it all the same, and nobody else feels it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/booking/booking_rounds_fixture.h"

namespace rapport::db {
namespace {

// Where a round fails, and how; whether it grants as many as are written
// statement by statement; and whether it looks first.
struct Fault {
  std::string name;
  FaultPoint point = FaultPoint::kBeforeStatement;
  std::string begin;  // of the statement
  int number = 0;
  bool of_many = false;
  bool looks = false;
};

void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.name; }

std::vector<Fault> AllFaults() {
  const std::pair<const char*, const char*> statements[] = {
      {"LockCalendars", "SELECT associate_id, version"},
      {"Look", "SELECT 1, associate_id, version"},
      {"Claim", "INSERT INTO claim"},
      {"Book", "INSERT INTO booking"},
      {"Tell", "INSERT INTO event"}};
  std::vector<Fault> all;
  for (const auto& [name, begin] : statements) {
    // Deadlock, lock wait, a value too long, a lost connection.
    for (int number : {1213, 1205, 1406, 2013}) {
      all.push_back({absl::StrCat(name, "_", number),
                     FaultPoint::kBeforeStatement, begin, number});
    }
  }
  for (int number : {1213, 1205, 2013}) {
    all.push_back({absl::StrCat("Commit_", number), FaultPoint::kBeforeCommit,
                   "", number});
  }
  all.push_back({"CommitWithoutAnswer", FaultPoint::kAfterCommit, "", 2013});
  const std::vector<Fault> of_few = all;
  for (const auto& [of_many, looks] :
       {std::pair(false, true), std::pair(true, false),
        std::pair(true, true)}) {
    for (Fault fault : of_few) {
      fault.of_many = of_many;
      fault.looks = looks;
      absl::StrAppend(&fault.name, of_many ? "_OfMany" : "",
                      looks ? "_Looking" : "");
      all.push_back(std::move(fault));
    }
  }
  return all;
}

class BookingRoundsFaults : public BookingRoundsFixture,
                            public testing::WithParamInterface<Fault> {
 protected:
  // Once, at that place.
  void FailAt(const Fault& fault) {
    in_round_ = [fault, left = std::make_shared<std::atomic<int>>(1)](
                    FaultPoint point, absl::string_view sql) {
      const bool here = point == fault.point &&
                        absl::StartsWith(sql, fault.begin) &&
                        left->fetch_sub(1) == 1;
      return here ? StatusFromServer(fault.number, "HY000", "injected")
                  : absl::OkStatus();
    };
  }
};

std::string NameOf(const testing::TestParamInfo<Fault>& info) {
  return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(Each, BookingRoundsFaults,
                         testing::ValuesIn(AllFaults()), NameOf);

TEST_P(BookingRoundsFaults, HurtNobody) {
  Call first = Hold(1, 3, 0);
  Ask(first);
  Call taken = Hold(2, 4, 0);
  Ask(taken);
  if (GetParam().looks) HaveThemLook();
  Call ada = Hold(11, 1, 0);
  Call bo = Hold(12, 2, 0);
  Call by_ada = Hold(13, 1, 1);
  Call refused = Hold(14, 4, 1);
  Call again = Hold(15, 3, 0);
  again.request = first.request;
  std::vector<Call> others;
  for (uint32_t i = 5; GetParam().of_many && i < kPlugAssociate; ++i) {
    others.push_back(Hold(10 + i, i, 0));
  }
  std::vector<Call*> all = {&ada, &refused, &bo, &again, &by_ada};
  for (Call& other : others) all.push_back(&other);
  FailAt(GetParam());
  AskTogether(all);
  // Once the round has come apart, who is first is whoever is; but what was
  // committed stands.
  const bool ada_won =
      ada.answer.ok() || GetParam().point == FaultPoint::kAfterCommit;
  const Call& winner = ada_won ? ada : by_ada;
  const Call& loser = ada_won ? by_ada : ada;
  for (const Call* granted : {&winner, &std::as_const(bo)}) {
    ASSERT_TRUE(granted->answer.ok()) << granted->answer.status();
    ExpectReceiptNames(*granted);
  }
  EXPECT_EQ(ReasonOf(loser.answer.status()), "SLOT_TAKEN");
  EXPECT_EQ(ReasonOf(refused.answer.status()), "SLOT_TAKEN");
  ASSERT_TRUE(again.answer.ok()) << again.answer.status();
  EXPECT_EQ(*again.answer, *first.answer);
  for (const Call& other : others) {
    ASSERT_TRUE(other.answer.ok()) << other.answer.status();
    ExpectReceiptNames(other);
  }
  EXPECT_EQ(Select("SELECT COUNT(*) FROM booking WHERE NOT (" +
                   IsOf(kPlugAssociate) + ")"),
            (Rows{{absl::StrCat(4 + others.size())}}));
  ExpectClaimsAgree();
}

TEST_P(BookingRoundsFaults, TellNobodyThatTheirOwnSlotIsTaken) {
  Call first = Hold(1, 3, 0);
  Ask(first);
  ASSERT_TRUE(first.answer.ok()) << first.answer.status();
  if (GetParam().looks) HaveThemLook();
  Call again = Hold(15, 3, 0);
  again.request = first.request;
  FailAt(GetParam());
  AskTogether({&again});
  ASSERT_TRUE(again.answer.ok()) << again.answer.status();
  EXPECT_EQ(*again.answer, *first.answer);
}

class BookingRoundsInDoubt : public BookingRoundsFixture {};

TEST_F(BookingRoundsInDoubt, LeaveOnlyTheGrantedInDoubt) {
  Call taken = Hold(2, 4, 0);
  Ask(taken);
  Call ada = Hold(11, 1, 0);
  Call bo = Hold(12, 2, 0);
  Call refused = Hold(14, 4, 1);
  // The answer to COMMIT is lost, and the database cannot be reached again.
  auto lost = std::make_shared<std::atomic<bool>>(false);
  in_round_ = [lost](FaultPoint point, absl::string_view) {
    if (point == FaultPoint::kAfterCommit) *lost = true;
    return *lost ? MakeDbStatus(DbOutcome::kNotCommitted, 2013, "lost")
                 : absl::OkStatus();
  };
  AskTogether({&ada, &refused, &bo});
  EXPECT_EQ(ada.answer.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(OutcomeOf(ada.answer.status()), DbOutcome::kCommitUnknown);
  EXPECT_EQ(bo.answer.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ReasonOf(refused.answer.status()), "SLOT_TAKEN");
  EndHook();
  for (Call* call : {&ada, &bo}) {
    Ask(*call);
    ASSERT_TRUE(call->answer.ok()) << call->answer.status();
    ExpectReceiptNames(*call);
  }
  ExpectClaimsAgree();
}

TEST_F(BookingRoundsInDoubt, GoOnAsAnotherOriginWhenFenced) {
  Call ada = Hold(11, 1, 0);
  Call bo = Hold(12, 2, 0);
  Call by_ada = Hold(13, 1, 1);
  in_round_ = [this, left = std::make_shared<std::atomic<int>>(1)](
                  FaultPoint, absl::string_view sql) {
    if (absl::StartsWith(sql, "INSERT INTO event") && left->fetch_sub(1) == 1) {
      Execute("UPDATE origin SET fenced = 1");
    }
    return absl::OkStatus();
  };
  AskTogether({&ada, &bo, &by_ada});
  for (const Call* granted : {&ada, &bo}) {
    ASSERT_TRUE(granted->answer.ok()) << granted->answer.status();
    EXPECT_EQ(granted->actor.receipt->written.at(0).origin, 2);
  }
  EXPECT_EQ(ReasonOf(by_ada.answer.status()), "SLOT_TAKEN");
  EXPECT_EQ(log_.origin(), 2);
  ExpectClaimsAgree();
}

}  // namespace
}  // namespace rapport::db
