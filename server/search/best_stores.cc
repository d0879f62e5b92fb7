#include "server/search/best_stores.h"

#include <algorithm>
#include <utility>

namespace rapport::search {

BestStores::BestStores(const BrandIndex& index, size_t limit,
                       const std::optional<StoreCursor>& after)
    : index_(index), limit_(limit), after_(after) {}

bool BestStores::IsBehind(const RankedStore& candidate) const {
  if (!after_.has_value()) return true;
  const absl::string_view id =
      index_.stores()[candidate.store].store->id.stored();
  return std::make_tuple(candidate.rank, candidate.distance_m, id) >
         std::make_tuple(after_->rank, after_->distance_m,
                         absl::string_view(after_->id));
}

void BestStores::Offer(const RankedStore& candidate) {
  if (best_.size() > limit_ && !(candidate < best_.front())) return;
  if (!IsBehind(candidate)) return;
  best_.push_back(candidate);
  std::push_heap(best_.begin(), best_.end());
  if (best_.size() <= limit_ + 1) return;
  std::pop_heap(best_.begin(), best_.end());
  best_.pop_back();
}

bool BestStores::IsFullBefore(double rank) const {
  return best_.size() > limit_ && best_.front().rank < rank;
}

std::vector<RankedStore> BestStores::Take(bool& more) {
  std::vector<RankedStore> page = std::exchange(best_, {});
  std::sort_heap(page.begin(), page.end());
  more = page.size() > limit_;
  if (more) page.pop_back();
  return page;
}

}  // namespace rapport::search
