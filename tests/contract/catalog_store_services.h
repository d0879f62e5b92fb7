// What every CatalogStore does with services, and with what they need of a
// store. See catalog_store_contract.h.
#ifndef RAPPORT_TESTS_CONTRACT_CATALOG_STORE_SERVICES_H_
#define RAPPORT_TESTS_CONTRACT_CATALOG_STORE_SERVICES_H_

#include <functional>
#include <vector>

#include "gtest/gtest.h"
#include "server/catalog/catalog_store.h"
#include "tests/contract/catalog_store_under_test.h"

namespace rapport::catalog {

TEST_P(CatalogStoreContract, ReadsServicesAsTheyWerePut) {
  const Service expected = ServiceOf("bridal-styling");
  for (WriteOutcome outcome :
       {WriteOutcome::kCreated, WriteOutcome::kUnchanged}) {
    const auto put = store().PutService(admin(), expected, {});
    ASSERT_TRUE(put.ok()) << put.status();
    EXPECT_EQ(put->outcome, outcome);
  }
  const auto found = Services(brand_);
  ASSERT_EQ(found.size(), 1u);
  const Service& service = found.at(expected.id);
  EXPECT_EQ(service.display_name, expected.display_name);
  EXPECT_EQ(service.duration, expected.duration);
  EXPECT_EQ(service.buffer_before, expected.buffer_before);
  EXPECT_EQ(service.buffer_after, expected.buffer_after);
  EXPECT_EQ(service.minimum_notice, expected.minimum_notice);
  EXPECT_EQ(service.booking_horizon, expected.booking_horizon);
  EXPECT_EQ(service.slot_interval, expected.slot_interval);
  EXPECT_EQ(service.hold_duration, expected.hold_duration);
  EXPECT_EQ(service.channels, expected.channels);
  EXPECT_EQ(service.needs, expected.needs);
}

TEST_P(CatalogStoreContract, SeesADifferenceInEveryFieldOfAService) {
  const std::vector<std::function<void(Service&)>> changes = {
      [](Service& s) { s.display_name = "Styling"; },
      [](Service& s) { s.duration += absl::Minutes(5); },
      [](Service& s) { s.buffer_before += absl::Minutes(5); },
      [](Service& s) { s.buffer_after -= absl::Minutes(5); },
      [](Service& s) { s.minimum_notice += absl::Seconds(1); },
      [](Service& s) { s.booking_horizon -= absl::Seconds(1); },
      [](Service& s) { s.slot_interval = absl::Minutes(30); },
      [](Service& s) { s.hold_duration += absl::Seconds(1); },
      [](Service& s) { s.channels.Add(Channel::kPhone); },
      [](Service& s) {
        s.needs.push_back({ResourceKind::FromStored("fitting-room"), 2});
      },
      [](Service& s) { s.needs.front().count = 1; }};
  Service service = ServiceOf("styling");
  ASSERT_TRUE(store().PutService(admin(), service, {}).ok());
  int64_t version = 1;
  for (const auto& change : changes) {
    change(service);
    const auto put = store().PutService(admin(), service, {});
    ASSERT_TRUE(put.ok()) << put.status();
    EXPECT_EQ(put->outcome, WriteOutcome::kUpdated) << version;
    EXPECT_EQ(put->revision.version, ++version);
  }
}

TEST_P(CatalogStoreContract, PutsAServiceOnlyUnderTheCondition) {
  const Service service = ServiceOf("styling");
  EXPECT_EQ(store().PutService(admin(), service, {false, {}}).status().code(),
            StatusCode::kNotFound);
  EXPECT_EQ(store().PutService(admin(), service, {true, 3}).status().code(),
            StatusCode::kAborted);
  EXPECT_TRUE(Services(brand_).empty());
}

TEST_P(CatalogStoreContract, ReadsStoreResourcesAsTheyWerePut) {
  const StoreResource expected = ResourceOf("room-1", 2);
  for (WriteOutcome outcome :
       {WriteOutcome::kCreated, WriteOutcome::kUnchanged}) {
    const auto put = store().PutStoreResource(admin(), expected, {});
    ASSERT_TRUE(put.ok()) << put.status();
    EXPECT_EQ(put->outcome, outcome);
  }
  ASSERT_TRUE(store().PutStoreResource(admin(), ResourceOf("x", 1), {}).ok());
  EXPECT_EQ(Resources(brand_).size(), 2u);
  EXPECT_TRUE(Resources(other_brand_).empty());
  const auto found = Resources(brand_, {expected.id});
  ASSERT_EQ(found.size(), 1u);
  const StoreResource& resource = found.at(expected.id);
  EXPECT_EQ(resource.store, expected.store);
  EXPECT_EQ(resource.slug, expected.slug);
  EXPECT_EQ(resource.display_name, expected.display_name);
  EXPECT_EQ(resource.kind, expected.kind);
  EXPECT_TRUE(resource.out_of_service);
  EXPECT_EQ(resource.revision.version, 1);
}

TEST_P(CatalogStoreContract, SeesADifferenceInEveryFieldOfAStoreResource) {
  const std::vector<std::function<void(StoreResource&)>> changes = {
      [](StoreResource& r) { r.display_name = "Cabine"; },
      [](StoreResource& r) { r.kind = ResourceKind::FromStored("mirror"); },
      [](StoreResource& r) { r.out_of_service = false; }};
  StoreResource resource = ResourceOf("room-1", 2);
  ASSERT_TRUE(store().PutStoreResource(admin(), resource, {}).ok());
  int64_t version = 1;
  for (const auto& change : changes) {
    change(resource);
    const auto put = store().PutStoreResource(admin(), resource, {});
    ASSERT_TRUE(put.ok()) << put.status();
    EXPECT_EQ(put->outcome, WriteOutcome::kUpdated) << version;
    EXPECT_EQ(put->revision.version, ++version);
    EXPECT_EQ(Resources(brand_).at(resource.id).display_name,
              resource.display_name);
  }
}

TEST_P(CatalogStoreContract, PutsAStoreResourceOnlyUnderTheCondition) {
  const StoreResource resource = ResourceOf("room-1", 2);
  EXPECT_EQ(
      store().PutStoreResource(admin(), resource, {false, {}}).status().code(),
      StatusCode::kNotFound);
  EXPECT_EQ(
      store().PutStoreResource(admin(), resource, {true, 3}).status().code(),
      StatusCode::kAborted);
  EXPECT_TRUE(Resources(brand_).empty());
}

}  // namespace rapport::catalog

#endif  // RAPPORT_TESTS_CONTRACT_CATALOG_STORE_SERVICES_H_
