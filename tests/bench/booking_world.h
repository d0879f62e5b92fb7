// What bookings are measured on: one database with full durability, a calendar
// for each associate, and the numbered things that clients ask for. The rival
// (exclude_rival.h) is asked for the same ones.
#ifndef RAPPORT_TESTS_BENCH_BOOKING_WORLD_H_
#define RAPPORT_TESTS_BENCH_BOOKING_WORLD_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "db/change_log.h"
#include "db/embedded/embedded_database.h"
#include "db/mysql_booking_store.h"
#include "db/pool.h"
#include "tests/support/private_database.h"

namespace rapport::bench {

inline constexpr int kClientsMax = 256;
inline constexpr int kTicks = 8;  // that a booking takes, buffers included
inline constexpr int kAssociates = 400;
inline constexpr int kHotAssociates = 20;

// Ends the program if not OK.
void Check(const absl::Status& status, absl::string_view what);

// A slot, by numbers.
struct Wish {
  int associate = 0;
  int64_t first_tick = 0;  // since the bench's first day
};

// The n-th slot: nobody else's.
Wish OwnSlot(int64_t n);
// What the n-th shopper wants of the hot associates: a random one of those,
// and a random time in a day of which each has 96 ticks, twelve meetings; after
// 40 wishes an associate, the next day's turn comes. About one in five is had.
Wish HotSlot(int64_t n);

// Thread-safe.
class BookingWorld {
 public:
  explicit BookingWorld(const db::RoundOptions& rounds = {});

  // A hold through the booking code, with a request id of its own. False if the
  // slot is taken.
  bool Book(const Wish& wish);

  db::RoundStats round_stats() const { return bookings_->round_stats(); }
  pid_t database_pid() const { return database_->pid(); }

  // One row of the size of a booking's, in its own transaction.
  void InsertRaw();

 private:
  void MakeCalendars();
  void MakeRawTable();

  test::TempDir dir_;
  std::unique_ptr<db::EmbeddedDatabase> database_;
  std::unique_ptr<db::Pool> pool_;
  std::unique_ptr<db::ChangeLog> log_;
  std::unique_ptr<db::MysqlBookingStore> bookings_;
  const Actor actor_ = {BrandId::FromStored("bench"), Role::kShopper, "bench"};
  std::vector<AssociateId> associates_;
  std::atomic<int64_t> next_ = 1;
};

}  // namespace rapport::bench

#endif  // RAPPORT_TESTS_BENCH_BOOKING_WORLD_H_
