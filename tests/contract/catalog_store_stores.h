// What every CatalogStore does with stores. See catalog_store_contract.h.
#ifndef RAPPORT_TESTS_CONTRACT_CATALOG_STORE_STORES_H_
#define RAPPORT_TESTS_CONTRACT_CATALOG_STORE_STORES_H_

#include <algorithm>
#include <functional>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/catalog/catalog_store.h"
#include "tests/contract/catalog_store_under_test.h"

namespace rapport::catalog {

using testing::ElementsAre;

TEST_P(CatalogStoreContract, ReadsStoresAsTheyWerePut) {
  PutWhatIsReferredTo();
  const auto put = PutStores({RichStore(7), PlainStore(8)});
  ASSERT_TRUE(put.ok()) << put.status();
  EXPECT_THAT(Outcomes(*put),
              ElementsAre(WriteOutcome::kCreated, WriteOutcome::kCreated));
  const auto found = Stores(brand_);
  for (const Store& expected : {RichStore(7), PlainStore(8)}) {
    ASSERT_TRUE(found.contains(expected.id));
    const Store& store = found.at(expected.id);
    EXPECT_EQ(store.source, expected.source);
    EXPECT_EQ(store.source_id, expected.source_id);
    EXPECT_EQ(store.content, expected.content);
  }
  ExpectRevision(found.at(RichStore(7).id).revision, (*put)[0].revision);
  EXPECT_EQ((*put)[0].revision.version, 1);
}

TEST_P(CatalogStoreContract, TellsOfEachStoreInOrderWhatBecameOfIt) {
  PutWhatIsReferredTo();
  Store changed = PlainStore(2);
  changed.content.display_name = "Moved";
  const auto put = PutStores({PlainStore(9), changed, PlainStore(1)});
  ASSERT_TRUE(put.ok()) << put.status();
  EXPECT_THAT(Outcomes(*put),
              ElementsAre(WriteOutcome::kCreated, WriteOutcome::kUpdated,
                          WriteOutcome::kUnchanged));
  EXPECT_EQ((*put)[1].revision.version, 2);
  EXPECT_EQ((*put)[2].revision.version, 1);
  EXPECT_EQ(Stores(brand_).at(changed.id).content.display_name, "Moved");
}

TEST_P(CatalogStoreContract, SeesADifferenceInEveryFieldOfAStore) {
  PutWhatIsReferredTo();
  const std::vector<std::function<void(StoreContent&)>> changes = {
      [](StoreContent& c) { c.display_name += "x"; },
      [](StoreContent& c) { c.location.latitude_deg += 1e-9; },
      [](StoreContent& c) { c.location.longitude_deg += 1e-9; },
      [](StoreContent& c) { c.time_zone = "Europe/Paris"; },
      [](StoreContent& c) { c.address.region_code = "FR"; },
      [](StoreContent& c) { c.address.administrative_area = "IDF"; },
      [](StoreContent& c) { c.address.locality = "paris"; },
      [](StoreContent& c) { c.address.locality = "Paris"; },
      [](StoreContent& c) { c.address.locality = "Parìs"; },
      [](StoreContent& c) { c.address.postal_code = "75001"; },
      [](StoreContent& c) { c.address.lines = {"1 Rue"}; },
      [](StoreContent& c) { c.phone_number = "1"; },
      [](StoreContent& c) { c.website_uri = "http://a"; },
      [](StoreContent& c) { c.opening_hours_text = "24/7"; },
      [](StoreContent& c) { c.services = {ServiceId::FromStored("styling")}; },
      [](StoreContent& c) {
        c.details.localized_names = {{"ja", "銀座"}};
      },
      [](StoreContent& c) { c.details.localized_names[0].text = "銀坐"; },
      [](StoreContent& c) {
        c.details.descriptions = {{"fr", "Belle"}};
      },
      [](StoreContent& c) {
        c.details.location_precision = LocationPrecision::kLocality;
      },
      [](StoreContent& c) {
        c.details.secondary_hours = {{"pickup", "24/7"}};
      },
      [](StoreContent& c) {
        c.details.special_days = {{absl::CivilDay(2026, 12, 24), "closed", ""}};
      },
      [](StoreContent& c) { c.details.special_days[0].comment = "x"; },
      [](StoreContent& c) {
        c.details.languages = {"zh-Hant-HK", "en"};
      },
      [](StoreContent& c) { c.details.channels = {Channel::kVideo}; },
      [](StoreContent& c) { c.details.attributes = {"parking"}; },
      [](StoreContent& c) { c.details.temporarily_closed = true; }};
  Store store = PlainStore(1);
  int64_t version = 1;
  for (const auto& change : changes) {
    change(store.content);
    const auto put = PutStores({store});
    ASSERT_TRUE(put.ok()) << put.status();
    EXPECT_EQ((*put)[0].outcome, WriteOutcome::kUpdated) << version;
    EXPECT_EQ((*put)[0].revision.version, ++version);
    EXPECT_EQ(Stores(brand_).at(store.id).content, store.content);
  }
  EXPECT_EQ(PutStores({PlainStore(1)})->front().outcome,
            WriteOutcome::kUpdated);
  EXPECT_EQ(Stores(brand_).at(store.id).content, PlainStore(1).content);
}

TEST_P(CatalogStoreContract, KeepsTheCreateTimeThroughUpdates) {
  const auto created = PutStores({PlainStore(1)});
  ASSERT_TRUE(created.ok()) << created.status();
  Store changed = PlainStore(1);
  changed.content.phone_number = "1";
  const auto updated = PutStores({changed});
  ASSERT_TRUE(updated.ok()) << updated.status();
  const Revision& revision = updated->front().revision;
  EXPECT_EQ(revision.create_time, created->front().revision.create_time);
  EXPECT_GE(revision.update_time, created->front().revision.update_time);
  ExpectRevision(Stores(brand_).at(changed.id).revision, revision);
}

TEST_P(CatalogStoreContract, ReadsOnlyTheStoresNamed) {
  PutWhatIsReferredTo();
  const auto found =
      Stores(brand_, {PlainStore(3).id, PlainStore(9).id, PlainStore(1).id});
  EXPECT_EQ(found.size(), 2u);
  EXPECT_TRUE(found.contains(PlainStore(1).id));
  EXPECT_TRUE(found.contains(PlainStore(3).id));
  EXPECT_EQ(Stores(brand_).size(), 3u);
}

TEST_P(CatalogStoreContract, WritesAllStoresOrNone) {
  ASSERT_TRUE(PutStores({PlainStore(1)}).ok());
  Store changed = PlainStore(1);
  changed.content.display_name = "Moved";
  // The first is at version 1; the second never was.
  EXPECT_EQ(PutStores({changed, PlainStore(2)}, {true, 1}).status().code(),
            StatusCode::kAborted);
  EXPECT_EQ(PutStores({changed, PlainStore(2)}, {false, {}}).status().code(),
            StatusCode::kNotFound);
  const auto found = Stores(brand_);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found.at(changed.id).content.display_name, "Store 1");
}

TEST_P(CatalogStoreContract, PutsAStoreOnlyOverTheExpectedVersion) {
  EXPECT_EQ(PutStores({PlainStore(1)}, {true, 1}).status().code(),
            StatusCode::kAborted);
  ASSERT_TRUE(PutStores({PlainStore(1)}, {true, 0}).ok());
  Store changed = PlainStore(1);
  changed.content.display_name = "Moved";
  EXPECT_EQ(PutStores({changed}, {true, 0}).status().code(),
            StatusCode::kAborted);
  EXPECT_EQ(PutStores({changed}, {false, 2}).status().code(),
            StatusCode::kAborted);
  EXPECT_TRUE(PutStores({changed}, {false, 1}).ok());
  // A version that has passed is refused even if nothing would change.
  EXPECT_EQ(PutStores({changed}, {false, 1}).status().code(),
            StatusCode::kAborted);
}

TEST_P(CatalogStoreContract, PutsStoresOnlyAsTheyWereRead) {
  WriteCondition as_read;
  as_read.as_read = true;
  ASSERT_TRUE(PutStores({PlainStore(1), PlainStore(2)}, as_read).ok());
  // Not as it was read: it is there already.
  EXPECT_EQ(PutStores({PlainStore(1)}, as_read).status().code(),
            StatusCode::kAborted);
  Store first = Stores(brand_).at(PlainStore(1).id);
  Store second = Stores(brand_).at(PlainStore(2).id);
  first.content.display_name = "Moved";
  ASSERT_TRUE(PutStores({first, PlainStore(3)}, as_read).ok());
  // The first has changed since, so the second is not written either.
  second.content.display_name = "Moved too";
  EXPECT_EQ(PutStores({first, second}, as_read).status().code(),
            StatusCode::kAborted);
  EXPECT_EQ(Stores(brand_).at(second.id).content.display_name, "Store 2");
}

TEST_P(CatalogStoreContract, PutsNoStoresWithoutComplaint) {
  const auto put = PutStores({});
  ASSERT_TRUE(put.ok()) << put.status();
  EXPECT_TRUE(put->empty());
}

TEST_P(CatalogStoreContract, PutsAWholeBatchTwice) {
  std::vector<Store> stores;
  for (size_t i = 0; i < kPutMax; ++i) {
    stores.push_back(PlainStore(static_cast<int>(i)));
  }
  for (WriteOutcome expected :
       {WriteOutcome::kCreated, WriteOutcome::kUnchanged}) {
    const auto put = PutStores(stores);
    ASSERT_TRUE(put.ok()) << put.status();
    ASSERT_EQ(put->size(), kPutMax);
    EXPECT_THAT(Outcomes(*put), testing::Each(expected));
  }
  EXPECT_EQ(Stores(brand_).size(), kPutMax);
}

TEST_P(CatalogStoreContract, CreatesAStoreOnceHoweverManyPutItAtOnce) {
  constexpr int kWriters = 4;
  std::vector<absl::StatusOr<std::vector<Written>>> results(kWriters);
  std::vector<std::thread> writers;
  writers.reserve(kWriters);
  for (int i = 0; i < kWriters; ++i) {
    writers.emplace_back([this, &result = results[i]] {
      result = PutStores({PlainStore(1), PlainStore(2)});
    });
  }
  for (std::thread& writer : writers) writer.join();
  int created = 0;
  for (const auto& result : results) {
    ASSERT_TRUE(result.ok()) << result.status();
    for (const Written& written : *result) {
      created += written.outcome == WriteOutcome::kCreated;
      EXPECT_EQ(written.revision.version, 1);
    }
  }
  EXPECT_EQ(created, 2);
}

TEST_P(CatalogStoreContract, LosesNoUpdateOfThoseThatExpectTheirVersion) {
  ASSERT_TRUE(PutStores({PlainStore(1)}).ok());
  constexpr int kWriters = 4;
  std::vector<StatusCode> codes(kWriters);
  std::vector<std::thread> writers;
  writers.reserve(kWriters);
  for (int i = 0; i < kWriters; ++i) {
    writers.emplace_back([this, i, &code = codes[i]] {
      Store changed = PlainStore(1);
      changed.content.display_name = absl::StrCat("Writer ", i);
      code = PutStores({changed}, {true, 1}).status().code();
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(std::count(codes.begin(), codes.end(), StatusCode::kOk), 1);
  EXPECT_EQ(std::count(codes.begin(), codes.end(), StatusCode::kAborted),
            kWriters - 1);
  EXPECT_EQ(Stores(brand_).begin()->second.revision.version, 2);
}

}  // namespace rapport::catalog

#endif  // RAPPORT_TESTS_CONTRACT_CATALOG_STORE_STORES_H_
