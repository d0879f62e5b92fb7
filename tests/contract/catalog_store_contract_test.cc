#include "tests/contract/catalog_store_contract.h"

#include <memory>

#include "tests/support/fakes/fake_catalog_store.h"

namespace rapport::catalog {
namespace {

CatalogStoreUnderTest MakeFake() {
  CatalogStoreUnderTest made;
  // A clock that goes on by a second at each reading.
  made.store = std::make_unique<FakeCatalogStore>(
      [now = absl::FromUnixSeconds(1'800'000'000)]() mutable {
        return now += absl::Seconds(1);
      });
  return made;
}

INSTANTIATE_TEST_SUITE_P(Fake, CatalogStoreContract,
                         testing::Values(CatalogStoreCase{"Fake", MakeFake}),
                         NameOfCatalogStore);

TEST(FakeCatalogStore, RefusesMoreThanOneTransactionTakes) {
  FakeCatalogStore store([] { return absl::UnixEpoch(); });
  std::vector<Store> stores(kPutMax + 1);
  EXPECT_EQ(store.PutStores({}, stores, {}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(FakeCatalogStore, FailsOnceWhenToldToAndWritesNothing) {
  FakeCatalogStore store([] { return absl::UnixEpoch(); });
  store.FailPutAfter(1, absl::UnavailableError("gone"));
  const std::vector<Store> stores(1);
  EXPECT_TRUE(store.PutStores({}, stores, {}).ok());
  EXPECT_EQ(store.PutStores({}, stores, {}).status().code(),
            absl::StatusCode::kUnavailable);
  EXPECT_TRUE(store.PutStores({}, stores, {}).ok());
  EXPECT_EQ(store.puts(), 2);
}

}  // namespace
}  // namespace rapport::catalog
