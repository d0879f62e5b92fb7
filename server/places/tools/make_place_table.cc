// make_place_table LINES ZONES OUT: writes the table that Gazetteer loads, from
// the lines of gazetteer_table.mjs and a zone table. Part of the build, never
// installed.

#include <fstream>
#include <iostream>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "geo/zone_table.h"
#include "server/places/place_table.h"
#include "server/places/tools/table_builder.h"

namespace rapport::places {
namespace {

absl::Status AddLines(const std::string& path, TableBuilder& builder) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot open ", path));
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (absl::Status status = builder.AddLine(line); !status.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, ", line ", number, ": ", status.message()));
    }
  }
  return absl::OkStatus();
}

absl::Status WriteTable(const PlaceTable& table, const std::string& path) {
  std::ofstream file(path, std::ios::binary);
  file << EncodePlaceTable(table);
  file.close();
  if (file) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("cannot write ", path));
}

absl::Status MakePlaceTable(const std::string& lines,
                            const std::string& zones_path,
                            const std::string& out) {
  const absl::StatusOr<geo::ZoneTable> zones = geo::ZoneTable::Load(zones_path);
  if (!zones.ok()) return zones.status();
  TableBuilder builder([&](const geo::Point& point) {
    return std::string(zones->ZoneOf(point));
  });
  if (absl::Status status = AddLines(lines, builder); !status.ok()) {
    return status;
  }
  const PlaceTable table = std::move(builder).Build();
  std::cout << out << ": " << table.places.size() << " places, "
            << table.names.size() << " names\n";
  return WriteTable(table, out);
}

}  // namespace
}  // namespace rapport::places

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: make_place_table LINES ZONES OUT\n";
    return 2;
  }
  const absl::Status status =
      rapport::places::MakePlaceTable(argv[1], argv[2], argv[3]);
  if (status.ok()) return 0;
  std::cerr << "make_place_table: " << status << "\n";
  return 1;
}
