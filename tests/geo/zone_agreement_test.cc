// Compares the built zone table with what it was made from (geo-tz, asked
// live) and with an independent source (the zones GeoNames gives its cities).

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "geo/cities.h"
#include "geo/data_dir.h"
#include "geo/tools/node_zone_oracle.h"
#include "geo/zone_table.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace rapport::geo {
namespace {

namespace fs = std::filesystem;

// Names the folder of sample data; by default it is beside the checkout.
constexpr char kSharedDataVariable[] = "RAPPORT_SHARED_DATA";

fs::path SharedData() {
  const char* named = std::getenv(kSharedDataVariable);
  return named != nullptr ? named : RAPPORT_TEST_SHARED_DATA;
}

class ZoneAgreement : public ::testing::Test {
 protected:
  void SetUp() override {
    auto table = ZoneTable::Load(*FindDataFile(ZoneTable::kFileName));
    ASSERT_TRUE(table.ok()) << table.status();
    table_ = std::make_unique<ZoneTable>(*std::move(table));
  }

  // At how many of the points the table and geo-tz differ.
  int CountDifferences(const std::vector<Point>& points) {
    auto oracle = NodeZoneOracle::Start(RAPPORT_TEST_NODE, RAPPORT_TEST_SCRIPT);
    EXPECT_TRUE(oracle.ok()) << oracle.status();
    const auto zones = (*oracle)->ZonesOf(points);
    EXPECT_TRUE(zones.ok()) << zones.status();
    int differences = 0;
    for (size_t i = 0; i < points.size(); ++i) {
      if (table_->ZoneOf(points[i]) != (*oracle)->names()[(*zones)[i]]) {
        ++differences;
      }
    }
    return differences;
  }

  std::vector<City> Cities() {
    auto cities = LoadCities(*FindDataFile(kCitiesFileName));
    EXPECT_TRUE(cities.ok()) << cities.status();
    return *std::move(cities);
  }

  std::unique_ptr<ZoneTable> table_;
};

std::vector<Point> PointsOfGeoJson(const fs::path& path) {
  std::ifstream file(path);
  std::vector<Point> points;
  const auto collection = nlohmann::json::parse(file);
  for (const auto& feature : collection["features"]) {
    const auto& at = feature["geometry"]["coordinates"];
    const auto point = MakePoint(at[1], at[0]);
    if (point.ok()) points.push_back(*point);
  }
  return points;
}

TEST_F(ZoneAgreement, WithGeoTzAtRealStores) {
  const fs::path folder = SharedData() / "osm_tags_geojson";
  if (!fs::exists(folder)) {
    GTEST_SKIP() << "no sample data beside the checkout, and "
                 << kSharedDataVariable << " names none";
  }
  std::vector<Point> points;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::vector<Point> more = PointsOfGeoJson(entry.path());
    points.insert(points.end(), more.begin(), more.end());
  }
  ASSERT_GT(points.size(), 15'000u);
  const int differences = CountDifferences(points);
  std::printf("zone of %d of %zu stores differs from geo-tz\n", differences,
              points.size());
  EXPECT_LT(differences, 10);
}

// Some kilometres off each city, so that none is where the table's towns are.
TEST_F(ZoneAgreement, WithGeoTzAroundAllCities) {
  constexpr double kAwayDeg = 0.03;
  const uint32_t seed = std::random_device()();
  std::printf("seed %u\n", seed);
  std::mt19937 random(seed);
  std::normal_distribution<double> away(0, kAwayDeg);
  std::vector<Point> points;
  for (const City& city : Cities()) {
    const double shrink =
        std::max(0.1, std::cos(city.point.latitude_deg * M_PI / 180));
    const auto point =
        MakePoint(city.point.latitude_deg + away(random),
                  city.point.longitude_deg + away(random) / shrink);
    if (point.ok()) points.push_back(*point);
  }
  ASSERT_GT(points.size(), 20'000u);
  const int differences = CountDifferences(points);
  std::printf("zone of %d of %zu points around cities differs from geo-tz\n",
              differences, points.size());
  EXPECT_LT(differences, static_cast<int>(points.size()) / 500);
}

// Whether two zones' clocks agree in every fortnight of these years: names
// may differ where one is an alias of the other.
bool SameClock(absl::TimeZone a, absl::TimeZone b) {
  const absl::Time begin = absl::FromCivil(absl::CivilDay(2020), a);
  for (int fortnight = 0; fortnight < 26 * 5; ++fortnight) {
    const absl::Time t = begin + absl::Hours(24 * 14 * fortnight);
    if (a.At(t).offset != b.At(t).offset) return false;
  }
  return true;
}

TEST_F(ZoneAgreement, WithGeoNamesOnTheClocksOfLargeCities) {
  constexpr int64_t kLarge = 100'000;
  int large = 0, other_name = 0, other_clock = 0;
  for (const City& city : Cities()) {
    if (city.population < kLarge) break;
    ++large;
    const absl::string_view zone = table_->ZoneOf(city.point);
    if (zone == city.time_zone) continue;
    ++other_name;
    absl::TimeZone ours, theirs;
    ASSERT_TRUE(absl::LoadTimeZone(std::string(zone), &ours));
    ASSERT_TRUE(absl::LoadTimeZone(city.time_zone, &theirs));
    if (SameClock(ours, theirs)) continue;
    ++other_clock;
    std::printf("%s (%s): %s, GeoNames %s\n", city.ascii_name.c_str(),
                city.country_code.c_str(), std::string(zone).c_str(),
                city.time_zone.c_str());
  }
  std::printf(
      "of %d large cities %d have another zone than GeoNames says, "
      "%d another clock\n",
      large, other_name, other_clock);
  ASSERT_GT(large, 4000);
  EXPECT_LT(other_clock, large / 100);
}

}  // namespace
}  // namespace rapport::geo
