// Gazetteers of a few places, written as gazetteer_table.mjs writes them but
// with spaces for tabs, so that a test shows all it needs.
#ifndef RAPPORT_TESTS_PLACES_SMALL_GAZETTEER_H_
#define RAPPORT_TESTS_PLACES_SMALL_GAZETTEER_H_

#include <algorithm>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "server/places/place_table.h"
#include "server/places/tools/table_builder.h"

namespace rapport::places {

// The zone of places whose line has none.
inline constexpr char kZoneOfPoint[] = "Etc/UTC";

// The lines' columns are separated by "|".
inline PlaceTable SmallTable(const std::vector<std::string>& lines) {
  TableBuilder builder([](const geo::Point&) { return kZoneOfPoint; });
  for (std::string line : lines) {
    std::replace(line.begin(), line.end(), '|', '\t');
    EXPECT_TRUE(builder.AddLine(line).ok()) << line;
  }
  return std::move(builder).Build();
}

// Towns and areas that are enough for most tests.
inline std::vector<std::string> SomeLines() {
  return {
      "R|US|OR|Oregon|OR",
      "R|US|ME|Maine|ME",
      "R|US|IL|Illinois|IL",
      "R|US|TX|Texas|TX",
      "R|US|MA|Massachusetts|MA",
      "R|CA|08|Ontario|ON",
      "R|FR|11|Île-de-France|",
      "R|DE|02|Bavaria|",
      "T|1|US|OR|45.52|-122.68|632309|America/Los_Angeles|Portland|",
      "T|2|US|ME|43.66|-70.26|66881|America/New_York|Portland|",
      "T|3|FR|11|48.85|2.35|2138551|Europe/Paris|Paris|Lutetia,パリ",
      "T|4|US|TX|33.66|-95.56|24782|America/Chicago|Paris|",
      "T|5|US|IL|39.80|-89.64|116565|America/Chicago|Springfield|",
      "T|6|US|MA|42.10|-72.59|153703|America/New_York|Springfield|",
      "T|7|JP|40|35.69|139.69|8336599|Asia/Tokyo|Tokyo|東京,東京都,Tōkyō",
      "T|8|DE|02|48.14|11.58|1260391|Europe/Berlin|Munich|München,MUC",
      "T|9|CH|BL|47.52|7.62|11644|Europe/Zurich|Münchenstein|",
      "T|10|RU|48|55.75|37.62|10381222|Europe/Moscow|Moscow|Москва",
      "T|11|CA|08|42.98|-81.23|346765|America/Toronto|London|",
      "T|12|GB|ENG|51.51|-0.13|7556900|Europe/London|London|",
      "Z|90210|US|CA|34.10|-118.41|0|-|90210|",
      "Z|2139|US|MA|42.36|-71.10|0|-|02139|",
      "Z|2140|US|MA|42.39|-71.13|0|-|02140|",
      "Z|926|PR||18.35|-66.05|0|-|00926|",
  };
}

}  // namespace rapport::places

#endif  // RAPPORT_TESTS_PLACES_SMALL_GAZETTEER_H_
