// Events and fencing as on a cluster, where certification judges between those
// who wrote the same row: on one server its locks stand in for that.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "tests/db/change_log_fixture.h"

namespace rapport::db {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class OriginLaneTest : public ChangeLogFixture {
 protected:
  void SetUp() override {
    ChangeLogFixture::SetUp();
    ASSERT_TRUE(log_.Start().ok());
    ASSERT_TRUE(follower_.Start().ok());
  }

  static PoolOptions AsIfGalera() {
    PoolOptions options;
    options.connect.as_if_galera = true;
    return options;
  }

  int64_t Lanes(int64_t origin) {
    return Number(absl::StrCat(
        "SELECT COUNT(*) FROM origin_lane WHERE origin_id = ", origin));
  }

  int64_t Number(const std::string& sql) {
    int64_t number = -1;
    const absl::Status status = onlooker_->Query(sql, {}, [&](const Row& row) {
      number = row.Int64(0);
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
    return number;
  }

  Pool cluster_{schema_.url(), AsIfGalera()};
  ChangeLog log_{cluster_};
  ChangeFollower follower_{cluster_};
};

TEST_F(OriginLaneTest, IsWrittenByEachTransactionOnce) {
  ASSERT_EQ(Lanes(log_.origin()), kOriginLanes);
  ASSERT_TRUE(Append(log_, "a").ok());
  ASSERT_TRUE(log_.Run(Soon(),
                       [&](Transaction&, EventWriter& events) {
                         const absl::Status first = events.Append(EventOf("b"));
                         return first.ok() ? events.Append(EventOf("c"))
                                           : first;
                       })
                  .ok());
  EXPECT_EQ(Number("SELECT CAST(SUM(uses) AS SIGNED) FROM origin_lane"), 2);
  EXPECT_EQ(Number("SELECT CAST(MAX(uses) AS SIGNED) FROM origin_lane"), 1);
  EXPECT_THAT(Poll(follower_), ElementsAre("a", "b", "c"));
}

TEST_F(OriginLaneTest, AreGoneOnceTheOriginIsFenced) {
  const int64_t first = log_.origin();
  EndAllLeases();
  EXPECT_THAT(Poll(follower_), IsEmpty());
  EXPECT_EQ(Lanes(first), 0);
  ASSERT_TRUE(Append(log_, "a").ok());
  EXPECT_NE(log_.origin(), first);
  EXPECT_EQ(Lanes(log_.origin()), kOriginLanes);
  EXPECT_THAT(Poll(follower_), ElementsAre("a"));
}

// As a certified write elsewhere would: the lanes go while a transaction is
// about to write.
TEST_F(OriginLaneTest, LetNobodyWriteWithoutOne) {
  const int64_t first = log_.origin();
  int runs = 0;
  const absl::Status status =
      log_.Run(Soon(), [&](Transaction&, EventWriter& events) {
        if (++runs == 1) Execute("DELETE FROM origin_lane");
        return events.Append(EventOf("a"));
      });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(runs, 2);
  EXPECT_NE(log_.origin(), first);
  EXPECT_EQ(Number("SELECT origin_id FROM event"), log_.origin());
}

TEST_F(OriginLaneTest, KeepAnOriginFromBeingFencedWhileOneIsInUse) {
  const int64_t first = log_.origin();
  const absl::Status status =
      log_.Run(Soon(), [&](Transaction&, EventWriter& events) {
        const absl::Status appended = events.Append(EventOf("a"));
        EndAllLeases();
        EXPECT_THAT(Poll(follower_), IsEmpty());
        EXPECT_EQ(Lanes(first), kOriginLanes);
        return appended;
      });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_THAT(Poll(follower_), ElementsAre("a"));
}

TEST_F(OriginLaneTest, AreNotUsedOnASingleServer) {
  Pool single(schema_.url());
  ChangeLog log(single);
  ASSERT_TRUE(log.Start().ok());
  ASSERT_TRUE(Append(log, "a").ok());
  EXPECT_EQ(Lanes(log.origin()), 0);
}

}  // namespace
}  // namespace rapport::db
