#include "server/search/associate_attributes.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace rapport::search {
namespace {

constexpr absl::string_view kLanguage = "language";
constexpr absl::string_view kStyle = "style";
constexpr absl::string_view kService = "service";
constexpr absl::string_view kChannel = "channel";
constexpr absl::string_view kWord = "attribute";
constexpr absl::string_view kMarket = "market";

constexpr uint32_t kLevels = 4;

uint32_t StepsAboveBasic(LanguageLevel level) {
  return static_cast<uint32_t>(level) -
         static_cast<uint32_t>(LanguageLevel::kBasic);
}

}  // namespace

uint32_t AssociateAttributes::Number(absl::string_view kind,
                                     absl::string_view word, uint32_t numbers) {
  const auto next = static_cast<uint32_t>(entries_.size());
  const uint32_t number =
      numbers_.emplace(absl::StrCat(kind, " ", word), next).first->second;
  if (number == next) entries_.resize(next + numbers);
  return number;
}

std::vector<uint32_t> AssociateAttributes::NumbersOf(
    const catalog::AssociateContent& associate) {
  std::vector<uint32_t> numbers;
  for (const SpokenLanguage& language : associate.languages) {
    const uint32_t basic =
        Number(kLanguage, LanguageKey(language.tag), kLevels);
    for (uint32_t i = 0; i <= StepsAboveBasic(language.level); ++i) {
      numbers.push_back(basic + i);
    }
  }
  for (const StyleId& style : associate.styles) {
    numbers.push_back(Number(kStyle, style.text()));
  }
  for (Channel channel : kAllChannels) {
    if (!associate.channels.Has(channel)) continue;
    numbers.push_back(Number(kChannel, ChannelWord(channel)));
  }
  for (const std::string& word : associate.attributes) {
    numbers.push_back(Number(kWord, word));
  }
  return numbers;
}

std::vector<uint32_t> AssociateAttributes::NumbersOf(
    const catalog::StoreContent& store) {
  const absl::string_view market = store.market;
  if (market.empty()) return {};
  return {Number(kMarket, market),
          Number(kMarket, market.substr(0, market.find("/markets/")))};
}

void AssociateAttributes::AddEntry(uint32_t entry,
                                   absl::Span<const uint32_t> of_associate,
                                   absl::Span<const uint32_t> of_store,
                                   absl::Span<const ServiceId> services) {
  for (uint32_t number : of_associate) entries_[number].push_back(entry);
  for (uint32_t number : of_store) entries_[number].push_back(entry);
  for (const ServiceId& service : services) {
    entries_[Number(kService, service.text())].push_back(entry);
  }
}

std::optional<uint32_t> AssociateAttributes::Find(
    absl::string_view kind, absl::string_view word) const {
  // Searches ask for some ten of these each.
  static thread_local std::string key;
  key.assign(kind.data(), kind.size());
  absl::StrAppend(&key, " ", word);
  auto found = numbers_.find(key);
  if (found == numbers_.end()) return std::nullopt;
  return found->second;
}

std::optional<uint32_t> AssociateAttributes::OfLanguage(
    absl::string_view key, LanguageLevel at_least) const {
  std::optional<uint32_t> basic = Find(kLanguage, key);
  if (basic.has_value()) *basic += StepsAboveBasic(at_least);
  return basic;
}

std::optional<uint32_t> AssociateAttributes::OfStyle(
    const StyleId& style) const {
  return Find(kStyle, style.text());
}

std::optional<uint32_t> AssociateAttributes::OfService(
    const ServiceId& service) const {
  return Find(kService, service.text());
}

std::optional<uint32_t> AssociateAttributes::OfChannel(Channel channel) const {
  return Find(kChannel, ChannelWord(channel));
}

std::optional<uint32_t> AssociateAttributes::OfWord(
    absl::string_view attribute) const {
  return Find(kWord, attribute);
}

std::optional<uint32_t> AssociateAttributes::OfMarket(
    absl::string_view market) const {
  return Find(kMarket, market);
}

std::vector<std::vector<uint32_t>> AssociateAttributes::TakeEntries() {
  return std::exchange(entries_, {});
}

}  // namespace rapport::search
