#include "server/search/store_attributes.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/vocabulary/language.h"

namespace rapport::search {
namespace {

constexpr absl::string_view kService = "service";
constexpr absl::string_view kChannel = "channel";
constexpr absl::string_view kLanguage = "language";
constexpr absl::string_view kWord = "attribute";
constexpr absl::string_view kMarket = "market";

}  // namespace

void StoreAttributes::Add(uint32_t store, absl::string_view kind,
                          absl::string_view word) {
  const auto next = static_cast<uint32_t>(stores_.size());
  const uint32_t number =
      numbers_.emplace(absl::StrCat(kind, " ", word), next).first->second;
  if (number == next) stores_.emplace_back();
  stores_[number].push_back(store);
}

void StoreAttributes::AddStore(uint32_t store,
                               const catalog::StoreContent& content,
                               absl::FunctionRef<bool(const ServiceId&)> had,
                               ChannelSet channels) {
  const std::vector<ServiceId>& services =
      content.services.empty() ? services_ : content.services;
  for (const ServiceId& service : services) {
    if (had(service)) Add(store, kService, service.text());
  }
  const ChannelSet own = content.details.channels.empty()
                             ? ChannelSet::All()
                             : content.details.channels;
  for (Channel channel : kAllChannels) {
    if ((own & channels).Has(channel)) {
      Add(store, kChannel, ChannelWord(channel));
    }
  }
  for (const std::string& tag : content.details.languages) {
    AddSpoken(store, LanguageKey(tag));
  }
  for (const std::string& word : content.details.attributes) {
    Add(store, kWord, word);
  }
  if (content.market.empty()) return;
  Add(store, kMarket, content.market);
  const absl::string_view market = content.market;
  Add(store, kMarket, market.substr(0, market.find("/markets/")));
}

void StoreAttributes::AddSpoken(uint32_t store,
                                absl::string_view language_key) {
  Add(store, kLanguage, language_key);
}

std::optional<uint32_t> StoreAttributes::Find(absl::string_view kind,
                                              absl::string_view word) const {
  auto found = numbers_.find(absl::StrCat(kind, " ", word));
  if (found == numbers_.end()) return std::nullopt;
  return found->second;
}

std::optional<uint32_t> StoreAttributes::OfService(
    const ServiceId& service) const {
  return Find(kService, service.text());
}

std::optional<uint32_t> StoreAttributes::OfChannel(Channel channel) const {
  return Find(kChannel, ChannelWord(channel));
}

std::optional<uint32_t> StoreAttributes::OfLanguage(
    absl::string_view key) const {
  return Find(kLanguage, key);
}

std::optional<uint32_t> StoreAttributes::OfWord(
    absl::string_view attribute) const {
  return Find(kWord, attribute);
}

std::optional<uint32_t> StoreAttributes::OfMarket(
    absl::string_view market) const {
  return Find(kMarket, market);
}

std::vector<std::vector<uint32_t>> StoreAttributes::TakeStores() {
  std::vector<std::vector<uint32_t>> stores = std::exchange(stores_, {});
  for (std::vector<uint32_t>& having : stores) {
    std::sort(having.begin(), having.end());
    having.erase(std::unique(having.begin(), having.end()), having.end());
  }
  return stores;
}

}  // namespace rapport::search
