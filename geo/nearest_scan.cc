// A search over the bits, or lists, of everybody: who meets the filter is found
// first, and put in order of distance then.

#include <algorithm>
#include <tuple>
#include <utility>

#include "geo/nearest_search.h"
#include "geo/prefetch.h"

namespace rapport::geo {
namespace {

// How often a scan looks back at what it has found.
constexpr size_t kScanLooksEvery = 1024;

}  // namespace

NearestSearch::End NearestSearch::Scan(SpatialIndex::Visitor visitor,
                                       bool may_give_up) {
  // One for each thread, but for visitors that search themselves.
  static thread_local std::vector<Found> kept;
  std::vector<Found> found = std::move(kept);
  found.clear();
  const bool is_whole = FindAll(may_give_up, found);
  if (is_whole) {
    SetKeysOfFound(found);
    VisitInOrder(found, visitor);
  }
  kept = std::move(found);
  return is_whole ? End::kDone : End::kTooMuchWork;
}

// All positions that meet the filter. False if it was given up.
bool NearestSearch::FindAll(bool may_give_up, std::vector<Found>& found) const {
  bool too_much = false;
  filter_.Scan([&](uint32_t position) {
    PrefetchLine(&tree_.PlaceAt(position));
    found.push_back({0, 0, position});
    too_much = may_give_up && found.size() % kScanLooksEvery == 0 &&
               IsScanTooMuch(position, found.size());
    return !too_much;
  });
  return !too_much;
}

// Drops what is beyond the limit, and what was visited before.
void NearestSearch::SetKeysOfFound(std::vector<Found>& found) const {
  size_t count = 0;
  for (const Found& one : found) {
    const double key = SquaredChord(from_, tree_.PlaceAt(one.position));
    const uint32_t entry = tree_.EntryAt(one.position);
    if (!(key <= key_max_)) continue;
    if (std::tie(key, entry) <= std::tie(last_key_, last_entry_)) continue;
    found[count++] = {key, entry, one.position};
  }
  found.resize(count);
}

void NearestSearch::VisitInOrder(std::vector<Found>& found,
                                 SpatialIndex::Visitor visitor) {
  const auto later = [](const Found& a, const Found& b) {
    return std::tie(a.key, a.entry) > std::tie(b.key, b.entry);
  };
  std::make_heap(found.begin(), found.end(), later);
  if (query_.lookahead != nullptr) {
    // A heap's first ones are near.
    const size_t near = std::min(found.size(), 2 * query_.wanted);
    for (size_t i = 0; i < near; ++i) query_.lookahead->Expect(found[i].entry);
  }
  while (!found.empty()) {
    std::pop_heap(found.begin(), found.end(), later);
    const Found next = found.back();
    found.pop_back();
    const bool inside = query_.region == nullptr;
    if (!Visit(next.key, next.entry, next.position, inside, visitor)) break;
  }
}

bool NearestSearch::IsScanTooMuch(size_t position, size_t found) const {
  const double part = static_cast<double>(found) / (position + 1);
  const double left = 1 - static_cast<double>(position) / tree_.size();
  return cost_.OfOutwards(part) < cost_.OfScan(part) * left;
}

}  // namespace rapport::geo
