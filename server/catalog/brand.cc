#include "server/catalog/brand.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "server/catalog/field_checks.h"

namespace rapport::catalog {
namespace {

void CheckStyle(const std::string& path, const Style& style,
                FieldChecks& checks) {
  if (style.id.empty()) {
    checks.Add(absl::StrCat(path, ".style_id"), reason::kRequired,
               "empty; a style has an id");
  }
  checks.Text(absl::StrCat(path, ".display_name"), style.display_name,
              {1, kDisplayNameLengthMax});
  checks.LocalizedTexts(absl::StrCat(path, ".localized_names"),
                        style.localized_names, {1, kLocalizedNameLengthMax});
}

void CheckWeights(const RankingWeights& weights, FieldChecks& checks) {
  const auto check = [&](absl::string_view field, int32_t weight, int32_t max) {
    checks.Number(absl::StrCat("ranking_weights.", field), weight, {0, max});
  };
  check("language_level_m", weights.language_level_m, kWeightMax);
  check("style_m", weights.style_m, kWeightMax);
  check("channel_m", weights.channel_m, kWeightMax);
  check("wait_day_m", weights.wait_day_m, kWeightMax);
  check("unfamiliar_m", weights.unfamiliar_m, kWeightMax);
  check("remote_distance_percent", weights.remote_distance_percent,
        kPercentMax);
}

}  // namespace

FieldProblems CheckBrand(const Brand& brand) {
  FieldChecks checks;
  if (brand.id.empty()) {
    checks.Add("name", reason::kRequired, "empty; a brand has a name");
  }
  checks.Text("display_name", brand.display_name, {1, kDisplayNameLengthMax});
  checks.Count("styles", brand.styles.size(), {0, kStylesMax});
  std::set<StyleId> seen;
  for (size_t i = 0; i < brand.styles.size() && i < kStylesMax; ++i) {
    CheckStyle(ElementPath("styles", i), brand.styles[i], checks);
    if (!seen.insert(brand.styles[i].id).second) {
      checks.Add(ElementPath("styles", i, "style_id"), reason::kDuplicate,
                 "an id that is there already; each comes once");
    }
  }
  CheckHolidayLists(brand.holiday_lists, checks);
  CheckWeights(brand.ranking_weights, checks);
  checks.Words("searchable_attributes", brand.searchable_attributes,
               kSearchableAttributesMax);
  return checks.Take();
}

}  // namespace rapport::catalog
