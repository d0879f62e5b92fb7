#include "server/places/top_places.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace rapport::places {

bool Candidate::operator<(const Candidate& other) const {
  return std::make_tuple(-score, place, name) <
         std::make_tuple(-other.score, other.place, other.name);
}

void TopPlaces::Offer(const Candidate& candidate) {
  const auto same = std::find_if(
      best_.begin(), best_.end(),
      [&](const Candidate& other) { return other.place == candidate.place; });
  if (same != best_.end()) {
    if (!(candidate < *same)) return;
    best_.erase(same);
  }
  best_.insert(std::lower_bound(best_.begin(), best_.end(), candidate),
               candidate);
  if (best_.size() > limit_) best_.pop_back();
}

int TopPlaces::ScoreMin() const {
  return best_.size() < limit_ ? std::numeric_limits<int>::min()
                               : best_.back().score;
}

}  // namespace rapport::places
