// Makes a PlaceTable of the lines that gazetteer_table.mjs writes, whose format
// is described there.
#ifndef RAPPORT_SERVER_PLACES_TOOLS_TABLE_BUILDER_H_
#define RAPPORT_SERVER_PLACES_TOOLS_TABLE_BUILDER_H_

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "geo/point.h"
#include "server/places/place_table.h"

namespace rapport::places {

// Not thread-safe; used once.
class TableBuilder {
 public:
  using ZoneOf = std::function<std::string(const geo::Point&)>;

  // `zone_of` is asked for the zone of a place whose line has none.
  explicit TableBuilder(ZoneOf zone_of);

  // Areas come before their places. Returns INVALID_ARGUMENT if it is not such
  // a line. Names over kTextBytesMax are left out.
  absl::Status AddLine(absl::string_view line);

  // The table of all lines.
  PlaceTable Build() &&;

 private:
  using Columns = std::vector<absl::string_view>;

  absl::Status AddArea(const Columns& columns);
  absl::Status AddPlace(const Columns& columns);
  void AddName(absl::string_view name);
  void AddAreaWord(absl::string_view word);
  PlaceTable::Text Intern(absl::string_view text);
  uint16_t ZoneIndex(absl::string_view zone);
  uint16_t AreaIndex(absl::string_view country, absl::string_view code) const;
  void SortNames();
  void SortPlaces();

  ZoneOf zone_of_;
  PlaceTable table_;
  absl::flat_hash_map<std::string, PlaceTable::Text> texts_;
  absl::flat_hash_map<std::string, uint16_t> zones_;
  absl::flat_hash_map<std::string, uint16_t> areas_;  // by "US.OR"
};

}  // namespace rapport::places

#endif  // RAPPORT_SERVER_PLACES_TOOLS_TABLE_BUILDER_H_
