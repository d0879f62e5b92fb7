#include "server/search/brand_index.h"

#include <algorithm>

#include "absl/strings/string_view.h"
#include "server/calendar/time_zone.h"

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

const StoreId& IdOfStore(const StoreRecord& record) { return record.store->id; }
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
      store_attributes_(IdsOf(catalog.services)),
      holidays_(std::move(holidays), brand_->holiday_lists),
      hours_(holidays_) {
  for (const catalog::Style& style : brand_->styles) {
    const int number = static_cast<int>(style_numbers_.size());
    if (number < static_cast<int>(catalog::kStylesMax)) {
      style_numbers_.emplace(style.id, number);
    }
  }
  for (const auto& [id, service] : services_) {
    const int number = static_cast<int>(service_numbers_.size());
    if (number < static_cast<int>(catalog::kServicesMax)) {
      service_numbers_.emplace(id, number);
    }
  }
  AddStores(catalog);
  AddAssociates(catalog);
  GroupByStore();
  BuildPlaces();
}

void BrandIndex::AddStores(const BrandCatalog& catalog) {
  absl::flat_hash_map<std::string, absl::TimeZone> zones;
  stores_.reserve(catalog.stores.size());
  for (const auto& [id, store] : catalog.stores) {
    auto [it, is_new] = zones.try_emplace(store->content.time_zone);
    if (is_new) {
      it->second = calendar::LoadZone(store->content.time_zone)
                       .value_or(absl::UTCTimeZone());
    }
    store_attributes_.AddStore(static_cast<uint32_t>(stores_.size()),
                               store->content);
    stores_.push_back({store, it->second, hours_.Add(*store, it->second)});
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
  for (const auto& [id, associate] : catalog.associates) {
    const uint32_t number = static_cast<uint32_t>(associates_.size());
    associates_.push_back(
        {associate, catalog.people.at(id), AttributesOf(*associate)});
    if (catalog.patterns != nullptr) {
      Place(catalog.patterns, placings, associates_.back());
    }
    const size_t first = entries_.size();
    for (const StoreId& store_id : associate->content.stores) {
      const StoreRecord* store = FindStore(store_id);
      if (store == nullptr) continue;
      const auto at = static_cast<uint32_t>(store - stores_.data());
      entries_.push_back({number, at});
      for (const SpokenLanguage& language : associate->content.languages) {
        store_attributes_.AddSpoken(at, LanguageKey(language.tag));
      }
    }
    std::sort(entries_.begin() + first, entries_.end(),
              [](const Entry& a, const Entry& b) { return a.store < b.store; });
  }
}

void BrandIndex::Place(const std::shared_ptr<WorkPatterns>& patterns,
                       Placings& placings, AssociateRecord& record) const {
  const catalog::AssociateContent& content = record.associate->content;
  calendar::WorkPlaces places = {content.channels, {}};
  for (const StoreId& id : content.stores) {
    const StoreRecord* store = FindStore(id);
    if (store == nullptr && places.places.empty()) return;  // not even a home
    if (store != nullptr) places.places.push_back({id, store->zone});
  }
  if (places.places.empty()) return;
  // Most who have the same home have the same places, and can share them.
  auto& known = placings[content.stores.front()];
  if (known == nullptr || *known != places) {
    known = std::make_shared<const calendar::WorkPlaces>(std::move(places));
  }
  record.placing = record.person->Place(known, patterns);
}

Attributes BrandIndex::AttributesOf(const catalog::Associate& associate) {
  Attributes attributes;
  for (const SpokenLanguage& language : associate.content.languages) {
    const int fresh = static_cast<int>(language_numbers_.size());
    const int number =
        language_numbers_.emplace(LanguageKey(language.tag), fresh)
            .first->second;
    attributes.languages.emplace_back(static_cast<uint16_t>(number),
                                      language.level);
  }
  for (const StyleId& style : associate.content.styles) {
    const int number = StyleNumber(style);
    if (number >= 0) attributes.styles.set(number);
  }
  for (const ServiceId& service : associate.content.services) {
    const int number = ServiceNumber(service);
    if (number >= 0) attributes.services.set(number);
  }
  attributes.channels = associate.content.channels;
  return attributes;
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
  near_entries_ = geo::SpatialIndex::Build(points);
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

std::vector<const AssociateRecord*> BrandIndex::AssociatesAt(
    const StoreRecord& store) const {
  const size_t number = &store - stores_.data();
  std::vector<const AssociateRecord*> associates;
  for (size_t i = first_of_store_[number]; i < first_of_store_[number + 1];
       ++i) {
    const Entry& entry = entries_[entries_by_store_[i]];
    associates.push_back(&associates_[entry.associate]);
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

int BrandIndex::LanguageNumber(const std::string& key) const {
  return NumberIn(language_numbers_, key);
}

int BrandIndex::StyleNumber(const StyleId& id) const {
  return NumberIn(style_numbers_, id);
}

int BrandIndex::ServiceNumber(const ServiceId& id) const {
  return NumberIn(service_numbers_, id);
}

}  // namespace rapport::search
