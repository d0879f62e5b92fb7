#include "server/calendar/country_zones.h"

#include <cstdlib>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace rapport::calendar {
namespace {

struct CountryZones {
  absl::flat_hash_set<std::string> countries;
  absl::flat_hash_set<std::string> pairs;  // "US America/Chicago"
};

// Countries (with commas between), coordinates and name, between tabs.
void ReadTable(const std::string& path, CountryZones& zones) {
  std::ifstream file(path);
  std::string line;
  while (std::getline(file, line)) {
    if (line.empty() || line[0] == '#') continue;
    const std::vector<absl::string_view> columns = absl::StrSplit(line, '\t');
    if (columns.size() < 3) continue;
    for (absl::string_view country : absl::StrSplit(columns[0], ',')) {
      zones.countries.emplace(country);
      zones.pairs.insert(absl::StrCat(country, " ", columns[2]));
    }
  }
}

CountryZones ReadTables() {
  const char* const named = std::getenv("TZDIR");
  const std::string folder =
      named != nullptr && *named != '\0' ? named : "/usr/share/zoneinfo";
  CountryZones zones;
  ReadTable(absl::StrCat(folder, "/zone.tab"), zones);
  ReadTable(absl::StrCat(folder, "/zone1970.tab"), zones);
  return zones;
}

const CountryZones& Installed() {
  static const CountryZones* const zones = new CountryZones(ReadTables());
  return *zones;
}

}  // namespace

bool HasZones(absl::string_view region_code) {
  return Installed().countries.contains(region_code);
}

bool IsZoneOf(absl::string_view zone, absl::string_view region_code) {
  return Installed().pairs.contains(absl::StrCat(region_code, " ", zone));
}

}  // namespace rapport::calendar
