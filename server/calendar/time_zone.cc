#include "server/calendar/time_zone.h"

#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "server/vocabulary/error.h"

namespace rapport::calendar {
namespace {

// Names are shorter; what is longer is not repeated in an error.
constexpr size_t kShownNameLengthMax = 64;

struct Tzdata {
  absl::flat_hash_set<std::string> names;
  std::string version;
};

std::string FolderOfTzdata() {
  const char* const folder = std::getenv("TZDIR");
  return folder != nullptr && *folder != '\0' ? folder : "/usr/share/zoneinfo";
}

// tzdata.zi, the compact source (zic(8)): `Z name ...` is a zone, `L target
// name` a link, and the first line names the version.
void ReadCompactSource(const std::string& folder, Tzdata& tzdata) {
  std::ifstream file(absl::StrCat(folder, "/tzdata.zi"));
  std::string line;
  while (std::getline(file, line)) {
    absl::string_view rest = line;
    if (absl::ConsumePrefix(&rest, "# version ")) {
      tzdata.version = std::string(rest);
      continue;
    }
    const std::vector<absl::string_view> words = absl::StrSplit(line, ' ');
    if (words.size() >= 3 && words[0] == "Z") tzdata.names.emplace(words[1]);
    if (words.size() >= 3 && words[0] == "L") tzdata.names.emplace(words[2]);
  }
}

// zone1970.tab and zone.tab: countries, coordinates and name, between tabs.
void ReadTable(const std::string& path, Tzdata& tzdata) {
  std::ifstream file(path);
  std::string line;
  while (std::getline(file, line)) {
    if (line.empty() || line[0] == '#') continue;
    const std::vector<absl::string_view> columns = absl::StrSplit(line, '\t');
    if (columns.size() >= 3) tzdata.names.emplace(columns[2]);
  }
}

void ReadVersionFile(const std::string& folder, Tzdata& tzdata) {
  std::ifstream file(absl::StrCat(folder, "/+VERSION"));
  std::getline(file, tzdata.version);
}

Tzdata ReadTzdata() {
  Tzdata tzdata;
  const std::string folder = FolderOfTzdata();
  ReadCompactSource(folder, tzdata);
  ReadTable(absl::StrCat(folder, "/zone1970.tab"), tzdata);
  ReadTable(absl::StrCat(folder, "/zone.tab"), tzdata);
  if (tzdata.version.empty()) ReadVersionFile(folder, tzdata);
  tzdata.names.insert("UTC");
  tzdata.names.erase("Factory");  // of a machine that was never set up
  return tzdata;
}

const Tzdata& InstalledTzdata() {
  static const Tzdata* const tzdata = new Tzdata(ReadTzdata());
  return *tzdata;
}

}  // namespace

absl::StatusOr<absl::TimeZone> LoadZone(absl::string_view name) {
  absl::TimeZone zone;
  if (InstalledTzdata().names.contains(name) &&
      absl::LoadTimeZone(name, &zone)) {
    return zone;
  }
  return Error(
      absl::StatusCode::kInvalidArgument, "TIME_ZONE_UNKNOWN",
      absl::StrCat("time zone is `",
                   absl::CEscape(name.substr(0, kShownNameLengthMax)),
                   "`; it must be a name of the IANA time zone database"));
}

const std::string& TzdataVersion() { return InstalledTzdata().version; }

absl::Time Resolve(absl::CivilSecond reading, const absl::TimeZone& zone) {
  return zone.At(reading).pre;
}

absl::Time FirstReached(absl::CivilSecond reading, const absl::TimeZone& zone) {
  const absl::TimeZone::TimeInfo info = zone.At(reading);
  return info.kind == absl::TimeZone::TimeInfo::SKIPPED ? info.trans : info.pre;
}

}  // namespace rapport::calendar
