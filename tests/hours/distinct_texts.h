// The distinct hours of the real store lists, for the tests that count how many
// of them are read. Empty where the shared data is not there.
#ifndef RAPPORT_TESTS_HOURS_DISTINCT_TEXTS_H_
#define RAPPORT_TESTS_HOURS_DISTINCT_TEXTS_H_

#include <map>
#include <string>

namespace rapport::hours {

// A text, and in how many rows it stands.
using TextCounts = std::map<std::string, int>;

// Of every row of osm_tags_geojson, or of those of one file in it.
TextCounts OsmTexts(const std::string& file = "");

// Of every row of beauty_luxury_csv that has any; not of rows with blank ones.
TextCounts FreeTexts();

// Whether the folder of shared data is there.
bool HasSharedData();

}  // namespace rapport::hours

#endif  // RAPPORT_TESTS_HOURS_DISTINCT_TEXTS_H_
