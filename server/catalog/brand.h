// The tenant, and its vocabulary of styles.
#ifndef RAPPORT_SERVER_CATALOG_BRAND_H_
#define RAPPORT_SERVER_CATALOG_BRAND_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "server/catalog/holiday_list.h"
#include "server/catalog/localized_name.h"
#include "server/catalog/ranking_weights.h"
#include "server/vocabulary/field_problem.h"
#include "server/vocabulary/id.h"

namespace rapport::catalog {

inline constexpr size_t kStylesMax = 256;  // a bit each in a search entry
inline constexpr size_t kDisplayNameLengthMax = 200;
inline constexpr size_t kSearchableAttributesMax = 64;

// What every stored thing carries beside its content. The version counts its
// writes from 1; 0 means never stored.
struct Revision {
  int64_t version = 0;
  absl::Time create_time = absl::InfinitePast();
  absl::Time update_time = absl::InfinitePast();
};

struct Style {
  StyleId id;
  std::string display_name;
  std::vector<LocalizedName> localized_names;

  friend bool operator==(const Style&, const Style&) = default;
};

struct Brand {
  BrandId id;
  std::string display_name;
  std::vector<Style> styles;
  Revision revision = {};
  std::vector<HolidayList> holiday_lists = {};
  RankingWeights ranking_weights = {};
  // The words among associates' attributes that may be searched for.
  std::vector<std::string> searchable_attributes = {};
  // Whether associates only ask for time off; see rapport.v1.Brand.
  bool time_off_needs_approval = false;
};

// Everything wrong with `brand` by the bounds of rapport.v1.Brand; empty if
// nothing is.
FieldProblems CheckBrand(const Brand& brand);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_BRAND_H_
