#include "tests/contract/schedule_store_contract.h"

#include <memory>

#include "tests/support/fakes/fake_schedule_store.h"

namespace rapport::calendar {
namespace {

ScheduleStoreUnderTest MakeFake() {
  ScheduleStoreUnderTest made;
  // A clock that goes on by a second at each reading.
  made.store = std::make_unique<FakeScheduleStore>(
      [now = absl::FromUnixSeconds(1'800'000'000)]() mutable {
        return now += absl::Seconds(1);
      });
  return made;
}

INSTANTIATE_TEST_SUITE_P(Fake, ScheduleStoreContract,
                         testing::Values(ScheduleStoreCase{"Fake", MakeFake}),
                         NameOfScheduleStore);

TEST(FakeScheduleStore, RefusesMoreSchedulesThanOneTransactionTakes) {
  FakeScheduleStore store([] { return absl::UnixEpoch(); });
  std::vector<ScheduleWrite> writes(kSchedulesPutMax);
  EXPECT_TRUE(store.PutMany({}, writes).ok());
  writes.emplace_back();
  EXPECT_EQ(store.PutMany({}, writes).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(FakeScheduleStore, SeesNoDifferenceBetweenAnEmptyScheduleAndNone) {
  FakeScheduleStore store([] { return absl::UnixEpoch(); });
  const auto put = store.PutMany({}, {{AssociateId(), Schedule(), {}}});
  ASSERT_TRUE(put.ok()) << put.status();
  EXPECT_EQ((*put)[0].version, 0);
}

}  // namespace
}  // namespace rapport::calendar
