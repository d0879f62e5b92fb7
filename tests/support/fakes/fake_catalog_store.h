// A catalog remembered in memory, by the same rules as in the database.
#ifndef RAPPORT_TESTS_SUPPORT_FAKES_FAKE_CATALOG_STORE_H_
#define RAPPORT_TESTS_SUPPORT_FAKES_FAKE_CATALOG_STORE_H_

#include <functional>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "server/catalog/catalog_store.h"

namespace rapport::catalog {

// Behaves as CatalogStore says. More than kPutMax at once is INVALID_ARGUMENT
// (TOO_MANY). Thread-safe.
class FakeCatalogStore : public CatalogStore {
 public:
  // `now` tells create and update times; it is called under a lock.
  explicit FakeCatalogStore(std::function<absl::Time()> now);

  // After `good` more Put calls, the one that follows fails with `status` and
  // writes nothing; those after it work again.
  void FailPutAfter(int good, absl::Status status);
  // Put calls that worked, of any kind.
  int puts() const;

  absl::StatusOr<Revision> CreateBrand(const Actor& actor,
                                       const Brand& brand) override;
  absl::StatusOr<Written> PutBrand(const Actor& actor, const Brand& brand,
                                   const WriteCondition& when) override;
  absl::StatusOr<std::vector<Written>> PutStores(
      const Actor& actor, absl::Span<const Store> stores,
      const WriteCondition& when) override;
  absl::StatusOr<std::vector<Written>> PutAssociates(
      const Actor& actor, absl::Span<const Associate> associates,
      const WriteCondition& when) override;
  absl::StatusOr<Written> PutService(const Actor& actor, const Service& service,
                                     const WriteCondition& when) override;
  absl::StatusOr<Written> PutOfferPolicy(const Actor& actor,
                                         const OfferPolicy& policy,
                                         const WriteCondition& when) override;
  absl::StatusOr<Written> PutStoreResource(const Actor& actor,
                                           const StoreResource& resource,
                                           const WriteCondition& when) override;
  absl::Status ReadBrands(absl::FunctionRef<void(const Brand&)> each) override;
  absl::Status ReadStores(const BrandId& brand, absl::Span<const StoreId> ids,
                          absl::FunctionRef<void(const Store&)> each) override;
  absl::Status ReadAssociates(
      const BrandId& brand, absl::Span<const AssociateId> ids,
      absl::FunctionRef<void(const Associate&)> each) override;
  absl::Status ReadServices(
      const BrandId& brand,
      absl::FunctionRef<void(const Service&)> each) override;
  absl::Status ReadStoreResources(
      const BrandId& brand, absl::Span<const ResourceId> ids,
      absl::FunctionRef<void(const StoreResource&)> each) override;
  absl::Status ReadOfferPolicies(
      const BrandId& brand,
      absl::FunctionRef<void(const OfferPolicy&)> each) override;

 private:
  // What a brand has of one kind.
  template <typename Thing>
  using Table = std::map<std::pair<BrandId, decltype(Thing::id)>, Thing>;

  template <typename Thing>
  absl::StatusOr<std::vector<Written>> Put(const BrandId& brand,
                                           absl::Span<const Thing> things,
                                           const WriteCondition& when,
                                           Table<Thing>& table);
  template <typename Thing>
  void Read(const BrandId& brand, absl::Span<const decltype(Thing::id)> ids,
            const Table<Thing>& table,
            absl::FunctionRef<void(const Thing&)> each);
  // With the lock held.
  absl::Status TakeFailure();

  const std::function<absl::Time()> now_;
  mutable std::mutex mutex_;  // guards the rest
  int puts_ = 0;
  int good_before_failure_ = 0;
  absl::Status failure_;
  Table<Brand> brands_;
  Table<Store> stores_;
  Table<Associate> associates_;
  Table<Service> services_;
  Table<OfferPolicy> policies_;
  Table<StoreResource> resources_;
};

}  // namespace rapport::catalog

#endif  // RAPPORT_TESTS_SUPPORT_FAKES_FAKE_CATALOG_STORE_H_
