// Real files of stores: how many rows without coordinates can be placed, and how
// far from the truth the ones with coordinates would be. Skipped where the files
// are not.

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "geo/data_dir.h"
#include "gtest/gtest.h"
#include "server/catalog/csv_rows.h"
#include "server/places/gazetteer.h"
#include "server/vocabulary/country.h"
#include "server/vocabulary/error.h"

namespace rapport::places {
namespace {

std::string SharedData() {
  const char* named = std::getenv("RAPPORT_SHARED_DATA");
  const std::string folder = named ? named : RAPPORT_SHARED_DATA_BESIDE;
  return std::ifstream(absl::StrCat(folder, "/README.md")) ? folder : "";
}

struct Row {
  AddressQuery address;
  std::optional<geo::Point> point;
};

// What the columns are called in the one family of files and in the other.
using Columns = std::map<std::string, size_t>;

std::string Field(const std::vector<std::string>& fields,
                  const Columns& columns, const std::string& one,
                  const std::string& other) {
  auto column = columns.find(one);
  if (column == columns.end()) column = columns.find(other);
  if (column == columns.end() || column->second >= fields.size()) return "";
  return std::string(absl::StripAsciiWhitespace(fields[column->second]));
}

Row ReadRow(const std::vector<std::string>& fields, const Columns& columns) {
  const auto field = [&](const std::string& one, const std::string& other) {
    return Field(fields, columns, one, other);
  };
  Row row;
  row.address.region_code =
      CountryCodeOf(field("country", "Country")).value_or("");
  row.address.administrative_area = field("state", "State/Province/Region");
  row.address.locality = field("city", "City");
  row.address.postal_code = field("zip_code", "Postal/ZIP Code");
  double latitude, longitude;
  if (absl::SimpleAtod(field("latitude", "Latitude"), &latitude) &&
      absl::SimpleAtod(field("longitude", "Longitude"), &longitude) &&
      (latitude != 0 || longitude != 0)) {
    const auto point = geo::MakePoint(latitude, longitude);
    if (point.ok()) row.point = *point;
  }
  return row;
}

std::vector<Row> ReadRows(const std::string& name) {
  std::ifstream file(absl::StrCat(SharedData(), "/", name), std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  std::vector<Row> rows;
  Columns columns;
  catalog::CsvRows reader([&](std::vector<std::string>& fields) {
    if (columns.empty()) {
      for (size_t i = 0; i < fields.size(); ++i) {
        columns.emplace(absl::StripAsciiWhitespace(fields[i]), i);
      }
    } else {
      rows.push_back(ReadRow(fields, columns));
    }
    return absl::OkStatus();
  });
  std::string bytes = text.str();
  if (bytes.rfind("\xef\xbb\xbf", 0) == 0) bytes.erase(0, 3);
  EXPECT_TRUE(reader.Feed(bytes).ok());
  EXPECT_TRUE(reader.Finish().ok());
  return rows;
}

class LocatedStores : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const auto path = geo::FindDataFile(Gazetteer::kFileName);
    ASSERT_TRUE(path.ok()) << path.status();
    auto loaded = Gazetteer::Load(*path);
    ASSERT_TRUE(loaded.ok()) << loaded.status();
    gazetteer_ = new Gazetteer(*std::move(loaded));
  }
  static void TearDownTestSuite() { delete gazetteer_; }

  void SetUp() override {
    if (SharedData().empty()) {
      GTEST_SKIP() << "no shared data beside the checkout; name its folder in "
                      "RAPPORT_SHARED_DATA";
    }
  }

  static Gazetteer* gazetteer_;
};
Gazetteer* LocatedStores::gazetteer_ = nullptr;

struct StoreFile {
  const char* name;
  int without_point;    // rows
  int placed_at_least;  // of them
};

// What was reached when this was written. The rest says mostly the wrong
// country (Ontario in the United States), none, or a ward or county for a town.
const StoreFile kFiles[] = {
    {"beauty_luxury_csv/aveda.csv", 1094, 1090},
    {"beauty_luxury_csv/bluemercury.csv", 0, 0},
    {"beauty_luxury_csv/bottegaveneta.csv", 1, 1},
    {"beauty_luxury_csv/cartier.csv", 290, 257},
    {"beauty_luxury_csv/chanel.csv", 3125, 2783},
    {"beauty_luxury_csv/coach.csv", 1857, 1708},
    {"beauty_luxury_csv/cosmoprofbeauty.csv", 1174, 1163},
    {"beauty_luxury_csv/jcrew.csv", 0, 0},
    {"beauty_luxury_csv/katespade.csv", 0, 0},
    {"beauty_luxury_csv/lancomeusa.csv", 0, 0},
    {"beauty_luxury_csv/merlenorman.csv", 0, 0},
    {"beauty_luxury_csv/sallybeauty.csv", 3066, 3010},
    {"beauty_luxury_csv/thebodyshop.csv", 271, 254},
    {"watches_csv/alange_soehne_stores_test_1763422757.csv", 0, 0},
    {"watches_csv/alpina_stores_test_1763422759.csv", 0, 0},
    {"watches_csv/audemars_piguet_stores_test_1763422762.csv", 0, 0},
    {"watches_csv/baume_et_mercier_stores_test_1763422769.csv", 0, 0},
    {"watches_csv/bell_ross_stores_test_1763422771.csv", 65, 50},
    {"watches_csv/omega_stores_test_1763422753.csv", 0, 0},
    {"watches_csv/rolex_retailers_test_1763422583.csv", 0, 0},
    {"watches_csv/rolex_retailers_test_1763422891.csv", 0, 0},
    {"watches_csv/test-validation-errors.csv", 7, 6},
};

TEST_F(LocatedStores, AreMostOfTheRowsWithoutCoordinates) {
  int total = 0, total_placed = 0;
  for (const StoreFile& file : kFiles) {
    int without = 0, placed = 0;
    std::map<std::string, int> reasons;
    for (const Row& row : ReadRows(file.name)) {
      if (row.point.has_value()) continue;
      ++without;
      const auto location = gazetteer_->Locate(row.address);
      if (location.ok()) {
        ++placed;
      } else {
        ++reasons[ReasonOf(location.status())];
      }
    }
    std::cout << file.name << ": " << without << " without coordinates, "
              << placed << " placed";
    for (const auto& [reason, count] : reasons) {
      std::cout << ", " << count << " " << reason;
    }
    std::cout << "\n";
    EXPECT_EQ(without, file.without_point) << file.name;
    EXPECT_GE(placed, file.placed_at_least) << file.name;
    total += without;
    total_placed += placed;
  }
  std::cout << "in all: " << total_placed << " of " << total << " placed\n";
  EXPECT_GE(total_placed, total * 94 / 100);
}

TEST_F(LocatedStores, AreNearTheCoordinatesOfTheRowsThatHaveThem) {
  std::map<Precision, std::vector<double>> errors_km;
  int with = 0, placed = 0;
  for (const StoreFile& file : kFiles) {
    for (const Row& row : ReadRows(file.name)) {
      if (!row.point.has_value()) continue;
      ++with;
      const auto location = gazetteer_->Locate(row.address);
      if (!location.ok()) continue;
      ++placed;
      const double km = geo::Distance(location->point, *row.point).value / 1000;
      errors_km[location->precision].push_back(km);
    }
  }
  std::cout << placed << " of " << with << " rows with coordinates placed\n";
  EXPECT_GE(placed, with * 80 / 100);
  EXPECT_EQ(errors_km.size(), 2u);
  for (auto& [precision, km] : errors_km) {
    std::sort(km.begin(), km.end());
    const double median = km[km.size() / 2], p99 = km[km.size() * 99 / 100];
    const bool is_postal = precision == Precision::kPostalArea;
    std::cout << (is_postal ? "postal areas: " : "localities: ") << km.size()
              << ", off by a median of " << median << " km, p99 " << p99
              << " km\n";
    EXPECT_LT(median, 3.5);
    // Beyond that are mostly rows whose own coordinates or codes are wrong.
    EXPECT_LT(p99, is_postal ? 40 : 100);
  }
}

}  // namespace
}  // namespace rapport::places
