#include "db/change_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "db/errors.h"
#include "tests/db/change_log_fixture.h"

namespace rapport::db {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const RequestKey kRequest = {"request-1", std::string(32, '\xF1')};

absl::Status RolledBack() {
  return MakeDbStatus(DbOutcome::kRolledBack, 1213, "deadlock");
}

absl::Status ConnectionLost() {
  return MakeDbStatus(DbOutcome::kNotCommitted, 2013, "connection lost");
}

Event RequestedEvent() {
  Event event = EventOf("a");
  event.request = &kRequest;
  event.reply = "Grüße, 日本, \U0001F600";
  return event;
}

class ChangeLogTest : public ChangeLogFixture {
 protected:
  void SetUp() override {
    ChangeLogFixture::SetUp();
    ASSERT_TRUE(log_.Start().ok());
  }

  absl::Status AppendAll(const std::vector<Event>& all) {
    return log_.Run(Soon(), [&](Transaction&, EventWriter& events) {
      for (const Event& event : all) {
        absl::Status status = events.Append(event);
        if (!status.ok()) return status;
      }
      return absl::OkStatus();
    });
  }

  static std::vector<int64_t> Living(ChangeLog& log) {
    const absl::StatusOr<std::vector<int64_t>> living = log.LivingOrigins();
    EXPECT_TRUE(living.ok()) << living.status();
    return living.value_or(std::vector<int64_t>());
  }

  // What was answered to `request` of `actor`.
  std::optional<Replay> LookFor(const Actor& actor, const RequestKey& request) {
    absl::Time now;
    std::optional<Replay> replay;
    const absl::Status status =
        RunTransaction(pool_, {}, Soon(), [&](Transaction& transaction) {
          return ChangeLog::Look(transaction, actor, request, &now, &replay);
        });
    EXPECT_TRUE(status.ok()) << status;
    EXPECT_LT(now, absl::Now() + absl::Minutes(1));
    EXPECT_GT(now, absl::Now() - absl::Minutes(1));
    return replay;
  }

  std::string SafeSeq() {
    EXPECT_TRUE(log_.Heartbeat().ok());  // settles what is owed
    EXPECT_TRUE(log_.Heartbeat().ok());  // says so
    return Select("SELECT safe_seq FROM origin_lease ORDER BY origin_id DESC")
        .front()
        .front();
  }

  ChangeLog log_{pool_};
};

TEST_F(ChangeLogFixture, StartsThoughNobodySaysWhetherItCommitted) {
  int commits = 0;
  fault_ = [&](FaultPoint point, absl::string_view) {
    return point == FaultPoint::kAfterCommit && ++commits <= 3
               ? ConnectionLost()
               : absl::OkStatus();
  };
  ChangeLog log(pool_);
  EXPECT_TRUE(log.Start().ok());
  EXPECT_GT(commits, 3);
  EXPECT_TRUE(Append(log, "a").ok());
  EXPECT_EQ(Select("SELECT MAX(origin_id) FROM origin")[0][0],
            std::to_string(log.origin()));
}

TEST_F(ChangeLogTest, NumbersEventsFromOneInOrder) {
  ASSERT_TRUE(AppendAll({EventOf("a"), EventOf("b")}).ok());
  ASSERT_TRUE(AppendAll({EventOf("c")}).ok());
  EXPECT_THAT(Select("SELECT seq, subjects FROM event ORDER BY seq"),
              ElementsAre(ElementsAre("1", "a"), ElementsAre("2", "b"),
                          ElementsAre("3", "c")));
  EXPECT_EQ(SafeSeq(), "3");
}

TEST_F(ChangeLogTest, RemembersEverythingOfAnEvent) {
  const std::string subjects("\x00\xFF\x80'\\\n 16 bytes ", 16);
  Event event = RequestedEvent();
  event.subjects = subjects;
  ASSERT_TRUE(AppendAll({event}).ok());
  EXPECT_THAT(
      Select("SELECT kind, brand_id, role, principal, action, request_id,"
             " request_hash, subjects, reply FROM event"),
      ElementsAre(ElementsAre("2", "maison", "4", "ada", "PutStores",
                              "request-1", kRequest.request_hash, subjects,
                              event.reply)));
}

TEST_F(ChangeLogTest, TakesNoMoreSubjectsThanTheColumnHolds) {
  ASSERT_TRUE(
      AppendAll({EventOf(std::string(kEventSubjectsBytesMax, 'x'))}).ok());
  EXPECT_EQ(
      AppendAll({EventOf(std::string(kEventSubjectsBytesMax + 1, 'x'))}).code(),
      absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(EventRows(), SizeIs(1));
}

TEST_F(ChangeLogTest, PutsAVoidRowWhereATransactionFailed) {
  const absl::Status status =
      log_.Run(Soon(), [&](Transaction&, EventWriter& events) {
        EXPECT_TRUE(events.Append(EventOf("a")).ok());
        return absl::NotFoundError("no such store");
      });
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(EventRows(), ElementsAre(ElementsAre("1", "1", "0")));
  EXPECT_EQ(SafeSeq(), "1");
}

TEST_F(ChangeLogTest, PutsAVoidRowForEachAttemptButTheLast) {
  int runs = 0;
  const absl::Status status =
      log_.Run(Soon(), [&](Transaction&, EventWriter& events) {
        EXPECT_TRUE(events.Append(EventOf("a")).ok());
        return ++runs < 3 ? RolledBack() : absl::OkStatus();
      });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_THAT(EventRows(), ElementsAre(ElementsAre("1", "1", "0"),
                                       ElementsAre("1", "2", "0"),
                                       ElementsAre("1", "3", "2")));
  EXPECT_EQ(SafeSeq(), "3");
}

TEST_F(ChangeLogTest, FindsOutAboutACommitWithoutAnAnswer) {
  LoseNextAnswerToCommit();
  int replays = 0;
  const absl::Status status =
      log_.Run(Soon(), [&](Transaction& transaction, EventWriter& events) {
        absl::Time now;
        std::optional<Replay> replay;
        absl::Status look =
            ChangeLog::Look(transaction, TestActor(), kRequest, &now, &replay);
        if (!look.ok()) return look;
        if (!replay.has_value()) return events.Append(RequestedEvent());
        ++replays;
        return absl::OkStatus();
      });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(replays, 1);
  EXPECT_THAT(EventRows(), ElementsAre(ElementsAre("1", "1", "2")));
  EXPECT_EQ(SafeSeq(), "1");
}

TEST_F(ChangeLogTest, NamesOnTheReceiptWhatWasCommitted) {
  const auto receipt = std::make_shared<WriteReceipt>();
  Event event = EventOf("a");
  event.actor.receipt = receipt;
  int runs = 0;
  const absl::Status status =
      log_.Run(Soon(), [&](Transaction&, EventWriter& events) {
        EXPECT_TRUE(events.Append(event).ok());
        EXPECT_TRUE(events.Append(event).ok());
        EXPECT_THAT(receipt->written, IsEmpty());
        return ++runs == 1
                   ? MakeDbStatus(DbOutcome::kRolledBack, 1213, "deadlock")
                   : absl::OkStatus();
      });
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_THAT(receipt->written, ElementsAre(EventName{1, 3}, EventName{1, 4}));
}

TEST_F(ChangeLogTest, NamesAsWrittenOnlyWhatIsAnswered) {
  // Memory hears of `a` from its writer, and of the rest from the follower.
  const auto receipt = std::make_shared<WriteReceipt>();
  Event alone = EventOf("a");
  alone.subject = "a";
  alone.actor.receipt = receipt;
  Event with_more = alone;
  with_more.subjects = "ab";
  ASSERT_TRUE(AppendAll({alone, with_more}).ok());
  EXPECT_THAT(receipt->written, ElementsAre(EventName{1, 1}));
  EXPECT_THAT(receipt->repeated, ElementsAre(EventName{1, 2}));
}

TEST_F(ChangeLogTest, NamesNothingAsWrittenOnTheReceiptOfWhatFailed) {
  const auto receipt = std::make_shared<WriteReceipt>();
  Event event = EventOf("a");
  event.actor.receipt = receipt;
  EXPECT_FALSE(log_.Run(Soon(),
                        [&](Transaction&, EventWriter& events) {
                          EXPECT_TRUE(events.Append(event).ok());
                          return absl::CancelledError();
                        })
                   .ok());
  EXPECT_THAT(receipt->written, IsEmpty());
}

// A body that finds its change there already appends nothing.
TEST_F(ChangeLogTest, NamesOnTheReceiptWhatMayHaveBeenCommittedUnanswered) {
  LoseNextAnswerToCommit();
  const auto receipt = std::make_shared<WriteReceipt>();
  Event event = EventOf("a");
  event.actor.receipt = receipt;
  int runs = 0;
  const absl::Status status =
      log_.Run(Soon(), [&](Transaction&, EventWriter& events) {
        return ++runs == 1 ? events.Append(event) : absl::OkStatus();
      });
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_THAT(receipt->written, IsEmpty());
  EXPECT_THAT(receipt->repeated, ElementsAre(EventName{1, 1}));
}

TEST_F(ChangeLogTest, NamesTheFirstEventOnTheReceiptOfARepeatedRequest) {
  ASSERT_TRUE(AppendAll({EventOf("a"), RequestedEvent()}).ok());
  Actor actor = TestActor();
  actor.receipt = std::make_shared<WriteReceipt>();
  ASSERT_TRUE(LookFor(actor, kRequest).has_value());
  EXPECT_THAT(actor.receipt->written, IsEmpty());
  EXPECT_THAT(actor.receipt->repeated, ElementsAre(EventName{1, 2}));
}

TEST_F(ChangeLogTest, KeepsOwingANumberWhoseTransactionMayBeUnderWay) {
  const auto locked = std::make_shared<bool>(true);
  fault_ = [locked](FaultPoint, absl::string_view sql) {
    return *locked && absl::StrContains(sql, "'', 0, '', ''")
               ? MakeDbStatus(DbOutcome::kLockWait, 1205, "lock wait")
               : absl::OkStatus();
  };
  EXPECT_FALSE(log_.Run(Soon(),
                        [&](Transaction&, EventWriter& events) {
                          EXPECT_TRUE(events.Append(EventOf("a")).ok());
                          return absl::CancelledError();
                        })
                   .ok());
  ASSERT_TRUE(AppendAll({EventOf("b")}).ok());
  EXPECT_EQ(SafeSeq(), "0");
  *locked = false;
  EXPECT_EQ(SafeSeq(), "2");
  EXPECT_THAT(EventRows(), ElementsAre(ElementsAre("1", "1", "0"),
                                       ElementsAre("1", "2", "2")));
}

TEST_F(ChangeLogTest, AnswersARequestThatWasDoneBefore) {
  EXPECT_FALSE(LookFor(TestActor(), kRequest).has_value());
  ASSERT_TRUE(AppendAll({RequestedEvent()}).ok());
  const std::optional<Replay> replay = LookFor(TestActor(), kRequest);
  ASSERT_TRUE(replay.has_value());
  EXPECT_EQ(replay->request_hash, kRequest.request_hash);
  EXPECT_EQ(replay->reply, RequestedEvent().reply);
}

TEST_F(ChangeLogTest, KeepsRequestsOfOthersApart) {
  ASSERT_TRUE(AppendAll({RequestedEvent()}).ok());
  Actor actor = TestActor();
  actor.principal = "Ada";  // not folded
  EXPECT_FALSE(LookFor(actor, kRequest).has_value());
  actor = TestActor();
  actor.brand = BrandId::FromStored("other");
  EXPECT_FALSE(LookFor(actor, kRequest).has_value());
  EXPECT_FALSE(
      LookFor(TestActor(), {"request-2", kRequest.request_hash}).has_value());
}

TEST_F(ChangeLogTest, RefusesARequestIdThatWasUsed) {
  ASSERT_TRUE(AppendAll({RequestedEvent()}).ok());
  const absl::Status status = AppendAll({RequestedEvent()});
  EXPECT_EQ(status.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_TRUE(DuplicateOf(status, "event.event_request")) << status;
  EXPECT_EQ(SafeSeq(), "2");
}

TEST_F(ChangeLogTest, GoesOnAsAnotherOriginWhenFenced) {
  ASSERT_TRUE(AppendAll({EventOf("a")}).ok());
  Execute("UPDATE origin SET fenced = 1");
  int runs = 0;
  const absl::Status status =
      log_.Run(Soon(), [&](Transaction&, EventWriter& events) {
        ++runs;
        return events.Append(EventOf("b"));
      });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(log_.origin(), 2);
  EXPECT_THAT(
      Select("SELECT origin_id, seq, subjects FROM event ORDER BY 1"),
      ElementsAre(ElementsAre("1", "1", "a"), ElementsAre("2", "1", "b")));
}

TEST_F(ChangeLogTest, RunsTheBodyAgainEvenIfItHidesThatItIsFenced) {
  Execute("UPDATE origin SET fenced = 1");
  const absl::Status status =
      log_.Run(Soon(), [&](Transaction&, EventWriter& events) {
        events.Append(EventOf("a")).IgnoreError();
        return absl::OkStatus();
      });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_THAT(EventRows(), ElementsAre(ElementsAre("2", "1", "2")));
}

TEST_F(ChangeLogTest, WritesNoVoidRowsAsAFencedOrigin) {
  EXPECT_FALSE(log_.Run(Soon(),
                        [&](Transaction&, EventWriter& events) {
                          EXPECT_TRUE(events.Append(EventOf("a")).ok());
                          return ConnectionLost();
                        })
                   .ok());
  Execute("UPDATE origin SET fenced = 1");
  EXPECT_TRUE(log_.Heartbeat().ok());
  EXPECT_TRUE(log_.Heartbeat().ok());
  EXPECT_THAT(EventRows(), IsEmpty());
}

TEST_F(ChangeLogTest, RenewsItsLeaseWithEachHeartbeat) {
  EndAllLeases();
  EXPECT_TRUE(log_.Heartbeat().ok());
  EXPECT_THAT(Select("SELECT lease_end > UTC_TIMESTAMP(6) + INTERVAL 10 SECOND,"
                     " lease_end < UTC_TIMESTAMP(6) + INTERVAL 16 SECOND"
                     " FROM origin_lease"),
              ElementsAre(ElementsAre("1", "1")));
}

TEST_F(ChangeLogTest, BecomesAnotherOriginWithTheHeartbeatAfterBeingFenced) {
  Execute("UPDATE origin SET fenced = 1");
  EXPECT_TRUE(log_.Heartbeat().ok());
  EXPECT_EQ(log_.origin(), 2);
}

TEST_F(ChangeLogTest, KnowsTheOriginsThatLive) {
  {
    ChangeLog other(pool_);
    ASSERT_TRUE(other.Start().ok());
    EXPECT_THAT(Living(log_), ElementsAre(1, 2));
    EXPECT_THAT(Living(other), ElementsAre(1, 2));
  }
  EXPECT_THAT(Living(log_), ElementsAre(1));
  EndAllLeases();
  EXPECT_THAT(Living(log_), IsEmpty());
  ASSERT_TRUE(log_.Heartbeat().ok());
  EXPECT_THAT(Living(log_), ElementsAre(1));
  Execute("UPDATE origin SET fenced = 1");
  EXPECT_THAT(Living(log_), IsEmpty());
}

TEST_F(ChangeLogTest, GivesUpItsLeaseAtTheEnd) {
  {
    ChangeLog other(pool_);
    ASSERT_TRUE(other.Start().ok());
    ASSERT_TRUE(Append(other, "a").ok());
  }
  EXPECT_THAT(Select("SELECT origin_id, safe_seq FROM origin_lease"
                     " WHERE lease_end <= UTC_TIMESTAMP(6)"),
              ElementsAre(ElementsAre("2", "1")));
}

TEST_F(ChangeLogTest, GivesLogsThatStartAtOnceNumbersWithoutGaps) {
  constexpr int kLogs = 8;
  std::set<int64_t> origins;
  std::mutex mutex;
  std::vector<std::thread> threads;
  for (int i = 0; i < kLogs; ++i) {
    threads.emplace_back([&] {
      ChangeLog other(pool_);
      EXPECT_TRUE(other.Start().ok());
      const std::lock_guard<std::mutex> lock(mutex);
      origins.insert(other.origin());
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(origins, ElementsAre(2, 3, 4, 5, 6, 7, 8, 9));
}

TEST_F(ChangeLogTest, RegistersOnceHoweverManyFindThemselvesFenced) {
  Execute("UPDATE origin SET fenced = 1");
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] { EXPECT_TRUE(Append(log_, "a").ok()); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(Select("SELECT COUNT(*) FROM origin"),
              ElementsAre(ElementsAre("2")));
  EXPECT_THAT(EventRows(), SizeIs(8));
}

}  // namespace
}  // namespace rapport::db
