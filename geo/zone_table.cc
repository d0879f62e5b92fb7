#include "geo/zone_table.h"

#include <algorithm>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "geo/whole_file.h"

namespace rapport::geo {

absl::StatusOr<ZoneTable> ZoneTable::Load(const std::string& path) {
  const absl::StatusOr<std::string> bytes = ReadWholeFile(path);
  if (!bytes.ok()) return bytes.status();
  absl::StatusOr<ZoneRuns> runs = DecodeZoneRuns(*bytes);
  if (!runs.ok()) {
    return absl::Status(runs.status().code(),
                        absl::StrCat(path, ": ", runs.status().message()));
  }
  return ZoneTable(*std::move(runs));
}

absl::string_view ZoneTable::ZoneOf(const Point& point) const {
  const auto position =
      static_cast<uint32_t>(LeafCellId(point) >> kZonePositionShift);
  // The first run starts at 0, so there is always one at or before.
  const auto after =
      std::upper_bound(runs_.starts.begin(), runs_.starts.end(), position);
  return runs_.zones[runs_.zone_of_run[after - runs_.starts.begin() - 1]];
}

}  // namespace rapport::geo
