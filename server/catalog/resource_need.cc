#include "server/catalog/resource_need.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"

namespace rapport::catalog {

void CheckNeeds(const std::vector<ResourceNeed>& needs, FieldChecks& checks) {
  checks.Count("needs", needs.size(), {0, kNeedsMax});
  if (needs.size() > kNeedsMax) return;
  for (size_t i = 0; i < needs.size(); ++i) {
    const std::string kind = ElementPath("needs", i, "kind");
    checks.Number(ElementPath("needs", i, "count"), needs[i].count,
                  {1, kNeedCountMax});
    const auto same = [&](const ResourceNeed& other) {
      return other.kind == needs[i].kind;
    };
    if (std::find_if(needs.begin(), needs.begin() + i, same) ==
        needs.begin() + i) {
      continue;
    }
    checks.Add(kind, reason::kDuplicate,
               absl::StrCat(needs[i].kind.text(),
                            ", which is there already; each kind comes once, "
                            "with a count"));
  }
}

}  // namespace rapport::catalog
