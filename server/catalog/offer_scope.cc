#include "server/catalog/offer_scope.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace rapport::catalog {
namespace {

constexpr absl::string_view kBrandWord = "brand";
constexpr absl::string_view kStores = "stores/";
constexpr absl::string_view kAssociates = "associates/";
constexpr absl::string_view kMarkets = "/markets/";

bool IsMarketPart(absl::string_view word) {
  return CheckSlug(word, kMarketPartLengthMax).ok();
}

// `regions/{region}`, with or without `/markets/{market}`.
bool IsRegionOrMarket(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '/');
  const bool region =
      parts.size() >= 2 && parts[0] == "regions" && IsMarketPart(parts[1]);
  if (!region || parts.size() == 2) return region;
  return parts.size() == 4 && parts[2] == "markets" && IsMarketPart(parts[3]);
}

template <typename Id>
Id IdAfter(absl::string_view prefix, absl::string_view text) {
  if (!absl::ConsumePrefix(&text, prefix)) return Id();
  return Id::Parse(text).value_or(Id());
}

}  // namespace

absl::StatusOr<OfferScope> OfferScope::Parse(absl::string_view text) {
  absl::string_view id = text;
  const bool good =
      text == kBrandWord ||
      (absl::ConsumePrefix(&id, kStores) && StoreId::Parse(id).ok()) ||
      (absl::ConsumePrefix(&id, kAssociates) && AssociateId::Parse(id).ok()) ||
      IsRegionOrMarket(text);
  if (good) return OfferScope(std::string(text));
  return absl::InvalidArgumentError(
      "not what a policy can be of; that is brand, regions/{region}, "
      "regions/{region}/markets/{market}, stores/{store} or "
      "associates/{associate}");
}

OfferScope OfferScope::Of(const StoreId& store) {
  return OfferScope(absl::StrCat(kStores, store.ToString()));
}

OfferScope OfferScope::Of(const AssociateId& associate) {
  return OfferScope(absl::StrCat(kAssociates, associate.ToString()));
}

OfferLayer OfferScope::layer() const {
  if (text_ == kBrandWord) return OfferLayer::kBrand;
  if (absl::StartsWith(text_, kStores)) return OfferLayer::kStore;
  if (absl::StartsWith(text_, kAssociates)) return OfferLayer::kAssociate;
  return absl::StrContains(text_, kMarkets) ? OfferLayer::kMarket
                                            : OfferLayer::kRegion;
}

StoreId OfferScope::store() const { return IdAfter<StoreId>(kStores, text_); }

AssociateId OfferScope::associate() const {
  return IdAfter<AssociateId>(kAssociates, text_);
}

std::string OfferScope::NameIn(const BrandId& brand) const {
  if (layer() == OfferLayer::kBrand) {
    return absl::StrCat("brands/", brand.text());
  }
  return absl::StrCat("brands/", brand.text(), "/", text_);
}

std::vector<OfferScope> ScopesOfPlace(const StoreId& store,
                                      absl::string_view market) {
  std::vector<OfferScope> scopes = {OfferScope()};
  if (!market.empty()) {
    scopes.push_back(
        OfferScope::FromStored(market.substr(0, market.find(kMarkets))));
    scopes.push_back(OfferScope::FromStored(market));
  }
  scopes.push_back(OfferScope::Of(store));
  return scopes;
}

}  // namespace rapport::catalog
