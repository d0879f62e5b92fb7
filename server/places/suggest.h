// Which places a typed text may mean, the likeliest first.
//
// A name that begins as the text does scores, in points:
//   100 for each factor of ten of its place's population, and 50 where it is
//       the main name (place_index.h);
//   kExactScore where the text is all of it;
//   up to kNearScore, falling evenly to 0 at kNearReach from where the shopper
//       is: a village here ranks with a city three hundred times as big
//       elsewhere.
// Of a place's names the best counts; of equal scores the more populous place.
// The answer is exactly the best by that measure, though only a few names are
// looked at: ranges of the names are walked best-ranked first until no name
// left can score enough.
#ifndef RAPPORT_SERVER_PLACES_SUGGEST_H_
#define RAPPORT_SERVER_PLACES_SUGGEST_H_

#include <vector>

#include "geo/point.h"
#include "server/places/place.h"
#include "server/places/place_index.h"

namespace rapport::places {

inline constexpr int kExactScore = 100;
inline constexpr int kNearScore = 250;
// A day's drive there and back.
inline constexpr geo::Meters kNearReach{200'000};

int NearScore(const geo::Point& place, const geo::Point& shopper);

// See Gazetteer::Suggest. The answer's texts are the index's.
std::vector<Place> SuggestPlaces(const PlaceIndex& index,
                                 const SuggestQuery& query);

}  // namespace rapport::places

#endif  // RAPPORT_SERVER_PLACES_SUGGEST_H_
