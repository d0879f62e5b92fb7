#include "server/search/brand_index.h"

#include <algorithm>

#include "absl/strings/string_view.h"
#include "geo/curve_order.h"
#include "server/calendar/time_zone.h"
#include "server/search/lot.h"
#include "server/search/store_offers.h"

namespace rapport::search {
namespace {

template <typename Map, typename Key>
int NumberIn(const Map& numbers, const Key& key) {
  auto it = numbers.find(key);
  return it == numbers.end() ? -1 : it->second;
}

// `records` are in order of `id_of`.
template <typename Record, typename Id, typename IdOf>
const Record* FindIn(const std::vector<Record>& records, const Id& id,
                     IdOf id_of) {
  auto it = std::lower_bound(
      records.begin(), records.end(), id,
      [&](const Record& record, const Id& x) { return id_of(record) < x; });
  return it != records.end() && id_of(*it) == id ? &*it : nullptr;
}

const StoreId& IdOfStore(const StoreRecord& record) { return record.id; }
const AssociateId& IdOfAssociate(const AssociateRecord& record) {
  return record.associate->id;
}

std::vector<ServiceId> IdsOf(
    const absl::btree_map<ServiceId, std::shared_ptr<const catalog::Service>>&
        services) {
  std::vector<ServiceId> ids;
  for (const auto& [id, service] : services) ids.push_back(id);
  return ids;
}

}  // namespace

bool StoreOffers(const catalog::Store& store, const ServiceId& service) {
  const std::vector<ServiceId>& services = store.content.services;
  return services.empty() ||
         std::find(services.begin(), services.end(), service) != services.end();
}

BrandIndex::BrandIndex(const BrandCatalog& catalog,
                       std::shared_ptr<const hours::HolidayTable> holidays)
    : brand_(catalog.brand),
      services_(catalog.services),
      offer_policies_(catalog.offer_policies),
      resource_times_(catalog.resource_times),
      hold_book_(catalog.hold_book),
      store_attributes_(IdsOf(catalog.services)),
      holidays_(std::move(holidays), brand_->holiday_lists),
      hours_(holidays_) {
  for (const catalog::Style& style : brand_->styles) styles_.insert(style.id);
  for (const auto& [id, service] : services_) {
    const int number = static_cast<int>(service_numbers_.size());
    if (number < static_cast<int>(catalog::kServicesMax)) {
      service_numbers_.emplace(id, number);
    }
  }
  AddResources(catalog);
  AddStores(catalog);
  AddAssociates(catalog);
  NumberEntries();
  AddEntryAttributes();
  GroupByStore();
  DecideOffers();
  AddStoreAttributes();
  BuildPlaces();
  told_ = std::make_unique<ToldThings>(stores_.size(), associates_.size());
}

void BrandIndex::AddResources(const BrandCatalog& catalog) {
  for (const auto& [id, resource] : catalog.resources) {
    resources_[resource->store].push_back(resource);
  }
  for (auto& [store, resources] : resources_) {
    std::sort(resources.begin(), resources.end(),
              [](const auto& a, const auto& b) { return a->slug < b->slug; });
  }
}

absl::Span<const std::shared_ptr<const catalog::StoreResource>>
BrandIndex::ResourcesAt(const StoreId& store) const {
  const auto at = resources_.find(store);
  if (at == resources_.end()) return {};
  return at->second;
}

void BrandIndex::AddStores(const BrandCatalog& catalog) {
  absl::flat_hash_map<std::string, absl::TimeZone> zones;
  absl::flat_hash_map<std::pair<std::string, std::string>,
                      std::shared_ptr<const calendar::PublicHolidays>>
      holidays;
  stores_.reserve(catalog.stores.size());
  for (const auto& [id, store] : catalog.stores) {
    auto [it, is_new] = zones.try_emplace(store->content.time_zone);
    if (is_new) {
      it->second = calendar::LoadZone(store->content.time_zone)
                       .value_or(absl::UTCTimeZone());
    }
    const catalog::StoreAddress& address = store->content.address;
    auto& days = holidays[{address.region_code, address.administrative_area}];
    if (days == nullptr) {
      days = std::make_shared<const calendar::PublicHolidays>(
          holidays_.Of(address).PublicHolidays());
    }
    stores_.push_back(
        {store, id, it->second, hours_.Add(*store, it->second), days});
  }
  hours_.Seal();
  store_text_ = StoreText::Build(
      stores_.size(), [this](uint32_t number) -> const catalog::Store& {
        return *stores_[number].store;
      });
}

void BrandIndex::AddAssociates(const BrandCatalog& catalog) {
  associates_.reserve(catalog.associates.size());
  Placings placings;
  // Before anybody is placed: then all are laid out for these days, or more.
  if (catalog.patterns != nullptr) covered_ = catalog.patterns->Covered();
  for (const auto& [id, associate] : catalog.associates) {
    AssociateRecord& record = associates_.emplace_back();
    record.number = static_cast<uint32_t>(associates_.size() - 1);
    record.associate = associate;
    record.person = catalog.people.at(id);
    for (const ServiceId& service : associate->content.services) {
      const int number = ServiceNumber(service);
      if (number >= 0) record.services.set(number);
    }
    if (catalog.patterns != nullptr) Place(catalog.patterns, placings, record);
    AddEntries(record);
  }
}

void BrandIndex::Place(const std::shared_ptr<WorkPatterns>& patterns,
                       Placings& placings, AssociateRecord& record) const {
  const catalog::AssociateContent& content = record.associate->content;
  calendar::WorkPlaces places = {content.channels, {}};
  for (const StoreId& id : content.stores) {
    const StoreRecord* store = FindStore(id);
    if (store == nullptr && places.places.empty()) return;  // not even a home
    if (store == nullptr) continue;
    places.places.push_back({id, store->zone, store->holidays});
  }
  if (places.places.empty()) return;
  // Most who have the same home have the same places, and can share them.
  auto& known = placings[content.stores.front()];
  if (known == nullptr || *known != places) {
    known = std::make_shared<const calendar::WorkPlaces>(std::move(places));
  }
  record.placing = record.person->Place(known, patterns);
}

void BrandIndex::AddEntries(AssociateRecord& record) {
  const catalog::AssociateContent& content = record.associate->content;
  record.entries_begin = static_cast<uint32_t>(entries_.size());
  for (const StoreId& store_id : content.stores) {
    const StoreRecord* store = FindStore(store_id);
    if (store == nullptr) continue;
    entries_.push_back({.associate = record.number,
                        .store = NumberOf(*store),
                        .person = record.person.get(),
                        .lot = LotOf(record.associate->id),
                        .placing = record.placing,
                        .channels = content.channels});
    for (const SpokenLanguage& language : content.languages) {
      store_attributes_.AddSpoken(NumberOf(*store), LanguageKey(language.tag));
    }
  }
  record.entries_end = static_cast<uint32_t>(entries_.size());
  const bool has_others = record.entries_end - record.entries_begin > 1;
  for (uint32_t i = record.entries_begin; i < record.entries_end; ++i) {
    entries_[i].has_others = has_others;
  }
  std::sort(entries_.begin() + record.entries_begin, entries_.end(),
            [](const Entry& a, const Entry& b) { return a.store < b.store; });
}

// Until here entries are in order of associate, then store.
void BrandIndex::NumberEntries() {
  std::vector<geo::Point> points;
  points.reserve(entries_.size());
  for (const Entry& entry : entries_) {
    points.push_back(stores_[entry.store].store->content.location);
  }
  const std::vector<uint32_t> order = geo::OrderAlongCurve(points);
  std::vector<Entry> sorted;
  sorted.reserve(entries_.size());
  entries_by_associate_.resize(entries_.size());
  for (uint32_t old : order) {
    entries_by_associate_[old] = static_cast<uint32_t>(sorted.size());
    sorted.push_back(entries_[old]);
  }
  entries_ = std::move(sorted);
}

void BrandIndex::AddEntryAttributes() {
  std::vector<ServiceId> services;
  for (uint32_t i = 0; i < entries_.size(); ++i) {
    const catalog::AssociateContent& associate =
        AssociateOf(i).associate->content;
    const catalog::Store& store = *StoreOf(i).store;
    services.clear();
    for (const ServiceId& service : associate.services) {
      if (StoreOffers(store, service)) services.push_back(service);
    }
    associate_attributes_.AddEntry(
        i, associate_attributes_.NumbersOf(associate),
        associate_attributes_.NumbersOf(store.content), services);
  }
}

void BrandIndex::DecideOffers() {
  if (offer_policies_.empty()) return;
  auto number = [this](const auto* record) {
    return record == nullptr ? int64_t{-1} : int64_t{NumberOf(*record)};
  };
  offers_ = catalog::OfferTable(
      offer_policies_,
      {IdsOf(services_), stores_.size(), associates_.size(),
       [&](uint32_t store) -> absl::string_view {
         return stores_[store].store->content.market;
       },
       [&](const StoreId& id) { return number(FindStore(id)); },
       [&](const AssociateId& id) { return number(FindAssociate(id)); }});
}

void BrandIndex::AddStoreAttributes() {
  for (const StoreRecord& record : stores_) {
    store_attributes_.AddStore(
        NumberOf(record), record.store->content,
        [&](const ServiceId& id) { return IsHadAt(*this, record, id); },
        ChannelsLeftAt(*this, record));
  }
}

void BrandIndex::BuildPlaces() {
  std::vector<geo::Point> points;
  points.reserve(std::max(stores_.size(), entries_.size()));
  for (const StoreRecord& record : stores_) {
    points.push_back(record.store->content.location);
  }
  near_stores_ =
      geo::SpatialIndex::Build(points, store_attributes_.TakeStores());
  points.clear();
  for (const Entry& entry : entries_) {
    points.push_back(stores_[entry.store].store->content.location);
  }
  near_entries_ =
      geo::SpatialIndex::Build(points, associate_attributes_.TakeEntries());
}

void BrandIndex::GroupByStore() {
  first_of_store_.assign(stores_.size() + 1, 0);
  for (const Entry& entry : entries_) ++first_of_store_[entry.store + 1];
  for (size_t i = 0; i < stores_.size(); ++i) {
    first_of_store_[i + 1] += first_of_store_[i];
  }
  entries_by_store_.resize(entries_.size());
  std::vector<uint32_t> next(first_of_store_.begin(), first_of_store_.end());
  for (uint32_t i = 0; i < entries_.size(); ++i) {
    entries_by_store_[next[entries_[i].store]++] = i;
  }
}

absl::Span<const uint32_t> BrandIndex::EntriesAt(
    const StoreRecord& store) const {
  const uint32_t number = NumberOf(store);
  const uint32_t begin = first_of_store_[number];
  return absl::MakeConstSpan(entries_by_store_)
      .subspan(begin, first_of_store_[number + 1] - begin);
}

std::vector<const AssociateRecord*> BrandIndex::AssociatesAt(
    const StoreRecord& store) const {
  std::vector<const AssociateRecord*> associates;
  for (uint32_t entry : EntriesAt(store)) {
    associates.push_back(&AssociateOf(entry));
  }
  return associates;
}

const StoreRecord* BrandIndex::FindStore(const StoreId& id) const {
  return FindIn(stores_, id, IdOfStore);
}

const AssociateRecord* BrandIndex::FindAssociate(const AssociateId& id) const {
  return FindIn(associates_, id, IdOfAssociate);
}

const catalog::Service* BrandIndex::FindService(const ServiceId& id) const {
  auto it = services_.find(id);
  return it == services_.end() ? nullptr : it->second.get();
}

absl::TimeZone BrandIndex::ZoneOf(const StoreId& id) const {
  const StoreRecord* record = FindStore(id);
  return record == nullptr ? absl::UTCTimeZone() : record->zone;
}

calendar::StoreDays BrandIndex::DaysOf(const StoreId& id) const {
  const StoreRecord* record = FindStore(id);
  if (record == nullptr) return absl::UTCTimeZone();
  return {record->zone, record->holidays.get()};
}

int BrandIndex::ServiceNumber(const ServiceId& id) const {
  return NumberIn(service_numbers_, id);
}

}  // namespace rapport::search
