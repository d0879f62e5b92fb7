// A DATETIME(6) holds an instant exactly, to the microsecond, in UTC.

#include "db/datetime_text.h"

#include <gtest/gtest.h>

#include "absl/time/time.h"

namespace rapport::db {
namespace {

absl::Time At(int year, int month, int day, int hour, int minute, int second) {
  return absl::FromCivil(
      absl::CivilSecond(year, month, day, hour, minute, second),
      absl::UTCTimeZone());
}

TEST(DatetimeText, IsUtcWithSixDigits) {
  EXPECT_EQ(DatetimeText(At(2026, 3, 29, 1, 30, 0)).value(),
            "2026-03-29 01:30:00.000000");
  EXPECT_EQ(DatetimeText(absl::FromUnixMicros(1)).value(),
            "1970-01-01 00:00:00.000001");
}

TEST(DatetimeText, IsCutToTheMicrosecondBefore) {
  EXPECT_EQ(DatetimeText(absl::FromUnixNanos(1999)).value(),
            "1970-01-01 00:00:00.000001");
  EXPECT_EQ(DatetimeText(absl::FromUnixNanos(-1)).value(),
            "1969-12-31 23:59:59.999999");
}

TEST(DatetimeText, HoldsTheYears1To9999AndNoOthers) {
  EXPECT_EQ(DatetimeText(At(1, 1, 1, 0, 0, 0)).value(),
            "0001-01-01 00:00:00.000000");
  const absl::Time last = At(10000, 1, 1, 0, 0, 0) - absl::Microseconds(1);
  EXPECT_EQ(DatetimeText(last).value(), "9999-12-31 23:59:59.999999");
  for (const absl::Time outside :
       {last + absl::Microseconds(1), At(0, 12, 31, 23, 59, 59),
        absl::InfiniteFuture(), absl::InfinitePast()}) {
    EXPECT_EQ(DatetimeText(outside).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
}

TEST(ParseDatetime, TakesZeroToSixDigitsOfASecond) {
  EXPECT_EQ(ParseDatetime("2026-03-29 01:30:00").value(),
            At(2026, 3, 29, 1, 30, 0));
  EXPECT_EQ(ParseDatetime("1970-01-01 00:00:00.000001").value(),
            absl::FromUnixMicros(1));
  EXPECT_EQ(ParseDatetime("1970-01-01 00:00:00.5").value(),
            absl::FromUnixMillis(500));
}

TEST(ParseDatetime, RefusesWhatIsNoDatetime) {
  for (const char* text :
       {"", "2026-03-29", "2026-02-30 00:00:00", "29/03/2026 01:30:00",
        "2026-03-29 01:30:00 UTC", "0000-00-00 00:00:00"}) {
    EXPECT_EQ(ParseDatetime(text).status().code(),
              absl::StatusCode::kInvalidArgument)
        << text;
  }
}

}  // namespace
}  // namespace rapport::db
