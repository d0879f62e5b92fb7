// What comes of each of the real files of stores: the one place where these
// numbers stand. Never a row's text.
//
// `rejected` and `remarks` are reasons with how many rows have each; those of
// rejected rows with their positions, or a hash of them (see PositionsText).
#ifndef RAPPORT_TESTS_CATALOG_REAL_FILES_H_
#define RAPPORT_TESTS_CATALOG_REAL_FILES_H_

#include <cstdint>
#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "server/catalog/import_mapping.h"

namespace rapport::catalog {

struct RealFile {
  const char* name;  // below the folder of shared data
  StoreFileFormat format;
  const char* counts;    // rows created rejected remarked
  const char* rejected;  // `REASON count positions`, with ; between
  const char* remarks;   // `REASON count`, with ; between
  std::map<std::string, std::string> field_map = {};
  const char* default_region = "";
};

// For GoogleTest.
inline void PrintTo(const RealFile& file, std::ostream* out) {
  *out << file.name;
}

// Up to ten positions as they are, more as FNV-1a of their list.
inline std::string PositionsText(const std::vector<int64_t>& positions) {
  constexpr size_t kShownMax = 10;
  const std::string list = absl::StrJoin(positions, ",");
  if (positions.size() <= kShownMax) return list;
  uint64_t hash = 0xcbf29ce484222325;
  for (char c : list) {
    hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001b3;
  }
  return absl::StrFormat("#%016x", hash);
}

inline std::vector<RealFile> RealFiles() {
  constexpr StoreFileFormat kCsv = StoreFileFormat::kCsv;
  constexpr StoreFileFormat kGeoJson = StoreFileFormat::kGeoJson;
  constexpr StoreFileFormat kJson = StoreFileFormat::kJson;
  return {
      {"beauty_luxury_csv/aveda.csv", kCsv, "1094 0 1094 0",
       "REQUIRED 1094 #999ca860ece24de0", ""},
      {"beauty_luxury_csv/bluemercury.csv", kCsv, "142 141 1 0",
       "DUPLICATE_IDENTITY 1 45", ""},
      {"beauty_luxury_csv/bottegaveneta.csv", kCsv, "311 310 1 17",
       "MALFORMED 1 161", "PHONE_NOT_READ 17"},
      {"beauty_luxury_csv/cartier.csv", kCsv, "290 0 290 0",
       "NO_LOCATION 290 #f6bdcf7e53fe22d1", ""},
      {"beauty_luxury_csv/chanel.csv", kCsv, "3125 0 3125 0",
       "NO_LOCATION 3125 #99f58484991a12c6", ""},
      {"beauty_luxury_csv/coach.csv", kCsv, "1857 0 1857 0",
       "NO_LOCATION 1854 #33a40b4db4eff6e6; UNKNOWN 3 364,365,366", ""},
      {"beauty_luxury_csv/cosmoprofbeauty.csv", kCsv, "1174 0 1174 0",
       "NO_LOCATION 1172 #80d719e72e3099f3; UNKNOWN 2 997,1002", ""},
      {"beauty_luxury_csv/jcrew.csv", kCsv, "279 279 0 0", "", ""},
      {"beauty_luxury_csv/katespade.csv", kCsv, "178 178 0 0", "", ""},
      {"beauty_luxury_csv/lancomeusa.csv", kCsv, "2863 2863 0 6", "",
       "PHONE_NOT_READ 6"},
      {"beauty_luxury_csv/merlenorman.csv", kCsv, "1134 1134 0 0", "", ""},
      {"beauty_luxury_csv/sallybeauty.csv", kCsv, "3066 0 3066 0",
       "NO_LOCATION 3024 #336c562c12755cb7; UNKNOWN 42 #99f15f7e7bc6e005", ""},
      {"beauty_luxury_csv/thebodyshop.csv", kCsv, "271 0 271 0",
       "NO_LOCATION 271 #3e744988e8eed07d", ""},
      {"misc/starbucks_cn.csv", kCsv, "3789 3789 0 0", "", ""},
      {"watches_csv/alange_soehne_stores_test_1763422757.csv", kCsv,
       "57 57 0 1", "", "PHONE_NOT_READ 1"},
      {"watches_csv/alpina_stores_test_1763422759.csv", kCsv, "44 44 0 0", "",
       ""},
      {"watches_csv/audemars_piguet_stores_test_1763422762.csv", kCsv,
       "114 114 0 0", "", ""},
      {"watches_csv/baume_et_mercier_stores_test_1763422769.csv", kCsv,
       "1619 1619 0 73", "", "PHONE_NOT_READ 73"},
      {"watches_csv/bell_ross_stores_test_1763422771.csv", kCsv, "564 499 65 2",
       "NO_LOCATION 65 #7b86802b1db299b3", "PHONE_NOT_READ 2"},
      {"watches_csv/omega_stores_test_1763422753.csv", kCsv, "1455 1451 4 49",
       "TOO_LONG 2 44,112; UNKNOWN 2 288,289", "PHONE_NOT_READ 49"},
      {"watches_csv/rolex_retailers_test_1763422583.csv", kCsv, "1380 0 1380 0",
       "REQUIRED 1380 #cf12c0fb9c2f7145", ""},
      {"watches_csv/rolex_retailers_test_1763422891.csv", kCsv, "325 325 0 0",
       "", ""},
      {"watches_csv/test-validation-errors.csv", kCsv, "10 0 10 0",
       "MALFORMED 10 1,2,3,4,5,6,7,8,9,10", ""},
      {"misc/atp_dunkin_suffolk.geojson", kGeoJson, "212 0 212 0",
       "REQUIRED 212 #c4988056b9f92590", ""},
      {"misc/google_codelab_stores.json", kGeoJson, "13 13 0 5", "",
       "PHONE_NOT_READ 5"},
      {"misc/hungryjacks_raw_cache.json", kJson, "492 492 0 443", "",
       "PHONE_NOT_READ 443"},
      {"misc/hungryjacks_stores.geojson", kGeoJson, "492 492 0 443", "",
       "PHONE_NOT_READ 443"},
      {"misc/overture_places_nl.geojson", kGeoJson, "2049 0 2049 0",
       "REQUIRED 2049 #4216d6a3bc8016fa", ""},
      {"misc/starbucks_cn.json", kJson, "3789 3789 0 0", "", ""},
      {"osm_tags_geojson/acehardware.geojson", kGeoJson, "4000 4000 0 3", "",
       "PHONE_NOT_READ 3"},
      {"osm_tags_geojson/target.geojson", kGeoJson, "1926 1926 0 0", "", ""},
      {"osm_tags_geojson/verizon.geojson", kGeoJson, "4678 4547 131 0",
       "DUPLICATE_IDENTITY 131 #eac628ea42b05822", ""},
      {"osm_tags_geojson/walmart.geojson", kGeoJson, "4622 4622 0 0", "", ""},
      {"misc/atp_dunkin_suffolk.geojson",
       kGeoJson,
       "212 212 0 0",
       "",
       "",
       {{"display_name", "type"}}},
      {"misc/overture_places_nl.geojson",
       kGeoJson,
       "2049 2014 35 0",
       "DUPLICATE_IDENTITY 35 #c2fededc37773b39",
       "",
       {{"display_name", "names.common.0.value"}}},
      {"misc/hungryjacks_raw_cache.json",
       kJson,
       "492 492 0 82",
       "",
       "PHONE_NOT_READ 82",
       {},
       "AU"},
      {"misc/starbucks_cn.json", kJson, "3789 3789 0 0", "", "", {}, "CN"},
  };
}

}  // namespace rapport::catalog

#endif  // RAPPORT_TESTS_CATALOG_REAL_FILES_H_
