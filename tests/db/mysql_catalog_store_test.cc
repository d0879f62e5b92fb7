// What the catalog store does beyond its contract: bounds, events, and what
// the database's ways mean to it.

#include "db/mysql_catalog_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "db/errors.h"
#include "db/id_list.h"
#include "tests/db/change_log_fixture.h"

namespace rapport::db {
namespace {

using catalog::Associate;
using catalog::Brand;
using catalog::Service;
using catalog::Store;
using catalog::WriteOutcome;
using catalog::Written;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

Store StoreNamed(int number, absl::string_view display_name = "One") {
  Store store;
  store.source = "pos";
  store.source_id = absl::StrCat(number);
  store.id = StoreIdOf(store.source, store.source_id);
  store.content.display_name = std::string(display_name);
  store.content.time_zone = "Europe/Paris";
  return store;
}

std::vector<Store> StoresNamed(int count,
                               absl::string_view display_name = "One") {
  std::vector<Store> stores;
  for (int i = 0; i < count; ++i) {
    stores.push_back(StoreNamed(i, display_name));
  }
  return stores;
}

std::vector<WriteOutcome> Outcomes(
    const absl::StatusOr<std::vector<Written>>& put) {
  EXPECT_TRUE(put.ok()) << put.status();
  std::vector<WriteOutcome> outcomes;
  if (!put.ok()) return outcomes;
  for (const Written& written : *put) outcomes.push_back(written.outcome);
  return outcomes;
}

class MysqlCatalogStoreTest : public ChangeLogFixture {
 protected:
  void SetUp() override {
    ChangeLogFixture::SetUp();
    ASSERT_TRUE(log_.Start().ok());
  }

  absl::StatusOr<std::vector<Written>> PutStores(
      const std::vector<Store>& stores) {
    return store_.PutStores(TestActor(), stores, {});
  }

  std::map<StoreId, Store> Stores(const std::vector<StoreId>& ids = {}) {
    std::map<StoreId, Store> found;
    const absl::Status status =
        store_.ReadStores(TestActor().brand, ids, [&](const Store& one) {
          EXPECT_TRUE(found.emplace(one.id, one).second) << "read twice";
        });
    EXPECT_TRUE(status.ok()) << status;
    return found;
  }

  Rows Events() {
    return Select(
        "SELECT kind, brand_id, action, subjects FROM event ORDER BY seq");
  }

  ChangeLog log_{pool_};
  MysqlCatalogStore store_{pool_, log_};
};

TEST_F(MysqlCatalogStoreTest, KeepsCoordinatesToTheLastBit) {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> latitude(-90, 90);
  std::uniform_real_distribution<double> longitude(-180, 180);
  std::vector<Store> stores = StoresNamed(200);
  for (Store& store : stores) {
    store.content.location = {latitude(random), longitude(random)};
  }
  stores[0].content.location = {1.0 / 3, 0.1 + 0.2};
  stores[1].content.location = {89.99999999999999, -179.99999999999997};
  stores[2].content.location = {5e-324, -2.2250738585072014e-308};
  stores[3].content.location = {90, -180};
  ASSERT_TRUE(PutStores(stores).ok());
  const auto found = Stores();
  for (const Store& store : stores) {
    EXPECT_EQ(found.at(store.id).content.location, store.content.location);
  }
}

TEST_F(MysqlCatalogStoreTest, WritesAsManyAsItTakesInOneCall) {
  const std::vector<Store> stores = StoresNamed(catalog::kPutMax);
  EXPECT_THAT(Outcomes(PutStores(stores)),
              testing::AllOf(SizeIs(catalog::kPutMax),
                             testing::Each(WriteOutcome::kCreated)));
  EXPECT_THAT(Outcomes(PutStores(stores)),
              testing::Each(WriteOutcome::kUnchanged));
  EXPECT_THAT(Outcomes(PutStores(StoresNamed(catalog::kPutMax, "Two"))),
              testing::Each(WriteOutcome::kUpdated));
  EXPECT_THAT(Stores(), SizeIs(catalog::kPutMax));
  EXPECT_EQ(PutStores(StoresNamed(catalog::kPutMax + 1)).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(MysqlCatalogStoreTest, ReadsMoreIdsThanFitOneStatement) {
  const std::vector<Store> stores = StoresNamed(400);
  ASSERT_TRUE(PutStores(stores).ok());
  std::vector<StoreId> ids;
  for (int i = 0; i < 2 * static_cast<int>(kIdsAtOnce) + 1; ++i) {
    ids.push_back(StoreNamed(i).id);
  }
  EXPECT_THAT(Stores(ids), SizeIs(400));
}

TEST_F(MysqlCatalogStoreTest, ReadsMoreAssociatesThanFitOnePage) {
  constexpr int kCalls = 21;
  for (int call = 0; call < kCalls; ++call) {
    std::vector<Associate> associates(catalog::kPutMax);
    for (size_t i = 0; i < associates.size(); ++i) {
      associates[i].source_id = absl::StrCat(call, "-", i);
      associates[i].id = AssociateIdOf("hr", associates[i].source_id);
    }
    ASSERT_TRUE(store_.PutAssociates(TestActor(), associates, {}).ok());
  }
  std::set<AssociateId> found;
  ASSERT_TRUE(store_
                  .ReadAssociates(TestActor().brand, {},
                                  [&](const Associate& associate) {
                                    EXPECT_TRUE(
                                        found.insert(associate.id).second);
                                  })
                  .ok());
  EXPECT_THAT(found, SizeIs(kCalls * catalog::kPutMax));
}

TEST_F(MysqlCatalogStoreTest, ReadsTheIdOfNothingButZeroes) {
  Store store = StoreNamed(1);
  store.id = StoreId();
  ASSERT_TRUE(PutStores({store}).ok());
  EXPECT_THAT(Stores(), SizeIs(1));
}

TEST_F(MysqlCatalogStoreTest, LeavesOneEventOfWhatChangedInABatch) {
  ASSERT_TRUE(PutStores({StoreNamed(1), StoreNamed(2)}).ok());
  const auto before = Events();
  EXPECT_THAT(before, SizeIs(1));
  ASSERT_TRUE(PutStores({StoreNamed(1), StoreNamed(2)}).ok());
  EXPECT_EQ(Events(), before);
  ASSERT_TRUE(PutStores({StoreNamed(1), StoreNamed(2, "Two")}).ok());
  EXPECT_THAT(Events().back(),
              ElementsAre("2", "maison", "PutStores",
                          std::string(StoreNamed(2).id.stored())));
}

TEST_F(MysqlCatalogStoreTest, LeavesEventsOfBrandsAndServicesWithoutSubjects) {
  Actor platform = {BrandId::FromStored("platform"), Role::kOperator, "op"};
  Brand brand;
  brand.id = TestActor().brand;
  ASSERT_TRUE(store_.CreateBrand(platform, brand).ok());
  brand.display_name = "Maison";
  ASSERT_TRUE(store_.PutBrand(platform, brand, {}).ok());
  Service service;
  service.id = ServiceId::FromStored("styling");
  ASSERT_TRUE(store_.PutService(TestActor(), service, {}).ok());
  EXPECT_THAT(Events(),
              ElementsAre(ElementsAre("1", "maison", "PutBrand", ""),
                          ElementsAre("1", "maison", "PutBrand", ""),
                          ElementsAre("4", "maison", "PutService", "")));
}

TEST_F(MysqlCatalogStoreTest, RefusesAnIdThatComesTwice) {
  EXPECT_EQ(PutStores({StoreNamed(1), StoreNamed(2), StoreNamed(1, "Two")})
                .status()
                .code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(Stores(), IsEmpty());
}

TEST_F(MysqlCatalogStoreTest, RefusesABatchWithATextThatIsNotUtf8) {
  EXPECT_EQ(
      PutStores({StoreNamed(1), StoreNamed(2, "M\xFCnchen")}).status().code(),
      absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(Stores(), IsEmpty());
  EXPECT_THAT(Events(), SizeIs(0));
}

TEST_F(MysqlCatalogStoreTest, SaysSoIfARowCannotBeRead) {
  ASSERT_TRUE(PutStores({StoreNamed(1)}).ok());
  Execute("UPDATE store SET content = '{}'");
  EXPECT_EQ(
      store_.ReadStores(TestActor().brand, {}, [](const Store&) {}).code(),
      absl::StatusCode::kInternal);
  EXPECT_EQ(PutStores({StoreNamed(1, "Two")}).status().code(),
            absl::StatusCode::kInternal);
}

TEST_F(MysqlCatalogStoreTest, TellsWhatItDidEvenIfTheAnswerToCommitIsLost) {
  ASSERT_TRUE(PutStores({StoreNamed(1)}).ok());
  LoseNextAnswerToCommit();
  const auto put =
      PutStores({StoreNamed(3), StoreNamed(1), StoreNamed(2, "Two")});
  EXPECT_THAT(Outcomes(put),
              ElementsAre(WriteOutcome::kCreated, WriteOutcome::kUnchanged,
                          WriteOutcome::kCreated));
  EXPECT_EQ((*put)[0].revision.version, 1);
  EXPECT_THAT(Events(), SizeIs(2));
}

TEST_F(MysqlCatalogStoreTest, CreatesABrandEvenIfTheAnswerToCommitIsLost) {
  LoseNextAnswerToCommit();
  Brand brand;
  brand.id = TestActor().brand;
  const auto created = store_.CreateBrand(TestActor(), brand);
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_EQ(created->version, 1);
  EXPECT_EQ(store_.CreateBrand(TestActor(), brand).status().code(),
            absl::StatusCode::kAlreadyExists);
}

TEST_F(MysqlCatalogStoreTest, SaysWhichEventsItLeft) {
  Actor actor = TestActor();
  actor.receipt = std::make_shared<WriteReceipt>();
  Brand brand;
  brand.id = actor.brand;
  ASSERT_TRUE(store_.CreateBrand(actor, brand).ok());
  ASSERT_TRUE(store_.PutStores(actor, StoresNamed(3, "a"), {}).ok());
  ASSERT_TRUE(store_.PutStores(actor, StoresNamed(3, "a"), {}).ok());
  EXPECT_THAT(actor.receipt->written,
              ElementsAre(EventName{1, 1}, EventName{1, 2}));
}

TEST_F(MysqlCatalogStoreTest, LetsImportsOfTheSameStoresRunAtOnce) {
  constexpr int kImports = 4;
  constexpr int kStores = 60;
  std::vector<std::thread> imports;
  for (int i = 0; i < kImports; ++i) {
    imports.emplace_back([this, i] {
      std::vector<Store> stores =
          StoresNamed(kStores, absl::StrCat("import ", i));
      std::mt19937 random(i);
      std::shuffle(stores.begin(), stores.end(), random);
      const auto put = PutStores(stores);
      EXPECT_TRUE(put.ok()) << put.status();
    });
  }
  for (std::thread& import : imports) import.join();
  for (const auto& [id, store] : Stores()) {
    EXPECT_EQ(store.revision.version, kImports);
  }
  EXPECT_THAT(Events(), SizeIs(testing::Ge(size_t{kImports})));
}

}  // namespace
}  // namespace rapport::db
