#include <algorithm>

#include "absl/strings/str_cat.h"
#include "server/catalog/catalog_desk.h"
#include "server/vocabulary/error.h"

namespace rapport::catalog {
namespace {

absl::Status CheckMayWrite(const Caller& caller, const StoreId& store) {
  const bool may = caller.role() != Role::kStoreManager ||
                   std::find(caller.stores.begin(), caller.stores.end(),
                             store) != caller.stores.end();
  if (may) return absl::OkStatus();
  return Error(absl::StatusCode::kPermissionDenied, "NOT_YOURS_TO_CHANGE",
               "a store manager writes the resources of their stores");
}

absl::Status CheckRoom(const search::BrandIndex& index,
                       const StoreResource& resource) {
  const auto there = index.ResourcesAt(resource.store);
  const bool is_there =
      std::any_of(there.begin(), there.end(),
                  [&](const auto& each) { return each->id == resource.id; });
  if (is_there || there.size() < kStoreResourcesMax) return absl::OkStatus();
  return Error(
      absl::StatusCode::kFailedPrecondition, "TOO_MANY_RESOURCES",
      absl::StrCat("a store has at most ", kStoreResourcesMax, " resources"));
}

absl::Status InvalidResource(FieldProblems problems) {
  for (FieldProblem& problem : problems) {
    problem.field = absl::StrCat("resource.", problem.field);
  }
  return InvalidFields(problems);
}

}  // namespace

absl::StatusOr<StoreResource> CatalogDesk::PutStoreResource(
    const Caller& caller, StoreResource resource, const WriteCondition& when) {
  std::shared_ptr<const search::BrandIndex> index = Read(caller);
  if (index == nullptr || index->FindStore(resource.store) == nullptr) {
    return Error(absl::StatusCode::kNotFound, "STORE_NOT_FOUND",
                 "there is no such store");
  }
  absl::Status may = CheckMayWrite(caller, resource.store);
  if (!may.ok()) return may;
  FieldProblems problems = CheckStoreResource(resource);
  if (!problems.empty()) return InvalidResource(std::move(problems));
  absl::Status room = CheckRoom(*index, resource);
  if (!room.ok()) return room;
  absl::StatusOr<Written> written =
      store_.PutStoreResource(caller.actor, resource, when);
  if (!written.ok()) return written.status();
  resource.revision = written->revision;
  model_.Apply(caller.brand(), absl::MakeConstSpan(&resource, 1));
  Settle(caller);
  return resource;
}

}  // namespace rapport::catalog
