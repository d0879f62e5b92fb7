#include "geo/zone_runs.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rapport::geo {
namespace {

using ::testing::HasSubstr;

ZoneRuns ThreeRuns() {
  return {.zones = {"Europe/Berlin", "Europe/Zurich"},
          .starts = {0, 77, 0xb0000000},
          .zone_of_run = {0, 1, 0}};
}

void ExpectDataLoss(const ZoneRuns& runs, const std::string& message) {
  const absl::Status status = DecodeZoneRuns(EncodeZoneRuns(runs)).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(status.message()), HasSubstr(message));
}

TEST(DecodeZoneRuns, GivesBackWhatWasEncoded) {
  const absl::StatusOr<ZoneRuns> runs =
      DecodeZoneRuns(EncodeZoneRuns(ThreeRuns()));
  ASSERT_TRUE(runs.ok()) << runs.status();
  EXPECT_EQ(runs->zones, ThreeRuns().zones);
  EXPECT_EQ(runs->starts, ThreeRuns().starts);
  EXPECT_EQ(runs->zone_of_run, ThreeRuns().zone_of_run);
}

TEST(DecodeZoneRuns, RefusesATableCutShortAnywhere) {
  const std::string whole = EncodeZoneRuns(ThreeRuns());
  for (size_t size = 0; size < whole.size(); ++size) {
    EXPECT_EQ(DecodeZoneRuns(whole.substr(0, size)).status().code(),
              absl::StatusCode::kDataLoss)
        << size << " of " << whole.size() << " bytes";
  }
}

TEST(DecodeZoneRuns, RefusesATableWithAnyBitTurned) {
  const std::string whole = EncodeZoneRuns(ThreeRuns());
  for (size_t bit = 0; bit < whole.size() * 8; ++bit) {
    std::string damaged = whole;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ 1 << bit % 8);
    EXPECT_EQ(DecodeZoneRuns(damaged).status().code(),
              absl::StatusCode::kDataLoss)
        << "bit " << bit;
  }
}

TEST(DecodeZoneRuns, RefusesATableWithSomethingBehindIt) {
  EXPECT_FALSE(DecodeZoneRuns(EncodeZoneRuns(ThreeRuns()) + "x").ok());
}

TEST(DecodeZoneRuns, SaysWhatIsWrong) {
  std::string bytes = EncodeZoneRuns(ThreeRuns());
  EXPECT_EQ(DecodeZoneRuns("RAPZONE").status().message(),
            "zone table has 7 bytes; its header alone takes 24");
  EXPECT_THAT(
      std::string(DecodeZoneRuns(std::string(90, 'x')).status().message()),
      HasSubstr("begins with other bytes"));
  bytes[8] = 2;
  EXPECT_EQ(DecodeZoneRuns(bytes).status().message(),
            "zone table is of version 2; this program reads version 1");
  bytes[8] = 1;
  bytes[40] ^= 1;
  EXPECT_EQ(DecodeZoneRuns(bytes).status().message(),
            "zone table does not match its checksum");
}

TEST(DecodeZoneRuns, RefusesRunsThatBreakTheRules) {
  ZoneRuns runs = ThreeRuns();
  runs.starts[0] = 1;
  ExpectDataLoss(runs, "does not start at position 0");
  runs = ThreeRuns();
  runs.starts[2] = 77;
  ExpectDataLoss(runs, "out of order");
  runs = ThreeRuns();
  runs.zone_of_run[1] = 2;
  ExpectDataLoss(runs, "a zone it does not name");
  ExpectDataLoss({}, "does not start at position 0");
}

}  // namespace
}  // namespace rapport::geo
