// A place table with its orders: what Suggest and Locate look things up in.
#ifndef RAPPORT_SERVER_PLACES_PLACE_INDEX_H_
#define RAPPORT_SERVER_PLACES_PLACE_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "geo/point.h"
#include "server/places/name_order.h"
#include "server/places/place.h"
#include "server/places/place_table.h"

namespace rapport::places {

// How well known a name is, whoever asks: 100 for each factor of ten of its
// place's population (at least ten people), with kMainNameRank where it is the
// main one and kCodeRank where it is a code as airports have ("MUN" is
// Maturín's; few who type it mean that). Nobody is counted in postal areas; they
// rank as towns of kPostalAreaPopulation.
inline constexpr int kMainNameRank = 50;
inline constexpr int kCodeRank = -100;
inline constexpr uint32_t kPostalAreaPopulation = 1000;
std::vector<uint16_t> RanksOf(const PlaceTable& table);  // of each name

geo::Point PointOf(const PlaceTable::Place& place);
std::string IdOf(const PlaceTable::Place& place);

// Thread-safety: immutable.
class PlaceIndex {
 public:
  explicit PlaceIndex(PlaceTable table);
  PlaceIndex(const PlaceIndex&) = delete;
  PlaceIndex& operator=(const PlaceIndex&) = delete;

  const PlaceTable& table() const { return table_; }
  const NameOrder& all() const { return all_; }  // group 0
  // Groups: country_group.h, and one more for what is in no country.
  const NameOrder& by_country() const { return by_country_; }
  const NameOrder& by_cell() const { return by_cell_; }  // see grid.h

  size_t MemoryBytes() const;

 private:
  PlaceIndex(PlaceTable&& table, const std::vector<uint16_t>& ranks);

  PlaceTable table_;
  NameOrder all_, by_country_, by_cell_;
};

}  // namespace rapport::places

#endif  // RAPPORT_SERVER_PLACES_PLACE_INDEX_H_
