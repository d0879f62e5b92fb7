// Which IANA time zone a place is in, from a table made at build time by
// sampling the zone boundaries of OpenStreetMap along S2 cells (make_zone_table
// writes it, from npm's geo-tz; the data is © OpenStreetMap contributors,
// ODbL). Near towns the table follows a boundary to about 300 m, in the wild
// to 1 km, and where territorial waters end to 5 km.
//
// Places on land and off its coasts have the zone of their own country and
// region even where its clock is a neighbour's (Europe/Oslo, not
// Europe/Berlin); the open sea has Etc/GMT+N. Where two zones are claimed it is
// the first by alphabet, so all of Xinjiang has the official Asia/Shanghai.

#ifndef RAPPORT_GEO_ZONE_TABLE_H_
#define RAPPORT_GEO_ZONE_TABLE_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "geo/point.h"
#include "geo/zone_runs.h"

namespace rapport::geo {

// Thread-safety: immutable; any number of threads may read at once.
class ZoneTable {
 public:
  // Its name within the data folder (see data_dir.h).
  static constexpr absl::string_view kFileName = "zones.bin";

  // Reads the file. Returns NOT_FOUND if it cannot be opened, and DATA_LOSS if
  // it is cut short, damaged or of another version.
  static absl::StatusOr<ZoneTable> Load(const std::string& path);

  explicit ZoneTable(ZoneRuns runs) : runs_(std::move(runs)) {}

  // The name, as tzdata knows it. Lives as long as the table.
  absl::string_view ZoneOf(const Point& point) const;

  // Every name that ZoneOf can answer.
  const std::vector<std::string>& zones() const { return runs_.zones; }

  size_t run_count() const { return runs_.starts.size(); }

 private:
  ZoneRuns runs_;
};

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_ZONE_TABLE_H_
