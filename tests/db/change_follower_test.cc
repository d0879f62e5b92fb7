#include "db/change_follower.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "db/errors.h"
#include "db/multi_row.h"
#include "tests/db/change_log_fixture.h"

namespace rapport::db {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

class ChangeFollowerTest : public ChangeLogFixture {
 protected:
  void SetUp() override {
    ChangeLogFixture::SetUp();
    ASSERT_TRUE(log_.Start().ok());
    ASSERT_TRUE(follower_.Start().ok());
  }

  std::string Fenced(int64_t origin) {
    return Select(absl::StrCat("SELECT fenced FROM origin WHERE origin_id = ",
                               origin))
        .front()
        .front();
  }

  ChangeLog log_{pool_};
  ChangeFollower follower_{pool_};
};

TEST_F(ChangeFollowerTest, SeesEachEventOnce) {
  EXPECT_THAT(Poll(follower_), IsEmpty());
  ASSERT_TRUE(Append(log_, "a").ok());
  ASSERT_TRUE(Append(log_, "b").ok());
  EXPECT_THAT(Poll(follower_), ElementsAre("a", "b"));
  EXPECT_THAT(Poll(follower_), IsEmpty());
}

TEST_F(ChangeFollowerTest, TellsKindAndBrand) {
  ASSERT_TRUE(Append(log_, "a").ok());
  std::vector<SeenEvent> seen;
  ASSERT_TRUE(
      follower_.Poll([&](const SeenEvent& event) { seen.push_back(event); })
          .ok());
  ASSERT_THAT(seen, SizeIs(1));
  EXPECT_EQ(seen[0].kind, EventKind::kStores);
  EXPECT_EQ(seen[0].brand, TestActor().brand);
}

TEST_F(ChangeFollowerTest, SeesWhatIsCommittedOutOfOrder) {
  const absl::Status status =
      log_.Run(Soon(), [&](Transaction&, EventWriter& events) {
        EXPECT_TRUE(events.Append(EventOf("first")).ok());
        EXPECT_TRUE(Append(log_, "second").ok());
        EXPECT_THAT(Poll(follower_), ElementsAre("second"));
        EXPECT_THAT(follower_.SeenUpTo(), ElementsAre(Pair(1, 0)));
        EXPECT_TRUE(Append(log_, "third").ok());
        EXPECT_THAT(Poll(follower_), ElementsAre("third"));
        return absl::OkStatus();
      });
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_THAT(Poll(follower_), ElementsAre("first"));
  EXPECT_THAT(follower_.SeenUpTo(), ElementsAre(Pair(1, 3)));
  EXPECT_THAT(Poll(follower_), IsEmpty());
}

TEST_F(ChangeFollowerTest, PassesOverVoidRows) {
  EXPECT_FALSE(log_.Run(Soon(),
                        [&](Transaction&, EventWriter& events) {
                          EXPECT_TRUE(events.Append(EventOf("a")).ok());
                          EXPECT_TRUE(Append(log_, "b").ok());
                          EXPECT_THAT(Poll(follower_), ElementsAre("b"));
                          return absl::CancelledError();
                        })
                   .ok());
  EXPECT_THAT(Poll(follower_), IsEmpty());
  EXPECT_THAT(follower_.SeenUpTo(), ElementsAre(Pair(1, 2)));
}

TEST_F(ChangeFollowerTest, BeginsWhereAllIsKnownToBeThere) {
  ASSERT_TRUE(Append(log_, "old").ok());
  ChangeFollower late(pool_);
  const absl::Status status =
      log_.Run(Soon(), [&](Transaction&, EventWriter& events) {
        EXPECT_TRUE(events.Append(EventOf("open")).ok());
        EXPECT_TRUE(Append(log_, "beyond").ok());
        EXPECT_TRUE(log_.Heartbeat().ok());
        EXPECT_TRUE(late.Start().ok());
        return absl::OkStatus();
      });
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_THAT(Poll(late), ElementsAre("open", "beyond"));
}

TEST_F(ChangeFollowerTest, SeesMoreThanOnePage) {
  MultiRow rows(
      "INSERT INTO event (origin_id, seq, kind, brand_id, role, principal,"
      " action, subjects, occur_time) VALUES",
      9);
  constexpr int kEvents = 2500;
  for (int seq = 2; seq <= kEvents + 1; ++seq) {
    rows.Add({1, seq, 2, "maison", 4, "ada", "PutStores", absl::StrCat(seq),
              absl::UnixEpoch()});
  }
  ASSERT_TRUE(rows.Execute(*onlooker_).ok());
  EXPECT_THAT(Poll(follower_), SizeIs(kEvents));
  EXPECT_THAT(follower_.SeenUpTo(), ElementsAre(Pair(1, 0)));
  EXPECT_THAT(Poll(follower_), IsEmpty());
}

TEST_F(ChangeFollowerTest, SaysAPositionThatNoGapIsIn) {
  ASSERT_TRUE(Append(log_, "a").ok());
  const absl::Status status =
      log_.Run(Soon(), [&](Transaction&, EventWriter& events) {
        EXPECT_TRUE(events.Append(EventOf("b")).ok());
        EXPECT_TRUE(Append(log_, "c").ok());
        EXPECT_THAT(Poll(follower_), ElementsAre("a", "c"));
        EXPECT_EQ(follower_.position(), Position(1, {{1, 1}}));
        return absl::OkStatus();
      });
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_THAT(Poll(follower_), ElementsAre("b"));
  EXPECT_EQ(follower_.position(), Position(1, {{1, 3}}));
}

TEST_F(ChangeFollowerTest, SaysOfAnOriginThatHasEndedThatAllIsIn) {
  auto other = std::make_unique<ChangeLog>(pool_);
  ASSERT_TRUE(other->Start().ok());
  ASSERT_TRUE(Append(*other, "a").ok());
  EXPECT_THAT(Poll(follower_), ElementsAre("a"));
  EXPECT_EQ(follower_.position(), Position(2, {{1, 0}, {2, 1}}));
  other.reset();
  Execute("UPDATE origin SET fenced = 1 WHERE origin_id = 2");
  EXPECT_THAT(Poll(follower_), IsEmpty());
  EXPECT_EQ(follower_.position(), Position(2, {{1, 0}}));
  ChangeFollower late(pool_);
  ASSERT_TRUE(late.Start().ok());
  EXPECT_EQ(late.position(), follower_.position());
}

TEST_F(ChangeFollowerTest, WatchesManyGapsAtOnce) {
  constexpr int kLast = 100;
  for (int first : {2, 1}) {  // even numbers, then odd ones
    MultiRow rows(
        "INSERT INTO event (origin_id, seq, kind, brand_id, role, principal,"
        " action, subjects, occur_time) VALUES",
        9);
    for (int seq = first; seq <= kLast; seq += 2) {
      rows.Add({1, seq, 2, "maison", 4, "ada", "PutStores", absl::StrCat(seq),
                absl::UnixEpoch()});
    }
    ASSERT_TRUE(rows.Execute(*onlooker_).ok());
    EXPECT_THAT(Poll(follower_), SizeIs(kLast / 2));
  }
  EXPECT_THAT(follower_.SeenUpTo(), ElementsAre(Pair(1, kLast)));
}

TEST_F(ChangeFollowerTest, KeepsWhatItMissesWithinBounds) {
  const int64_t far = static_cast<int64_t>(kMissingMax) + 2;
  for (int64_t seq : {int64_t{1}, far, far + 1}) {
    Execute(absl::StrCat(
        "INSERT INTO event (origin_id, seq, kind, brand_id, role, principal,"
        " action, subjects, occur_time) VALUES (1, ",
        seq, ", 2, 'maison', 4, 'ada', 'PutStores', '", seq,
        "', UTC_TIMESTAMP(6))"));
  }
  EXPECT_THAT(Poll(follower_), SizeIs(3));  // as many missing as may be
  Execute("DELETE FROM event WHERE seq > 1");
  ChangeFollower another(pool_);
  ASSERT_TRUE(another.Start().ok());
  Execute(absl::StrCat(
      "INSERT INTO event (origin_id, seq, kind, brand_id, role, principal,"
      " action, subjects, occur_time) VALUES (1, ",
      far + 1,
      ", 2, 'maison', 4, 'ada', 'PutStores', 'far', UTC_TIMESTAMP(6))"));
  EXPECT_THAT(Poll(another), ElementsAre("1"));  // one more is not waited for
  EndAllLeases();
  EXPECT_THAT(Poll(another), IsEmpty());           // fences
  EXPECT_THAT(Poll(another), ElementsAre("far"));  // gaps are void now
}

TEST_F(ChangeFollowerTest, SeesAllOfAnOriginThatCameAndWentBetweenPolls) {
  auto other = std::make_unique<ChangeLog>(pool_);
  ASSERT_TRUE(other->Start().ok());
  ASSERT_TRUE(Append(*other, "a").ok());
  ASSERT_TRUE(Append(*other, "b").ok());
  other.reset();
  Execute("UPDATE origin SET fenced = 1 WHERE origin_id = 2");
  EXPECT_THAT(Poll(follower_), ElementsAre("a", "b"));
  EXPECT_THAT(Poll(follower_), IsEmpty());
  EXPECT_THAT(follower_.SeenUpTo(), ElementsAre(Pair(1, 0)));
}

TEST_F(ChangeFollowerTest, FencesAnOriginThatGaveUpItsLeaseAndForgetsIt) {
  auto other = std::make_unique<ChangeLog>(pool_);
  ASSERT_TRUE(other->Start().ok());
  ASSERT_TRUE(Append(*other, "a").ok());
  other.reset();
  EXPECT_THAT(Poll(follower_), ElementsAre("a"));
  EXPECT_EQ(Fenced(1), "0");
  EXPECT_EQ(Fenced(2), "1");
  EXPECT_THAT(follower_.SeenUpTo(), ElementsAre(Pair(1, 0), Pair(2, 1)));
  EXPECT_THAT(Poll(follower_), IsEmpty());
  EXPECT_THAT(follower_.SeenUpTo(), ElementsAre(Pair(1, 0)));
}

TEST_F(ChangeFollowerTest, LeavesAnOriginAloneWhileATransactionOfItIsOpen) {
  const absl::Status status =
      log_.Run(Soon(), [&](Transaction&, EventWriter& events) {
        EXPECT_TRUE(events.Append(EventOf("a")).ok());
        EndAllLeases();
        EXPECT_THAT(Poll(follower_), IsEmpty());
        EXPECT_EQ(Fenced(1), "0");
        return absl::OkStatus();
      });
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_THAT(Poll(follower_), ElementsAre("a"));
  EXPECT_EQ(Fenced(1), "1");
}

TEST_F(ChangeFollowerTest, LeavesAnOriginAloneThatRenewedItsLease) {
  EndAllLeases();
  fault_ = [&](FaultPoint point, absl::string_view) {
    // Just before the follower would fence it.
    if (point == FaultPoint::kBeforeBegin) {
      Execute(
          "UPDATE origin_lease SET lease_end ="
          " UTC_TIMESTAMP(6) + INTERVAL 10 SECOND");
    }
    return absl::OkStatus();
  };
  EXPECT_THAT(Poll(follower_), IsEmpty());
  EXPECT_EQ(Fenced(1), "0");
}

TEST_F(ChangeFollowerTest, PassesTheGapsOfAnOriginThatCrashed) {
  Pool doomed_pool(schema_.url());
  ChangeLog doomed(doomed_pool, Once());
  ASSERT_TRUE(doomed.Start().ok());
  ASSERT_TRUE(Append(doomed, "before").ok());
  const absl::Status status = doomed.Run(Soon(), [&](Transaction& transaction,
                                                     EventWriter& events) {
    EXPECT_TRUE(events.Append(EventOf("lost")).ok());
    EXPECT_TRUE(Append(doomed, "after").ok());
    std::string session;
    absl::Status asked =
        transaction.Query("SELECT CONNECTION_ID()", {}, [&](const Row& row) {
          session = row.String(0);
          return absl::OkStatus();
        });
    EXPECT_TRUE(asked.ok()) << asked;
    EXPECT_TRUE(onlooker_->ExecuteText(absl::StrCat("KILL ", session)).ok());
    return transaction.Execute("DO 1").status();
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(Poll(follower_), ElementsAre("before", "after"));
  EXPECT_THAT(follower_.SeenUpTo(), ElementsAre(Pair(1, 0), Pair(2, 1)));
  EXPECT_EQ(Fenced(2), "0");
  Execute(
      "UPDATE origin_lease SET lease_end ="
      " UTC_TIMESTAMP(6) - INTERVAL 1 SECOND WHERE origin_id = 2");
  // The server needs a moment to end what it has killed.
  for (int i = 0; i < 100'000 && Fenced(2) == "0"; ++i) {
    EXPECT_THAT(Poll(follower_), IsEmpty());
  }
  EXPECT_THAT(Poll(follower_), IsEmpty());
  EXPECT_THAT(follower_.SeenUpTo(), ElementsAre(Pair(1, 0)));
}

TEST_F(ChangeFollowerTest, LosesNothingOfAnOriginThatWasFencedAlive) {
  ASSERT_TRUE(Append(log_, "a").ok());
  EndAllLeases();
  EXPECT_THAT(Poll(follower_), ElementsAre("a"));
  EXPECT_EQ(Fenced(1), "1");
  ASSERT_TRUE(Append(log_, "b").ok());
  EXPECT_THAT(Poll(follower_), ElementsAre("b"));
  EXPECT_THAT(follower_.SeenUpTo(), ElementsAre(Pair(2, 1)));
}

TEST_F(ChangeFollowerTest, GoesOnAfterAFailure) {
  ASSERT_TRUE(Append(log_, "a").ok());
  ChangeFollower hasty(pool_, Once());
  ASSERT_TRUE(hasty.Start().ok());
  fault_ = [](FaultPoint, absl::string_view) {
    return MakeDbStatus(DbOutcome::kNotCommitted, 2013, "connection lost");
  };
  EXPECT_FALSE(hasty.Poll([](const SeenEvent&) {}).ok());
  fault_ = [](FaultPoint, absl::string_view) { return absl::OkStatus(); };
  EXPECT_THAT(Poll(hasty), ElementsAre("a"));
}

// As purge_events.h does it.
class PurgedEventsTest : public ChangeFollowerTest {
 protected:
  void Purge(int64_t origin, int64_t to) {
    Execute(absl::StrCat("DELETE FROM event WHERE origin_id = ", origin,
                         " AND seq <= ", to));
    Execute(absl::StrCat("UPDATE origin_lease SET purged_to = ", to,
                         " WHERE origin_id = ", origin));
  }
  // Of an origin beside the follower's.
  void ForgetOrigin(int64_t origin) {
    for (const char* table : {"origin", "origin_lease"}) {
      Execute(
          absl::StrCat("DELETE FROM ", table, " WHERE origin_id = ", origin));
    }
  }
  // Once, just before the follower reads the events after those it knows.
  void BeforeEventsAreRead(std::function<void()> what) {
    fault_ = [what, left = 1](FaultPoint point, absl::string_view sql) mutable {
      if (point == FaultPoint::kBeforeStatement &&
          absl::StrContains(sql, "seq > ?") && left-- > 0) {
        what();
      }
      return absl::OkStatus();
    };
  }
  absl::Status PollStatus() {
    return follower_.Poll([](const SeenEvent&) {}).status();
  }
};

TEST_F(PurgedEventsTest, WhatWasSeenMayGo) {
  ASSERT_TRUE(Append(log_, "a").ok());
  ASSERT_TRUE(Append(log_, "b").ok());
  EXPECT_THAT(Poll(follower_), SizeIs(2));
  Purge(1, 2);
  ASSERT_TRUE(Append(log_, "c").ok());
  EXPECT_THAT(Poll(follower_), ElementsAre("c"));
}

TEST_F(PurgedEventsTest, WhoHasNotSeenThemIsToldUntilItBeginsAnew) {
  ASSERT_TRUE(Append(log_, "a").ok());
  ASSERT_TRUE(Append(log_, "b").ok());
  ASSERT_TRUE(log_.Heartbeat().ok());
  Purge(1, 1);
  EXPECT_EQ(PollStatus().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(PollStatus().code(), absl::StatusCode::kOutOfRange);
  ASSERT_TRUE(follower_.Start().ok());
  ASSERT_TRUE(Append(log_, "c").ok());
  EXPECT_THAT(Poll(follower_), ElementsAre("c"));
}

TEST_F(PurgedEventsTest, IsToldOfTheSameOriginEachTime) {
  ChangeLog newer(pool_);
  ASSERT_TRUE(newer.Start().ok());
  EXPECT_THAT(Poll(follower_), IsEmpty());
  ASSERT_TRUE(Append(log_, "a").ok());
  ASSERT_TRUE(log_.Heartbeat().ok());
  Purge(1, 1);
  const absl::Status told = PollStatus();
  EXPECT_THAT(told.message(), HasSubstr("of origin 1 were purged"));
  EXPECT_EQ(PollStatus(), told);
}

TEST_F(PurgedEventsTest, IsToldOfAnOriginThatHasEndedMeanwhile) {
  auto other = std::make_unique<ChangeLog>(pool_);
  ASSERT_TRUE(other->Start().ok());
  EXPECT_THAT(Poll(follower_), IsEmpty());  // there are two
  ASSERT_TRUE(Append(*other, "a").ok());
  other.reset();
  Execute("UPDATE origin SET fenced = 1 WHERE origin_id = 2");
  Purge(2, 1);
  EXPECT_EQ(PollStatus().code(), absl::StatusCode::kOutOfRange);
}

TEST_F(PurgedEventsTest, IsToldOfAnOriginThatIsForgottenMeanwhile) {
  auto other = std::make_unique<ChangeLog>(pool_);
  ASSERT_TRUE(other->Start().ok());
  EXPECT_THAT(Poll(follower_), IsEmpty());
  other.reset();
  ForgetOrigin(2);
  EXPECT_EQ(PollStatus().code(), absl::StatusCode::kOutOfRange);
}

TEST_F(PurgedEventsTest, IsToldOfAnOriginThatCameAndWasForgottenMeanwhile) {
  auto other = std::make_unique<ChangeLog>(pool_);
  ASSERT_TRUE(other->Start().ok());  // 2
  auto another = std::make_unique<ChangeLog>(pool_);
  ASSERT_TRUE(another->Start().ok());  // 3
  other.reset();
  ForgetOrigin(2);
  EXPECT_EQ(PollStatus().code(), absl::StatusCode::kOutOfRange);
  ASSERT_TRUE(follower_.Start().ok());
  EXPECT_THAT(Poll(follower_), IsEmpty());
}

TEST_F(PurgedEventsTest, IsToldOfWhatGoesWhileItLooks) {
  ASSERT_TRUE(Append(log_, "a").ok());
  ASSERT_TRUE(Append(log_, "b").ok());
  BeforeEventsAreRead([this] { Purge(1, 1); });
  EXPECT_THAT(Poll(follower_), ElementsAre("b"));
  EXPECT_THAT(follower_.SeenUpTo(), ElementsAre(Pair(1, 0)));  // not beyond
  EXPECT_EQ(PollStatus().code(), absl::StatusCode::kOutOfRange);
}

TEST_F(PurgedEventsTest, IsToldOfWhatGoesWhileItLooksAtWhoHasEnded) {
  auto other = std::make_unique<ChangeLog>(pool_);
  ASSERT_TRUE(other->Start().ok());
  EXPECT_THAT(Poll(follower_), IsEmpty());
  ASSERT_TRUE(Append(*other, "a").ok());
  ASSERT_TRUE(Append(*other, "b").ok());
  other.reset();
  Execute("UPDATE origin SET fenced = 1 WHERE origin_id = 2");
  ASSERT_TRUE(Append(log_, "c").ok());
  // The first reading is of origin 1, whose "c" is there; then of 2.
  BeforeEventsAreRead([this] { Purge(2, 1); });
  EXPECT_EQ(PollStatus().code(), absl::StatusCode::kOutOfRange);
}

}  // namespace
}  // namespace rapport::db
