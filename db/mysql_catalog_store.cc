#include "db/mysql_catalog_store.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "db/catalog_batch.h"
#include "db/catalog_rows.h"
#include "db/id_list.h"
#include "server/vocabulary/error.h"

namespace rapport::db {

using catalog::Associate;
using catalog::Brand;
using catalog::OfferPolicy;
using catalog::Revision;
using catalog::Service;
using catalog::Store;
using catalog::StoreResource;
using catalog::WriteCondition;
using catalog::Written;

namespace {

// What a call may take; the port has no deadlines yet.
constexpr absl::Duration kCallDeadline = absl::Seconds(10);

// Rows read at once where all of a brand are asked for.
constexpr int kPageRows = 5000;

// Hands out the thing in `row`.
template <typename Thing>
absl::Status HandOut(const Row& row,
                     absl::FunctionRef<void(const Thing&)> each) {
  Thing thing;
  absl::Status status = ReadRow(row, thing);
  if (status.ok()) each(thing);
  return status;
}

Actor Of(Actor actor, const BrandId& brand) {
  actor.brand = brand;
  return actor;
}

absl::StatusOr<Written> Single(absl::StatusOr<std::vector<Written>> written) {
  if (!written.ok()) return written.status();
  return written->front();
}

}  // namespace

MysqlCatalogStore::MysqlCatalogStore(Pool& pool, ChangeLog& log,
                                     RetryPolicy retry)
    : pool_(pool), log_(log), retry_(std::move(retry)) {}

absl::Time MysqlCatalogStore::Deadline() const {
  return retry_.now() + kCallDeadline;
}

template <typename Rows>
absl::StatusOr<std::vector<Written>> MysqlCatalogStore::Put(
    const Actor& actor, absl::Span<const typename Rows::Thing> things,
    const WriteCondition& when) {
  const absl::StatusOr<std::vector<size_t>> order = OrderOfIds(things);
  if (!order.ok()) return order.status();
  std::vector<Written> written;
  if (things.empty()) return written;
  absl::Status status =
      log_.Run(Deadline(), [&](Transaction& transaction, EventWriter& events) {
        return CatalogBatch<Rows>(actor, things, *order, written)
            .Write(transaction, events, when);
      });
  if (!status.ok()) return status;
  return written;
}

absl::StatusOr<Revision> MysqlCatalogStore::CreateBrand(const Actor& actor,
                                                        const Brand& brand) {
  constexpr WriteCondition kNew = {.allow_missing = true,
                                   .expected_version = 0};
  absl::StatusOr<std::vector<Written>> written =
      Put<BrandRows>(Of(actor, brand.id), {&brand, 1}, kNew);
  if (absl::IsAborted(written.status()) &&
      ReasonOf(written.status()) == "ETAG_MISMATCH") {
    return Error(absl::StatusCode::kAlreadyExists, "BRAND_EXISTS",
                 "there is a brand of this name; choose another");
  }
  if (!written.ok()) return written.status();
  return written->front().revision;
}

absl::StatusOr<Written> MysqlCatalogStore::PutBrand(
    const Actor& actor, const Brand& brand, const WriteCondition& when) {
  return Single(Put<BrandRows>(Of(actor, brand.id), {&brand, 1}, when));
}

absl::StatusOr<std::vector<Written>> MysqlCatalogStore::PutStores(
    const Actor& actor, absl::Span<const Store> stores,
    const WriteCondition& when) {
  return Put<StoreRows>(actor, stores, when);
}

absl::StatusOr<std::vector<Written>> MysqlCatalogStore::PutAssociates(
    const Actor& actor, absl::Span<const Associate> associates,
    const WriteCondition& when) {
  return Put<AssociateRows>(actor, associates, when);
}

absl::StatusOr<Written> MysqlCatalogStore::PutService(
    const Actor& actor, const Service& service, const WriteCondition& when) {
  return Single(Put<ServiceRows>(actor, {&service, 1}, when));
}

absl::StatusOr<Written> MysqlCatalogStore::PutOfferPolicy(
    const Actor& actor, const OfferPolicy& policy, const WriteCondition& when) {
  return Single(Put<OfferPolicyRows>(actor, {&policy, 1}, when));
}

absl::StatusOr<Written> MysqlCatalogStore::PutStoreResource(
    const Actor& actor, const StoreResource& resource,
    const WriteCondition& when) {
  return Single(Put<StoreResourceRows>(actor, {&resource, 1}, when));
}

template <typename Rows>
absl::Status MysqlCatalogStore::Read(
    const BrandId& brand, absl::Span<const typename Rows::Id> ids,
    absl::FunctionRef<void(const typename Rows::Thing&)> each) {
  if (ids.empty()) return ReadAll<Rows>(brand, each);
  const std::string head = absl::StrCat(
      Rows::kSelect, " WHERE brand_id = ? AND ", Rows::kIdColumn, " IN");
  for (size_t first = 0; first < ids.size(); first += kIdsAtOnce) {
    absl::Status status =
        RunRead(pool_, retry_, Deadline(), [&](Connection& connection) {
          return QueryByIds(connection, head, "", brand,
                            ids.subspan(first, kIdsAtOnce),
                            [&](const Row& row) {
                              return HandOut<typename Rows::Thing>(row, each);
                            });
        });
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

template <typename Rows>
absl::Status MysqlCatalogStore::ReadAll(
    const BrandId& brand,
    absl::FunctionRef<void(const typename Rows::Thing&)> each) {
  const std::string sql = absl::StrCat(  // PRIMARY
      Rows::kSelect, " WHERE brand_id = ? AND ", Rows::kIdColumn,
      " > ? ORDER BY ", Rows::kIdColumn, " LIMIT ?");
  std::string last;  // empty: before every id
  for (int rows = 1; rows > 0;) {
    absl::Status status =
        RunRead(pool_, retry_, Deadline(), [&](Connection& connection) {
          rows = 0;
          return connection.Query(
              sql, {brand.text(), last, kPageRows}, [&](const Row& row) {
                ++rows;
                last = row.Bytes(0);
                return HandOut<typename Rows::Thing>(row, each);
              });
        });
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status MysqlCatalogStore::ReadBrands(
    absl::FunctionRef<void(const Brand&)> each) {
  return RunRead(pool_, retry_, Deadline(), [&](Connection& connection) {
    return connection.Query(BrandRows::kSelect, {}, [&](const Row& row) {
      return HandOut<Brand>(row, each);
    });
  });
}

absl::Status MysqlCatalogStore::ReadStores(
    const BrandId& brand, absl::Span<const StoreId> ids,
    absl::FunctionRef<void(const Store&)> each) {
  return Read<StoreRows>(brand, ids, each);
}

absl::Status MysqlCatalogStore::ReadAssociates(
    const BrandId& brand, absl::Span<const AssociateId> ids,
    absl::FunctionRef<void(const Associate&)> each) {
  return Read<AssociateRows>(brand, ids, each);
}

absl::Status MysqlCatalogStore::ReadServices(
    const BrandId& brand, absl::FunctionRef<void(const Service&)> each) {
  return ReadAll<ServiceRows>(brand, each);
}

absl::Status MysqlCatalogStore::ReadStoreResources(
    const BrandId& brand, absl::Span<const ResourceId> ids,
    absl::FunctionRef<void(const StoreResource&)> each) {
  return Read<StoreResourceRows>(brand, ids, each);
}

absl::Status MysqlCatalogStore::ReadOfferPolicies(
    const BrandId& brand, absl::FunctionRef<void(const OfferPolicy&)> each) {
  return ReadAll<OfferPolicyRows>(brand, each);
}

}  // namespace rapport::db
