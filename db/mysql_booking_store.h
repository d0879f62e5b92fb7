// Bookings in MySQL or MariaDB. How one is written is in booking_writing.h.
#ifndef RAPPORT_DB_MYSQL_BOOKING_STORE_H_
#define RAPPORT_DB_MYSQL_BOOKING_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "db/booking_rounds.h"
#include "db/change_log.h"
#include "db/pool.h"
#include "db/transaction.h"
#include "server/booking/booking_store.h"

namespace rapport::db {

// Thread-safe. `pool` and `log` must outlive it.
class MysqlBookingStore final : public booking::BookingStore {
 public:
  MysqlBookingStore(Pool& pool, ChangeLog& log, RetryPolicy retry = {},
                    const RoundOptions& rounds = {});

  absl::StatusOr<booking::Booking> Write(const Actor& actor,
                                         const RequestKey& request,
                                         const booking::BookingWrite& write,
                                         absl::Time deadline) override;
  absl::StatusOr<std::optional<booking::Booking>> Replay(
      const Actor& actor, const RequestKey& request,
      absl::Time deadline) override;
  absl::StatusOr<booking::Booking> Get(const BrandId& brand,
                                       const booking::BookingId& id,
                                       absl::Time deadline) override;
  absl::StatusOr<std::vector<booking::BookingChange>> Changes(
      const BrandId& brand, const booking::BookingId& id,
      absl::Time deadline) override;
  absl::StatusOr<std::vector<booking::Booking>> List(
      const BrandId& brand, const booking::BookingFilter& filter,
      const booking::BookingCursor& after, size_t limit,
      absl::Time deadline) override;
  void OfferFreedTime(booking::OffersOf offers) override;
  absl::StatusOr<std::vector<Expired>> ExpireDue() override;
  absl::StatusOr<booking::ReanchorAnswer> Reanchor(
      const Actor& actor, const RequestKey& request,
      const booking::ReanchorStep& step, absl::Time deadline) override;
  absl::Status Read(
      const BrandId& brand, absl::Span<const booking::BookingId> ids,
      absl::FunctionRef<void(const booking::Booking&)> each) override;
  absl::Status ReadWork(
      const BrandId& brand, absl::Time from,
      absl::FunctionRef<void(const booking::Booking&)> each) override;

  // How writes shared their transactions.
  RoundStats round_stats() const { return rounds_.stats(); }

 private:
  Pool& pool_;
  ChangeLog& log_;
  const RetryPolicy retry_;
  BookingRounds rounds_;
  booking::OffersOf offers_;
};

}  // namespace rapport::db

#endif  // RAPPORT_DB_MYSQL_BOOKING_STORE_H_
