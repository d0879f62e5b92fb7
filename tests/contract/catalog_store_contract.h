// What every CatalogStore does. Include it in one source of a test binary, and
// instantiate it there for a store:
//
//   INSTANTIATE_TEST_SUITE_P(Fake, CatalogStoreContract,
//                            testing::Values(CatalogStoreCase{"Fake", Make}),
//                            NameOfCatalogStore);
#ifndef RAPPORT_TESTS_CONTRACT_CATALOG_STORE_CONTRACT_H_
#define RAPPORT_TESTS_CONTRACT_CATALOG_STORE_CONTRACT_H_

#include <algorithm>
#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/catalog/catalog_store.h"
#include "tests/contract/catalog_store_under_test.h"

namespace rapport::catalog {

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(CatalogStoreContract);

using testing::ElementsAre;

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

#endif  // RAPPORT_TESTS_CONTRACT_CATALOG_STORE_CONTRACT_H_
