#include "server/search/replica.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "server/booking/list_all.h"

namespace rapport::search {
namespace {

constexpr size_t kIdBytes = 16;
// What is read of one kind before it is handed to the model.
constexpr size_t kApplyMax = 1000;

template <typename Id>
void AddIds(absl::string_view subjects, std::vector<Id>& ids) {
  for (size_t i = 0; i + kIdBytes <= subjects.size(); i += kIdBytes) {
    ids.push_back(Id::FromBytes(subjects.substr(i, kIdBytes)));
  }
}

template <typename Id>
std::vector<Id> Unique(std::vector<Id> ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

// Hands things to the model in portions, and counts them.
template <typename Thing>
class Portions {
 public:
  Portions(ReadModel& model, const BrandId& brand)
      : model_(model), brand_(brand) {}

  void Add(const Thing& thing) {
    portion_.push_back(thing);
    ++count_;
    if (portion_.size() >= kApplyMax) Flush();
  }
  int64_t Flush() {
    model_.Apply(brand_, absl::MakeConstSpan(portion_));
    portion_.clear();
    return count_;
  }

 private:
  ReadModel& model_;
  const BrandId& brand_;
  std::vector<Thing> portion_;
  int64_t count_ = 0;
};

}  // namespace

Replica::Replica(Stores stores, ChangeFeed& feed, ReadModel& model)
    : stores_(stores), feed_(feed), model_(model) {}

absl::Status Replica::Load(
    absl::FunctionRef<void(absl::string_view)> progress) {
  absl::Status status = feed_.Start();
  if (!status.ok()) return status;
  status = ReadBrands();
  if (!status.ok()) return status;
  for (const BrandId& brand : model_.Brands()) {
    status = LoadBrand(brand, progress);
    if (status.ok()) status = ReadWhatEnded(brand);
    if (!status.ok()) return status;
    model_.WaitPublished(brand);
  }
  model_.Reach(feed_.position());
  missed_ = false;
  pending_.clear();
  return absl::OkStatus();
}

// At the first load there is nothing but what was just read.
absl::Status Replica::ReadWhatEnded(const BrandId& brand) {
  if (!missed_) return absl::OkStatus();
  absl::Status status = ReadBookings(brand, Unique(model_.LiveBookings(brand)));
  if (!status.ok()) return status;
  return ReadEntries(brand, model_.waiting().Ids(brand));
}

absl::Status Replica::LoadBrand(
    const BrandId& brand, absl::FunctionRef<void(absl::string_view)> progress) {
  auto tell = [&](int64_t count, absl::string_view what) {
    progress(absl::StrCat(brand.text(), ": ", count, " ", what));
  };
  absl::Status status = ReadServices(brand);
  if (!status.ok()) return status;
  status = ReadOfferPolicies(brand);
  if (!status.ok()) return status;
  Portions<catalog::Store> stores(model_, brand);
  status = stores_.catalog.ReadStores(
      brand, {}, [&](const catalog::Store& store) { stores.Add(store); });
  if (!status.ok()) return status;
  tell(stores.Flush(), "stores");
  Portions<catalog::StoreResource> resources(model_, brand);
  status = stores_.catalog.ReadStoreResources(
      brand, {},
      [&](const catalog::StoreResource& resource) { resources.Add(resource); });
  if (!status.ok()) return status;
  resources.Flush();
  Portions<catalog::Associate> associates(model_, brand);
  status = stores_.catalog.ReadAssociates(
      brand, {},
      [&](const catalog::Associate& associate) { associates.Add(associate); });
  if (!status.ok()) return status;
  tell(associates.Flush(), "associates");
  Portions<calendar::StoredSchedule> schedules(model_, brand);
  bool any_limits = false;
  status = stores_.schedules.Read(
      brand, {}, [&](const calendar::StoredSchedule& schedule) {
        any_limits |= schedule.schedule.limits.limits();
        schedules.Add(schedule);
      });
  if (!status.ok()) return status;
  tell(schedules.Flush(), "schedules");
  Portions<booking::Booking> bookings(model_, brand);
  // Of people without limits what is past is forgotten on the way.
  const absl::Time from =
      any_limits ? model_.Now() - calendar::kWorkReach : model_.Now();
  status = stores_.bookings.ReadWork(
      brand, from,
      [&](const booking::Booking& booking) { bookings.Add(booking); });
  if (!status.ok()) return status;
  tell(bookings.Flush(), "live bookings");
  Portions<booking::WaitlistEntry> waiting(model_, brand);
  status = stores_.waitlist.ReadWaiting(
      brand, [&](const booking::WaitlistEntry& entry) { waiting.Add(entry); });
  if (!status.ok()) return status;
  tell(waiting.Flush(), "who wait");
  return absl::OkStatus();
}

absl::StatusOr<int> Replica::Follow() {
  if (missed_) {
    const absl::Status loaded = Load([](absl::string_view) {});
    if (!loaded.ok()) return loaded;
    return 0;
  }
  absl::StatusOr<int> count = feed_.Poll([&](const Change& change) {
    Changed& changed = pending_[change.brand];
    switch (change.kind) {
      case ChangeKind::kBrand:
        changed.brand = true;
        break;
      case ChangeKind::kServices:
        changed.services = true;
        break;
      case ChangeKind::kStores:
        AddIds(change.subjects, changed.stores);
        break;
      case ChangeKind::kAssociates:
        AddIds(change.subjects, changed.associates);
        break;
      case ChangeKind::kSchedules:
        AddIds(change.subjects, changed.schedules);
        break;
      case ChangeKind::kBookings:
        AddIds(change.subjects, changed.bookings);
        break;
      case ChangeKind::kStoreResources:
        AddIds(change.subjects, changed.resources);
        break;
      case ChangeKind::kOfferPolicies:
        changed.offer_policies = true;
        break;
      case ChangeKind::kWaitlist:
        AddIds(change.subjects, changed.waitlist);
        break;
    }
  });
  missed_ = absl::IsOutOfRange(count.status());
  if (missed_) return count;
  // What was handed out before a failure is news all the same.
  // One brand's trouble keeps no other from its news.
  absl::Status trouble;
  for (auto it = pending_.begin(); it != pending_.end();) {
    const absl::Status status = ReadAgain(it->first, it->second);
    trouble.Update(status);
    it = status.ok() ? pending_.erase(it) : std::next(it);
  }
  // As long as any news could not be read again, memory is not beyond it.
  if (!trouble.ok()) return trouble;
  model_.Reach(feed_.position());
  return count;
}

absl::Status Replica::ReadAgain(const BrandId& brand, const Changed& changed) {
  // A brand not known yet comes before what it consists of; news of that can
  // be faster than its own, which another server wrote.
  if (changed.brand || model_.Find(brand) == nullptr) {
    absl::Status status = ReadBrands();
    if (!status.ok()) return status;
  }
  if (changed.services) {
    absl::Status status = ReadServices(brand);
    if (!status.ok()) return status;
  }
  if (changed.offer_policies) {
    absl::Status status = ReadOfferPolicies(brand);
    if (!status.ok()) return status;
  }
  // An empty list of ids would read everything.
  absl::Status status;
  if (!changed.stores.empty()) {
    Portions<catalog::Store> portions(model_, brand);
    status = stores_.catalog.ReadStores(
        brand, Unique(changed.stores),
        [&](const catalog::Store& store) { portions.Add(store); });
    portions.Flush();
  }
  if (status.ok() && !changed.resources.empty()) {
    Portions<catalog::StoreResource> portions(model_, brand);
    status = stores_.catalog.ReadStoreResources(
        brand, Unique(changed.resources),
        [&](const catalog::StoreResource& resource) {
          portions.Add(resource);
        });
    portions.Flush();
  }
  if (status.ok() && !changed.associates.empty()) {
    Portions<catalog::Associate> portions(model_, brand);
    status = stores_.catalog.ReadAssociates(
        brand, Unique(changed.associates),
        [&](const catalog::Associate& associate) { portions.Add(associate); });
    portions.Flush();
  }
  if (status.ok() && !changed.schedules.empty()) {
    status = ReadSchedules(brand, Unique(changed.schedules));
  }
  if (status.ok() && !changed.bookings.empty()) {
    status = ReadBookings(brand, Unique(changed.bookings));
  }
  if (status.ok() && !changed.waitlist.empty()) {
    status = ReadEntries(brand, Unique(changed.waitlist));
  }
  return status;
}

absl::Status Replica::ReadBookings(const BrandId& brand,
                                   absl::Span<const booking::BookingId> ids) {
  Portions<booking::Booking> portions(model_, brand);
  const absl::Status status = stores_.bookings.Read(
      brand, ids,
      [&](const booking::Booking& booking) { portions.Add(booking); });
  portions.Flush();
  return status;
}

// Whose limits are news, of them memory has forgotten what is past of the week.
absl::Status Replica::ReadSchedules(const BrandId& brand,
                                    const std::vector<AssociateId>& ids) {
  std::vector<AssociateId> limited;
  Portions<calendar::StoredSchedule> portions(model_, brand);
  absl::Status status = stores_.schedules.Read(
      brand, ids, [&](const calendar::StoredSchedule& schedule) {
        if (schedule.schedule.limits.limits()) {
          limited.push_back(schedule.associate);
        }
        portions.Add(schedule);
      });
  portions.Flush();
  for (const AssociateId& associate : limited) {
    if (!status.ok()) break;
    const absl::StatusOr<std::vector<booking::Booking>> past =
        booking::ListWorkBefore(stores_.bookings, brand, associate,
                                model_.Now());
    status = past.status();
    if (status.ok()) model_.Apply(brand, absl::MakeConstSpan(*past));
  }
  return status;
}

absl::Status Replica::ReadEntries(
    const BrandId& brand, absl::Span<const booking::WaitlistEntryId> ids) {
  Portions<booking::WaitlistEntry> portions(model_, brand);
  const absl::Status status = stores_.waitlist.Read(
      brand, ids,
      [&](const booking::WaitlistEntry& entry) { portions.Add(entry); });
  portions.Flush();
  return status;
}

absl::Status Replica::ReadBrands() {
  return stores_.catalog.ReadBrands(
      [&](const catalog::Brand& brand) { model_.Apply(brand); });
}

absl::Status Replica::ReadServices(const BrandId& brand) {
  std::vector<catalog::Service> services;
  absl::Status status = stores_.catalog.ReadServices(
      brand,
      [&](const catalog::Service& service) { services.push_back(service); });
  if (!status.ok()) return status;
  model_.Apply(brand, absl::MakeConstSpan(services));
  return absl::OkStatus();
}

absl::Status Replica::ReadOfferPolicies(const BrandId& brand) {
  std::vector<catalog::OfferPolicy> policies;
  absl::Status status = stores_.catalog.ReadOfferPolicies(
      brand,
      [&](const catalog::OfferPolicy& policy) { policies.push_back(policy); });
  if (!status.ok()) return status;
  model_.Apply(brand, absl::MakeConstSpan(policies));
  return absl::OkStatus();
}

}  // namespace rapport::search
