#include "clients/cli/text/area.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/text/place.h"

namespace rapport::cli {

absl::StatusOr<v1::Box> ParseBox(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, ',');
  if (parts.size() != 4) {
    return absl::InvalidArgumentError(absl::StrCat(
        "box is '", text,
        "'; it is SOUTH,WEST,NORTH,EAST, for example 48.8,2.2,48.9,2.4"));
  }
  const auto southwest = ParsePlace(absl::StrCat(parts[0], ",", parts[1]));
  if (!southwest.ok()) return southwest.status();
  const auto northeast = ParsePlace(absl::StrCat(parts[2], ",", parts[3]));
  if (!northeast.ok()) return northeast.status();
  if (southwest->latitude() > northeast->latitude()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "box is from ", southwest->latitude(), " to ", northeast->latitude(),
        " degrees of latitude; its south is not above its north"));
  }
  v1::Box box;
  *box.mutable_southwest() = *southwest;
  *box.mutable_northeast() = *northeast;
  return box;
}

absl::StatusOr<std::vector<google::type::LatLng>> ParsePoints(
    absl::string_view text) {
  std::vector<google::type::LatLng> points;
  const std::vector<absl::string_view> words =
      absl::StrSplit(text, absl::ByAnyChar(" \t\r\n"), absl::SkipEmpty());
  for (absl::string_view word : words) {
    const auto point = ParsePlace(word);
    if (!point.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "point ", points.size() + 1, ": ", point.status().message()));
    }
    points.push_back(*point);
  }
  if (points.empty()) {
    return absl::InvalidArgumentError(
        "no points; they are LAT,LNG with spaces between them: '48.86,2.34 "
        "48.85,2.29'");
  }
  return points;
}

}  // namespace rapport::cli
