// What every CatalogStore does: with brands here, with all else in the headers
// that this includes. Include it in one source of a test binary, and instantiate
// it there for a store:
//
//   INSTANTIATE_TEST_SUITE_P(Fake, CatalogStoreContract,
//                            testing::Values(CatalogStoreCase{"Fake", Make}),
//                            NameOfCatalogStore);
#ifndef RAPPORT_TESTS_CONTRACT_CATALOG_STORE_CONTRACT_H_
#define RAPPORT_TESTS_CONTRACT_CATALOG_STORE_CONTRACT_H_

#include "gtest/gtest.h"
#include "server/catalog/catalog_store.h"
#include "tests/contract/catalog_store_associates.h"
#include "tests/contract/catalog_store_policies.h"
#include "tests/contract/catalog_store_services.h"
#include "tests/contract/catalog_store_stores.h"
#include "tests/contract/catalog_store_under_test.h"

namespace rapport::catalog {

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(CatalogStoreContract);

TEST_P(CatalogStoreContract, HasNothingOfANewBrand) {
  EXPECT_TRUE(Stores(brand_).empty());
  EXPECT_TRUE(Associates(brand_).empty());
  EXPECT_TRUE(Services(brand_).empty());
}

TEST_P(CatalogStoreContract, ReadsTheBrandsThatWereCreated) {
  const auto brands = Brands();
  ASSERT_EQ(brands.size(), 2u);
  const Brand& brand = brands.at(brand_);
  EXPECT_EQ(brand.display_name, BrandOf(brand_).display_name);
  EXPECT_EQ(brand.styles, BrandOf(brand_).styles);
  EXPECT_EQ(brand.revision.version, 1);
  EXPECT_EQ(brand.revision.create_time, brand.revision.update_time);
}

TEST_P(CatalogStoreContract, CreatesABrandOnlyOnce) {
  Brand again = BrandOf(brand_);
  again.display_name = "Somebody else";
  EXPECT_EQ(store().CreateBrand(admin(), again).status().code(),
            StatusCode::kAlreadyExists);
  EXPECT_EQ(Brands().at(brand_).display_name, BrandOf(brand_).display_name);
}

TEST_P(CatalogStoreContract, PutsABrandThatDiffersAndReplacesItsStyles) {
  Brand brand = BrandOf(brand_);
  brand.styles.pop_back();
  brand.styles[0].localized_names.pop_back();
  const auto put = store().PutBrand(admin(), brand, {});
  ASSERT_TRUE(put.ok()) << put.status();
  EXPECT_EQ(put->outcome, WriteOutcome::kUpdated);
  EXPECT_EQ(put->revision.version, 2);
  const Brand found = Brands().at(brand_);
  EXPECT_EQ(found.styles, brand.styles);
  ExpectRevision(found.revision, put->revision);
}

TEST_P(CatalogStoreContract, PutsABrandThatRanksOtherwise) {
  Brand brand = BrandOf(brand_);
  brand.ranking_weights.style_m = 1;
  for (int time = 0; time < 2; ++time) {
    const auto put = store().PutBrand(admin(), brand, {});
    ASSERT_TRUE(put.ok()) << put.status();
    EXPECT_EQ(put->outcome, WriteOutcome::kUpdated);
    EXPECT_EQ(Brands().at(brand_).ranking_weights, brand.ranking_weights);
    EXPECT_EQ(Brands().at(brand_).searchable_attributes,
              brand.searchable_attributes);
    brand.searchable_attributes = {"female", "male"};
  }
}

TEST_P(CatalogStoreContract, PutsABrandWithOtherHolidays) {
  Brand brand = BrandOf(brand_);
  const absl::CivilDay day(2026, 3, 2);
  brand.holiday_lists = {{"FR", day - 10, day + 10, {day, day + 1}},
                         {"", day, day, {}}};
  const auto put = store().PutBrand(admin(), brand, {});
  ASSERT_TRUE(put.ok()) << put.status();
  EXPECT_EQ(put->outcome, WriteOutcome::kUpdated);
  EXPECT_EQ(Brands().at(brand_).holiday_lists, brand.holiday_lists);
}

TEST_P(CatalogStoreContract, LeavesABrandThatDoesNotDiffer) {
  const auto put = store().PutBrand(admin(), BrandOf(brand_), {});
  ASSERT_TRUE(put.ok()) << put.status();
  EXPECT_EQ(put->outcome, WriteOutcome::kUnchanged);
  EXPECT_EQ(put->revision.version, 1);
}

TEST_P(CatalogStoreContract, PutsABrandOnlyOverTheExpectedVersion) {
  Brand brand = BrandOf(brand_);
  brand.display_name = "Renamed";
  EXPECT_EQ(store().PutBrand(admin(), brand, {true, 2}).status().code(),
            StatusCode::kAborted);
  EXPECT_TRUE(store().PutBrand(admin(), brand, {true, 1}).ok());
}

TEST_P(CatalogStoreContract, KeepsBrandsApart) {
  PutWhatIsReferredTo();
  EXPECT_TRUE(Stores(other_brand_).empty());
  EXPECT_TRUE(Stores(other_brand_, {PlainStore(1).id}).empty());
  EXPECT_TRUE(Services(other_brand_).empty());
  Store same_id = PlainStore(1);
  same_id.content.display_name = "Theirs";
  const auto put = store().PutStores(ActorOf(other_brand_), {&same_id, 1}, {});
  ASSERT_TRUE(put.ok()) << put.status();
  EXPECT_EQ(put->front().outcome, WriteOutcome::kCreated);
  EXPECT_EQ(Stores(brand_).at(same_id.id).content.display_name, "Store 1");
}

}  // namespace rapport::catalog

#endif  // RAPPORT_TESTS_CONTRACT_CATALOG_STORE_CONTRACT_H_
