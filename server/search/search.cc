#include "server/search/search.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"

namespace rapport::search {
namespace {

// How many entries are looked at between two looks at the clock.
constexpr size_t kAskEvery = 256;

// Tells what lies behind the page before, to one who meets everything in the
// index's order. Of what is equally far in metres that order may be finer than
// by id, so the last hit is waited for, if it is still where it was.
class PageStart {
 public:
  // `still_there`: whether something of the last hit's id is at its distance.
  PageStart(const std::optional<PlaceCursor>& after, bool still_there)
      : after_(after), still_there_(still_there) {}

  bool IsBehind(geo::Meters distance, absl::string_view id) {
    if (!after_.has_value()) return true;
    if (distance != after_->distance) return distance > after_->distance;
    if (!still_there_) return id > after_->id;
    if (id != after_->id) return passed_;
    passed_ = true;
    return false;
  }

 private:
  const std::optional<PlaceCursor>& after_;
  const bool still_there_;
  bool passed_ = false;
};

bool IsAt(const BrandIndex& index, const StoreId& id, const geo::Point& near,
          geo::Meters distance) {
  const StoreRecord* store = index.FindStore(id);
  return store != nullptr &&
         geo::Distance(near, store->store->content.location) == distance;
}

PageStart StartOf(const BrandIndex& index, const AssociateQuery& query) {
  const auto& after = query.after;
  if (!after.has_value()) return {after, false};
  const AssociateRecord* last =
      index.FindAssociate(AssociateId::FromBytes(after->id));
  if (last == nullptr) return {after, false};
  const auto& stores = last->associate->content.stores;
  const bool still_there =
      std::any_of(stores.begin(), stores.end(), [&](const StoreId& id) {
        return IsAt(index, id, query.near, after->distance);
      });
  return {after, still_there};
}

// An associate query with its words looked up.
class AssociateFilter {
 public:
  AssociateFilter(const BrandIndex& index, const AssociateQuery& query)
      : service_(query.service == nullptr
                     ? -1
                     : index.ServiceNumber(query.service->id)) {
    for (const LanguageWish& wish : query.languages) {
      const int number = index.LanguageNumber(wish.key);
      if (number < 0) nobody_ = true;
      languages_.emplace_back(number, wish.level);
    }
    for (const StyleId& style : query.styles) {
      const int number = index.StyleNumber(style);
      if (number < 0) {
        nobody_ = true;
      } else {
        styles_.set(number);
      }
    }
    channels_ = ChannelSet::All();
    if (!query.channels.empty()) {
      channels_ = {};
      for (Channel channel : query.channels) channels_.Add(channel);
    }
    if (query.service != nullptr) {
      channels_ = channels_ & query.service->channels;
      if (service_ < 0) nobody_ = true;
    }
  }

  bool nobody() const { return nobody_; }

  bool Fits(const Attributes& attributes) const {
    if ((attributes.channels & channels_).empty()) return false;
    if ((attributes.styles & styles_) != styles_) return false;
    if (service_ >= 0 && !attributes.services.test(service_)) return false;
    for (const auto& [number, level] : languages_) {
      if (!Speaks(attributes, number, level)) return false;
    }
    return true;
  }

 private:
  static bool Speaks(const Attributes& attributes, int number,
                     LanguageLevel level) {
    for (const auto& [spoken, spoken_level] : attributes.languages) {
      if (spoken == number) return spoken_level >= level;
    }
    return false;
  }

  bool nobody_ = false;
  int service_;
  std::bitset<catalog::kStylesMax> styles_;
  ChannelSet channels_;
  std::vector<std::pair<int, LanguageLevel>> languages_;
};

// The channels to look for slots on, best first.
std::vector<Channel> ChannelsOf(const AssociateQuery& query) {
  if (!query.channels.empty()) return query.channels;
  return {std::begin(kAllChannels), std::end(kAllChannels)};
}

// Fills `slots` from the first channel that has any. Whether one has.
bool FindSlots(const BrandIndex& index, const AssociateQuery& query,
               const std::vector<Channel>& channels,
               const AssociateRecord& associate, const StoreId& store,
               std::vector<SlotFound>& slots) {
  slots.clear();
  bool any = false;
  for (Channel channel : channels) {
    const SlotWish wish = {query.service, channel, store, query.now};
    if (!CheckOffered(index, associate, wish).ok()) continue;
    ForEachFreeSlot(index, associate, wish, query.window,
                    [&](const calendar::FreeSlot& slot) {
                      any = true;
                      if (slots.size() < query.slots_max) {
                        slots.push_back({slot, channel});
                      }
                      return slots.size() < query.slots_max;
                    });
    if (any) return true;
  }
  return false;
}

}  // namespace

bool SearchAssociates(const BrandIndex& index, const AssociateQuery& query,
                      absl::FunctionRef<void(const AssociateFound&)> sink) {
  const AssociateFilter filter(index, query);
  if (filter.nobody()) return false;
  const std::vector<Channel> channels = ChannelsOf(query);
  PageStart start = StartOf(index, query);
  absl::flat_hash_set<uint32_t> seen;
  std::vector<SlotFound> slots;
  size_t found = 0;
  size_t seen_entries = 0;
  bool more = false;
  index.near_entries().ForEachNearest(
      query.near, query.radius, [&](uint32_t number, geo::Meters distance) {
        if (++seen_entries % kAskEvery == 0 && query.give_up &&
            query.give_up()) {
          return false;
        }
        const Entry& entry = index.entries()[number];
        const AssociateRecord& record = index.associates()[entry.associate];
        const StoreRecord& store = index.stores()[entry.store];
        const bool behind =
            start.IsBehind(distance, record.associate->id.stored());
        if (!filter.Fits(record.attributes)) return true;
        if (seen.contains(entry.associate)) return true;
        if (query.service != nullptr) {
          if (!StoreOffers(*store.store, query.service->id)) return true;
          const bool free =
              FindSlots(index, query, channels, record, store.store->id, slots);
          if (!free && !query.include_unavailable) return true;
        }
        seen.insert(entry.associate);
        if (!behind) return true;
        more = found == query.limit;
        if (more) return false;
        ++found;
        sink({record, store, distance, slots});
        return true;
      });
  return more;
}

}  // namespace rapport::search
