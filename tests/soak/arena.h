// A database, servers on it through networks that can be broken, and a brand
// for callers to fight over.
#ifndef RAPPORT_TESTS_SOAK_ARENA_H_
#define RAPPORT_TESTS_SOAK_ARENA_H_

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "db/embedded/child_process.h"
#include "rapport/v1/booking_service.grpc.pb.h"
#include "rapport/v1/session_service.grpc.pb.h"
#include "rapport/v1/waitlist_service.grpc.pb.h"
#include "tests/e2e/small_brand.h"
#include "tests/soak/chaos_proxy.h"
#include "tests/soak/database.h"
#include "tests/soak/history.h"

namespace rapport::soak {

// Now, of the clock of Instant.
Instant Now();

// What is turned off, so that the soak must find out.
enum class Sabotage {
  kNone,
  kOccupancy,    // the database lets two have one tick
  kIdempotency,  // what was asked before is forgotten
  kEndOfWaits,   // who lets an offer go, or leaves with it, waits again
  kSeats,        // a session does not know of its seats
  kFollowing,    // seats stay where they are when their session goes
  kNews,         // others do not hear of seats that are held
  kGuard,        // who limits a shopper waits for nobody who does too
  kDurability,   // a commit is acknowledged before it is on its way to the disk
};

struct ArenaOptions {
  std::string folder;
  int servers = 2;
  int associates = 20;
  Sabotage sabotage = Sabotage::kNone;
  // Whether clocks can be set: needs libfaketime, and no sanitizer.
  bool clocks = true;
  // Whether the database is three nodes of a cluster; then nothing is
  // sabotaged.
  bool cluster = false;
};

// Connections to a server as it is now. The stubs stay good, if useless, when
// it is gone.
struct Door {
  std::shared_ptr<grpc::Channel> channel;
  std::unique_ptr<v1::BookingService::Stub> bookings;
  std::unique_ptr<v1::WaitlistService::Stub> waitlist;
  std::unique_ptr<v1::SessionService::Stub> sessions;

  v1::BookingService::Stub& Of(v1::BookingService::Stub*) { return *bookings; }
  v1::WaitlistService::Stub& Of(v1::WaitlistService::Stub*) {
    return *waitlist;
  }
  v1::SessionService::Stub& Of(v1::SessionService::Stub*) { return *sessions; }
};

// Callers may use door() and brand() in any thread; all else is for one.
class Arena {
 public:
  // Starts everything. Ends the program, saying why, if it cannot.
  explicit Arena(const ArenaOptions& options);
  ~Arena();

  const test::SmallBrand& brand() const { return *brand_; }
  int servers() const { return options_.servers; }
  std::shared_ptr<Door> door(int server) const;

  Database& database() { return *database_; }
  // The networks from one server, to each node.
  const std::vector<std::unique_ptr<ChaosProxy>>& networks(int server) const {
    return seats_[server].networks;
  }
  // Of one node, or of it first.
  db::DatabaseUrl url(int node = 0) const {
    return database_->url(kSchema, node);
  }
  bool has_clocks() const { return clocks_; }

  // SIGKILL. A server that was killed is to be started again.
  void KillServer(int server);
  void StartServer(int server);
  void SignalServer(int server, int signal);

  // Sets the clock that a node of the database, or a server, sees, to real time
  // and so much more. In force within two seconds.
  void SetNodeClock(int node, absl::Duration ahead);
  void SetServerClock(int server, absl::Duration ahead);

  // A statement of the test's own.
  absl::Status Execute(absl::string_view sql);

  static constexpr char kSchema[] = "rapport";

 private:
  // A server, or where one was.
  struct Seat {
    std::vector<std::unique_ptr<ChaosProxy>> networks;
    std::unique_ptr<db::ChildProcess> process;
    int starts = 0;
    std::shared_ptr<Door> door;  // under mutex_
  };

  std::string File(absl::string_view name) const;
  // Its address; empty if it ended before it was ready.
  std::string TryStartServer(int server);
  std::string ServerClock(int server) const;
  std::vector<std::string> ClockPrefix(const std::string& file) const;
  void MakeDatabase();
  db::DatabaseUrl UrlThroughNetworks(int server) const;
  void MakeBrand();
  void DoSabotage();

  const ArenaOptions options_;
  const bool clocks_;
  std::unique_ptr<Database> database_;
  std::vector<Seat> seats_;
  std::optional<test::SmallBrand> brand_;
  mutable std::mutex mutex_;
};

}  // namespace rapport::soak

#endif  // RAPPORT_TESTS_SOAK_ARENA_H_
