// The rival: PostgreSQL, where a constraint keeps bookings apart (EXCLUDE USING
// gist), doing the same full booking: calendar version, request id, booking,
// event with the answer, in one durable transaction.
#ifndef RAPPORT_TESTS_BENCH_EXCLUDE_RIVAL_H_
#define RAPPORT_TESTS_BENCH_EXCLUDE_RIVAL_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "db/embedded/child_process.h"
#include "tests/bench/booking_world.h"
#include "tests/support/private_database.h"

struct pg_conn;  // libpq's

namespace rapport::bench {

// A PostgreSQL of its own, in a temporary folder, which ends with this object.
// Thread-safe, a connection a client.
class ExcludeRival {
 public:
  // Returns NOT_FOUND if PostgreSQL is not installed, INTERNAL if it cannot be
  // started. It refuses to run as root, and is then run as another user.
  static absl::StatusOr<std::unique_ptr<ExcludeRival>> Start(int clients);

  ~ExcludeRival();

  // As BookingWorld::Book, on this client's connection.
  bool Book(int client, const Wish& wish);

 private:
  ExcludeRival() = default;

  absl::Status Serve();
  absl::Status Connect(int clients);

  test::TempDir dir_;
  std::unique_ptr<db::ChildProcess> server_;
  std::vector<pg_conn*> clients_;
  std::atomic<int64_t> next_ = 1;
};

}  // namespace rapport::bench

#endif  // RAPPORT_TESTS_BENCH_EXCLUDE_RIVAL_H_
