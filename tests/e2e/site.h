// A server in this process on a database, which a test can cut off from the
// news of others, and whose follower it drives.
#ifndef RAPPORT_TESTS_E2E_SITE_H_
#define RAPPORT_TESTS_E2E_SITE_H_

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "db/change_log.h"
#include "db/database_url.h"
#include "db/mysql_booking_store.h"
#include "db/mysql_catalog_store.h"
#include "db/mysql_change_feed.h"
#include "db/mysql_schedule_store.h"
#include "db/mysql_waitlist_store.h"
#include "db/pool.h"
#include "server/rpc_server.h"
#include "server/search/read_model.h"
#include "server/search/replica.h"
#include "server/share.h"
#include "server/transport/caller_reader.h"
#include "server/vocabulary/position.h"
#include "tests/transport/temp_folder.h"

namespace rapport::test {

// What is wrong with a site, for tests of the test: it must find out.
enum class Flaw {
  kNone,
  kLosesNews,     // now and then the follower drops a change
  kSaysTooEarly,  // a position is said before its news are handed out
  kSaysTooMuch,   // the position is that of the newest event that there is
};

// Hands out the news of all servers in a random order and partly twice: that
// must not matter. Not thread-safe.
class RoughFeed : public search::ChangeFeed {
 public:
  RoughFeed(db::Pool& pool, Flaw flaw, unsigned seed);

  absl::Status Start() override { return feed_.Start(); }
  absl::StatusOr<int> Poll(
      absl::FunctionRef<void(const search::Change&)> each) override;
  Position position() const override;

 private:
  db::MysqlChangeFeed feed_;
  db::Pool& pool_;
  const Flaw flaw_;
  std::mt19937 random_;
  std::vector<search::Change> held_;  // told with the next ones
};

// Thread-safe but for Follow.
class Site {
 public:
  struct Options {
    unsigned seed = 0;
    Flaw flaw = Flaw::kNone;
    absl::Duration position_wait = absl::Seconds(60);
  };

  // Loads what is there. Fails the test if it cannot.
  Site(const db::DatabaseUrl& url, const Options& options);
  ~Site();

  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  PositionBoard& board() { return model_.board(); }
  db::ChangeLog& log() { return log_; }
  booking::BookingStore& bookings() { return bookings_; }

  // As the server program does every tenth of a second.
  absl::StatusOr<int> Follow() { return replica_.Follow(); }

  // Asked before each statement of the follower; true: the connection is lost.
  // To be set while nobody follows.
  std::function<bool()> follower_breaks;
  // The answers to the next COMMITs of writers are lost, as many as this.
  std::atomic<int> lost_answers = 0;
  // Every so many COMMITs, one is held up until later ones have overtaken it;
  // 0: none is.
  std::atomic<int> held_up_every = 0;

 private:
  static Share SmallShare();

  absl::Status FollowerFault(db::FaultPoint point);
  absl::Status WriterFault(db::FaultPoint point);
  void HoldUp();

  std::mutex overtaking_mutex_;  // guards the next one
  int commits_ = 0;
  std::condition_variable overtaken_;

  transport::TempFolder folder_;
  db::Pool write_pool_;
  db::Pool follow_pool_;
  db::ChangeLog log_;
  db::MysqlCatalogStore catalog_;
  db::MysqlScheduleStore schedules_;
  db::MysqlBookingStore bookings_;
  db::MysqlWaitlistStore waitlist_;
  // The same to read again what news are about, over the follower's network.
  db::MysqlCatalogStore read_catalog_;
  db::MysqlScheduleStore read_schedules_;
  db::MysqlBookingStore read_bookings_;
  db::MysqlWaitlistStore read_waitlist_;
  RoughFeed feed_;
  search::ReadModel model_;
  search::Replica replica_;
  const Share share_;
  const transport::MetadataReader callers_;
  RpcServer server_;
  std::shared_ptr<grpc::Channel> channel_;
};

// How a call ended.
struct Ended {
  grpc::Status status;
  // What it said of its position; nothing if it said nothing that can be read.
  std::optional<Position> position;
};

// With what it was answered.
template <typename Reply>
struct Answer : Ended {
  Reply reply;
};

// A context of the brand's admin, acting for a shopper, who asks for at least
// `least`.
std::unique_ptr<grpc::ClientContext> AdminContext(const Position& least);

std::optional<Position> PositionIn(const grpc::ClientContext& context);

// Calls `method` of a service's stub at `site`.
template <typename Stub, typename Request, typename Reply>
Answer<Reply> Ask(const Site& site,
                  grpc::Status (Stub::*method)(grpc::ClientContext*,
                                               const Request&, Reply*),
                  const Request& request, const Position& least = Position()) {
  Stub stub(site.channel());
  const std::unique_ptr<grpc::ClientContext> context = AdminContext(least);
  Answer<Reply> answer;
  answer.status = (stub.*method)(context.get(), request, &answer.reply);
  answer.position = PositionIn(*context);
  return answer;
}

}  // namespace rapport::test

#endif  // RAPPORT_TESTS_E2E_SITE_H_
