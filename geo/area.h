// Coarse areas of the earth, to count things by where they are without telling
// where anybody is.

#ifndef RAPPORT_GEO_AREA_H_
#define RAPPORT_GEO_AREA_H_

#include <string>

#include "geo/point.h"

namespace rapport::geo {

// The token of the S2 cell of level 9 that holds the point, for example
// `89c24`: cells are 324 km² on average, and about 18 km wide. Each point is in
// one.
std::string AreaToken(const Point& point);

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_AREA_H_
