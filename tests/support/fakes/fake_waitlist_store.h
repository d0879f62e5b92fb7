// Who waits, remembered in memory with the bookings.
#ifndef RAPPORT_TESTS_SUPPORT_FAKES_FAKE_WAITLIST_STORE_H_
#define RAPPORT_TESTS_SUPPORT_FAKES_FAKE_WAITLIST_STORE_H_

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "server/booking/waitlist_store.h"
#include "tests/support/fakes/fake_booking_store.h"

namespace rapport::booking {

// Behaves as WaitlistStore says. Thread-safe; does not own the bookings, which
// are the same storage.
class FakeWaitlistStore : public WaitlistStore {
 public:
  explicit FakeWaitlistStore(FakeBookingStore& bookings)
      : bookings_(bookings) {}

  absl::StatusOr<WaitlistEntry> Join(const Actor& actor,
                                     const RequestKey& request,
                                     const WaitlistEntry& entry,
                                     absl::Time deadline) override;
  absl::StatusOr<WaitlistEntry> Leave(const Actor& actor,
                                      const RequestKey& request,
                                      const WaitlistEntryId& id,
                                      std::optional<int64_t> expected_version,
                                      absl::Time deadline) override;
  absl::StatusOr<std::optional<WaitlistEntry>> Replay(
      const Actor& actor, const RequestKey& request,
      absl::Time deadline) override;
  absl::StatusOr<WaitlistEntry> Get(const BrandId& brand,
                                    const WaitlistEntryId& id,
                                    absl::Time deadline) override;
  absl::StatusOr<std::vector<WaitlistEntry>> List(const BrandId& brand,
                                                  const WaitlistFilter& filter,
                                                  const WaitlistPlace& after,
                                                  size_t limit,
                                                  absl::Time deadline) override;
  // The bookings know what is offered.
  void OfferFreedTime(OffersOf) override {}
  absl::StatusOr<std::optional<Booking>> OfferFree(const BrandId& brand,
                                                   const Offer& offer) override;
  absl::StatusOr<std::vector<Ended>> EndPassed() override;
  absl::Status Read(
      const BrandId& brand, absl::Span<const WaitlistEntryId> ids,
      absl::FunctionRef<void(const WaitlistEntry&)> each) override;
  absl::Status ReadWaiting(
      const BrandId& brand,
      absl::FunctionRef<void(const WaitlistEntry&)> each) override;

 private:
  // Brand, principal, request id.
  using RequestName = std::tuple<BrandId, std::string, std::string>;
  struct Answer {
    std::string request_hash;
    WaitlistEntry reply;
  };

  // These need the bookings' lock.
  absl::StatusOr<std::optional<WaitlistEntry>> AnswerTo(
      const Actor& actor, const RequestKey& request);
  absl::Status CheckMayJoin(const BrandId& brand, const WaitlistEntry& entry,
                            absl::Time now);
  // As it is told at `now`.
  static WaitlistEntry Told(WaitlistEntry entry, absl::Time now);

  FakeBookingStore& bookings_;
  std::map<RequestName, Answer> answers_;
};

}  // namespace rapport::booking

#endif  // RAPPORT_TESTS_SUPPORT_FAKES_FAKE_WAITLIST_STORE_H_
