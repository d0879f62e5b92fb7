#include "clients/cli/text/place_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace rapport::cli {
namespace {

std::string FormatDegrees(double degrees) {
  const std::string text = absl::StrFormat("%.5f", degrees);
  absl::string_view shorter = text;
  while (absl::ConsumeSuffix(&shorter, "0")) {
  }
  absl::ConsumeSuffix(&shorter, ".");
  return shorter == "-0" ? "0" : std::string(shorter);
}

}  // namespace

std::string FormatLocation(const google::type::LatLng& location) {
  return absl::StrCat(FormatDegrees(location.latitude()), ",",
                      FormatDegrees(location.longitude()));
}

std::string FormatPlace(const v1::Place& place) {
  std::string text = place.display_name();
  if (!place.matched_name().empty() &&
      place.matched_name() != place.display_name()) {
    absl::StrAppend(&text, " (", place.matched_name(), ")");
  }
  for (absl::string_view part : {absl::string_view(place.administrative_area()),
                                 absl::string_view(place.region_code())}) {
    if (!part.empty()) absl::StrAppend(&text, ", ", part);
  }
  return text;
}

}  // namespace rapport::cli
