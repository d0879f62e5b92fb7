// Many writers that fail in every way there is, origins that are fenced while
// they write, and followers that must all see exactly what was committed.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <iostream>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "db/errors.h"
#include "tests/db/change_log_fixture.h"

namespace rapport::db {
namespace {

constexpr int kWriters = 6;
constexpr int kTransactionsEach = 60;
constexpr int kServers = 2;
constexpr int kFencings = 8;

// Which of the ways a transaction may go.
enum class Fate {
  kCommits,
  kFails,            // the body returns an error
  kIsRolledBack,     // a deadlock, then it commits
  kLosesConnection,  // before COMMIT, then it commits
  kLosesAnswer,      // of COMMIT
  kLosesSession,     // killed after it wrote
};
constexpr int kFates = 6;

// What the connections of this thread do at their next fault points.
thread_local FaultPoint faulty_point = FaultPoint::kConnect;
thread_local bool fault_armed = false;

absl::Status ArmedFault(FaultPoint point, absl::string_view) {
  if (!fault_armed || point != faulty_point) return absl::OkStatus();
  fault_armed = false;
  return MakeDbStatus(DbOutcome::kNotCommitted, 2013, "connection lost");
}

void Arm(FaultPoint point) {
  fault_armed = true;
  faulty_point = point;
}

// Ends the session of `transaction` from outside.
void Kill(Connection& killer, Transaction& transaction) {
  int64_t session = 0;
  EXPECT_TRUE(transaction
                  .Query("SELECT CONNECTION_ID()", {},
                         [&](const Row& row) {
                           session = row.Int64(0);
                           return absl::OkStatus();
                         })
                  .ok());
  EXPECT_TRUE(killer.ExecuteText(absl::StrCat("KILL ", session)).ok());
}

class ChangeStorm : public ChangeLogFixture {
 protected:
  void SetUp() override {
    ChangeLogFixture::SetUp();
    fault_ = ArmedFault;
    for (int i = 0; i < kServers; ++i) {
      logs_.push_back(std::make_unique<ChangeLog>(pool_));
      ASSERT_TRUE(logs_.back()->Start().ok());
    }
  }

  // One transaction with two events. A commit in doubt leaves it open whether
  // they are there; the database says.
  void Transact(ChangeLog& log, Connection& killer, Fate fate,
                absl::string_view name) {
    int runs = 0;
    log.Run(Soon(),
            [&](Transaction& transaction, EventWriter& events) {
              const bool first = ++runs == 1;
              absl::Status status =
                  events.Append(EventOf(absl::StrCat(name, "a", runs)));
              status.Update(
                  events.Append(EventOf(absl::StrCat(name, "b", runs))));
              if (fate == Fate::kFails) return absl::CancelledError();
              if (!first) return status;
              if (fate == Fate::kIsRolledBack) {
                return MakeDbStatus(DbOutcome::kRolledBack, 1213, "deadlock");
              }
              if (fate == Fate::kLosesConnection)
                Arm(FaultPoint::kBeforeCommit);
              if (fate == Fate::kLosesAnswer) Arm(FaultPoint::kAfterCommit);
              if (fate == Fate::kLosesSession) Kill(killer, transaction);
              return status;
            })
        .IgnoreError();
    fault_armed = false;
  }

  void WriteMany(int writer, unsigned seed) {
    std::mt19937 random(seed);
    auto killer = Connection::Open(schema_.url());
    ASSERT_TRUE(killer.ok()) << killer.status();
    for (int i = 0; i < kTransactionsEach; ++i) {
      ChangeLog& log = *logs_[random() % kServers];
      const Fate fate = static_cast<Fate>(random() % kFates);
      Transact(log, **killer, fate, absl::StrCat(writer, ".", i));
      if (random() % 8 == 0) log.Heartbeat().IgnoreError();
    }
  }

  // Ends leases now and then, until `stop`.
  void EndLeases(unsigned seed, const std::atomic<bool>& stop) {
    std::mt19937 random(seed);
    auto connection = Connection::Open(schema_.url());
    ASSERT_TRUE(connection.ok()) << connection.status();
    for (int i = 0; i < kFencings && !stop; ++i) {
      const int64_t origin = logs_[random() % kServers]->origin();
      const auto ended =
          (*connection)
              ->Execute(
                  "UPDATE origin_lease SET lease_end ="
                  " UTC_TIMESTAMP(6) - INTERVAL 1 SECOND WHERE origin_id = ?",
                  {origin});
      EXPECT_TRUE(ended.ok()) << ended.status();
      // Until it is fenced or has renewed its lease.
      bool over = false;
      while (!over && !stop) {
        const auto read = [&](const Row& row) {
          over = row.Bool(0);
          return absl::OkStatus();
        };
        EXPECT_TRUE((*connection)
                        ->Query("SELECT o.fenced OR l.lease_end >"
                                " UTC_TIMESTAMP(6) FROM origin AS o"
                                " JOIN origin_lease AS l USING (origin_id)"
                                " WHERE origin_id = ?",
                                {origin}, read)
                        .ok());
      }
    }
  }

  std::vector<std::unique_ptr<ChangeLog>> logs_;
};

// What one follower saw, by how often.
using Sightings = std::map<std::string, int>;

void PollInto(ChangeFollower& follower, Sightings& seen) {
  const absl::StatusOr<int> count =
      follower.Poll([&](const SeenEvent& event) { ++seen[event.subjects]; });
  EXPECT_TRUE(count.ok()) << count.status();
}

TEST_F(ChangeStorm, ShowsEveryFollowerExactlyWhatWasCommitted) {
  const unsigned seed = std::random_device()();
  std::cout << "seed " << seed << "\n";
  constexpr int kFollowers = 2;
  std::vector<Sightings> seen(kFollowers);
  std::vector<std::unique_ptr<ChangeFollower>> followers;
  for (int i = 0; i < kFollowers; ++i) {
    followers.push_back(std::make_unique<ChangeFollower>(pool_));
    ASSERT_TRUE(followers.back()->Start().ok());
  }
  std::atomic<bool> stop = false;
  std::vector<std::thread> background;
  for (int i = 0; i < kFollowers; ++i) {
    background.emplace_back([&, i] {
      while (!stop) PollInto(*followers[i], seen[i]);
    });
  }
  background.emplace_back([&] { EndLeases(seed, stop); });
  std::vector<std::thread> writers;
  for (int i = 0; i < kWriters; ++i) {
    writers.emplace_back([&, i] { WriteMany(i, seed + i + 1); });
  }
  for (std::thread& writer : writers) writer.join();
  stop = true;
  for (std::thread& thread : background) thread.join();

  for (const auto& log : logs_) {
    EXPECT_TRUE(log->Heartbeat().ok());
    EXPECT_TRUE(log->Heartbeat().ok());
  }
  Sightings committed;
  for (const auto& row : Select("SELECT subjects FROM event WHERE kind > 0")) {
    ++committed[row[0]];
  }
  EXPECT_GT(committed.size(), 0u);
  for (int i = 0; i < kFollowers; ++i) {
    PollInto(*followers[i], seen[i]);
    EXPECT_EQ(seen[i], committed) << "follower " << i;
  }
  // No living origin has a gap, and each knows that.
  for (const auto& row :
       Select("SELECT o.origin_id, COUNT(*), MAX(e.seq), MAX(l.safe_seq)"
              " FROM origin AS o JOIN event AS e USING (origin_id)"
              " JOIN origin_lease AS l USING (origin_id)"
              " WHERE o.fenced = 0 GROUP BY o.origin_id")) {
    EXPECT_EQ(row[1], row[2]) << "origin " << row[0];
    EXPECT_EQ(row[1], row[3]) << "origin " << row[0];
  }
  std::cout << Select("SELECT COUNT(*) FROM origin")[0][0] << " origins, "
            << committed.size() << " events\n";
}

}  // namespace
}  // namespace rapport::db
