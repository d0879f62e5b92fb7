// Everything that is read of a brand, at one moment: its catalog, found by id
// and by place. Immutable; a change of the catalog makes a new one.
//
// Associates' time is not part of the moment: each record points at its Person,
// which changes under it.
#ifndef RAPPORT_SERVER_SEARCH_BRAND_INDEX_H_
#define RAPPORT_SERVER_SEARCH_BRAND_INDEX_H_

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "geo/spatial_index.h"
#include "server/calendar/public_holidays.h"
#include "server/calendar/working_time.h"
#include "server/catalog/associate.h"
#include "server/catalog/brand.h"
#include "server/catalog/offer_policy.h"
#include "server/catalog/offer_table.h"
#include "server/catalog/service.h"
#include "server/catalog/store.h"
#include "server/catalog/store_resource.h"
#include "server/hours/holidays.h"
#include "server/search/associate_attributes.h"
#include "server/search/brand_holidays.h"
#include "server/search/hold_book.h"
#include "server/search/person.h"
#include "server/search/resource_times.h"
#include "server/search/store_attributes.h"
#include "server/search/store_hours.h"
#include "server/search/store_text.h"
#include "server/search/told_once.h"
#include "server/search/work_patterns.h"

namespace rapport::search {

struct StoreRecord {
  std::shared_ptr<const catalog::Store> store;
  StoreId id;
  absl::TimeZone zone;
  uint32_t hours = 0;  // into hours()
  // Shared by all stores of the same place; never null.
  std::shared_ptr<const calendar::PublicHolidays> holidays;
};

// Whether `service` can be had at the store.
bool StoreOffers(const catalog::Store& store, const ServiceId& service);

struct AssociateRecord {
  std::shared_ptr<const catalog::Associate> associate;
  std::shared_ptr<Person> person;
  std::bitset<catalog::kServicesMax> services;  // by ServiceNumber
  uint32_t number = 0;                          // where it is in associates()
  // Where their entries are among those of all associates in turn.
  uint32_t entries_begin = 0;
  uint32_t entries_end = 0;
  // That of the person's free time which is for this; 0: none is.
  uint32_t placing = 0;
};

// An associate at one of their stores: what a search finds.
struct Entry {
  uint32_t associate = 0;  // into associates()
  uint32_t store = 0;      // into stores()
  // What a search looks at of the associate again and again, beside each other.
  const Person* person = nullptr;
  uint64_t lot = 0;      // LotOf the associate
  uint32_t placing = 0;  // as AssociateRecord
  ChannelSet channels;
  bool has_others = false;  // whether the associate has other entries
};

// The brand's catalog as the writers keep it.
struct BrandCatalog {
  std::shared_ptr<const catalog::Brand> brand;
  absl::btree_map<StoreId, std::shared_ptr<const catalog::Store>> stores;
  absl::btree_map<AssociateId, std::shared_ptr<const catalog::Associate>>
      associates;
  absl::btree_map<ServiceId, std::shared_ptr<const catalog::Service>> services;
  absl::flat_hash_map<AssociateId, std::shared_ptr<Person>> people;
  catalog::OfferPolicies offer_policies;
  absl::btree_map<ResourceId, std::shared_ptr<const catalog::StoreResource>>
      resources;
  // Never null. What is taken of them changes under the index, as people do.
  std::shared_ptr<ResourceTimes> resource_times =
      std::make_shared<ResourceTimes>();
  // Never null. Changes under the index, too.
  std::shared_ptr<HoldBook> hold_book = std::make_shared<HoldBook>();
  // Null: no free time is laid out, and slots are found the long way.
  std::shared_ptr<WorkPatterns> patterns;
};

// How the border has told things, by their numbers in the index.
struct ToldThings {
  ToldThings(size_t stores, size_t associates)
      : stores(stores),
        associates_to_shoppers(associates),
        associates_to_others(associates) {}

  ToldOnce stores;
  ToldOnce associates_to_shoppers;
  ToldOnce associates_to_others;
};

// Thread-safe: immutable.
class BrandIndex {
 public:
  // Associates whose stores are not there are found by id only. The holidays
  // are those that opening hours mean.
  BrandIndex(const BrandCatalog& catalog,
             std::shared_ptr<const hours::HolidayTable> holidays);

  const catalog::Brand& brand() const { return *brand_; }
  // In order of id.
  const std::vector<StoreRecord>& stores() const { return stores_; }
  const std::vector<AssociateRecord>& associates() const { return associates_; }
  const std::vector<Entry>& entries() const { return entries_; }
  const absl::btree_map<ServiceId, std::shared_ptr<const catalog::Service>>&
  services() const {
    return services_;
  }

  // Of one of entries(), associates() and stores().
  const AssociateRecord& AssociateOf(uint32_t entry) const {
    return associates_[entries_[entry].associate];
  }
  const StoreRecord& StoreOf(uint32_t entry) const {
    return stores_[entries_[entry].store];
  }
  // The entries of an associate, in order of the stores' ids.
  absl::Span<const uint32_t> EntriesOf(const AssociateRecord& record) const {
    return absl::MakeConstSpan(entries_by_associate_)
        .subspan(record.entries_begin,
                 record.entries_end - record.entries_begin);
  }
  // The entries at a store, in order of the associates' ids.
  absl::Span<const uint32_t> EntriesAt(const StoreRecord& store) const;

  // Where they are in stores() and associates(), of which they are.
  uint32_t NumberOf(const StoreRecord& store) const {
    return static_cast<uint32_t>(&store - stores_.data());
  }
  uint32_t NumberOf(const AssociateRecord& associate) const {
    return associate.number;
  }

  // Those who serve there, in order of id. `store` is one of stores().
  std::vector<const AssociateRecord*> AssociatesAt(
      const StoreRecord& store) const;

  // Null if there is none.
  const StoreRecord* FindStore(const StoreId& id) const;
  const AssociateRecord* FindAssociate(const AssociateId& id) const;
  const catalog::Service* FindService(const ServiceId& id) const;

  // A store's rooms and equipment, in order of slug.
  absl::Span<const std::shared_ptr<const catalog::StoreResource>> ResourcesAt(
      const StoreId& store) const;
  const ResourceTimes& resource_times() const { return *resource_times_; }
  const HoldBook& hold_book() const { return *hold_book_; }

  // The zone of a store, UTC if there is no such store.
  absl::TimeZone ZoneOf(const StoreId& id) const;
  // The same with its public holidays; of no such store there are none.
  calendar::StoreDays DaysOf(const StoreId& id) const;

  // Whether it is one of the brand's.
  bool HasStyle(const StyleId& id) const { return styles_.contains(id); }
  // The number by which records know it; -1 if there is none.
  int ServiceNumber(const ServiceId& id) const;

  // What policies say: as they were written, and decided for every place, by
  // the numbers above.
  const catalog::OfferPolicies& offer_policies() const {
    return offer_policies_;
  }
  const catalog::OfferTable& offers() const { return offers_; }

  // Filled by those who tell.
  ToldThings& told() const { return *told_; }

  // Entries are the numbers of stores, attributes those of store_attributes().
  const geo::SpatialIndex& near_stores() const { return near_stores_; }
  const StoreAttributes& store_attributes() const { return store_attributes_; }
  const StoreText& store_text() const { return store_text_; }
  const StoreHoursTable& hours() const { return hours_; }
  const BrandHolidays& holidays() const { return holidays_; }

  // Entries are those of entries(), attributes those of
  // associate_attributes().
  const geo::SpatialIndex& near_entries() const { return near_entries_; }
  // The days for which everybody's free time is laid out, at least.
  const calendar::CoveredDays& covered() const { return covered_; }
  const AssociateAttributes& associate_attributes() const {
    return associate_attributes_;
  }

 private:
  void AddStores(const BrandCatalog& catalog);
  void AddResources(const BrandCatalog& catalog);
  void AddAssociates(const BrandCatalog& catalog);
  void AddEntries(AssociateRecord& record);
  void NumberEntries();
  void AddEntryAttributes();
  using Placings =
      absl::flat_hash_map<StoreId, std::shared_ptr<const calendar::WorkPlaces>>;
  void Place(const std::shared_ptr<WorkPatterns>& patterns, Placings& placings,
             AssociateRecord& record) const;
  void GroupByStore();
  void DecideOffers();
  void AddStoreAttributes();
  void BuildPlaces();

  std::shared_ptr<const catalog::Brand> brand_;
  absl::btree_map<ServiceId, std::shared_ptr<const catalog::Service>> services_;
  catalog::OfferPolicies offer_policies_;
  catalog::OfferTable offers_;
  absl::flat_hash_map<
      StoreId, std::vector<std::shared_ptr<const catalog::StoreResource>>>
      resources_;
  std::shared_ptr<const ResourceTimes> resource_times_;
  std::shared_ptr<const HoldBook> hold_book_;
  std::vector<StoreRecord> stores_;
  std::vector<AssociateRecord> associates_;
  // Along the curve of places, so that near ones are near in memory; those of
  // one place in order of associate.
  std::vector<Entry> entries_;
  std::vector<uint32_t> entries_by_associate_;
  // The entries of each store: numbers of entries, and where each store's begin.
  std::vector<uint32_t> entries_by_store_;
  std::vector<uint32_t> first_of_store_;  // one more than stores
  absl::flat_hash_set<StyleId> styles_;
  absl::flat_hash_map<ServiceId, int> service_numbers_;
  StoreAttributes store_attributes_;
  AssociateAttributes associate_attributes_;
  StoreText store_text_;
  const BrandHolidays holidays_;
  calendar::CoveredDays covered_;
  StoreHoursTable hours_;
  geo::SpatialIndex near_stores_;
  geo::SpatialIndex near_entries_;
  std::unique_ptr<ToldThings> told_;
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_BRAND_INDEX_H_
