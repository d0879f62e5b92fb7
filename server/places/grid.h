// Cells of about 220 km by which places are kept near each other.
//
// Bands of two degrees of latitude, each cut into equal cells of about two
// degrees at the equator's scale: so a cell is as wide near a pole as it is at
// the equator.
#ifndef RAPPORT_SERVER_PLACES_GRID_H_
#define RAPPORT_SERVER_PLACES_GRID_H_

#include <cstdint>
#include <vector>

#include "geo/point.h"

namespace rapport::places {

// Cells are numbered from 0 to below this.
uint32_t GridCells();

uint32_t GridCellOf(const geo::Point& point);

// Every cell that has a point within `radius` of `center`, and some more, each
// once. The radius is below 5,000 km.
std::vector<uint32_t> GridCellsAround(const geo::Point& center,
                                      geo::Meters radius);

}  // namespace rapport::places

#endif  // RAPPORT_SERVER_PLACES_GRID_H_
