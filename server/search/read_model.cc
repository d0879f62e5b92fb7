#include "server/search/read_model.h"

#include <algorithm>
#include <utility>

#include "server/vocabulary/wait.h"

namespace rapport::search {
namespace {

// Puts those of `things` into `map` that are newer than what is there.
// Whether there were any.
template <typename Map, typename Thing>
bool PutNewer(Map& map, absl::Span<const Thing> things) {
  bool changed = false;
  for (const Thing& thing : things) {
    auto& known = map[thing.id];
    if (known != nullptr && known->revision.version >= thing.revision.version) {
      continue;
    }
    known = std::make_shared<const Thing>(thing);
    changed = true;
  }
  return changed;
}

}  // namespace

ReadModel::ReadModel(Clock clock,
                     std::shared_ptr<const hours::HolidayTable> holidays)
    : clock_(std::move(clock)),
      holidays_(std::move(holidays)),
      patterns_(std::make_shared<WorkPatterns>(clock_)),
      publisher_([this] { PublishLoop(); }) {}

ReadModel::~ReadModel() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  something_to_do_.notify_one();
  publisher_.join();
}

std::shared_ptr<const BrandIndex> ReadModel::Find(const BrandId& brand) const {
  std::lock_guard lock(published_mutex_);
  auto it = published_.find(brand);
  return it == published_.end() ? nullptr : it->second;
}

std::vector<BrandId> ReadModel::Brands() const {
  std::lock_guard lock(mutex_);
  std::vector<BrandId> ids;
  for (const auto& [id, state] : brands_) ids.push_back(id);
  return ids;
}

void ReadModel::NoteChange(BrandState& state) {
  ++state.changes;
  something_to_do_.notify_one();
}

void ReadModel::Apply(const catalog::Brand& brand) {
  std::lock_guard lock(mutex_);
  BrandState& state = brands_[brand.id];
  state.catalog.patterns = patterns_;
  const auto& known = state.catalog.brand;
  if (known != nullptr && known->revision.version >= brand.revision.version) {
    return;
  }
  state.catalog.brand = std::make_shared<const catalog::Brand>(brand);
  NoteChange(state);
}

void ReadModel::Apply(const BrandId& brand,
                      absl::Span<const catalog::Store> stores) {
  std::lock_guard lock(mutex_);
  auto it = brands_.find(brand);
  if (it == brands_.end()) return;
  if (PutNewer(it->second.catalog.stores, stores)) NoteChange(it->second);
}

void ReadModel::Apply(const BrandId& brand,
                      absl::Span<const catalog::Associate> associates) {
  std::lock_guard lock(mutex_);
  auto it = brands_.find(brand);
  if (it == brands_.end()) return;
  BrandCatalog& catalog = it->second.catalog;
  if (PutNewer(catalog.associates, associates)) NoteChange(it->second);
  for (const catalog::Associate& associate : associates) {
    auto& person = catalog.people[associate.id];
    if (person == nullptr) person = std::make_shared<Person>();
  }
}

void ReadModel::Apply(const BrandId& brand,
                      absl::Span<const catalog::Service> services) {
  std::lock_guard lock(mutex_);
  auto it = brands_.find(brand);
  if (it == brands_.end()) return;
  if (PutNewer(it->second.catalog.services, services)) NoteChange(it->second);
}

void ReadModel::Apply(const BrandId& brand,
                      absl::Span<const catalog::OfferPolicy> policies) {
  std::lock_guard lock(mutex_);
  auto it = brands_.find(brand);
  if (it == brands_.end()) return;
  if (PutNewer(it->second.catalog.offer_policies, policies)) {
    NoteChange(it->second);
  }
}

void ReadModel::Apply(const BrandId& brand,
                      absl::Span<const catalog::StoreResource> resources) {
  std::lock_guard lock(mutex_);
  auto it = brands_.find(brand);
  if (it == brands_.end()) return;
  if (PutNewer(it->second.catalog.resources, resources)) {
    NoteChange(it->second);
  }
}

void ReadModel::ApplyToHolds(const BrandId& brand,
                             const booking::Booking& booking) {
  if (booking.state != booking::BookingState::kHeld) return;
  std::shared_ptr<HoldBook> holds;
  {
    std::lock_guard lock(mutex_);
    auto it = brands_.find(brand);
    if (it == brands_.end()) return;
    holds = it->second.catalog.hold_book;
  }
  const HolderTag holder = TagOf(booking.shopper);
  const absl::Time now = clock_();
  holds->Note(holder, booking.associate, booking.hold_expire_time, now);
  for (const AssociateId& associate : booking.more_associates) {
    holds->Note(holder, associate, booking.hold_expire_time, now);
  }
}

// Everybody's slots at the store may be others now.
void ReadModel::ApplyToResources(const BrandId& brand,
                                 const booking::Booking& booking,
                                 absl::Time past) {
  std::shared_ptr<ResourceTimes> times;
  {
    std::lock_guard lock(mutex_);
    auto it = brands_.find(brand);
    if (it == brands_.end()) return;
    times = it->second.catalog.resource_times;
  }
  const std::vector<StoreId> changed = times->Apply(booking, past);
  const auto index = Find(brand);
  if (index == nullptr) return;
  for (const StoreId& id : changed) {
    const StoreRecord* store = index->FindStore(id);
    if (store == nullptr) continue;
    for (const AssociateRecord* associate : index->AssociatesAt(*store)) {
      bell_.RingFor(brand, associate->associate->id);
    }
  }
}

std::shared_ptr<Person> ReadModel::PersonOf(const BrandId& brand,
                                            const AssociateId& associate) {
  std::lock_guard lock(mutex_);
  auto it = brands_.find(brand);
  if (it == brands_.end()) return nullptr;
  // Somebody's time may be known before they are.
  auto& person = it->second.catalog.people[associate];
  if (person == nullptr) person = std::make_shared<Person>();
  return person;
}

void ReadModel::Apply(const BrandId& brand,
                      absl::Span<const calendar::StoredSchedule> schedules) {
  for (const calendar::StoredSchedule& schedule : schedules) {
    std::shared_ptr<Person> person = PersonOf(brand, schedule.associate);
    if (person == nullptr) continue;
    person->Apply(schedule);
    bell_.RingFor(brand, schedule.associate);
  }
}

void ReadModel::Apply(const BrandId& brand,
                      absl::Span<const booking::Booking> bookings) {
  const absl::Time past = clock_() - kPastKept;
  const auto apply = [&](const AssociateId& associate,
                         const booking::Booking& booking) {
    std::shared_ptr<Person> person = PersonOf(brand, associate);
    if (person == nullptr) return;
    person->Apply(booking, past);
    bell_.RingFor(brand, associate);
  };
  for (const booking::Booking& booking : bookings) {
    if (booking.is_seat() || booking.is_session()) {
      sessions_.Apply(brand, booking, past);
    }
    if (booking.is_seat()) continue;  // its session takes the time
    apply(booking.associate, booking);
    for (const AssociateId& associate : booking.more_associates) {
      apply(associate, booking);
    }
    ApplyToHolds(brand, booking);
    if (!booking.resources.empty() || booking.had_resources) {
      ApplyToResources(brand, booking, past);
    }
    if (booking.former_associates.empty()) continue;
    // To those whom it was with before it has ended, in whatever order they
    // hear of it.
    booking::Booking gone = booking;
    gone.state = booking::BookingState::kCancelled;
    for (const AssociateId& associate : booking.former_associates) {
      apply(associate, gone);
    }
  }
}

std::vector<booking::BookingId> ReadModel::LiveBookings(
    const BrandId& brand) const {
  std::vector<std::shared_ptr<Person>> people;
  {
    std::lock_guard lock(mutex_);
    const auto it = brands_.find(brand);
    if (it == brands_.end()) return {};
    for (const auto& [id, person] : it->second.catalog.people) {
      people.push_back(person);
    }
  }
  std::vector<booking::BookingId> ids;
  for (const auto& person : people) person->AddLive(ids);
  sessions_.AddSeats(brand, ids);
  return ids;
}

void ReadModel::Apply(const BrandId& brand,
                      absl::Span<const booking::WaitlistEntry> entries) {
  waiting_.Apply(brand, entries, clock_() - kPastKept);
}

void ReadModel::WaitPublished(const BrandId& brand) {
  std::unique_lock lock(mutex_);
  auto it = brands_.find(brand);
  if (it == brands_.end()) return;
  const BrandState& state = it->second;  // brands are never removed
  const int64_t wanted = state.changes;
  WaitFor(published_something_, lock,
          [&] { return state.published >= wanted; });
}

void ReadModel::Reach(const Position& position) {
  if (board_.told()->position.Covers(position)) return;
  {
    std::lock_guard lock(mutex_);
    Unsaid unsaid = {position, {}};
    for (const auto& [id, state] : brands_) {
      if (state.changes == state.published) continue;
      unsaid.changes.emplace_back(&state, state.changes);
    }
    if (!unsaid.changes.empty()) {
      if (!unsaid_.empty() && unsaid_.back().changes == unsaid.changes) {
        unsaid_.back().position.Join(position);
      } else {
        unsaid_.push_back(std::move(unsaid));
      }
      return;
    }
  }
  board_.Reach(position);
}

Position ReadModel::TakeShown() {
  Position shown;
  const auto is_shown = [](const std::pair<const BrandState*, int64_t>& each) {
    return each.first->published >= each.second;
  };
  while (!unsaid_.empty() &&
         std::all_of(unsaid_.front().changes.begin(),
                     unsaid_.front().changes.end(), is_shown)) {
    shown.Join(unsaid_.front().position);
    unsaid_.pop_front();
  }
  return shown;
}

bool ReadModel::AnyDirty() const {
  for (const auto& [id, state] : brands_) {
    if (state.changes > state.published) return true;
  }
  return false;
}

void ReadModel::PublishLoop() {
  std::unique_lock lock(mutex_);
  while (true) {
    WaitFor(something_to_do_, lock, [this] { return stopping_ || AnyDirty(); });
    if (stopping_) return;
    PublishDirty(lock);
  }
}

void ReadModel::PublishDirty(std::unique_lock<std::mutex>& lock) {
  for (auto& [id, state] : brands_) {
    if (state.changes == state.published) continue;
    const BrandCatalog catalog = state.catalog;  // pointers, not contents
    const int64_t changes = state.changes;
    lock.unlock();
    std::shared_ptr<const BrandIndex> index =
        std::make_shared<const BrandIndex>(catalog, holidays_);
    {
      std::lock_guard published_lock(published_mutex_);
      published_[id].swap(index);
    }
    index.reset();  // what was there before, with nobody waiting
    bell_.RingForAll(id);
    lock.lock();
    state.published = changes;
    published_something_.notify_all();
    const Position shown = TakeShown();
    lock.unlock();
    board_.Reach(shown);
    lock.lock();
  }
}

}  // namespace rapport::search
