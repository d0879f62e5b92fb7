#include "server/search/best_associates.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace rapport::search {
namespace {

auto KeyOf(const AssociateRank& rank) {
  return std::tie(rank.first, rank.second, rank.drawn, rank.associate);
}

}  // namespace

uint64_t DrawnNumber(uint64_t seed, uint64_t lot) {
  return MixedBits(lot ^ MixedBits(seed));
}

bool operator<(const AssociateCandidate& a, const AssociateCandidate& b) {
  return KeyOf(a.rank) < KeyOf(b.rank);
}

BestAssociates::BestAssociates(const BrandIndex& index,
                               const AssociateQuery& query)
    : index_(index),
      limit_(query.limit),
      after_(query.after),
      after_drawn_(after_.has_value() ? DrawnNumber(query.seed, after_->id)
                                      : 0) {
  best_.reserve(limit_ + 1);
}

bool BestAssociates::IsBehind(const AssociateCandidate& candidate) const {
  if (!after_.has_value()) return true;
  const AssociateRank& rank = candidate.rank;
  const auto key = std::tie(rank.first, rank.second, rank.drawn);
  const auto last = std::tie(after_->first, after_->second, after_drawn_);
  if (key != last) return key > last;
  return index_.associates()[rank.associate].associate->id > after_->id;
}

void BestAssociates::Offer(const AssociateCandidate& candidate) {
  if (!IsBehind(candidate)) return;
  if (best_.size() <= limit_) {
    best_.push_back(candidate);
    std::push_heap(best_.begin(), best_.end());
  } else if (candidate < best_.front()) {
    std::pop_heap(best_.begin(), best_.end());
    best_.back() = candidate;
    std::push_heap(best_.begin(), best_.end());
  }
  if (best_.size() > limit_) worst_first_ = best_.front().rank.first;
}

std::vector<AssociateCandidate> BestAssociates::Take(bool& more) {
  std::sort_heap(best_.begin(), best_.end());
  more = best_.size() > limit_;
  if (more) best_.pop_back();
  return std::exchange(best_, {});
}

}  // namespace rapport::search
