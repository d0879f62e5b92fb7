#include "geo/tools/known_zones.h"

#include "gtest/gtest.h"

namespace rapport::geo {
namespace {

TEST(CheckZonesAreKnown, AcceptsLandsLinksAndSeas) {
  EXPECT_TRUE(CheckZonesAreKnown({}).ok());
  EXPECT_TRUE(
      CheckZonesAreKnown({"Europe/Oslo", "Asia/Calcutta", "Etc/GMT+12"}).ok());
}

TEST(CheckZonesAreKnown, NamesEveryUnknownOne) {
  const absl::Status status =
      CheckZonesAreKnown({"Mars/Olympus", "Europe/Oslo", "Europe/Atlantis"});
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(status.message(),
            "zones that this machine's tzdata does not know: Mars/Olympus "
            "Europe/Atlantis");
}

}  // namespace
}  // namespace rapport::geo
