// What every CatalogStore does with offer policies. See
// catalog_store_contract.h.
#ifndef RAPPORT_TESTS_CONTRACT_CATALOG_STORE_POLICIES_H_
#define RAPPORT_TESTS_CONTRACT_CATALOG_STORE_POLICIES_H_

#include <functional>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "server/catalog/catalog_store.h"
#include "tests/contract/catalog_store_under_test.h"

namespace rapport::catalog {

TEST_P(CatalogStoreContract, ReadsPoliciesAsTheyWerePut) {
  const std::vector<OfferPolicy> expected = {
      PolicyOf("brand"), PolicyOf("regions/apac"),
      PolicyOf("regions/apac/markets/au"),
      PolicyOf(OfferScope::Of(PlainStore(1).id).text()),
      PolicyOf(OfferScope::Of(RichAssociate(1).id).text())};
  for (WriteOutcome outcome :
       {WriteOutcome::kCreated, WriteOutcome::kUnchanged}) {
    for (const OfferPolicy& policy : expected) {
      const auto put = store().PutOfferPolicy(admin(), policy, {});
      ASSERT_TRUE(put.ok()) << put.status();
      EXPECT_EQ(put->outcome, outcome);
      EXPECT_EQ(put->revision.version, 1);
    }
  }
  const auto found = Policies(brand_);
  EXPECT_EQ(found.size(), expected.size());
  for (const OfferPolicy& policy : expected) {
    ASSERT_TRUE(found.contains(policy.id)) << policy.id.text();
    EXPECT_EQ(found.at(policy.id).rules, policy.rules);
    EXPECT_EQ(found.at(policy.id).revision.version, 1);
  }
  EXPECT_TRUE(Policies(other_brand_).empty());
}

TEST_P(CatalogStoreContract, SeesADifferenceInEveryPartOfARule) {
  const std::vector<std::function<void(OfferPolicy&)>> changes = {
      [](OfferPolicy& p) { p.rules[0].service.reset(); },
      [](OfferPolicy& p) { p.rules[0].channel = Channel::kEmail; },
      [](OfferPolicy& p) { p.rules[0].channel.reset(); },
      [](OfferPolicy& p) { p.rules[1].offered = !p.rules[1].offered; },
      [](OfferPolicy& p) { p.rules[1].is_final = !p.rules[1].is_final; },
      [](OfferPolicy& p) { std::swap(p.rules[0], p.rules[1]); },
      [](OfferPolicy& p) { p.rules.pop_back(); },
      [](OfferPolicy& p) { p.rules.clear(); }};
  OfferPolicy policy = PolicyOf("regions/apac");
  ASSERT_TRUE(store().PutOfferPolicy(admin(), policy, {}).ok());
  int64_t version = 1;
  for (const auto& change : changes) {
    change(policy);
    const auto put = store().PutOfferPolicy(admin(), policy, {});
    ASSERT_TRUE(put.ok()) << put.status();
    EXPECT_EQ(put->outcome, WriteOutcome::kUpdated) << version;
    EXPECT_EQ(put->revision.version, ++version);
    EXPECT_EQ(Policies(brand_).at(policy.id).rules, policy.rules);
  }
}

TEST_P(CatalogStoreContract, KeepsThePolicyThatSaysNothingAnyMore) {
  OfferPolicy policy = PolicyOf("regions/apac");
  ASSERT_TRUE(store().PutOfferPolicy(admin(), policy, {}).ok());
  policy.rules.clear();
  ASSERT_TRUE(store().PutOfferPolicy(admin(), policy, {false, 1}).ok());
  const OfferPolicy found = Policies(brand_).at(policy.id);
  EXPECT_TRUE(found.rules.empty());
  EXPECT_EQ(found.revision.version, 2);
}

TEST_P(CatalogStoreContract, PutsAPolicyOnlyUnderTheCondition) {
  const OfferPolicy policy = PolicyOf("brand");
  EXPECT_EQ(
      store().PutOfferPolicy(admin(), policy, {false, {}}).status().code(),
      StatusCode::kNotFound);
  EXPECT_EQ(store().PutOfferPolicy(admin(), policy, {true, 3}).status().code(),
            StatusCode::kAborted);
  EXPECT_TRUE(Policies(brand_).empty());
  EXPECT_TRUE(store().PutOfferPolicy(admin(), policy, {true, 0}).ok());
}

}  // namespace rapport::catalog

#endif  // RAPPORT_TESTS_CONTRACT_CATALOG_STORE_POLICIES_H_
