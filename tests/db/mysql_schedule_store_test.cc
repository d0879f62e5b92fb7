// What the schedule store does beyond its contract: bounds, events, and what
// holds write in the same row.

#include "db/mysql_schedule_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "db/errors.h"
#include "server/vocabulary/error.h"
#include "tests/db/change_log_fixture.h"

namespace rapport::db {
namespace {

using calendar::Schedule;
using calendar::ScheduleWrite;
using calendar::StoredSchedule;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const RequestKey kRequest = {"request-1", std::string(32, '\x80')};

AssociateId AssociateNumber(int number) {
  return AssociateIdOf("hr", absl::StrCat(number));
}

Schedule MondaysFrom(int start_minute) {
  Schedule schedule;
  schedule.weekly_periods = {
      {absl::Weekday::monday, {start_minute, 1440, std::nullopt, {}}}};
  return schedule;
}

std::vector<ScheduleWrite> Writes(int count, int start_minute) {
  std::vector<ScheduleWrite> writes;
  for (int i = 0; i < count; ++i) {
    writes.push_back(
        {AssociateNumber(i), MondaysFrom(start_minute), std::nullopt});
  }
  return writes;
}

class MysqlScheduleStoreTest : public ChangeLogFixture {
 protected:
  void SetUp() override {
    ChangeLogFixture::SetUp();
    ASSERT_TRUE(log_.Start().ok());
  }

  absl::StatusOr<StoredSchedule> Put(int associate, int start_minute,
                                     const RequestKey& request = kRequest) {
    return store_.Put(
        TestActor(), request,
        {AssociateNumber(associate), MondaysFrom(start_minute), std::nullopt});
  }

  std::map<AssociateId, StoredSchedule> Schedules() {
    std::map<AssociateId, StoredSchedule> found;
    const absl::Status status =
        store_.Read(TestActor().brand, {}, [&](const StoredSchedule& stored) {
          EXPECT_TRUE(found.emplace(stored.associate, stored).second)
              << "read twice";
        });
    EXPECT_TRUE(status.ok()) << status;
    return found;
  }

  Rows Events() {
    return Select(
        "SELECT kind, action, request_id, subjects FROM event ORDER BY seq");
  }

  ChangeLog log_{pool_};
  MysqlScheduleStore store_{pool_, log_};
};

TEST_F(MysqlScheduleStoreTest, LeavesTheCountOfHoldsAlone) {
  ASSERT_TRUE(Put(1, 0).ok());
  Execute("UPDATE calendar SET bookings = 41");
  ASSERT_TRUE(Put(1, 5, {"request-2", kRequest.request_hash}).ok());
  ASSERT_TRUE(store_
                  .PutMany(TestActor(), {{AssociateNumber(1), MondaysFrom(10),
                                          std::nullopt}})
                  .ok());
  EXPECT_THAT(Select("SELECT version, bookings FROM calendar"),
              ElementsAre(ElementsAre("3", "41")));
}

TEST_F(MysqlScheduleStoreTest, LeavesAnEventThatNamesTheAssociate) {
  ASSERT_TRUE(Put(1, 0).ok());
  const std::string subject(AssociateNumber(1).stored());
  EXPECT_THAT(Events(), ElementsAre(ElementsAre("5", "PutSchedule", "request-1",
                                                subject)));
}

TEST_F(MysqlScheduleStoreTest, LeavesOneEventOfThoseOfManyThatChanged) {
  ASSERT_TRUE(store_.PutMany(TestActor(), Writes(3, 0)).ok());
  ASSERT_TRUE(store_.PutMany(TestActor(), Writes(3, 0)).ok());
  std::vector<ScheduleWrite> writes = Writes(3, 0);
  writes[1].schedule = MondaysFrom(5);
  ASSERT_TRUE(store_.PutMany(TestActor(), writes).ok());
  ASSERT_THAT(Events(), SizeIs(2));
  EXPECT_THAT(Events()[0][3], SizeIs(3 * 16));
  EXPECT_THAT(Events()[1],
              ElementsAre("5", "PutSchedules", "NULL",
                          std::string(AssociateNumber(1).stored())));
}

TEST_F(MysqlScheduleStoreTest, WritesAndReadsAsManyAsItTakesInOneCall) {
  const int count = calendar::kSchedulesPutMax;
  ASSERT_TRUE(store_.PutMany(TestActor(), Writes(count, 0)).ok());
  const auto put = store_.PutMany(TestActor(), Writes(count, 5));
  ASSERT_TRUE(put.ok()) << put.status();
  const auto found = Schedules();
  ASSERT_THAT(found, SizeIs(count));
  for (const StoredSchedule& stored : *put) {
    EXPECT_EQ(stored.version, 2);
    EXPECT_EQ(found.at(stored.associate).schedule, stored.schedule);
    EXPECT_EQ(found.at(stored.associate).update_time, stored.update_time);
  }
}

TEST_F(MysqlScheduleStoreTest, RefusesMoreThanOneCallTakesAndAnyTwice) {
  const auto code = [&](const std::vector<ScheduleWrite>& writes) {
    return store_.PutMany(TestActor(), writes).status().code();
  };
  EXPECT_EQ(code(Writes(calendar::kSchedulesPutMax + 1, 0)),
            absl::StatusCode::kInvalidArgument);
  std::vector<ScheduleWrite> twice = Writes(2, 0);
  twice[1].associate = twice[0].associate;
  EXPECT_EQ(code(twice), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(Schedules(), IsEmpty());
}

TEST_F(MysqlScheduleStoreTest, DoesNotRememberAnEmptyScheduleThatNeverWas) {
  const auto put = store_.PutMany(
      TestActor(), {{AssociateNumber(1), Schedule(), std::nullopt}});
  ASSERT_TRUE(put.ok()) << put.status();
  EXPECT_EQ(put->front().version, 0);
  EXPECT_THAT(Schedules(), IsEmpty());
}

TEST_F(MysqlScheduleStoreTest, AnswersARequestWhoseCommitHadNoAnswer) {
  LoseNextAnswerToCommit();
  const auto put = Put(1, 0);
  ASSERT_TRUE(put.ok()) << put.status();
  EXPECT_EQ(put->version, 1);
  EXPECT_EQ(Schedules().at(AssociateNumber(1)).update_time, put->update_time);
}

TEST_F(MysqlScheduleStoreTest, SaysWhichEventsACallLeftAndWhichItRepeated) {
  Actor actor = TestActor();
  actor.receipt = std::make_shared<WriteReceipt>();
  const ScheduleWrite write = {AssociateNumber(1), MondaysFrom(1),
                               std::nullopt};
  ASSERT_TRUE(store_.Put(actor, kRequest, write).ok());
  ASSERT_TRUE(store_.Put(actor, kRequest, write).ok());
  ASSERT_TRUE(store_.Replay(actor, kRequest, write).ok());
  EXPECT_EQ(actor.receipt->written, (std::vector<EventName>{{1, 1}}));
  EXPECT_EQ(actor.receipt->repeated, (std::vector<EventName>{{1, 1}, {1, 1}}));
}

TEST_F(MysqlScheduleStoreTest, RefusesARequestIdUsedForAnotherAssociate) {
  ASSERT_TRUE(Put(1, 0).ok());
  const auto reused = Put(2, 0, {"request-1", std::string(32, 'b')});
  EXPECT_EQ(reused.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(reused.status()), "REQUEST_ID_REUSED");
  EXPECT_THAT(Schedules(), SizeIs(1));
}

TEST_F(MysqlScheduleStoreTest, SaysSoIfARowCannotBeRead) {
  ASSERT_TRUE(Put(1, 0).ok());
  Execute("UPDATE calendar SET schedule = 'x'");
  EXPECT_EQ(
      store_.Read(TestActor().brand, {}, [](const StoredSchedule&) {}).code(),
      absl::StatusCode::kInternal);
}

}  // namespace
}  // namespace rapport::db
