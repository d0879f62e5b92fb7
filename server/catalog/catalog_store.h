// The port to where brands, stores with their resources, associates, services
// and the policies of where services are offered are remembered.
#ifndef RAPPORT_SERVER_CATALOG_CATALOG_STORE_H_
#define RAPPORT_SERVER_CATALOG_CATALOG_STORE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "server/catalog/associate.h"
#include "server/catalog/brand.h"
#include "server/catalog/offer_policy.h"
#include "server/catalog/service.h"
#include "server/catalog/store.h"
#include "server/catalog/store_resource.h"
#include "server/vocabulary/actor.h"

namespace rapport::catalog {

inline constexpr size_t kPutMax = 500;  // things a call writes; one transaction

// What a write found.
enum class WriteOutcome { kCreated, kUpdated, kUnchanged };

// When a write may happen.
struct WriteCondition {
  bool allow_missing = true;
  std::optional<int64_t> expected_version;  // unset: any
  // Whether each thing must still be as it was read: at the version of its own
  // revision, 0 if it was not there. Goes before expected_version.
  bool as_read = false;

  // What is expected of a thing whose own revision has `version_read`.
  std::optional<int64_t> ExpectedOf(int64_t version_read) const {
    return as_read ? version_read : expected_version;
  }
};

// What became of one thing that was written, and its revision now.
struct Written {
  WriteOutcome outcome = WriteOutcome::kUnchanged;
  Revision revision;
};

// Remembers the catalog of all brands. Thread-safe. Every call may return
// UNAVAILABLE, RESOURCE_EXHAUSTED or DEADLINE_EXCEEDED; then nothing is known
// to have happened, and repeating it is safe. All Put calls write only what
// differs, all in one transaction or nothing, leave a change for the feed, and
// return one Written for each thing, in order. They return
// NOT_FOUND if a thing is missing and that is not allowed, ABORTED if a version
// is not the expected one.
class CatalogStore {
 public:
  virtual ~CatalogStore() = default;

  // Returns ALREADY_EXISTS if there is a brand of that id.
  virtual absl::StatusOr<Revision> CreateBrand(const Actor& actor,
                                               const Brand& brand) = 0;
  virtual absl::StatusOr<Written> PutBrand(const Actor& actor,
                                           const Brand& brand,
                                           const WriteCondition& when) = 0;
  // At most kPutMax, each id once.
  virtual absl::StatusOr<std::vector<Written>> PutStores(
      const Actor& actor, absl::Span<const Store> stores,
      const WriteCondition& when) = 0;
  // At most kPutMax, each id once.
  virtual absl::StatusOr<std::vector<Written>> PutAssociates(
      const Actor& actor, absl::Span<const Associate> associates,
      const WriteCondition& when) = 0;
  virtual absl::StatusOr<Written> PutService(const Actor& actor,
                                             const Service& service,
                                             const WriteCondition& when) = 0;

  // One without rules stays, with its version, and says nothing.
  virtual absl::StatusOr<Written> PutOfferPolicy(
      const Actor& actor, const OfferPolicy& policy,
      const WriteCondition& when) = 0;

  virtual absl::StatusOr<Written> PutStoreResource(
      const Actor& actor, const StoreResource& resource,
      const WriteCondition& when) = 0;

  // Reads all brands.
  virtual absl::Status ReadBrands(
      absl::FunctionRef<void(const Brand&)> each) = 0;
  // Reads those of `ids` that there are, or all of the brand where `ids` is
  // empty. In no order.
  virtual absl::Status ReadStores(
      const BrandId& brand, absl::Span<const StoreId> ids,
      absl::FunctionRef<void(const Store&)> each) = 0;
  virtual absl::Status ReadAssociates(
      const BrandId& brand, absl::Span<const AssociateId> ids,
      absl::FunctionRef<void(const Associate&)> each) = 0;
  // All services of the brand.
  virtual absl::Status ReadServices(
      const BrandId& brand, absl::FunctionRef<void(const Service&)> each) = 0;
  // Those of `ids` that there are, or all of the brand where `ids` is empty.
  virtual absl::Status ReadStoreResources(
      const BrandId& brand, absl::Span<const ResourceId> ids,
      absl::FunctionRef<void(const StoreResource&)> each) = 0;
  // All policies of the brand, those without rules too.
  virtual absl::Status ReadOfferPolicies(
      const BrandId& brand,
      absl::FunctionRef<void(const OfferPolicy&)> each) = 0;
};

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_CATALOG_STORE_H_
