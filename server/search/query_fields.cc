#include "server/search/query_fields.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/catalog/offer_scope.h"
#include "server/transport/resource_name.h"
#include "server/vocabulary/error.h"

namespace rapport::search {

absl::Status CheckCount(absl::string_view field, int seen, int max) {
  if (seen <= max) return absl::OkStatus();
  return InvalidField(field, "TOO_MANY",
                      absl::StrCat("has ", seen, "; it may have ", max));
}

std::string Element(absl::string_view list, int i) {
  return absl::StrCat(list, "[", i, "]");
}

absl::Status SetMarket(const Caller& caller, absl::string_view name,
                       std::string& out) {
  if (name.empty()) return absl::OkStatus();
  const std::string brand =
      absl::StrCat(transport::BrandName(caller.brand()), "/");
  absl::string_view market = name;
  if (absl::StartsWith(name, "brands/") &&
      !absl::ConsumePrefix(&market, brand)) {
    return transport::NotFound("market", std::string(name));
  }
  const absl::StatusOr<catalog::OfferScope> scope =
      catalog::OfferScope::Parse(market);
  if (!scope.ok() || market.size() == name.size() ||
      (scope->layer() != catalog::OfferLayer::kRegion &&
       scope->layer() != catalog::OfferLayer::kMarket)) {
    return InvalidField("market", "MALFORMED",
                        "must be brands/{brand}/regions/{region}, or that and "
                        "/markets/{market}");
  }
  out = scope->text();
  return absl::OkStatus();
}

}  // namespace rapport::search
