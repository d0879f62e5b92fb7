#include "server/search/resource_times.h"

#include <algorithm>

namespace rapport::search {
namespace {

// How far `past` goes on between two looks for what is forgotten.
constexpr absl::Duration kForgetEvery = absl::Minutes(10);

// A meeting with its buffers is not longer.
constexpr absl::Duration kUseMax = absl::Hours(24);

}  // namespace

std::vector<StoreId> ResourceTimes::Apply(const booking::Booking& booking,
                                          absl::Time past) {
  if (booking.resources.empty() && !booking.had_resources) return {};
  std::lock_guard lock(mutex_);
  Known& known = known_[booking.id];
  if (booking.version <= known.version) return {};
  std::vector<StoreId> stores;
  if (known.live) stores.push_back(known.store);
  Leave(booking.id, known);
  known = {.version = booking.version,
           .live = booking::IsLive(booking.state),
           .store = booking.store,
           .occupied = booking.occupied,
           .update_time = booking.update_time,
           .resources = {}};
  for (const booking::KeptResource& kept : booking.resources) {
    known.resources.push_back(kept.id);
    if (!known.live) continue;
    uses_[kept.id][{booking.occupied.start, booking.id}] = {
        booking.occupied.end, booking.hold_expire_time};
  }
  if (stores.empty() || stores.front() != booking.store) {
    stores.push_back(booking.store);
  }
  Forget(past);
  return stores;
}

void ResourceTimes::Leave(const booking::BookingId& id, const Known& known) {
  if (!known.live) return;
  for (const ResourceId& resource : known.resources) {
    const auto uses = uses_.find(resource);
    if (uses == uses_.end()) continue;
    uses->second.erase({known.occupied.start, id});
    if (uses->second.empty()) uses_.erase(uses);
  }
}

void ResourceTimes::Forget(absl::Time past) {
  if (past < next_look_) return;
  next_look_ = past + kForgetEvery;
  for (auto at = known_.begin(); at != known_.end();) {
    const Known& known = at->second;
    const bool is_over = known.occupied.end <= past ||
                         (!known.live && known.update_time <= past);
    if (!is_over) {
      ++at;
      continue;
    }
    Leave(at->first, known);
    known_.erase(at++);
  }
}

std::vector<ResourceTimes::Taken> ResourceTimes::TakenAt(
    absl::Span<const ResourceId> ids, const Interval& interval, absl::Time now,
    absl::Span<const booking::BookingId> besides) const {
  std::vector<Taken> taken(ids.size());
  std::lock_guard lock(mutex_);
  for (size_t i = 0; i < ids.size(); ++i) {
    const auto uses = uses_.find(ids[i]);
    if (uses == uses_.end()) continue;
    taken[i].bookings = uses->second.size();
    for (auto use = uses->second.lower_bound(
             {interval.start - kUseMax, booking::BookingId()});
         use != uses->second.end() && use->first.first < interval.end; ++use) {
      if (use->second.end <= interval.start || use->second.expires <= now ||
          std::find(besides.begin(), besides.end(), use->first.second) !=
              besides.end()) {
        continue;
      }
      taken[i].then = true;
      break;
    }
  }
  return taken;
}

}  // namespace rapport::search
