// The catalog in MySQL or MariaDB.
#ifndef RAPPORT_DB_MYSQL_CATALOG_STORE_H_
#define RAPPORT_DB_MYSQL_CATALOG_STORE_H_

#include <vector>

#include "db/change_log.h"
#include "db/pool.h"
#include "db/transaction.h"
#include "server/catalog/catalog_store.h"

namespace rapport::db {

// What the brand is of stores, associates and services is that of the actor; a
// brand itself is its own. Reads hand out rows as they come, in the order of
// their ids; one that is in doubt is handed out again. Beyond the port's codes,
// Put calls return INVALID_ARGUMENT for more than kPutMax things, for an id
// that comes twice, and for a string that is not UTF-8. Thread-safe. `pool` and
// `log` must outlive it.
class MysqlCatalogStore final : public catalog::CatalogStore {
 public:
  MysqlCatalogStore(Pool& pool, ChangeLog& log, RetryPolicy retry = {});

  absl::StatusOr<catalog::Revision> CreateBrand(
      const Actor& actor, const catalog::Brand& brand) override;
  absl::StatusOr<catalog::Written> PutBrand(
      const Actor& actor, const catalog::Brand& brand,
      const catalog::WriteCondition& when) override;
  absl::StatusOr<std::vector<catalog::Written>> PutStores(
      const Actor& actor, absl::Span<const catalog::Store> stores,
      const catalog::WriteCondition& when) override;
  absl::StatusOr<std::vector<catalog::Written>> PutAssociates(
      const Actor& actor, absl::Span<const catalog::Associate> associates,
      const catalog::WriteCondition& when) override;
  absl::StatusOr<catalog::Written> PutService(
      const Actor& actor, const catalog::Service& service,
      const catalog::WriteCondition& when) override;
  absl::StatusOr<catalog::Written> PutOfferPolicy(
      const Actor& actor, const catalog::OfferPolicy& policy,
      const catalog::WriteCondition& when) override;
  absl::StatusOr<catalog::Written> PutStoreResource(
      const Actor& actor, const catalog::StoreResource& resource,
      const catalog::WriteCondition& when) override;

  absl::Status ReadBrands(
      absl::FunctionRef<void(const catalog::Brand&)> each) override;
  absl::Status ReadStores(
      const BrandId& brand, absl::Span<const StoreId> ids,
      absl::FunctionRef<void(const catalog::Store&)> each) override;
  absl::Status ReadAssociates(
      const BrandId& brand, absl::Span<const AssociateId> ids,
      absl::FunctionRef<void(const catalog::Associate&)> each) override;
  absl::Status ReadServices(
      const BrandId& brand,
      absl::FunctionRef<void(const catalog::Service&)> each) override;
  absl::Status ReadStoreResources(
      const BrandId& brand, absl::Span<const ResourceId> ids,
      absl::FunctionRef<void(const catalog::StoreResource&)> each) override;
  absl::Status ReadOfferPolicies(
      const BrandId& brand,
      absl::FunctionRef<void(const catalog::OfferPolicy&)> each) override;

 private:
  template <typename Rows>
  absl::StatusOr<std::vector<catalog::Written>> Put(
      const Actor& actor, absl::Span<const typename Rows::Thing> things,
      const catalog::WriteCondition& when);
  template <typename Rows>
  absl::Status Read(const BrandId& brand,
                    absl::Span<const typename Rows::Id> ids,
                    absl::FunctionRef<void(const typename Rows::Thing&)> each);
  template <typename Rows>
  absl::Status ReadAll(
      const BrandId& brand,
      absl::FunctionRef<void(const typename Rows::Thing&)> each);

  absl::Time Deadline() const;

  Pool& pool_;
  ChangeLog& log_;
  const RetryPolicy retry_;
};

}  // namespace rapport::db

#endif  // RAPPORT_DB_MYSQL_CATALOG_STORE_H_
