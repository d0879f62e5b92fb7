#include "server/search/associate_matcher.h"

#include <algorithm>
#include <utility>

namespace rapport::search {
namespace {

template <typename Find, typename Id, typename Record>
void LookUp(const std::vector<Id>& ids, Find find,
            std::vector<const Record*>& found) {
  for (const Id& id : ids) {
    const Record* record = find(id);
    if (record != nullptr) found.push_back(record);
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
}

// Whether `listed`, in order, has it, or is of no importance.
template <typename Record>
bool Lists(const std::vector<const Record*>& listed, const Record* record) {
  return listed.empty() ||
         std::binary_search(listed.begin(), listed.end(), record);
}

}  // namespace

AssociateMatcher::AssociateMatcher(const BrandIndex& index,
                                   const AssociateQuery& query)
    : index_(index), query_(query) {
  const AssociateAttributes& attributes = index.associate_attributes();
  for (const LanguageWish& wish : query.languages) {
    Need(attributes.OfLanguage(wish.key, wish.level));
  }
  for (const StyleId& style : query.styles) Need(attributes.OfStyle(style));
  for (const std::string& word : query.attributes) {
    Need(attributes.OfWord(word));
  }
  if (query.service != nullptr) {
    Need(attributes.OfService(query.service->id));
  }
  if (!query.market.empty()) Need(attributes.OfMarket(query.market));
  absl::InlinedVector<uint32_t, 8> any;
  for (const StyleId& style : query.any_styles) {
    if (auto number = attributes.OfStyle(style)) any.push_back(*number);
  }
  if (!query.any_styles.empty()) NeedOneOf(std::move(any));
  NeedChannels();
  LookUp(
      query.associates, [&](auto& id) { return index.FindAssociate(id); },
      associates_);
  LookUp(
      query.stores, [&](auto& id) { return index.FindStore(id); }, stores_);
  nobody_ = nobody_ || (!query.associates.empty() && associates_.empty()) ||
            (!query.stores.empty() && stores_.empty());
  for (const AssociateId& id : query.excluded) {
    const AssociateRecord* record = index.FindAssociate(id);
    if (record == nullptr) continue;
    excluded_.insert(index.NumberOf(*record));
  }
}

void AssociateMatcher::Need(std::optional<uint32_t> attribute) {
  if (attribute.has_value()) {
    filter_.all_of.push_back(*attribute);
  } else {
    nobody_ = true;
  }
}

void AssociateMatcher::NeedOneOf(absl::InlinedVector<uint32_t, 8> attributes) {
  if (attributes.empty()) nobody_ = true;
  filter_.any_of.push_back(std::move(attributes));
}

// Everybody takes some channel, so no condition is needed for any.
void AssociateMatcher::NeedChannels() {
  ChannelSet channels = ChannelSet::All();
  if (!query_.channels.empty()) {
    channels = {};
    for (Channel channel : query_.channels) channels.Add(channel);
  }
  if (query_.service != nullptr) channels = channels & query_.service->channels;
  if (channels == ChannelSet::All()) return;
  absl::InlinedVector<uint32_t, 8> any;
  for (Channel channel : kAllChannels) {
    if (!channels.Has(channel)) continue;
    if (auto number = index_.associate_attributes().OfChannel(channel)) {
      any.push_back(*number);
    }
  }
  NeedOneOf(std::move(any));
}

bool AssociateMatcher::Meets(uint32_t entry,
                             std::optional<geo::Meters>& distance) const {
  if (!Lists(associates_, &index_.AssociateOf(entry)) ||
      !Lists(stores_, &index_.StoreOf(entry))) {
    return false;
  }
  if (!index_.near_entries().Meets(entry, filter_)) return false;
  distance.reset();
  if (!query_.near.has_value()) return true;
  distance = geo::Distance(*query_.near,
                           index_.StoreOf(entry).store->content.location);
  return *distance <= query_.radius;
}

bool AssociateMatcher::IsExcluded(uint32_t associate) const {
  return !excluded_.empty() && excluded_.contains(associate);
}

bool AssociateMatcher::VisitAll(absl::Span<const uint32_t> entries,
                                Visitor visitor) const {
  std::optional<geo::Meters> distance;
  return std::all_of(entries.begin(), entries.end(), [&](uint32_t entry) {
    return !Meets(entry, distance) || visitor(entry, distance);
  });
}

void AssociateMatcher::ForEachListed(Visitor visitor) const {
  if (associates_.empty()) {
    for (const StoreRecord* store : stores_) {
      if (!VisitAll(index_.EntriesAt(*store), visitor)) return;
    }
    return;
  }
  for (const AssociateRecord* associate : associates_) {
    if (!VisitAll(index_.EntriesOf(*associate), visitor)) return;
  }
}

void AssociateMatcher::ForEach(Visitor visitor,
                               const geo::Lookahead& lookahead) const {
  if (nobody_) return;
  if (!is_nearest_first()) {
    ForEachInAnyOrder(visitor);
    return;
  }
  index_.near_entries().ForEachNearest(
      {.from = *query_.near,
       .limit = query_.radius,
       .filter = filter_,
       .lookahead = &lookahead,
       .wanted = query_.limit},
      [&](uint32_t entry, geo::Meters distance) {
        return visitor(entry, distance);
      });
}

void AssociateMatcher::ForEachInAnyOrder(Visitor visitor) const {
  if (nobody_) return;
  if (IsListed()) {
    ForEachListed(visitor);
    return;
  }
  const bool is_near = query_.near.has_value();
  // From anywhere, where no distance counts.
  index_.near_entries().ForEachNearest(
      {.from = query_.near.value_or(geo::Point{}),
       .limit = is_near ? query_.radius : geo::kNoDistanceLimit,
       .filter = filter_,
       .wanted = index_.entries().size()},
      [&](uint32_t entry, geo::Meters distance) {
        return visitor(entry, is_near ? std::optional(distance) : std::nullopt);
      });
}

}  // namespace rapport::search
