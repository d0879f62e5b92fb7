// What entries, associates at their stores, can be filtered by, as numbers for
// the spatial index: languages with a level, styles, services, channels, the
// brand's own attributes, markets and regions.
//
// A language is four attributes, "at least basic" to "native", so that a level
// asked for is one attribute; a service is one where the associate performs it
// and the store offers it.
#ifndef RAPPORT_SERVER_SEARCH_ASSOCIATE_ATTRIBUTES_H_
#define RAPPORT_SERVER_SEARCH_ASSOCIATE_ATTRIBUTES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "server/catalog/associate.h"
#include "server/catalog/store.h"
#include "server/vocabulary/channel.h"
#include "server/vocabulary/id.h"
#include "server/vocabulary/language.h"

namespace rapport::search {

// Immutable once everything is added; then thread-safe.
class AssociateAttributes {
 public:
  // The numbers of what an associate has wherever they serve.
  std::vector<uint32_t> NumbersOf(const catalog::AssociateContent& associate);
  // The numbers of what a store adds to each entry there.
  std::vector<uint32_t> NumbersOf(const catalog::StoreContent& store);

  // Entries are added in order of their number. `services` are those to be had.
  void AddEntry(uint32_t entry, absl::Span<const uint32_t> of_associate,
                absl::Span<const uint32_t> of_store,
                absl::Span<const ServiceId> services);

  // The number of an attribute; nothing if nobody has it.
  std::optional<uint32_t> OfLanguage(absl::string_view key,
                                     LanguageLevel at_least) const;
  std::optional<uint32_t> OfStyle(const StyleId& style) const;
  std::optional<uint32_t> OfService(const ServiceId& service) const;
  std::optional<uint32_t> OfChannel(Channel channel) const;
  std::optional<uint32_t> OfWord(absl::string_view attribute) const;
  // `regions/r` or `regions/r/markets/m`.
  std::optional<uint32_t> OfMarket(absl::string_view market) const;

  // For each attribute, the entries that have it, ascending. Leaves the
  // numbers, and forgets the entries.
  std::vector<std::vector<uint32_t>> TakeEntries();

 private:
  // The number of a word of a kind, a new one if there is none; `numbers` in a
  // row begin with it.
  uint32_t Number(absl::string_view kind, absl::string_view word,
                  uint32_t numbers = 1);
  std::optional<uint32_t> Find(absl::string_view kind,
                               absl::string_view word) const;

  absl::flat_hash_map<std::string, uint32_t> numbers_;  // by kind and word
  std::vector<std::vector<uint32_t>> entries_;
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_ASSOCIATE_ATTRIBUTES_H_
