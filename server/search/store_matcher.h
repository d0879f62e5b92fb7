// The conditions of a store query, looked up in one index: what the spatial
// index can judge as a filter, the rest store by store.
#ifndef RAPPORT_SERVER_SEARCH_STORE_MATCHER_H_
#define RAPPORT_SERVER_SEARCH_STORE_MATCHER_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "geo/entry_filter.h"
#include "server/search/brand_index.h"
#include "server/search/store_query.h"
#include "server/search/store_text.h"

namespace rapport::search {

// Lives as long as one search, and no longer than its index and query. Not
// thread-safe.
class StoreMatcher {
 public:
  StoreMatcher(const BrandIndex& index, const StoreQuery& query);

  // Whether no store can match.
  bool nobody() const { return nobody_; }
  // Services, channels, languages, attributes, market.
  const geo::EntryFilter& filter() const { return filter_; }

  // What was typed; null: nothing.
  StoreText::Query* text() { return text_.has_value() ? &*text_ : nullptr; }
  // How well the text matches; nothing if it does not. 0 without a text.
  std::optional<uint32_t> Score(uint32_t store);

  // Whether it is open when it must be.
  bool IsOpen(uint32_t store);

 private:
  void AddAll(std::optional<uint32_t> attribute);
  void AddAny(const std::vector<std::optional<uint32_t>>& attributes);

  const BrandIndex& index_;
  const StoreQuery& query_;
  geo::EntryFilter filter_;
  bool nobody_ = false;
  std::optional<StoreText::Query> text_;
  // By number of hours, as far as asked: 0 not yet, 1 open, 2 not.
  std::vector<uint8_t> open_;
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_STORE_MATCHER_H_
