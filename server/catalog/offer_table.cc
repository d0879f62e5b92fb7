#include "server/catalog/offer_table.h"

#include <algorithm>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "absl/container/flat_hash_map.h"

namespace rapport::catalog {
namespace {

constexpr uint16_t kAllBits = ChannelSet::All().bits();

// What one policy says of one service, by channel as bits.
struct Word {
  uint16_t said = 0;
  uint16_t offered = 0;
  uint16_t is_final = 0;
};

void Say(const OfferRule& rule, Word& word) {
  const uint16_t bits =
      rule.channel.has_value() ? ChannelSet{*rule.channel}.bits() : kAllBits;
  auto set = [bits](uint16_t& all, bool on) {
    all = static_cast<uint16_t>(on ? all | bits : all & ~bits);
  };
  set(word.said, true);
  set(word.offered, rule.offered);
  set(word.is_final, rule.is_final);
}

// A policy with its rules put in order.
class LaidOut {
 public:
  LaidOut() = default;
  explicit LaidOut(const OfferPolicy& policy) {
    std::vector<const OfferRule*> rules;
    for (const OfferRule& rule : policy.rules) rules.push_back(&rule);
    std::stable_sort(rules.begin(), rules.end(), [](auto* a, auto* b) {
      return SpecificityOf(*a) < SpecificityOf(*b);
    });
    for (const OfferRule* rule : rules) {
      if (!rule->service.has_value()) {
        Say(*rule, general_);
      } else {
        // By now all that is said in general is.
        Say(*rule,
            services_.try_emplace(*rule->service, general_).first->second);
      }
    }
  }

  const Word& For(const ServiceId& service) const {
    const auto own = services_.find(service);
    return own == services_.end() ? general_ : own->second;
  }

 private:
  Word general_;
  absl::flat_hash_map<ServiceId, Word> services_;
};

bool SaysAnything(const OfferPolicies& policies) {
  return std::any_of(policies.begin(), policies.end(), [](const auto& entry) {
    return !entry.second->rules.empty();
  });
}

}  // namespace

class OfferTable::Builder {
 public:
  Builder(const OfferPolicies& policies, const OfferNumbers& numbers,
          OfferTable& table)
      : policies_(policies), numbers_(numbers), table_(table) {
    slots_.emplace_back();  // none in particular
    slots_.insert(slots_.end(), numbers.services.begin(),
                  numbers.services.end());
    table_.stride_ = slots_.size();
  }

  void AddPlaces() {
    table_.places_.resize(numbers_.stores);
    for (uint32_t store = 0; store < numbers_.stores; ++store) {
      table_.places_[store] = PlaceOf(numbers_.market_of(store));
    }
    for (const auto& [scope, policy] : policies_) {
      if (scope.layer() != OfferLayer::kStore || policy->rules.empty())
        continue;
      const int64_t store = numbers_.number_of_store(scope.store());
      if (store < 0) continue;
      const auto number = static_cast<uint32_t>(store);
      table_.places_[number] =
          AddPlace(ScopesOfPlace(scope.store(), numbers_.market_of(number)));
    }
  }

  void AddPeople() {
    for (const auto& [scope, policy] : policies_) {
      if (scope.layer() != OfferLayer::kAssociate || policy->rules.empty()) {
        continue;
      }
      const int64_t associate = numbers_.number_of_associate(scope.associate());
      if (associate < 0) continue;
      if (table_.associates_.empty()) {
        table_.associates_.resize(numbers_.associates, AddPerson(LaidOut()));
      }
      table_.associates_[static_cast<size_t>(associate)] =
          AddPerson(LaidOut(*policy));
    }
  }

 private:
  // The number of what is decided for the stores of a market that say nothing
  // themselves.
  uint32_t PlaceOf(absl::string_view market) {
    const auto known = markets_.find(market);
    if (known != markets_.end()) return known->second;
    std::vector<OfferScope> scopes = ScopesOfPlace(StoreId(), market);
    scopes.pop_back();
    return markets_[std::string(market)] = AddPlace(scopes);
  }

  uint32_t AddPlace(const std::vector<OfferScope>& scopes) {
    std::vector<PlaceWord> words(slots_.size(), {kAllBits, 0});
    for (const OfferScope& scope : scopes) {
      const LaidOut* layer = LayerOf(scope);
      if (layer == nullptr) continue;
      for (size_t i = 0; i < slots_.size(); ++i) {
        const Word& says = layer->For(slots_[i]);
        PlaceWord& word = words[i];
        const uint16_t takes = says.said & ~word.settled;
        word.offered = static_cast<uint16_t>((word.offered & ~takes) |
                                             (says.offered & takes));
        word.settled |= says.is_final & takes;
      }
    }
    return NumberOf(words, table_.words_);
  }

  uint32_t AddPerson(const LaidOut& policy) {
    std::vector<PersonWord> words;
    for (const ServiceId& service : slots_) {
      const Word& says = policy.For(service);
      words.push_back({says.said, says.offered});
    }
    return NumberOf(words, table_.people_);
  }

  // Null: it says nothing.
  const LaidOut* LayerOf(const OfferScope& scope) {
    const auto policy = policies_.find(scope);
    if (policy == policies_.end() || policy->second->rules.empty()) {
      return nullptr;
    }
    const auto [at, is_new] = layers_.try_emplace(scope);
    if (is_new) at->second = std::make_unique<LaidOut>(*policy->second);
    return at->second.get();
  }

  // Where `words` are in `all`, in strides; they are added if they are not.
  template <typename Words>
  uint32_t NumberOf(const Words& words, Words& all) {
    // As bytes, behind one that keeps places and people apart.
    std::string key(1,
                    std::is_same_v<Words, std::vector<PlaceWord>> ? 'p' : 'a');
    key.append(reinterpret_cast<const char*>(words.data()),
               words.size() * sizeof(words[0]));
    const auto next = static_cast<uint32_t>(all.size() / slots_.size());
    const auto [at, is_new] = known_.try_emplace(std::move(key), next);
    if (is_new) all.insert(all.end(), words.begin(), words.end());
    return at->second;
  }

  const OfferPolicies& policies_;
  const OfferNumbers& numbers_;
  OfferTable& table_;
  std::vector<ServiceId> slots_;
  absl::flat_hash_map<std::string, uint32_t> markets_;
  absl::flat_hash_map<OfferScope, std::unique_ptr<LaidOut>> layers_;
  absl::flat_hash_map<std::string, uint32_t> known_;
};

OfferTable::OfferTable(const OfferPolicies& policies,
                       const OfferNumbers& numbers) {
  if (!SaysAnything(policies)) return;
  Builder builder(policies, numbers, *this);
  builder.AddPlaces();
  builder.AddPeople();
}

}  // namespace rapport::catalog
