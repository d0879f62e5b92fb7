#include "server/search/needed_resources.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "server/vocabulary/error.h"

namespace rapport::search {
namespace {

using booking::KeptResource;
using catalog::ResourceNeed;
using catalog::StoreResource;

bool Has(const std::vector<KeptResource>& kept, const ResourceId& id) {
  return std::any_of(kept.begin(), kept.end(),
                     [&](const KeptResource& each) { return each.id == id; });
}

// One that could be had, and how well it would do.
struct Candidate {
  const StoreResource* resource = nullptr;
  bool is_kept = false;
  ResourceTimes::Taken taken = {};

  // The store's are in order of slug, and the sort is stable.
  auto order() const {
    return std::tuple(taken.then, !is_kept, taken.bookings);
  }
};

// Those of that kind that may be booked, best first.
std::vector<Candidate> CandidatesFor(const BrandIndex& index,
                                     const ResourceWish& wish,
                                     const ResourceNeed& need,
                                     const std::vector<KeptResource>& kept) {
  std::vector<Candidate> candidates;
  std::vector<ResourceId> ids;
  for (const auto& resource : index.ResourcesAt(wish.store)) {
    const bool is_kept = Has(kept, resource->id);
    if (resource->kind != need.kind) continue;
    if (resource->out_of_service && !is_kept) continue;
    candidates.push_back({.resource = resource.get(), .is_kept = is_kept});
    ids.push_back(resource->id);
  }
  const std::vector<ResourceTimes::Taken> taken =
      index.resource_times().TakenAt(ids, wish.occupied, wish.now,
                                     wish.besides);
  for (size_t i = 0; i < candidates.size(); ++i) {
    candidates[i].taken = taken[i];
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) {
                     return a.order() < b.order();
                   });
  return candidates;
}

absl::Status Missing(const ResourceNeed& need, size_t count) {
  return WithValues(
      Error(absl::StatusCode::kFailedPrecondition, "RESOURCE_MISSING",
            absl::StrCat("the store has ", count, " of kind ", need.kind.text(),
                         " in service; the service needs ", need.count)),
      {{"kind", need.kind.text()}});
}

absl::Status AllTaken(const ResourceNeed& need) {
  return WithValues(
      Error(absl::StatusCode::kAlreadyExists, "RESOURCE_TAKEN",
            absl::StrCat("all of kind ", need.kind.text(),
                         " are taken then at the store; choose another time")),
      {{"kind", need.kind.text()}});
}

}  // namespace

bool HasFreeResources(const BrandIndex& index, const ResourceWish& wish) {
  for (const ResourceNeed& need : wish.service->needs) {
    const std::vector<Candidate> candidates =
        CandidatesFor(index, wish, need, {});
    const auto free =
        std::count_if(candidates.begin(), candidates.end(),
                      [](const Candidate& each) { return !each.taken.then; });
    if (free < need.count) return false;
  }
  return true;
}

absl::StatusOr<std::vector<KeptResource>> ChooseResources(
    const BrandIndex& index, const ResourceWish& wish,
    const std::vector<KeptResource>& kept, const ResourceIds& refused) {
  std::vector<KeptResource> chosen;
  for (const ResourceNeed& need : wish.service->needs) {
    const std::vector<Candidate> candidates =
        CandidatesFor(index, wish, need, kept);
    const auto count = static_cast<size_t>(need.count);
    if (candidates.size() < count) return Missing(need, candidates.size());
    size_t found = 0;
    for (const Candidate& each : candidates) {
      if (found == count) break;
      if (refused.contains(each.resource->id)) continue;
      chosen.push_back(
          {each.resource->id, each.resource->slug, each.resource->kind});
      ++found;
    }
    if (found < count) return AllTaken(need);
  }
  std::sort(
      chosen.begin(), chosen.end(),
      [](const KeptResource& a, const KeptResource& b) { return a.id < b.id; });
  return chosen;
}

}  // namespace rapport::search
