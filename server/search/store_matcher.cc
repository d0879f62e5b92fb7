#include "server/search/store_matcher.h"

#include <algorithm>

#include "server/hours/open_state.h"

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
    has_text_ = true;
    text_ = index.store_text().Match(query.words);
    nobody_ = nobody_ || text_.empty();
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

std::optional<uint32_t> StoreMatcher::Score(uint32_t store) const {
  if (!has_text_) return 0;
  auto found = std::lower_bound(
      text_.begin(), text_.end(), store,
      [](const TextMatch& match, uint32_t x) { return match.store < x; });
  if (found == text_.end() || found->store != store) return std::nullopt;
  return found->score;
}

bool StoreMatcher::IsOpen(uint32_t store) {
  if (!query_.open_at.has_value()) return true;
  if (index_.stores()[store].store->content.details.temporarily_closed) {
    return false;
  }
  const uint32_t number = index_.stores()[store].hours;
  if (open_.empty()) open_.resize(index_.hours().size());
  uint8_t& known = open_[number];
  if (known == 0) {
    const hours::OpenState at =
        hours::StateAt(index_.hours().at(number), *query_.open_at);
    known = at.state == hours::State::kOpen ? 1 : 2;
  }
  return known == 1;
}

}  // namespace rapport::search
