// Bookings in MySQL or MariaDB. Who was first is decided by the primary key of
// `claim`; everything else here is so that the loser hears why.
#ifndef RAPPORT_DB_MYSQL_BOOKING_STORE_H_
#define RAPPORT_DB_MYSQL_BOOKING_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "db/change_log.h"
#include "db/pool.h"
#include "db/transaction.h"
#include "server/booking/booking_store.h"

namespace rapport::db {

// Thread-safe. `pool` and `log` must outlive it.
class MysqlBookingStore final : public booking::BookingStore {
 public:
  MysqlBookingStore(Pool& pool, ChangeLog& log, RetryPolicy retry = {});

  absl::StatusOr<booking::Booking> Hold(const Actor& actor,
                                        const RequestKey& request,
                                        const booking::HoldWrite& write,
                                        absl::Time deadline) override;
  absl::StatusOr<booking::Booking> Confirm(
      const Actor& actor, const RequestKey& request,
      const booking::BookingId& id, std::optional<int64_t> expected_version,
      absl::Time deadline) override;
  absl::StatusOr<booking::Booking> Cancel(
      const Actor& actor, const RequestKey& request,
      const booking::BookingId& id, std::optional<int64_t> expected_version,
      absl::Time deadline) override;
  absl::StatusOr<std::optional<booking::Booking>> Replay(
      const Actor& actor, const RequestKey& request,
      absl::Time deadline) override;
  absl::StatusOr<booking::Booking> Get(const BrandId& brand,
                                       const booking::BookingId& id,
                                       absl::Time deadline) override;
  absl::StatusOr<std::vector<booking::Booking>> List(
      const BrandId& brand, const booking::BookingFilter& filter,
      const booking::BookingCursor& after, size_t limit,
      absl::Time deadline) override;
  absl::StatusOr<std::vector<Expired>> ExpireDue() override;
  absl::Status Read(
      const BrandId& brand, absl::Span<const booking::BookingId> ids,
      absl::FunctionRef<void(const booking::Booking&)> each) override;
  absl::Status ReadLive(
      const BrandId& brand, absl::Time from,
      absl::FunctionRef<void(const booking::Booking&)> each) override;

 private:
  // What a change of state does to a booking that it found.
  struct Change {
    booking::BookingState to;
    absl::string_view action;
    // OK, or why `booking` may not change so; `now` is the database's.
    absl::FunctionRef<absl::Status(const booking::Booking& booking,
                                   absl::Time now)>
        check;
  };

  absl::StatusOr<booking::Booking> ChangeState(
      const Actor& actor, const RequestKey& request,
      const booking::BookingId& id, std::optional<int64_t> expected_version,
      const Change& change, absl::Time deadline);

  Pool& pool_;
  ChangeLog& log_;
  const RetryPolicy retry_;
};

}  // namespace rapport::db

#endif  // RAPPORT_DB_MYSQL_BOOKING_STORE_H_
