#include "geo/cities.h"

#include <array>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "geo/whole_file.h"

namespace rapport::geo {
namespace {

// In the order of scripts/node/cities_table.mjs.
constexpr size_t kColumns = 9;

absl::StatusOr<City> ParseCity(absl::string_view line) {
  const std::vector<absl::string_view> columns = absl::StrSplit(line, '\t');
  if (columns.size() != kColumns) {
    return absl::DataLossError(absl::StrCat("has ", columns.size(),
                                            " columns; a city has ", kColumns));
  }
  City city;
  double latitude, longitude;
  if (!absl::SimpleAtod(columns[4], &latitude) ||
      !absl::SimpleAtod(columns[5], &longitude) ||
      !absl::SimpleAtoi(columns[6], &city.population)) {
    return absl::DataLossError(
        "has something else where latitude, longitude and population are "
        "numbers");
  }
  const absl::StatusOr<Point> point = MakePoint(latitude, longitude);
  if (!point.ok()) return absl::DataLossError(point.status().message());
  city.name = std::string(columns[0]);
  city.ascii_name = std::string(columns[1]);
  city.country_code = std::string(columns[2]);
  city.admin1 = std::string(columns[3]);
  city.point = *point;
  city.time_zone = std::string(columns[7]);
  city.feature_code = std::string(columns[8]);
  return city;
}

}  // namespace

absl::StatusOr<std::vector<City>> LoadCities(const std::string& path) {
  const absl::StatusOr<std::string> text = ReadWholeFile(path);
  if (!text.ok()) return text.status();
  std::vector<City> cities;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(*text, '\n')) {
    ++number;
    if (line.empty() || absl::StartsWith(line, "#")) continue;
    absl::StatusOr<City> city = ParseCity(line);
    if (!city.ok()) {
      return absl::DataLossError(
          absl::StrCat(path, ", line ", number, ": ", city.status().message()));
    }
    cities.push_back(*std::move(city));
  }
  return cities;
}

}  // namespace rapport::geo
