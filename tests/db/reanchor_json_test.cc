#include "db/reanchor_json.h"

#include <string>

#include "gtest/gtest.h"
#include "server/vocabulary/interval.h"

namespace rapport::db {
namespace {

using booking::BookingId;
using booking::ReanchorReport;

ReanchorReport Report() {
  const absl::Time start = absl::FromUnixMicros(1800000000000001);
  ReanchorReport report;
  report.looked_at = 7;
  report.kept = 4;
  report.moved = {{BookingId(IdBytes{1}), start, start + kTick, ""}};
  report.conflicts = {
      {BookingId(IdBytes{2}), start, start - kTick, "SLOT_TAKEN"},
      {BookingId(IdBytes{3}), start, std::nullopt, "LOCAL_TIME_SKIPPED"}};
  report.next = AssociateId(IdBytes{4});
  return report;
}

TEST(ReanchorJson, SaysAll) {
  ReanchorReport read;
  ASSERT_TRUE(ReadReanchorReport(ReanchorReportToJson(Report()), read).ok());
  EXPECT_EQ(read, Report());
  ASSERT_TRUE(
      ReadReanchorReport(ReanchorReportToJson(ReanchorReport()), read).ok());
  EXPECT_EQ(read, ReanchorReport());
}

// Answers of today are read by the programs of tomorrow.
TEST(ReanchorJson, ReadsWhatWasWrittenBefore) {
  ReanchorReport read;
  const std::string id = BookingId(IdBytes{1}).ToString();
  ASSERT_TRUE(ReadReanchorReport(
                  R"({"conflicts":[],"kept":1,"looked_at":2,"more":"later",)"
                  R"("moved":[{"booking":")" +
                      id + R"(","new":1800003600000000,)" +
                      R"("old":1800000000000000}]})",
                  read)
                  .ok());
  EXPECT_EQ(read.looked_at, 2);
  EXPECT_EQ(read.moved.at(0).new_start, absl::FromUnixSeconds(1800003600));
}

TEST(ReanchorJson, RefusesWhatWasNotWrittenHere) {
  ReanchorReport read;
  for (const char* text :
       {"", "{", "{}", "[]", "7", R"({"looked_at":1,"kept":1,"moved":7})"}) {
    EXPECT_EQ(ReadReanchorReport(text, read).code(),
              absl::StatusCode::kInternal)
        << text;
  }
}

}  // namespace
}  // namespace rapport::db
