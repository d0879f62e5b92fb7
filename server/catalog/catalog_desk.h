// The catalog, as callers want it: writes that are checked against the rest of
// it, and shown in the read model before they are answered.
#ifndef RAPPORT_SERVER_CATALOG_CATALOG_DESK_H_
#define RAPPORT_SERVER_CATALOG_CATALOG_DESK_H_

#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "geo/zone_table.h"
#include "server/calendar/schedule_store.h"
#include "server/catalog/associate_import.h"
#include "server/catalog/catalog_store.h"
#include "server/catalog/store_import.h"
#include "server/search/read_model.h"
#include "server/vocabulary/caller.h"

namespace rapport::catalog {

// OK if there is what a policy of `scope` would be of; else NOT_FOUND. Regions
// and markets are there as soon as somebody speaks of them.
absl::Status CheckIsThere(const search::BrandIndex& index,
                          const OfferScope& scope);

// An import under way, of whatever. Not thread-safe. See StoreImport.
class FileImport {
 public:
  virtual ~FileImport() = default;
  virtual absl::Status Feed(absl::string_view bytes) = 0;
  virtual absl::StatusOr<ImportCounts> Finish() = 0;
};

// Thread-safe. Does not own what it is made from. Put calls return
// INVALID_ARGUMENT naming fields, and the codes of CatalogStore.
class CatalogDesk {
 public:
  CatalogDesk(CatalogStore& store, calendar::ScheduleStore& schedules,
              const geo::ZoneTable& zones, search::ReadModel& model,
              StoreImportAids aids = {})
      : store_(store),
        schedules_(schedules),
        zones_(zones),
        model_(model),
        aids_(std::move(aids)) {}

  // Returns ALREADY_EXISTS if there is one of that id.
  absl::StatusOr<Brand> CreateBrand(const Caller& caller, Brand brand);
  // Returns FAILED_PRECONDITION (STYLE_IN_USE) if a style is left out that an
  // associate has.
  absl::StatusOr<Brand> PutBrand(const Caller& caller, Brand brand,
                                 const WriteCondition& when);
  // A store without a zone takes that of its point.
  absl::StatusOr<Store> PutStore(const Caller& caller, Store store,
                                 const WriteCondition& when);
  absl::StatusOr<Associate> PutAssociate(const Caller& caller,
                                         Associate associate,
                                         const WriteCondition& when);
  absl::StatusOr<Service> PutService(const Caller& caller, Service service,
                                     const WriteCondition& when);

  // A policy without rules says nothing any more. Returns PERMISSION_DENIED
  // (NOT_YOURS_TO_CHANGE) to a store manager if it is neither of one of their
  // stores nor of somebody who serves there, NOT_FOUND if it is of a store or
  // an associate that there is not, FAILED_PRECONDITION (TOO_MANY_POLICIES).
  absl::StatusOr<OfferPolicy> PutOfferPolicy(const Caller& caller,
                                             OfferPolicy policy,
                                             const WriteCondition& when);

  // Returns PERMISSION_DENIED (NOT_YOURS_TO_CHANGE) to a store manager if it is
  // of none of their stores, NOT_FOUND if there is no such store,
  // FAILED_PRECONDITION (TOO_MANY_RESOURCES) if the store has kStoreResourcesMax
  // others.
  absl::StatusOr<StoreResource> PutStoreResource(const Caller& caller,
                                                 StoreResource resource,
                                                 const WriteCondition& when);

  // Imports whose outcomes go to `sink`, which outlives them. What is written
  // goes on to the read model; Settle returns once it shows there.
  std::unique_ptr<FileImport> ImportStores(const Caller& caller,
                                           const StoreImportHeader& header,
                                           ImportSink& sink);
  std::unique_ptr<FileImport> ImportAssociates(
      const Caller& caller, const AssociateImportHeader& header,
      ImportSink& sink);
  void Settle(const Caller& caller) { model_.WaitPublished(caller.brand()); }

  // The brand as it is read now; null if there is none.
  std::shared_ptr<const search::BrandIndex> Read(const Caller& caller) const {
    return model_.Find(caller.brand());
  }

 private:
  CatalogStore& store_;
  calendar::ScheduleStore& schedules_;
  const geo::ZoneTable& zones_;
  search::ReadModel& model_;
  const StoreImportAids aids_;  // of imports of stores
};

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_CATALOG_DESK_H_
