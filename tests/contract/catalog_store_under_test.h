// What the contract of CatalogStore is tested with: a store, and brands,
// stores, associates and services that use every field.
#ifndef RAPPORT_TESTS_CONTRACT_CATALOG_STORE_UNDER_TEST_H_
#define RAPPORT_TESTS_CONTRACT_CATALOG_STORE_UNDER_TEST_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "server/catalog/catalog_store.h"

namespace rapport::catalog {

// An empty store, and what it needs to live.
struct CatalogStoreUnderTest {
  std::shared_ptr<void> world;  // outlives the store
  std::unique_ptr<CatalogStore> store;

  // The store goes before the world it lives in.
  ~CatalogStoreUnderTest() { store.reset(); }
  CatalogStoreUnderTest() = default;
  CatalogStoreUnderTest(CatalogStoreUnderTest&&) = default;
  CatalogStoreUnderTest& operator=(CatalogStoreUnderTest&&) = default;
};

struct CatalogStoreCase {
  std::string name;
  std::function<CatalogStoreUnderTest()> make;
};

inline std::string NameOfCatalogStore(
    const testing::TestParamInfo<CatalogStoreCase>& info) {
  return info.param.name;
}

class CatalogStoreContract : public testing::TestWithParam<CatalogStoreCase> {
 protected:
  using StatusCode = absl::StatusCode;

  CatalogStoreContract() : under_test_(GetParam().make()) {
    for (const BrandId& id : {brand_, other_brand_}) {
      const auto created = store().CreateBrand(ActorOf(id), BrandOf(id));
      EXPECT_TRUE(created.ok()) << created.status();
    }
  }

  CatalogStore& store() { return *under_test_.store; }

  static Actor ActorOf(const BrandId& brand) {
    return {brand, Role::kBrandAdmin, "admin"};
  }
  Actor admin() const { return ActorOf(brand_); }

  static Brand BrandOf(const BrandId& id) {
    Brand brand;
    brand.id = id;
    brand.display_name = "Maison d'Été";
    brand.styles = {{StyleId::FromStored("boho"),
                     "Boho",
                     {{"fr", "Bohème"}, {"zh-Hant-HK", "波希米亞"}}},
                    {StyleId::FromStored("classic"), "Classic", {}}};
    return brand;
  }

  // A store of nothing but what is required.
  static Store PlainStore(int number) {
    Store store;
    store.source = "pos";
    store.source_id = absl::StrCat(number);
    store.id = StoreIdOf(store.source, store.source_id);
    store.content.display_name = absl::StrCat("Store ", number);
    store.content.location = {44.98, -93.27};
    store.content.time_zone = "America/Chicago";
    return store;
  }

  static StoreDetails RichDetails() {
    StoreDetails details;
    details.localized_names = {{"ja", "銀座 \"1\""}, {"fr", "Ça"}};
    details.descriptions = {{"en", "On the corner."}};
    details.location_precision = LocationPrecision::kPostalArea;
    details.secondary_hours = {{"pickup", "Mo-Su 12:00-20:00"}};
    details.special_days = {{absl::CivilDay(2026, 12, 24), "10:00-14:00", "é"},
                            {absl::CivilDay(2026, 12, 25), "closed", ""}};
    details.languages = {"zh-Hant-HK", "en"};
    details.channels = {Channel::kInStore, Channel::kVideo};
    details.attributes = {"parking", "gift_wrap"};
    details.temporarily_closed = true;
    return details;
  }

  // A store that uses everything.
  static Store RichStore(int number) {
    Store store = PlainStore(number);
    StoreContent& content = store.content;
    content.display_name = "Ça & là \"№1\" \U0001F48D 銀座";
    content.location = {-33.86785000000001, 179.99999999999997};
    content.address = {"AU",
                       "NSW",
                       "Sydney",
                       "2000",
                       {"Level 3", "1\\2 O'Connell St", "%_", "4", "5"}};
    content.phone_number = "+61 2 5550 0000";
    content.website_uri = "https://example.com/a?b=c#d";
    content.opening_hours_text = "Mo-Su 10:00-22:00; PH off";
    content.services = {ServiceId::FromStored("styling"),
                        ServiceId::FromStored("fitting")};
    content.details = RichDetails();
    return store;
  }

  static Associate RichAssociate(int number) {
    Associate associate;
    associate.source = "hr";
    associate.source_id = absl::StrCat(number);
    associate.id = AssociateIdOf(associate.source, associate.source_id);
    AssociateContent& content = associate.content;
    content.display_name = "María-José 林";
    content.stores = {PlainStore(2).id, PlainStore(1).id, PlainStore(3).id};
    content.languages = {{"es", LanguageLevel::kNative},
                         {"en", LanguageLevel::kBasic},
                         {"zh-Hant-HK", LanguageLevel::kFluent}};
    content.styles = {StyleId::FromStored("boho"),
                      StyleId::FromStored("classic")};
    content.services = {ServiceId::FromStored("fitting"),
                        ServiceId::FromStored("styling")};
    content.channels = {Channel::kInStore, Channel::kEmail};
    return associate;
  }

  static Service ServiceOf(const std::string& id) {
    Service service;
    service.id = ServiceId::FromStored(id);
    service.display_name = "Stilberatung";
    service.duration = absl::Minutes(55);
    service.buffer_before = absl::Minutes(5);
    service.buffer_after = kBufferMax;
    service.minimum_notice = absl::Seconds(90);
    service.booking_horizon = kBookingHorizonMax;
    service.slot_interval = absl::Minutes(15);
    service.hold_duration = absl::Seconds(61);
    service.channels = {Channel::kVideo, Channel::kEmail};
    service.needs = {{ResourceKind::FromStored("table"), 4}};
    return service;
  }

  // The stores 1 to 3 and the services that the others refer to.
  void PutWhatIsReferredTo() {
    ASSERT_TRUE(PutStores({PlainStore(1), PlainStore(2), PlainStore(3)}).ok());
    for (const char* id : {"styling", "fitting"}) {
      const auto put = store().PutService(admin(), ServiceOf(id), {});
      ASSERT_TRUE(put.ok()) << put.status();
    }
  }

  absl::StatusOr<std::vector<Written>> PutStores(
      const std::vector<Store>& stores, const WriteCondition& when = {}) {
    return store().PutStores(admin(), stores, when);
  }

  std::map<StoreId, Store> Stores(const BrandId& brand,
                                  const std::vector<StoreId>& ids = {}) {
    std::map<StoreId, Store> found;
    const absl::Status status =
        store().ReadStores(brand, ids, [&](const Store& one) {
          EXPECT_TRUE(found.emplace(one.id, one).second) << "read twice";
        });
    EXPECT_TRUE(status.ok()) << status;
    return found;
  }

  std::map<AssociateId, Associate> Associates(
      const BrandId& brand, const std::vector<AssociateId>& ids = {}) {
    std::map<AssociateId, Associate> found;
    const absl::Status status =
        store().ReadAssociates(brand, ids, [&](const Associate& one) {
          EXPECT_TRUE(found.emplace(one.id, one).second) << "read twice";
        });
    EXPECT_TRUE(status.ok()) << status;
    return found;
  }

  std::map<ServiceId, Service> Services(const BrandId& brand) {
    std::map<ServiceId, Service> found;
    const absl::Status status =
        store().ReadServices(brand, [&](const Service& one) {
          EXPECT_TRUE(found.emplace(one.id, one).second) << "read twice";
        });
    EXPECT_TRUE(status.ok()) << status;
    return found;
  }

  static StoreResource ResourceOf(const std::string& slug, uint8_t store) {
    StoreResource resource;
    resource.store = PlainStore(store).id;
    resource.slug = ResourceSlug::FromStored(slug);
    resource.id = ResourceIdOf(BrandId::FromStored("demo"), resource.store,
                               resource.slug);
    resource.display_name = "Anprobe \xC3\x9C";
    resource.kind = ResourceKind::FromStored("fitting-room");
    resource.out_of_service = true;
    return resource;
  }

  std::map<ResourceId, StoreResource> Resources(
      const BrandId& brand, const std::vector<ResourceId>& ids = {}) {
    std::map<ResourceId, StoreResource> found;
    const absl::Status status =
        store().ReadStoreResources(brand, ids, [&](const StoreResource& one) {
          EXPECT_TRUE(found.emplace(one.id, one).second) << "read twice";
        });
    EXPECT_TRUE(status.ok()) << status;
    return found;
  }

  static OfferPolicy PolicyOf(const std::string& scope) {
    OfferPolicy policy;
    policy.id = OfferScope::Parse(scope).value();
    policy.rules = {
        {ServiceId::FromStored("styling"), Channel::kVideo, true, false},
        {ServiceId::FromStored("styling"), {}, false, true},
        {{}, Channel::kEmail, false, false},
        {{}, {}, true, true}};
    return policy;
  }

  std::map<OfferScope, OfferPolicy> Policies(const BrandId& brand) {
    std::map<OfferScope, OfferPolicy> found;
    const absl::Status status =
        store().ReadOfferPolicies(brand, [&](const OfferPolicy& one) {
          EXPECT_TRUE(found.emplace(one.id, one).second) << "read twice";
        });
    EXPECT_TRUE(status.ok()) << status;
    return found;
  }

  std::map<BrandId, Brand> Brands() {
    std::map<BrandId, Brand> found;
    const absl::Status status = store().ReadBrands([&](const Brand& one) {
      EXPECT_TRUE(found.emplace(one.id, one).second) << "read twice";
    });
    EXPECT_TRUE(status.ok()) << status;
    return found;
  }

  static void ExpectRevision(const Revision& seen, const Revision& expected) {
    EXPECT_EQ(seen.version, expected.version);
    EXPECT_EQ(seen.create_time, expected.create_time);
    EXPECT_EQ(seen.update_time, expected.update_time);
  }

  static std::vector<WriteOutcome> Outcomes(
      const std::vector<Written>& written) {
    std::vector<WriteOutcome> outcomes;
    outcomes.reserve(written.size());
    for (const Written& one : written) outcomes.push_back(one.outcome);
    return outcomes;
  }

  const BrandId brand_ = BrandId::FromStored("demo");
  const BrandId other_brand_ = BrandId::FromStored("other");

 private:
  CatalogStoreUnderTest under_test_;
};

}  // namespace rapport::catalog

#endif  // RAPPORT_TESTS_CONTRACT_CATALOG_STORE_UNDER_TEST_H_
