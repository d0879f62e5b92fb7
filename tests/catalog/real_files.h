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

inline constexpr StoreFileFormat kCsv = StoreFileFormat::kCsv;
inline constexpr StoreFileFormat kGeoJson = StoreFileFormat::kGeoJson;
inline constexpr StoreFileFormat kJson = StoreFileFormat::kJson;

inline std::vector<RealFile> BeautyFiles() {
  return {
      {"beauty_luxury_csv/aveda.csv", kCsv, "1094 1089 5 1089",
       "DUPLICATE_IDENTITY 1 749; NO_LOCATION 4 486,487,488,502",
       "LOCATION_FROM_LOCALITY 2; LOCATION_FROM_POSTAL_AREA 1087; "
       "PHONE_NOT_READ 1"},
      {"beauty_luxury_csv/bluemercury.csv", kCsv, "142 141 1 0",
       "DUPLICATE_IDENTITY 1 45", ""},
      {"beauty_luxury_csv/bottegaveneta.csv", kCsv, "311 310 1 72",
       "MALFORMED 1 161",
       "HOURS_AMBIGUOUS 2; HOURS_NOT_READ 5; HOURS_PARTLY_READ 49; "
       "PHONE_NOT_READ 17"},
      {"beauty_luxury_csv/cartier.csv", kCsv, "290 267 23 267",
       "DUPLICATE_IDENTITY 1 173; NO_LOCATION 22 #608603202de7eed7",
       "HOURS_AMBIGUOUS 2; HOURS_NOT_READ 21; HOURS_PARTLY_READ 22; "
       "LOCATION_FROM_LOCALITY 232; LOCATION_FROM_POSTAL_AREA 35; "
       "PHONE_NOT_READ 15"},
      {"beauty_luxury_csv/chanel.csv", kCsv, "3125 2778 347 2778",
       "DUPLICATE_IDENTITY 5 50,140,369,1758,1759; NO_LOCATION 342 "
       "#8e07206d26639457",
       "LOCATION_FROM_LOCALITY 12; LOCATION_FROM_POSTAL_AREA 2766; "
       "PHONE_NOT_READ 38"},
      {"beauty_luxury_csv/coach.csv", kCsv, "1857 1706 151 1706",
       "DUPLICATE_IDENTITY 2 1119,1120; NO_LOCATION 146 #e5b921e7fe01d3d9; "
       "UNKNOWN 3 364,365,366",
       "HOURS_AMBIGUOUS 10; HOURS_NOT_READ 11; HOURS_PARTLY_READ 3; "
       "LOCATION_FROM_LOCALITY 730; LOCATION_FROM_POSTAL_AREA 976; "
       "PHONE_NOT_READ 33"},
      {"beauty_luxury_csv/cosmoprofbeauty.csv", kCsv, "1174 1163 11 1163",
       "NO_LOCATION 9 897,915,919,955,979,980,995,996,1000; UNKNOWN 2 997,1002",
       "LOCATION_FROM_LOCALITY 92; LOCATION_FROM_POSTAL_AREA 1071"},
      {"beauty_luxury_csv/jcrew.csv", kCsv, "279 279 0 0", "", ""},
      {"beauty_luxury_csv/katespade.csv", kCsv, "178 178 0 1", "",
       "HOURS_NOT_READ 1"},
      {"beauty_luxury_csv/lancomeusa.csv", kCsv, "2863 2863 0 6", "",
       "PHONE_NOT_READ 6"},
      {"beauty_luxury_csv/merlenorman.csv", kCsv, "1134 1134 0 8", "",
       "HOURS_NOT_READ 4; HOURS_PARTLY_READ 4"},
      {"beauty_luxury_csv/sallybeauty.csv", kCsv, "3066 3010 56 3010",
       "NO_LOCATION 14 #326c2e0259ef64d7; UNKNOWN 42 #99f15f7e7bc6e005",
       "LOCATION_FROM_LOCALITY 125; LOCATION_FROM_POSTAL_AREA 2885"},
      {"beauty_luxury_csv/thebodyshop.csv", kCsv, "271 253 18 253",
       "DUPLICATE_IDENTITY 1 212; NO_LOCATION 17 #840b31d91ce3dfce",
       "HOURS_AMBIGUOUS 4; LOCATION_FROM_LOCALITY 117; "
       "LOCATION_FROM_POSTAL_AREA 136; PHONE_NOT_READ 83"}};
}

inline std::vector<RealFile> WatchFiles() {
  return {
      {"watches_csv/alange_soehne_stores_test_1763422757.csv", kCsv,
       "57 57 0 1", "", "PHONE_NOT_READ 1"},
      {"watches_csv/alpina_stores_test_1763422759.csv", kCsv, "44 44 0 0", "",
       ""},
      {"watches_csv/audemars_piguet_stores_test_1763422762.csv", kCsv,
       "114 114 0 0", "", ""},
      {"watches_csv/baume_et_mercier_stores_test_1763422769.csv", kCsv,
       "1619 1619 0 73", "", "PHONE_NOT_READ 73"},
      {"watches_csv/bell_ross_stores_test_1763422771.csv", kCsv,
       "564 549 15 52", "NO_LOCATION 15 #bf088e2e254b7f27",
       "LOCATION_FROM_LOCALITY 47; LOCATION_FROM_POSTAL_AREA 3; PHONE_NOT_READ "
       "2"},
      {"watches_csv/omega_stores_test_1763422753.csv", kCsv, "1455 1451 4 49",
       "TOO_LONG 2 44,112; UNKNOWN 2 288,289", "PHONE_NOT_READ 49"},
      {"watches_csv/rolex_retailers_test_1763422583.csv", kCsv, "1380 0 1380 0",
       "REQUIRED 1380 #cf12c0fb9c2f7145", ""},
      {"watches_csv/rolex_retailers_test_1763422891.csv", kCsv, "325 325 0 0",
       "", ""},
      {"watches_csv/test-validation-errors.csv", kCsv, "10 0 10 0",
       "MALFORMED 10 1,2,3,4,5,6,7,8,9,10", ""}};
}

inline std::vector<RealFile> MiscFiles() {
  return {{"misc/starbucks_cn.csv", kCsv, "3789 3789 0 0", "", ""},
          {"misc/atp_dunkin_suffolk.geojson", kGeoJson, "212 0 212 0",
           "REQUIRED 212 #c4988056b9f92590", ""},
          {"misc/google_codelab_stores.json", kGeoJson, "13 13 0 5", "",
           "PHONE_NOT_READ 5"},
          {"misc/hungryjacks_raw_cache.json", kJson, "492 492 0 452", "",
           "HOURS_AMBIGUOUS 137; PHONE_NOT_READ 443"},
          {"misc/hungryjacks_stores.geojson", kGeoJson, "492 492 0 443", "",
           "PHONE_NOT_READ 443"},
          {"misc/overture_places_nl.geojson", kGeoJson, "2049 0 2049 0",
           "REQUIRED 2049 #4216d6a3bc8016fa", ""},
          {"misc/starbucks_cn.json", kJson, "3789 3789 0 0", "", ""}};
}

inline std::vector<RealFile> OsmFiles() {
  return {
      {"osm_tags_geojson/acehardware.geojson", kGeoJson, "4000 4000 0 3", "",
       "PHONE_NOT_READ 3"},
      {"osm_tags_geojson/target.geojson", kGeoJson, "1926 1926 0 0", "", ""},
      {"osm_tags_geojson/verizon.geojson", kGeoJson, "4678 4547 131 709",
       "DUPLICATE_IDENTITY 131 #eac628ea42b05822", "HOURS_NOT_READ 709"},
      {"osm_tags_geojson/walmart.geojson", kGeoJson, "4622 4622 0 0", "", ""}};
}

// Some of them again, read with a field map or a region.
inline std::vector<RealFile> MappedFiles() {
  return {{"misc/atp_dunkin_suffolk.geojson",
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
           "492 492 0 188",
           "",
           "HOURS_AMBIGUOUS 137; PHONE_NOT_READ 82",
           {},
           "AU"},
          {"misc/starbucks_cn.json", kJson, "3789 3789 0 0", "", "", {}, "CN"}};
}

inline std::vector<RealFile> RealFiles() {
  std::vector<RealFile> all;
  for (const std::vector<RealFile>& files :
       {BeautyFiles(), WatchFiles(), MiscFiles(), OsmFiles(), MappedFiles()}) {
    all.insert(all.end(), files.begin(), files.end());
  }
  return all;
}

}  // namespace rapport::catalog

#endif  // RAPPORT_TESTS_CATALOG_REAL_FILES_H_
