#include "clients/cli/text/names.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace rapport::cli {

std::string BrandName(absl::string_view brand) {
  if (absl::StrContains(brand, "/")) return std::string(brand);
  return absl::StrCat("brands/", brand);
}

std::string FullName(absl::string_view brand, absl::string_view collection,
                     absl::string_view id) {
  if (absl::StrContains(id, "/")) return std::string(id);
  return absl::StrCat(BrandName(brand), "/", collection, "/", id);
}

std::string ScheduleName(absl::string_view brand, absl::string_view associate) {
  constexpr absl::string_view kLast = "/schedule";
  const std::string name = FullName(brand, "associates", associate);
  return absl::EndsWith(name, kLast) ? name : absl::StrCat(name, kLast);
}

std::string ShortId(absl::string_view name) {
  return std::string(name.substr(name.rfind('/') + 1));
}

}  // namespace rapport::cli
