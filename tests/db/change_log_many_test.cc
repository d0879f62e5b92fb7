// Several events in one transaction, of several actors: each is told of their
// own, and of no other.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "db/change_log.h"
#include "db/errors.h"
#include "tests/db/change_log_fixture.h"

namespace rapport::db {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class ChangeLogManyTest : public ChangeLogFixture {
 protected:
  void SetUp() override {
    ChangeLogFixture::SetUp();
    ASSERT_TRUE(log_.Start().ok());
  }

  // An event of somebody of that name, who wants a receipt.
  Event By(const std::string& name) {
    Event event = EventOf(name);
    event.actor.principal = name;
    event.actor.receipt = std::make_shared<WriteReceipt>();
    event.request = &request_;
    event.reply = absl::StrCat("told ", name);
    return event;
  }

  absl::Status AppendAll(const std::vector<Event>& all) {
    return log_.Run(Soon(), [&](Transaction&, EventWriter& events) {
      return events.AppendAll(all);
    });
  }

  absl::Status AppendAllAtCommit(const std::vector<Event>& all) {
    return log_.Run(Soon(), [&](Transaction&, EventWriter& events) {
      return events.AppendAll(all, When::kAtCommit);
    });
  }

  static std::vector<EventName> Written(const Event& event) {
    return event.actor.receipt->written;
  }
  static std::vector<EventName> Repeated(const Event& event) {
    return event.actor.receipt->repeated;
  }

  const RequestKey request_ = {"request-1", std::string(32, '\xF1')};
  ChangeLog log_{pool_};
};

TEST_F(ChangeLogManyTest, NamesEachEventOnTheReceiptOfItsOwnActor) {
  const std::vector<Event> all = {By("ada"), By("bo"), By("cy")};
  ASSERT_TRUE(AppendAll(all).ok());
  EXPECT_THAT(Written(all[0]), ElementsAre(EventName{1, 1}));
  EXPECT_THAT(Written(all[1]), ElementsAre(EventName{1, 2}));
  EXPECT_THAT(Written(all[2]), ElementsAre(EventName{1, 3}));
  for (const Event& event : all) EXPECT_THAT(Repeated(event), IsEmpty());
}

TEST_F(ChangeLogManyTest, NamesThemSoToo_WhenAppendedOneByOne) {
  const Event ada = By("ada");
  const Event bo = By("bo");
  ASSERT_TRUE(log_.Run(Soon(),
                       [&](Transaction&, EventWriter& events) {
                         absl::Status status = events.Append(ada);
                         status.Update(events.Append(bo));
                         return status;
                       })
                  .ok());
  EXPECT_THAT(Written(ada), ElementsAre(EventName{1, 1}));
  EXPECT_THAT(Written(bo), ElementsAre(EventName{1, 2}));
}

TEST_F(ChangeLogManyTest, AppendsAtCommitAsAtOnce) {
  const Event ada = By("ada");
  const Event bo = By("bo");
  ASSERT_TRUE(AppendAllAtCommit({ada, bo}).ok());
  EXPECT_THAT(Written(ada), ElementsAre(EventName{1, 1}));
  EXPECT_THAT(Written(bo), ElementsAre(EventName{1, 2}));
  EXPECT_THAT(EventRows(), SizeIs(2));
}

// Its numbers are void by then: nobody is to wait for them.
TEST_F(ChangeLogManyTest, SaysNothingOfWhatWasRefusedAtCommit) {
  ASSERT_TRUE(AppendAllAtCommit({By("ada")}).ok());
  const Event again = By("ada");
  const absl::Status status = AppendAllAtCommit({again});
  EXPECT_TRUE(DuplicateOf(status, "event.event_request")) << status;
  EXPECT_THAT(Written(again), IsEmpty());
  EXPECT_THAT(Repeated(again), IsEmpty());
  EXPECT_THAT(EventRows(), SizeIs(2));
}

TEST_F(ChangeLogManyTest, GoesOnAsAnotherOriginIfItIsFencedAtCommit) {
  auto other = Connection::Open(schema_.url());
  ASSERT_TRUE(other.ok()) << other.status();
  if (!(*other)->takes_blocks()) GTEST_SKIP() << "all is sent at once";
  const Event ada = By("ada");
  int runs = 0;
  const absl::Status status =
      log_.Run(Soon(), [&](Transaction&, EventWriter& events) {
        const absl::Status appended = events.AppendAll({ada}, When::kAtCommit);
        if (++runs == 1) {
          EXPECT_TRUE((*other)->Execute("UPDATE origin SET fenced = 1").ok());
        }
        return appended;
      });
  EXPECT_EQ(status, absl::OkStatus());
  EXPECT_EQ(runs, 2);
  EXPECT_THAT(Written(ada), ElementsAre(EventName{2, 1}));
  EXPECT_EQ(log_.origin(), 2);
}

TEST_F(ChangeLogManyTest, RemembersOfManyWhatItDoesOfOne) {
  ASSERT_TRUE(AppendAll({By("ada")}).ok());
  Event bo = By("bo");  // what history shows, and nobody can ask for again
  bo.request = nullptr;
  Event di = bo;
  di.reply.clear();
  ASSERT_TRUE(AppendAll({By("cy"), bo, di}).ok());
  const auto row = [](const char* name) {
    return ElementsAre("1", "2", "maison", "4", name, "PutStores", "request-1",
                       std::string(32, '\xF1'), name,
                       absl::StrCat("told ", name), "1");
  };
  EXPECT_THAT(
      Select("SELECT origin_id, kind, brand_id, role, principal, action,"
             " request_id, request_hash, subjects, reply, occur_time BETWEEN"
             " UTC_TIMESTAMP(6) - INTERVAL 1 MINUTE AND UTC_TIMESTAMP(6)"
             " FROM event WHERE request_id IS NOT NULL ORDER BY seq"),
      ElementsAre(row("ada"), row("cy")));
  EXPECT_THAT(Select("SELECT seq, request_hash, reply FROM event"
                     " WHERE request_id IS NULL ORDER BY seq"),
              ElementsAre(ElementsAre("3", "NULL", "told bo"),
                          ElementsAre("4", "NULL", "NULL")));
}

TEST_F(ChangeLogManyTest, TellsOnlyThoseInDoubtOfALostCommit) {
  LoseNextAnswerToCommit();
  const Event ada = By("ada");
  const Event bo = By("bo");
  int runs = 0;
  const absl::Status status =
      log_.Run(Soon(), [&](Transaction&, EventWriter& events) {
        return ++runs == 1 ? events.AppendAll({ada}) : events.AppendAll({bo});
      });
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_THAT(Written(ada), IsEmpty());
  EXPECT_THAT(Repeated(ada), ElementsAre(EventName{1, 1}));
  EXPECT_THAT(Written(bo), ElementsAre(EventName{1, 2}));
  EXPECT_THAT(Repeated(bo), IsEmpty());
}

TEST_F(ChangeLogManyTest, PutsAVoidRowForEachOfWhatFailed) {
  ASSERT_TRUE(AppendAll({By("ada")}).ok());
  const std::vector<Event> all = {By("bo"), By("ada"), By("cy")};
  const absl::Status status = AppendAll(all);
  EXPECT_TRUE(DuplicateOf(status, "event.event_request")) << status;
  for (const Event& event : all) EXPECT_THAT(Written(event), IsEmpty());
  EXPECT_THAT(
      EventRows(),
      ElementsAre(ElementsAre("1", "1", "2"), ElementsAre("1", "2", "0"),
                  ElementsAre("1", "3", "0"), ElementsAre("1", "4", "0")));
}

TEST_F(ChangeLogManyTest, GoesOnAsAnotherOriginWhenFenced) {
  Execute("UPDATE origin SET fenced = 1");
  const std::vector<Event> all = {By("ada"), By("bo")};
  ASSERT_TRUE(AppendAll(all).ok());
  EXPECT_EQ(log_.origin(), 2);
  EXPECT_THAT(Written(all[1]), ElementsAre(EventName{2, 2}));
  EXPECT_THAT(EventRows(), SizeIs(2));
}

TEST_F(ChangeLogManyTest, KeepsFencingWaitingUntilTheTransactionEnds) {
  constexpr char kFence[] = "SELECT 1 FROM origin FOR UPDATE NOWAIT";
  auto other = Connection::Open(schema_.url());
  ASSERT_TRUE(other.ok()) << other.status();
  const auto fence = [&] {
    return (*other)->Query(kFence, {},
                           [](const Row&) { return absl::OkStatus(); });
  };
  for (const std::vector<Event>& all :
       {std::vector<Event>{By("ada")},
        std::vector<Event>{By("bo"), By("cy")}}) {
    const absl::Status status =
        log_.Run(Soon(), [&](Transaction&, EventWriter& events) {
          EXPECT_EQ(fence(), absl::OkStatus());
          const absl::Status appended = events.AppendAll(all);
          EXPECT_EQ(OutcomeOf(fence()), DbOutcome::kLockWait);
          return appended;
        });
    EXPECT_EQ(status, absl::OkStatus());
    EXPECT_EQ(fence(), absl::OkStatus());
  }
}

TEST_F(ChangeLogManyTest, AppendsNoneIfOneNamesTooManySubjects) {
  Event large = By("bo");
  large.subjects = std::string(kEventSubjectsBytesMax + 1, 'x');
  EXPECT_EQ(AppendAll({By("ada"), large}).code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(EventRows(), IsEmpty());
  EXPECT_TRUE(AppendAll({}).ok());
}

}  // namespace
}  // namespace rapport::db
