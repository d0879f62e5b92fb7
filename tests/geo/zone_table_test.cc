// Of the table the build has made: tests/geo/zone_agreement_test.cc compares
// it with its source by the thousand, this with what is known of places.

#include "geo/zone_table.h"

#include <cstdio>
#include <fstream>
#include <string>

#include "absl/time/time.h"
#include "geo/data_dir.h"
#include "geo/whole_file.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rapport::geo {
namespace {

using ::testing::HasSubstr;

const ZoneTable& Table() {
  static const ZoneTable* const table = [] {
    const auto path = FindDataFile(ZoneTable::kFileName);
    if (!path.ok()) ADD_FAILURE() << path.status();
    auto loaded = ZoneTable::Load(*path);
    if (!loaded.ok()) ADD_FAILURE() << loaded.status();
    return new ZoneTable(*std::move(loaded));
  }();
  return *table;
}

struct Place {
  const char* name;
  Point point;
  const char* zone;
};

void PrintTo(const Place& place, std::ostream* out) { *out << place.name; }

class KnownPlace : public ::testing::TestWithParam<Place> {};

TEST_P(KnownPlace, HasItsZone) {
  EXPECT_EQ(Table().ZoneOf(GetParam().point), GetParam().zone);
}

INSTANTIATE_TEST_SUITE_P(
    Cities, KnownPlace,
    ::testing::ValuesIn<Place>({
        {"New York", {40.7128, -74.0060}, "America/New_York"},
        {"Minneapolis", {44.98, -93.27}, "America/Chicago"},
        {"San Diego", {32.5556, -117.05}, "America/Los_Angeles"},
        {"Tijuana", {32.5149, -117.0382}, "America/Tijuana"},
        {"London", {51.5074, -0.1278}, "Europe/London"},
        {"Oslo", {59.9139, 10.7522}, "Europe/Oslo"},
        {"Amsterdam", {52.3676, 4.9041}, "Europe/Amsterdam"},
        {"Dubai", {25.2048, 55.2708}, "Asia/Dubai"},
        {"Tokyo", {35.6762, 139.6503}, "Asia/Tokyo"},
        {"Hong Kong", {22.3193, 114.1694}, "Asia/Hong_Kong"},
        {"Shenzhen", {22.5431, 114.0579}, "Asia/Shanghai"},
        {"Macau", {22.1987, 113.5439}, "Asia/Macau"},
        {"Singapore", {1.3521, 103.8198}, "Asia/Singapore"},
        {"Johor Bahru", {1.4927, 103.7414}, "Asia/Kuala_Lumpur"},
        {"Sao Paulo", {-23.5505, -46.6333}, "America/Sao_Paulo"},
        {"Johannesburg", {-26.2041, 28.0473}, "Africa/Johannesburg"},
    }));

INSTANTIATE_TEST_SUITE_P(
    OddOffsets, KnownPlace,
    ::testing::ValuesIn<Place>({
        {"Kathmandu", {27.7172, 85.3240}, "Asia/Kathmandu"},
        {"Chatham Islands", {-43.9530, -176.5597}, "Pacific/Chatham"},
        {"Lord Howe Island", {-31.5539, 159.0770}, "Australia/Lord_Howe"},
        {"Eucla", {-31.6752, 128.8859}, "Australia/Eucla"},
        {"Broken Hill", {-31.9505, 141.4330}, "Australia/Broken_Hill"},
        {"Darwin", {-12.46, 130.84}, "Australia/Darwin"},
        {"St John's", {47.5615, -52.7126}, "America/St_Johns"},
        {"Apia", {-13.8333, -171.7667}, "Pacific/Apia"},
        {"Pago Pago", {-14.2756, -170.702}, "Pacific/Pago_Pago"},
        {"Kiritimati", {1.9833, -157.4667}, "Pacific/Kiritimati"},
        {"Urumqi, official time", {43.8256, 87.6168}, "Asia/Shanghai"},
        {"Kashgar, official time", {39.4704, 75.9898}, "Asia/Shanghai"},
    }));

INSTANTIATE_TEST_SUITE_P(
    Counties, KnownPlace,
    ::testing::ValuesIn<Place>({
        {"Indianapolis", {39.7684, -86.1581}, "America/Indiana/Indianapolis"},
        {"Tell City", {37.9514, -86.7678}, "America/Indiana/Tell_City"},
        {"Vincennes", {38.6773, -87.5286}, "America/Indiana/Vincennes"},
        {"Petersburg", {38.4920, -87.2786}, "America/Indiana/Petersburg"},
        {"Knox", {41.2959, -86.6250}, "America/Indiana/Knox"},
        {"Winamac", {41.0514, -86.6031}, "America/Indiana/Winamac"},
        {"Vevay", {38.7478, -85.0672}, "America/Indiana/Vevay"},
        {"Marengo", {38.3687, -86.3433}, "America/Indiana/Marengo"},
        {"Gary", {41.5934, -87.3464}, "America/Chicago"},
        {"Louisville", {38.2527, -85.7585}, "America/Kentucky/Louisville"},
        {"Monticello", {36.8298, -84.8491}, "America/Kentucky/Monticello"},
        {"Beulah", {47.2633, -101.7774}, "America/North_Dakota/Beulah"},
        {"Menominee", {45.1078, -87.6143}, "America/Menominee"},
        {"Phoenix", {33.4484, -112.0740}, "America/Phoenix"},
        {"Window Rock, Navajo", {35.6806, -109.0526}, "America/Denver"},
        {"Tuba City, Navajo", {36.1350, -111.2399}, "America/Denver"},
        {"Moenkopi, Hopi", {36.1111, -111.2224}, "America/Phoenix"},
        {"Creston", {49.0955, -116.5135}, "America/Creston"},
        {"Lloydminster", {53.2783, -110.0050}, "America/Edmonton"},
    }));

INSTANTIATE_TEST_SUITE_P(
    Enclaves, KnownPlace,
    ::testing::ValuesIn<Place>({
        {"Baarle-Hertog", {51.4425, 4.9306}, "Europe/Brussels"},
        {"Baarle-Nassau", {51.4450, 4.9290}, "Europe/Amsterdam"},
        {"Buesingen", {47.6970, 8.6890}, "Europe/Busingen"},
        {"Campione", {45.9697, 8.9711}, "Europe/Rome"},
        {"Llivia", {42.4644, 1.9814}, "Europe/Madrid"},
        {"Vatican", {41.9029, 12.4534}, "Europe/Vatican"},
        {"San Marino", {43.9424, 12.4578}, "Europe/San_Marino"},
        {"Monaco", {43.7384, 7.4246}, "Europe/Monaco"},
        {"Gibraltar", {36.1408, -5.3536}, "Europe/Gibraltar"},
        {"Ceuta", {35.8894, -5.3213}, "Africa/Ceuta"},
        {"Kaliningrad", {54.7104, 20.4522}, "Europe/Kaliningrad"},
        {"Maseru", {-29.3167, 27.4833}, "Africa/Maseru"},
        {"Konstanz", {47.6779, 9.1732}, "Europe/Berlin"},
        {"Kreuzlingen", {47.6458, 9.1783}, "Europe/Zurich"},
    }));

INSTANTIATE_TEST_SUITE_P(
    EndsOfTheEarth, KnownPlace,
    ::testing::ValuesIn<Place>({
        {"South Pole", {-90, 0}, "Antarctica/McMurdo"},
        {"South Pole, other longitude", {-90, 123}, "Antarctica/McMurdo"},
        {"Gulf of Guinea", {0, 0}, "Etc/GMT"},
        {"Mid-Atlantic", {30, -40}, "Etc/GMT+3"},
        {"Fiji, antimeridian", {-16.78, 180}, "Pacific/Fiji"},
        {"Fiji, antimeridian from the east", {-16.78, -180}, "Pacific/Fiji"},
        {"Big Diomede", {65.784, -169.05}, "Asia/Anadyr"},
        {"Little Diomede", {65.7569, -168.9217}, "America/Nome"},
        {"Easter Island", {-27.1127, -109.3497}, "Pacific/Easter"},
        {"Fernando de Noronha", {-3.8403, -32.4291}, "America/Noronha"},
    }));

TEST(ZoneTable, HasAZoneOfTheSeaAtTheNorthPole) {
  for (double longitude : {-180.0, -90.0, 0.0, 90.0, 180.0}) {
    EXPECT_THAT(std::string(Table().ZoneOf({90, longitude})),
                HasSubstr("Etc/GMT"));
  }
}

TEST(ZoneTable, NamesOnlyZonesThatTzdataKnows) {
  EXPECT_GT(Table().zones().size(), 400u);
  for (const std::string& name : Table().zones()) {
    absl::TimeZone zone;
    EXPECT_TRUE(absl::LoadTimeZone(name, &zone)) << name;
  }
}

TEST(ZoneTable, TakesAtMostFourMegabytes) {
  const auto bytes = ReadWholeFile(*FindDataFile(ZoneTable::kFileName));
  ASSERT_TRUE(bytes.ok());
  EXPECT_LE(bytes->size(), 4'000'000u);
  std::printf("zone table: %zu bytes, %zu runs, %zu zones\n", bytes->size(),
              Table().run_count(), Table().zones().size());
}

TEST(LoadZoneTable, SaysThatAFileIsMissing) {
  const absl::Status status = ZoneTable::Load("/nowhere/zones.bin").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(status.message(), "cannot open /nowhere/zones.bin");
}

// Writes the first `size` bytes of the real table, one of them changed.
std::string DamagedCopy(size_t size, size_t changed) {
  std::string bytes = *ReadWholeFile(*FindDataFile(ZoneTable::kFileName));
  bytes.resize(std::min(size, bytes.size()));
  if (changed < bytes.size()) bytes[changed] ^= 1;
  const std::string path = ::testing::TempDir() + "/damaged_zones.bin";
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

TEST(LoadZoneTable, RefusesADamagedFileByName) {
  constexpr size_t kAll = 100'000'000;
  for (const auto& [size, changed] :
       {std::pair<size_t, size_t>{0, kAll}, {1000, kAll}, {kAll, 500'000}}) {
    const std::string path = DamagedCopy(size, changed);
    const absl::Status status = ZoneTable::Load(path).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
    EXPECT_THAT(std::string(status.message()), HasSubstr("damaged_zones.bin"));
    std::remove(path.c_str());
  }
}

TEST(LoadZoneTable, ReadsAWholeCopy) {
  const std::string path = DamagedCopy(100'000'000, 100'000'000);
  EXPECT_TRUE(ZoneTable::Load(path).ok());
  std::remove(path.c_str());
}

}  // namespace
}  // namespace rapport::geo
