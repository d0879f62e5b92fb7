#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/catalog/catalog_desk.h"
#include "server/vocabulary/error.h"

namespace rapport::catalog {
namespace {

bool Manages(const Caller& caller, const StoreId& store) {
  return std::find(caller.stores.begin(), caller.stores.end(), store) !=
         caller.stores.end();
}

// Whether `caller`, who may write policies at all, may write that one. What it
// is of is there.
bool MayWrite(const Caller& caller, const OfferScope& scope,
              const search::BrandIndex& index) {
  if (caller.role() != Role::kStoreManager) return true;
  if (scope.layer() == OfferLayer::kStore) {
    return Manages(caller, scope.store());
  }
  if (scope.layer() != OfferLayer::kAssociate) return false;
  const auto& stores =
      index.FindAssociate(scope.associate())->associate->content.stores;
  return std::any_of(stores.begin(), stores.end(), [&](const StoreId& store) {
    return Manages(caller, store);
  });
}

FieldProblems CheckServices(const search::BrandIndex& index,
                            const OfferPolicy& policy) {
  FieldProblems problems;
  for (size_t i = 0; i < policy.rules.size(); ++i) {
    const auto& service = policy.rules[i].service;
    if (!service.has_value() || index.FindService(*service) != nullptr) {
      continue;
    }
    problems.push_back({absl::StrCat("rules[", i, "].service"), "UNKNOWN",
                        "the brand has no such service"});
  }
  return problems;
}

absl::Status InvalidPolicy(FieldProblems problems) {
  for (FieldProblem& problem : problems) {
    problem.field = absl::StrCat("offer_policy.", problem.field);
  }
  return InvalidFields(problems);
}

}  // namespace

absl::Status CheckIsThere(const search::BrandIndex& index,
                          const OfferScope& scope) {
  const bool is_missing = (scope.layer() == OfferLayer::kStore &&
                           index.FindStore(scope.store()) == nullptr) ||
                          (scope.layer() == OfferLayer::kAssociate &&
                           index.FindAssociate(scope.associate()) == nullptr);
  if (!is_missing) return absl::OkStatus();
  return Error(
      absl::StatusCode::kNotFound, "NOT_FOUND",
      absl::StrCat("there is no ", scope.text(), " for a policy to be of"));
}

absl::StatusOr<OfferPolicy> CatalogDesk::PutOfferPolicy(
    const Caller& caller, OfferPolicy policy, const WriteCondition& when) {
  std::shared_ptr<const search::BrandIndex> index = Read(caller);
  if (index == nullptr) {
    return Error(absl::StatusCode::kNotFound, "BRAND_NOT_FOUND",
                 "there is no such brand");
  }
  absl::Status is_there = CheckIsThere(*index, policy.id);
  if (!is_there.ok()) return is_there;
  if (!MayWrite(caller, policy.id, *index)) {
    return Error(absl::StatusCode::kPermissionDenied, "NOT_YOURS_TO_CHANGE",
                 "a store manager writes the policies of their stores and of "
                 "those who serve there");
  }
  FieldProblems problems = CheckOfferPolicy(policy);
  if (problems.empty()) problems = CheckServices(*index, policy);
  if (!problems.empty()) return InvalidPolicy(std::move(problems));
  if (!index->offer_policies().contains(policy.id) &&
      index->offer_policies().size() >= kOfferPoliciesMax) {
    return Error(
        absl::StatusCode::kFailedPrecondition, "TOO_MANY_POLICIES",
        absl::StrCat("a brand has at most ", kOfferPoliciesMax, " policies"));
  }
  absl::StatusOr<Written> written =
      store_.PutOfferPolicy(caller.actor, policy, when);
  if (!written.ok()) return written.status();
  policy.revision = written->revision;
  model_.Apply(caller.brand(), absl::MakeConstSpan(&policy, 1));
  Settle(caller);
  return policy;
}

}  // namespace rapport::catalog
