#include "tests/contract/feed_store_contract.h"

#include "tests/support/fakes/fake_feed_store.h"

namespace rapport::calendar {
namespace {

FeedStoreUnderTest MakeFake() {
  return {nullptr, std::make_shared<FakeFeedStore>()};
}

INSTANTIATE_TEST_SUITE_P(Fake, FeedStoreContract,
                         testing::Values(FeedStoreCase{"Fake", MakeFake}),
                         NameOfFeedStore);

}  // namespace
}  // namespace rapport::calendar
