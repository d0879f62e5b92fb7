// What every CatalogStore does with associates. See catalog_store_contract.h.
#ifndef RAPPORT_TESTS_CONTRACT_CATALOG_STORE_ASSOCIATES_H_
#define RAPPORT_TESTS_CONTRACT_CATALOG_STORE_ASSOCIATES_H_

#include <functional>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "server/catalog/catalog_store.h"
#include "tests/contract/catalog_store_under_test.h"

namespace rapport::catalog {

TEST_P(CatalogStoreContract, ReadsAssociatesAsTheyWerePut) {
  PutWhatIsReferredTo();
  const Associate expected = RichAssociate(1);
  const auto put = store().PutAssociates(admin(), {&expected, 1}, {});
  ASSERT_TRUE(put.ok()) << put.status();
  EXPECT_EQ(put->front().outcome, WriteOutcome::kCreated);
  const auto found = Associates(brand_);
  ASSERT_EQ(found.size(), 1u);
  const Associate& associate = found.at(expected.id);
  EXPECT_EQ(associate.source, expected.source);
  EXPECT_EQ(associate.source_id, expected.source_id);
  EXPECT_EQ(associate.content, expected.content);
  ExpectRevision(associate.revision, put->front().revision);
  EXPECT_TRUE(Associates(other_brand_).empty());
  EXPECT_TRUE(Associates(brand_, {RichAssociate(2).id}).empty());
  EXPECT_EQ(Associates(brand_, {expected.id}).size(), 1u);
}

TEST_P(CatalogStoreContract, SeesADifferenceInEveryFieldOfAnAssociate) {
  PutWhatIsReferredTo();
  const std::vector<std::function<void(AssociateContent&)>> changes = {
      [](AssociateContent& c) { c.display_name = "maría-josé 林"; },
      [](AssociateContent& c) { std::swap(c.stores[0], c.stores[1]); },
      [](AssociateContent& c) { c.stores.pop_back(); },
      [](AssociateContent& c) { c.languages[0].level = LanguageLevel::kBasic; },
      [](AssociateContent& c) { c.languages[1].tag = "en-GB"; },
      [](AssociateContent& c) { c.languages.pop_back(); },
      [](AssociateContent& c) { c.styles.clear(); },
      [](AssociateContent& c) { c.services.pop_back(); },
      [](AssociateContent& c) { c.channels.Add(Channel::kWechat); },
      [](AssociateContent& c) {
        c.attributes = {"female", "deaf"};
      },
      [](AssociateContent& c) { c.attributes.pop_back(); }};
  Associate associate = RichAssociate(1);
  ASSERT_TRUE(store().PutAssociates(admin(), {&associate, 1}, {}).ok());
  int64_t version = 1;
  for (const auto& change : changes) {
    change(associate.content);
    for (WriteOutcome expected :
         {WriteOutcome::kUpdated, WriteOutcome::kUnchanged}) {
      const auto put = store().PutAssociates(admin(), {&associate, 1}, {});
      ASSERT_TRUE(put.ok()) << put.status();
      EXPECT_EQ(put->front().outcome, expected) << version;
    }
    ++version;
    const Associate found = Associates(brand_).at(associate.id);
    EXPECT_EQ(found.content, associate.content);
    EXPECT_EQ(found.revision.version, version);
  }
}

TEST_P(CatalogStoreContract, PutsAssociatesOnlyUnderTheCondition) {
  PutWhatIsReferredTo();
  const std::vector<Associate> both = {RichAssociate(1), RichAssociate(2)};
  EXPECT_EQ(store().PutAssociates(admin(), both, {false, {}}).status().code(),
            StatusCode::kNotFound);
  EXPECT_EQ(store().PutAssociates(admin(), both, {true, 1}).status().code(),
            StatusCode::kAborted);
  EXPECT_TRUE(Associates(brand_).empty());
  EXPECT_TRUE(store().PutAssociates(admin(), both, {true, 0}).ok());
}

}  // namespace rapport::catalog

#endif  // RAPPORT_TESTS_CONTRACT_CATALOG_STORE_ASSOCIATES_H_
