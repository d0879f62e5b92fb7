#include "geo/cities.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <set>
#include <string>

#include "absl/time/time.h"
#include "geo/data_dir.h"
#include "geo/whole_file.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rapport::geo {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

std::string RealPath() { return *FindDataFile(kCitiesFileName); }

std::vector<City> RealCities() {
  auto cities = LoadCities(RealPath());
  EXPECT_TRUE(cities.ok()) << cities.status();
  return *std::move(cities);
}

absl::StatusOr<std::vector<City>> LoadText(const std::string& text) {
  const std::string path = ::testing::TempDir() + "/cities_test.tsv";
  std::ofstream(path) << text;
  auto cities = LoadCities(path);
  std::remove(path.c_str());
  return cities;
}

TEST(Cities, AreManyInManyCountriesAndZones) {
  std::set<std::string> countries, zones;
  for (const City& city : RealCities()) {
    countries.insert(city.country_code);
    zones.insert(city.time_zone);
  }
  EXPECT_GT(RealCities().size(), 20'000u);
  EXPECT_GT(countries.size(), 200u);
  EXPECT_GT(zones.size(), 300u);
}

TEST(Cities, ComeMostPopulousFirstAndNoneTooSmall) {
  const std::vector<City> cities = RealCities();
  EXPECT_TRUE(std::is_sorted(cities.begin(), cities.end(),
                             [](const City& a, const City& b) {
                               return a.population > b.population;
                             }));
  EXPECT_GE(cities.back().population, 15'000);
}

TEST(Cities, HaveZonesThatTzdataKnows) {
  std::set<std::string> zones;
  for (const City& city : RealCities()) zones.insert(city.time_zone);
  for (const std::string& name : zones) {
    absl::TimeZone zone;
    EXPECT_TRUE(absl::LoadTimeZone(name, &zone)) << name;
  }
}

TEST(Cities, IncludeACapitalWithAllItsColumns) {
  const std::vector<City> cities = RealCities();
  const auto bogota =
      std::find_if(cities.begin(), cities.end(), [](const City& city) {
        return city.ascii_name == "Bogota" && city.country_code == "CO";
      });
  ASSERT_NE(bogota, cities.end());
  EXPECT_EQ(bogota->name, "Bogotá");
  EXPECT_EQ(bogota->time_zone, "America/Bogota");
  EXPECT_EQ(bogota->feature_code, "PPLC");
  EXPECT_GT(bogota->population, 7'000'000);
  EXPECT_LT(Distance(bogota->point, {4.61, -74.08}), Meters{5000});
}

TEST(Cities, CarryTheirAttributionInTheFirstLine) {
  EXPECT_THAT(*ReadWholeFile(RealPath()),
              StartsWith("# Places: GeoNames (https://www.geonames.org), CC "
                         "BY 4.0"));
}

constexpr char kLine[] =
    "Köln\tKoeln\tDE\t07\t50.9\t6.95\t963395\tEurope/Berlin\tPPLA2\n";

TEST(LoadCities, ReadsOneLineACityAndSkipsComments) {
  const auto cities = LoadText(std::string("# by whom\n# columns\n") + kLine);
  ASSERT_TRUE(cities.ok()) << cities.status();
  ASSERT_EQ(cities->size(), 1u);
  EXPECT_EQ(cities->front().name, "Köln");
  EXPECT_EQ(cities->front().admin1, "07");
  EXPECT_EQ(cities->front().point, (Point{50.9, 6.95}));
}

TEST(LoadCities, FindsNoneInAnEmptyFile) {
  EXPECT_THAT(*LoadText(""), IsEmpty());
}

TEST(LoadCities, SaysThatAFileIsMissing) {
  EXPECT_EQ(LoadCities("/nowhere/cities.tsv").status().code(),
            absl::StatusCode::kNotFound);
}

TEST(LoadCities, NamesTheLineThatIsNotACity) {
  for (const auto& [bad, message] : {
           std::pair{"Köln\tKoeln", "has 2 columns; a city has 9"},
           {"a\ta\tDE\t\tnorth\t6\t1\tEurope/Berlin\tPPL", "are numbers"},
           {"a\ta\tDE\t\t50\t6\tmany\tEurope/Berlin\tPPL", "are numbers"},
           {"a\ta\tDE\t\t95\t6\t1\tEurope/Berlin\tPPL", "latitude is 95"},
       }) {
    const auto cities = LoadText(std::string(kLine) + bad + "\n" + kLine);
    EXPECT_EQ(cities.status().code(), absl::StatusCode::kDataLoss);
    EXPECT_THAT(std::string(cities.status().message()), HasSubstr(message));
    EXPECT_THAT(std::string(cities.status().message()), HasSubstr("line 2"));
  }
}

}  // namespace
}  // namespace rapport::geo
