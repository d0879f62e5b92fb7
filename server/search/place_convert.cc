#include "server/search/place_convert.h"

#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/transport/convert.h"
#include "server/transport/page.h"
#include "server/transport/resource_name.h"
#include "server/vocabulary/error.h"
#include "server/vocabulary/text.h"

namespace rapport::search {
namespace {

constexpr size_t kTypedLengthMax = 100;
constexpr size_t kPlacesUnset = 10;

}  // namespace

absl::StatusOr<places::SuggestQuery> ToSuggestQuery(
    const Caller& caller, const v1::SuggestPlacesRequest& in) {
  absl::Status parent =
      transport::CheckBrandName(caller, "parent", in.parent());
  if (!parent.ok()) return parent;
  const std::optional<size_t> length = CountCodePoints(in.text());
  if (in.text().empty()) {
    return InvalidField("text", "REQUIRED", "is unset; it is required");
  }
  if (!length.has_value() || *length > kTypedLengthMax) {
    return InvalidField("text", "TOO_LONG",
                        absl::StrCat("is longer than ", kTypedLengthMax,
                                     " characters of UTF-8"));
  }
  places::SuggestQuery out;
  out.text = in.text();
  if (in.has_near()) {
    absl::StatusOr<geo::Point> near = transport::ToPoint("near", in.near());
    if (!near.ok()) return near.status();
    out.near = *near;
  }
  const std::string& region = in.region_code();
  if (!region.empty() &&
      (region.size() != 2 || !absl::c_all_of(region, absl::ascii_isupper))) {
    return InvalidField("region_code", "MALFORMED",
                        "must be two letters A-Z (ISO 3166-1 alpha-2)");
  }
  out.region_code = region;
  absl::StatusOr<size_t> size = transport::PageSize(
      in.page_size(), kPlacesUnset, places::kSuggestionsMax);
  if (!size.ok()) return size.status();
  out.limit = static_cast<int>(*size);
  return out;
}

void FromPlace(const places::Place& place, v1::Place* out) {
  out->set_place_id(place.id);
  out->set_kind(place.kind == places::PlaceKind::kTown
                    ? v1::PLACE_KIND_LOCALITY
                    : v1::PLACE_KIND_POSTAL_AREA);
  out->set_display_name(std::string(place.name));
  out->set_matched_name(std::string(place.matched_name));
  out->set_administrative_area(std::string(place.administrative_area));
  out->set_region_code(std::string(place.country_code));
  out->mutable_location()->set_latitude(place.point.latitude_deg);
  out->mutable_location()->set_longitude(place.point.longitude_deg);
  out->set_time_zone(std::string(place.time_zone));
  out->set_population(place.population);
}

}  // namespace rapport::search
