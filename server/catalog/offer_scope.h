// What a policy can be said of: the brand, or a part of it.
//
// Written as resource names below the brand: `regions/{region}`,
// `regions/{region}/markets/{market}`, `stores/{store}`,
// `associates/{associate}`; the brand itself is the word `brand`.
#ifndef RAPPORT_SERVER_CATALOG_OFFER_SCOPE_H_
#define RAPPORT_SERVER_CATALOG_OFFER_SCOPE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/hash/hash.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/vocabulary/id.h"

namespace rapport::catalog {

// Of a region's and a market's word.
inline constexpr size_t kMarketPartLengthMax = 40;

// From the least specific to the most.
enum class OfferLayer : uint8_t {
  kBrand,
  kRegion,
  kMarket,
  kStore,
  kAssociate
};

// A value type; ordered by its text.
class OfferScope {
 public:
  OfferScope() = default;  // the brand

  // Returns INVALID_ARGUMENT if `text` is not written as above.
  static absl::StatusOr<OfferScope> Parse(absl::string_view text);
  // From a database column, which holds only what Parse let through.
  static OfferScope FromStored(absl::string_view stored) {
    return OfferScope(std::string(stored));
  }
  static OfferScope Of(const StoreId& store);
  static OfferScope Of(const AssociateId& associate);

  const std::string& text() const { return text_; }
  OfferLayer layer() const;
  // Whose it is, if it is of that layer.
  StoreId store() const;
  AssociateId associate() const;

  // The resource name of what it is: `brands/{brand}/regions/{region}`.
  std::string NameIn(const BrandId& brand) const;

  friend auto operator<=>(const OfferScope&, const OfferScope&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const OfferScope& scope) {
    return H::combine(std::move(h), scope.text_);
  }

 private:
  explicit OfferScope(std::string text) : text_(std::move(text)) {}
  std::string text_ = "brand";
};

// The scopes that a store lies in and its own, the brand first. `market` is as
// StoreContent has it; empty: none.
std::vector<OfferScope> ScopesOfPlace(const StoreId& store,
                                      absl::string_view market);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_OFFER_SCOPE_H_
