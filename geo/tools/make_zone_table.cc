// make_zone_table NODE SCRIPT TOWNS OUT: writes the table that ZoneTable loads,
// from what the script (zone_of_points.mjs) answers and the places of a
// GeoNames file. Part of the build, never installed.

#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "geo/point.h"
#include "geo/tools/known_zones.h"
#include "geo/tools/node_zone_oracle.h"
#include "geo/tools/zone_subdivision.h"
#include "geo/zone_runs.h"

namespace rapport::geo {
namespace {

// Columns of a GeoNames file (download.geonames.org/export/dump/readme.txt).
constexpr size_t kLatitudeColumn = 4;
constexpr size_t kLongitudeColumn = 5;

absl::StatusOr<Point> ParseTown(absl::string_view row) {
  const std::vector<absl::string_view> columns = absl::StrSplit(row, '\t');
  double latitude, longitude;
  if (columns.size() <= kLongitudeColumn ||
      !absl::SimpleAtod(columns[kLatitudeColumn], &latitude) ||
      !absl::SimpleAtod(columns[kLongitudeColumn], &longitude)) {
    return absl::InvalidArgumentError(
        absl::StrCat("not a row of GeoNames: ", row));
  }
  return MakePoint(latitude, longitude);
}

absl::StatusOr<std::vector<Point>> ReadTowns(const std::string& path) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot open ", path));
  std::vector<Point> towns;
  for (std::string row; std::getline(file, row);) {
    const absl::StatusOr<Point> town = ParseTown(row);
    if (!town.ok()) return town.status();
    towns.push_back(*town);
  }
  return towns;
}

absl::Status WriteTable(const ZoneRuns& runs, const std::string& path) {
  std::ofstream file(path, std::ios::binary);
  file << EncodeZoneRuns(runs);
  file.close();
  if (file) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("cannot write ", path));
}

absl::Status MakeZoneTable(const std::string& node, const std::string& script,
                           const std::string& towns_path,
                           const std::string& out) {
  const absl::StatusOr<std::vector<Point>> towns = ReadTowns(towns_path);
  if (!towns.ok()) return towns.status();
  absl::StatusOr<std::unique_ptr<NodeZoneOracle>> oracle =
      NodeZoneOracle::Start(node, script);
  if (!oracle.ok()) return oracle.status();
  const absl::StatusOr<ZoneRuns> runs =
      SubdivideZones(**oracle, *towns, SubdivisionLevels());
  if (!runs.ok()) return runs.status();
  if (absl::Status status = CheckZonesAreKnown(runs->zones); !status.ok()) {
    return status;
  }
  std::cout << out << ": " << runs->zones.size() << " zones, "
            << runs->starts.size() << " runs\n";
  return WriteTable(*runs, out);
}

}  // namespace
}  // namespace rapport::geo

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "usage: make_zone_table NODE SCRIPT TOWNS OUT\n";
    return 2;
  }
  const absl::Status status =
      rapport::geo::MakeZoneTable(argv[1], argv[2], argv[3], argv[4]);
  if (status.ok()) return 0;
  std::cerr << "make_zone_table: " << status << "\n";
  return 1;
}
