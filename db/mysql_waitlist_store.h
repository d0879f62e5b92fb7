// Who waits, in MySQL or MariaDB. How offers are made is in
// waitlist_offering.h.
#ifndef RAPPORT_DB_MYSQL_WAITLIST_STORE_H_
#define RAPPORT_DB_MYSQL_WAITLIST_STORE_H_

#include <optional>
#include <utility>
#include <vector>

#include "db/change_log.h"
#include "db/pool.h"
#include "db/transaction.h"
#include "server/booking/waitlist_store.h"

namespace rapport::db {

// Thread-safe. `pool` and `log` must outlive it.
class MysqlWaitlistStore final : public booking::WaitlistStore {
 public:
  MysqlWaitlistStore(Pool& pool, ChangeLog& log, RetryPolicy retry = {});

  absl::StatusOr<booking::WaitlistEntry> Join(
      const Actor& actor, const RequestKey& request,
      const booking::WaitlistEntry& entry, absl::Time deadline) override;
  absl::StatusOr<booking::WaitlistEntry> Leave(
      const Actor& actor, const RequestKey& request,
      const booking::WaitlistEntryId& id,
      std::optional<int64_t> expected_version, absl::Time deadline) override;
  absl::StatusOr<std::optional<booking::WaitlistEntry>> Replay(
      const Actor& actor, const RequestKey& request,
      absl::Time deadline) override;
  absl::StatusOr<booking::WaitlistEntry> Get(const BrandId& brand,
                                             const booking::WaitlistEntryId& id,
                                             absl::Time deadline) override;
  absl::StatusOr<std::vector<booking::WaitlistEntry>> List(
      const BrandId& brand, const booking::WaitlistFilter& filter,
      const booking::WaitlistPlace& after, size_t limit,
      absl::Time deadline) override;
  void OfferFreedTime(booking::OffersOf offers) override {
    offers_ = std::move(offers);
  }
  absl::StatusOr<std::optional<booking::Booking>> OfferFree(
      const BrandId& brand, const booking::Offer& offer) override;
  absl::StatusOr<std::vector<Ended>> EndPassed() override;
  absl::Status Read(
      const BrandId& brand, absl::Span<const booking::WaitlistEntryId> ids,
      absl::FunctionRef<void(const booking::WaitlistEntry&)> each) override;
  absl::Status ReadWaiting(
      const BrandId& brand,
      absl::FunctionRef<void(const booking::WaitlistEntry&)> each) override;

 private:
  Pool& pool_;
  ChangeLog& log_;
  const RetryPolicy retry_;
  booking::OffersOf offers_;
};

}  // namespace rapport::db

#endif  // RAPPORT_DB_MYSQL_WAITLIST_STORE_H_
