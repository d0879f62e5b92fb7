#include "tests/contract/booking_store_contract.h"

#include <memory>
#include <mutex>

#include "absl/time/clock.h"
#include "tests/contract/booking_store_capacity.h"
#include "tests/contract/booking_store_changes.h"
#include "tests/contract/booking_store_limits.h"
#include "tests/contract/booking_store_races.h"
#include "tests/contract/booking_store_reads.h"
#include "tests/contract/booking_store_reanchor.h"
#include "tests/contract/booking_store_requests.h"
#include "tests/contract/booking_store_resources.h"
#include "tests/contract/booking_store_sessions.h"
#include "tests/contract/booking_store_storm.h"
#include "tests/contract/booking_store_work.h"
#include "tests/contract/waitlist_store_contract.h"
#include "tests/contract/waitlist_store_limits.h"
#include "tests/contract/waitlist_store_offers.h"
#include "tests/contract/waitlist_store_seats.h"
#include "tests/support/fakes/fake_booking_store.h"
#include "tests/support/fakes/fake_schedule_store.h"
#include "tests/support/fakes/fake_waitlist_store.h"

namespace rapport::booking {
namespace {

// A clock that goes on by 100 µs at each reading, from now. Thread-safe.
std::function<absl::Time()> TickingClock() {
  struct Clock {
    std::mutex mutex;
    absl::Time now = absl::Now();
  };
  return [clock = std::make_shared<Clock>()] {
    std::lock_guard<std::mutex> lock(clock->mutex);
    return clock->now += absl::Microseconds(100);
  };
}

BookingStoreUnderTest MakeFake() {
  BookingStoreUnderTest made;
  made.schedules =
      std::make_unique<calendar::FakeScheduleStore>(TickingClock());
  auto fake =
      std::make_shared<FakeBookingStore>(TickingClock(), *made.schedules);
  made.run_out = [fake](const BrandId& brand, const BookingId& id) {
    fake->RunOut(brand, id);
  };
  made.claims = [fake] {
    std::vector<ClaimRow> rows;
    for (const auto& [tick, id] : fake->Claims()) {
      const auto& [brand, associate, number] = tick;
      rows.push_back({brand, associate, number, id});
    }
    return rows;
  };
  made.store = fake;
  made.elsewhere = fake;
  made.waitlist = std::make_shared<FakeWaitlistStore>(*fake);
  made.waitlist_elsewhere = made.waitlist;
  return made;
}

const auto kFake = testing::Values(BookingStoreCase{"Fake", MakeFake});
INSTANTIATE_TEST_SUITE_P(Fake, BookingStoreContract, kFake, NameOfBookingStore);
INSTANTIATE_TEST_SUITE_P(Fake, BookingStoreReads, kFake, NameOfBookingStore);
INSTANTIATE_TEST_SUITE_P(Fake, BookingStoreRaces, kFake, NameOfBookingStore);
INSTANTIATE_TEST_SUITE_P(Fake, BookingStoreChanges, kFake, NameOfBookingStore);
INSTANTIATE_TEST_SUITE_P(Fake, BookingStoreCapacity, kFake, NameOfBookingStore);
INSTANTIATE_TEST_SUITE_P(Fake, BookingStoreResources, kFake,
                         NameOfBookingStore);
INSTANTIATE_TEST_SUITE_P(Fake, SessionReanchor, kFake, NameOfBookingStore);
INSTANTIATE_TEST_SUITE_P(Fake, BookingStoreSessions, kFake, NameOfBookingStore);
INSTANTIATE_TEST_SUITE_P(Fake, BookingStoreLimits, kFake, NameOfBookingStore);
INSTANTIATE_TEST_SUITE_P(Fake, BookingStoreWork, kFake, NameOfBookingStore);
INSTANTIATE_TEST_SUITE_P(Fake, BookingStoreReanchor, kFake, NameOfBookingStore);
INSTANTIATE_TEST_SUITE_P(Fake, WaitlistStoreContract, kFake,
                         NameOfBookingStore);
INSTANTIATE_TEST_SUITE_P(Fake, WaitlistStoreOffers, kFake, NameOfBookingStore);
INSTANTIATE_TEST_SUITE_P(Fake, WaitlistStoreLimits, kFake, NameOfBookingStore);
INSTANTIATE_TEST_SUITE_P(Fake, WaitlistStoreSeats, kFake, NameOfBookingStore);
INSTANTIATE_TEST_SUITE_P(Fake, BookingStoreStorm, kFake, NameOfBookingStore);

}  // namespace
}  // namespace rapport::booking
