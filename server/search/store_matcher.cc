#include "server/search/store_matcher.h"

namespace rapport::search {

StoreMatcher::StoreMatcher(const BrandIndex& index, const StoreQuery& query)
    : index_(index), query_(query) {
  const StoreAttributes& attributes = index.store_attributes();
  for (const ServiceId& service : query.services) {
    AddAll(attributes.OfService(service));
  }
  for (const std::string& word : query.attributes) {
    AddAll(attributes.OfWord(word));
  }
  if (!query.market.empty()) AddAll(attributes.OfMarket(query.market));
  std::vector<std::optional<uint32_t>> any;
  for (Channel channel : kAllChannels) {
    if (query.channels.Has(channel)) {
      any.push_back(attributes.OfChannel(channel));
    }
  }
  AddAny(any);
  any.clear();
  for (const std::string& key : query.languages) {
    any.push_back(attributes.OfLanguage(key));
  }
  AddAny(any);
  if (!query.words.empty()) {
    text_.emplace(index.store_text(), query.words);
    nobody_ = nobody_ || text_->count_max() == 0;
  }
}

void StoreMatcher::AddAll(std::optional<uint32_t> attribute) {
  if (attribute.has_value()) {
    filter_.all_of.push_back(*attribute);
  } else {
    nobody_ = true;
  }
}

void StoreMatcher::AddAny(
    const std::vector<std::optional<uint32_t>>& attributes) {
  if (attributes.empty()) return;
  auto& group = filter_.any_of.emplace_back();
  for (const std::optional<uint32_t>& attribute : attributes) {
    if (attribute.has_value()) group.push_back(*attribute);
  }
  if (group.empty()) nobody_ = true;
}

std::optional<uint32_t> StoreMatcher::Score(uint32_t store) {
  if (!text_.has_value()) return 0;
  return text_->Score(store);
}

bool StoreMatcher::IsOpen(uint32_t store) {
  if (!query_.open_at.has_value()) return true;
  const uint32_t number = index_.stores()[store].hours;
  if (open_.empty()) open_.resize(index_.hours().size());
  uint8_t& known = open_[number];
  if (known == 0) {
    known = index_.hours().IsOpen(number, *query_.open_at) ? 1 : 2;
  }
  return known == 1;
}

}  // namespace rapport::search
