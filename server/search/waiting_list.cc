#include "server/search/waiting_list.h"

#include <algorithm>

namespace rapport::search {

using booking::PlaceOf;
using booking::WaitlistEntry;
using booking::WaitlistPlace;
using booking::WaitlistState;

void WaitingList::Note(OfBrand& brand, const WaitlistEntry& entry) {
  Known& known = brand.known[entry.id];
  if (entry.version <= known.version) return;
  if (known.waiting != nullptr) {
    const auto places = brand.waiting.find(entry.service);
    places->second.erase(PlaceOf(entry));
    if (places->second.empty()) brand.waiting.erase(places);
  }
  known.version = entry.version;
  known.waiting = nullptr;
  if (entry.state == WaitlistState::kWaiting) {
    known.waiting = std::make_shared<const WaitlistEntry>(entry);
    brand.waiting[entry.service][PlaceOf(entry)] = known.waiting;
  } else if (!booking::IsOpen(entry.state)) {
    brand.ended.emplace_back(entry.update_time, entry.id);
  }
}

void WaitingList::Forget(OfBrand& brand, absl::Time past) {
  while (!brand.ended.empty() && brand.ended.front().first < past) {
    brand.known.erase(brand.ended.front().second);
    brand.ended.pop_front();
  }
}

void WaitingList::Apply(const BrandId& brand,
                        absl::Span<const WaitlistEntry> entries,
                        absl::Time past) {
  const std::lock_guard<std::mutex> lock(mutex_);
  OfBrand& of_brand = brands_[brand];
  for (const WaitlistEntry& entry : entries) Note(of_brand, entry);
  Forget(of_brand, past);
}

std::vector<WaitingList::Entry> WaitingList::Find(
    const BrandId& brand, absl::Span<const ServiceId> services,
    const WaitlistPlace& after, size_t limit,
    absl::FunctionRef<bool(const WaitlistEntry&)> fits) const {
  std::vector<Entry> found;
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto of_brand = brands_.find(brand);
  if (of_brand == brands_.end()) return found;
  for (const ServiceId& service : services) {
    const auto places = of_brand->second.waiting.find(service);
    if (places == of_brand->second.waiting.end()) continue;
    size_t of_service = 0;
    for (auto at = places->second.upper_bound(after);
         at != places->second.end() && of_service < limit; ++at) {
      if (!fits(*at->second)) continue;
      found.push_back(at->second);
      ++of_service;
    }
  }
  std::sort(found.begin(), found.end(), [](const Entry& a, const Entry& b) {
    return PlaceOf(*a) < PlaceOf(*b);
  });
  if (found.size() > limit) found.resize(limit);
  return found;
}

std::vector<booking::WaitlistEntryId> WaitingList::Ids(
    const BrandId& brand) const {
  std::vector<booking::WaitlistEntryId> ids;
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto of_brand = brands_.find(brand);
  if (of_brand == brands_.end()) return ids;
  for (const auto& [id, known] : of_brand->second.known) {
    if (known.waiting != nullptr) ids.push_back(id);
  }
  return ids;
}

std::vector<ServiceId> WaitingList::Services(const BrandId& brand) const {
  std::vector<ServiceId> services;
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto of_brand = brands_.find(brand);
  if (of_brand == brands_.end()) return services;
  for (const auto& [service, places] : of_brand->second.waiting) {
    services.push_back(service);
  }
  return services;
}

}  // namespace rapport::search
