#include "server/catalog/import_placement.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/calendar/country_zones.h"
#include "server/catalog/field_checks.h"

namespace rapport::catalog {
namespace {

// The point so many degrees from `point`, within the bounds of points.
geo::Point Beside(const geo::Point& point, double north_deg, double east_deg) {
  double longitude = point.longitude_deg + east_deg;
  if (longitude > 180) longitude -= 360;
  if (longitude < -180) longitude += 360;
  return {std::clamp(point.latitude_deg + north_deg, -90.0, 90.0), longitude};
}

bool IsSwapped(const Placement& placement, const StoreDraft& draft) {
  const std::string& region = draft.content.address.region_code;
  const StatedLocation& stated = draft.location;
  if (region.empty() || !stated.swapped.has_value()) return false;
  if (!calendar::HasZones(region)) return false;
  return (!stated.point.has_value() ||
          !IsInOrNear(placement.zones, *stated.point, region)) &&
         IsInOrNear(placement.zones, *stated.swapped, region);
}

FieldProblem NotFound(const StoreDraft& draft, absl::string_view why) {
  FieldProblem problem = draft.location.problem;
  if (!why.empty()) {
    absl::StrAppend(&problem.message, ", and its address is not found: ", why);
  }
  return problem;
}

std::optional<FieldProblem> FindPlace(const Placement& placement,
                                      StoreDraft& draft) {
  if (placement.finder == nullptr) return NotFound(draft, "");
  const StoreAddress& address = draft.content.address;
  const PlaceAnswer answer = placement.finder->Locate(
      {address.region_code, address.administrative_area, address.locality,
       address.postal_code});
  if (!answer.place.has_value()) return NotFound(draft, answer.reason);
  draft.content.location = answer.place->point;
  draft.content.details.location_precision = answer.place->precision;
  const bool by_area =
      answer.place->precision == LocationPrecision::kPostalArea;
  draft.remarks.push_back(
      {draft.location.name,
       std::string(by_area ? reason::kFromPostalArea : reason::kFromLocality),
       absl::StrCat("no coordinates; the middle of its ",
                    by_area ? "postal area" : "town", " was taken")});
  return std::nullopt;
}

}  // namespace

bool IsInOrNear(const geo::ZoneTable& zones, const geo::Point& point,
                absl::string_view region_code) {
  const auto is_in = [&](const geo::Point& at) {
    return calendar::IsZoneOf(zones.ZoneOf(at), region_code);
  };
  if (is_in(point)) return true;
  for (double north : {-kNearDegrees, 0.0, kNearDegrees}) {
    for (double east : {-kNearDegrees, 0.0, kNearDegrees}) {
      if (is_in(Beside(point, north, east))) return true;
    }
  }
  return false;
}

std::optional<FieldProblem> PlaceStore(const Placement& placement,
                                       StoreDraft& draft) {
  const StatedLocation& stated = draft.location;
  if (IsSwapped(placement, draft)) {
    if (!placement.repair) {
      return FieldProblem{
          stated.name, std::string(reason::kCoordinatesSwapped),
          "not in the stated country, but with latitude and longitude swapped "
          "it is; they must be the right way round"};
    }
    draft.content.location = *stated.swapped;
    draft.remarks.push_back(
        {stated.name, std::string(reason::kCoordinatesSwapped),
         "not in the stated country as given; latitude and longitude were "
         "swapped"});
    return std::nullopt;
  }
  if (stated.point.has_value()) {
    draft.content.location = *stated.point;
    return std::nullopt;
  }
  if (stated.problem.reason != reason::kNoLocation) return stated.problem;
  return FindPlace(placement, draft);
}

}  // namespace rapport::catalog
