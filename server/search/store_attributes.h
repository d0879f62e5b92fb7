// What stores can be filtered by, as numbers for the spatial index: services,
// channels, spoken languages, attributes, markets and regions.
//
// What is unknown of a store excludes it nowhere: one without services offers
// all of the brand's, one without channels takes any. What policies take away
// it does not have. Languages are the store's own and those of the associates
// who serve there.
#ifndef RAPPORT_SERVER_SEARCH_STORE_ATTRIBUTES_H_
#define RAPPORT_SERVER_SEARCH_STORE_ATTRIBUTES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "server/catalog/associate.h"
#include "server/catalog/store.h"
#include "server/vocabulary/channel.h"
#include "server/vocabulary/id.h"

namespace rapport::search {

// Immutable once everything is added; then thread-safe.
class StoreAttributes {
 public:
  // `services` are all that the brand has.
  explicit StoreAttributes(std::vector<ServiceId> services)
      : services_(std::move(services)) {}

  // In any order: each store with what it says of itself, of which `had` tells
  // which services, and `channels` which channels, policies leave it; what its
  // associates speak, any of it more than once.
  void AddStore(uint32_t store, const catalog::StoreContent& content,
                absl::FunctionRef<bool(const ServiceId&)> had,
                ChannelSet channels);
  void AddSpoken(uint32_t store, absl::string_view language_key);

  // The number of an attribute; nothing if no store has it.
  std::optional<uint32_t> OfService(const ServiceId& service) const;
  std::optional<uint32_t> OfChannel(Channel channel) const;
  std::optional<uint32_t> OfLanguage(absl::string_view key) const;
  std::optional<uint32_t> OfWord(absl::string_view attribute) const;
  // `regions/r` or `regions/r/markets/m`.
  std::optional<uint32_t> OfMarket(absl::string_view market) const;

  // For each attribute, the stores that have it, ascending, each once. Leaves
  // the numbers, and forgets the stores.
  std::vector<std::vector<uint32_t>> TakeStores();

 private:
  void Add(uint32_t store, absl::string_view kind, absl::string_view word);
  std::optional<uint32_t> Find(absl::string_view kind,
                               absl::string_view word) const;

  std::vector<ServiceId> services_;
  absl::flat_hash_map<std::string, uint32_t> numbers_;  // by kind and word
  std::vector<std::vector<uint32_t>> stores_;
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_STORE_ATTRIBUTES_H_
