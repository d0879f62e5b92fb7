#include "clients/cli/text/place.h"

#include <cmath>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "clients/cli/text/number_text.h"

namespace rapport::cli {
namespace {

constexpr double kMetersPerKilometer = 1000.0;
constexpr double kMetersPerMile = 1609.344;
// From here on a decimal says more than anybody needs.
constexpr double kWholeFrom = 100.0;

absl::StatusOr<double> ParseDegrees(absl::string_view text,
                                    absl::string_view what, double limit) {
  double degrees = 0;
  if (!absl::SimpleAtod(absl::StripAsciiWhitespace(text), &degrees)) {
    return absl::InvalidArgumentError(
        absl::StrCat(what, " is '", text, "'; it is a number of degrees"));
  }
  if (!(std::abs(degrees) <= limit)) {
    return absl::InvalidArgumentError(absl::StrCat(
        what, " is ", text, "; it lies between -", limit, " and ", limit));
  }
  return degrees;
}

std::string InUnit(double value, absl::string_view unit) {
  return value < kWholeFrom
             ? absl::StrFormat("%.1f %s", value, unit)
             : absl::StrCat(FormatCount(std::llround(value)), " ", unit);
}

}  // namespace

absl::StatusOr<google::type::LatLng> ParsePlace(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, ',');
  if (parts.size() != 2) {
    return absl::InvalidArgumentError(absl::StrCat(
        "place is '", text, "'; it is LAT,LNG, for example 44.98,-93.27"));
  }
  const auto latitude = ParseDegrees(parts[0], "latitude", 90);
  if (!latitude.ok()) return latitude.status();
  const auto longitude = ParseDegrees(parts[1], "longitude", 180);
  if (!longitude.ok()) return longitude.status();
  google::type::LatLng place;
  place.set_latitude(*latitude);
  place.set_longitude(*longitude);
  return place;
}

bool LooksLikeDegrees(absl::string_view text) {
  if (!absl::StrContains(text, ",")) return false;
  const bool is_all_digits =
      text.find_first_not_of("0123456789+-., ") == absl::string_view::npos;
  // Programs write small numbers as 1e-7.
  return is_all_digits || ParsePlace(text).ok();
}

absl::StatusOr<double> ParseDistance(absl::string_view text) {
  constexpr std::pair<absl::string_view, double> kUnits[] = {
      {"km", kMetersPerKilometer}, {"mi", kMetersPerMile}, {"m", 1.0}};
  absl::string_view number = text;
  for (const auto& [unit, meters] : kUnits) {
    if (!absl::ConsumeSuffix(&number, unit)) continue;
    double value = 0;
    if (absl::SimpleAtod(absl::StripAsciiWhitespace(number), &value) &&
        std::isfinite(value) && value > 0) {
      return value * meters;
    }
    break;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("distance is '", text,
                   "'; it is a number above 0 with its unit: 5km, 3mi, 800m"));
}

std::string FormatDistance(double meters, Units units) {
  if (units == Units::kMiles) return InUnit(meters / kMetersPerMile, "mi");
  if (std::round(meters) < kMetersPerKilometer) {
    return absl::StrFormat("%.0f m", meters);
  }
  return InUnit(meters / kMetersPerKilometer, "km");
}

}  // namespace rapport::cli
