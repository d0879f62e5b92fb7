#include "clients/cli/import_report.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rapport::cli {
namespace {

v1::ImportProgress Progress(int64_t received, int64_t read, int64_t done) {
  v1::ImportProgress progress;
  progress.set_received_bytes(received);
  progress.set_read_rows(read);
  progress.set_done_rows(done);
  return progress;
}

TEST(ProgressFraction, IsDoneOnlyWhenAllIsReceivedAndDone) {
  EXPECT_EQ(ProgressFraction(Progress(0, 0, 0), 1000), 0);
  EXPECT_DOUBLE_EQ(ProgressFraction(Progress(500, 10, 10), 1000), 0.5);
  EXPECT_DOUBLE_EQ(ProgressFraction(Progress(1000, 10, 5), 1000), 0.5);
  EXPECT_DOUBLE_EQ(ProgressFraction(Progress(1000, 10, 10), 1000), 1.0);
}

TEST(ProgressFraction, StaysInBoundsWhateverTheServerSays) {
  EXPECT_EQ(ProgressFraction(Progress(2000, 10, 10), 1000), 1);
  EXPECT_EQ(ProgressFraction(Progress(1000, 10, 99), 1000), 1);
  EXPECT_EQ(ProgressFraction(Progress(-5, 10, 10), 1000), 0);
  EXPECT_EQ(ProgressFraction(Progress(1000, 10, 10), 0), 0);
}

TEST(ProgressLine, ShowsBarPercentageRowsAndRate) {
  EXPECT_EQ(ProgressLine(Progress(500, 1200, 1200), 1000, absl::Seconds(2)),
            "[###############               ]  50%  1,200 rows  600 rows/s");
  EXPECT_EQ(ProgressLine(Progress(1000, 4, 4), 1000, absl::Seconds(4)),
            "[##############################] 100%  4 rows  1 rows/s");
}

TEST(ProgressLine, RoundsDownSoThatHundredMeansDone) {
  EXPECT_THAT(
      ProgressLine(Progress(999'999, 10, 10), 1'000'000, absl::Seconds(1)),
      testing::HasSubstr(" 99%"));
}

TEST(ProgressLine, HasNoBarForAFileOfUnknownSize) {
  EXPECT_EQ(ProgressLine(Progress(500, 10, 10), 0, absl::Seconds(1)),
            "10 rows  10 rows/s");
  EXPECT_EQ(ProgressLine(Progress(0, 0, 0), 0, absl::ZeroDuration()), "0 rows");
}

}  // namespace
}  // namespace rapport::cli
