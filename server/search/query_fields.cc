#include "server/search/query_fields.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
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
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  const bool is_region = parts.size() == 4 && parts[2] == "regions";
  const bool is_market =
      parts.size() == 6 && parts[2] == "regions" && parts[4] == "markets";
  if (!is_region && !is_market) {
    return InvalidField("market", "MALFORMED",
                        "must be brands/{brand}/regions/{region}, or that and "
                        "/markets/{market}");
  }
  absl::string_view market = name;
  if (!absl::ConsumePrefix(
          &market, absl::StrCat(transport::BrandName(caller.brand()), "/"))) {
    return transport::NotFound("market", std::string(name));
  }
  out = std::string(market);
  return absl::OkStatus();
}

}  // namespace rapport::search
