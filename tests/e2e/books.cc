#include "tests/e2e/books.h"

#include <gtest/gtest.h>

#include <memory>

#include "absl/status/statusor.h"
#include "db/connection.h"
#include "server/booking/booking.h"

namespace rapport::test {
namespace {

constexpr char kOverlaps[] =
    "SELECT COUNT(*) FROM booking a JOIN booking b"
    " ON a.brand_id = b.brand_id AND a.associate_id = b.associate_id"
    " AND a.booking_id < b.booking_id"
    " AND a.start_tick < b.end_tick AND b.start_tick < a.end_tick"
    " WHERE a.state IN (1, 2, 3) AND b.state IN (1, 2, 3)"
    // Whoever says nothing of a load takes all of the associate.
    " AND (JSON_VALUE(NULLIF(a.content, ''), '$.load') IS NULL"
    " OR JSON_VALUE(NULLIF(b.content, ''), '$.load') IS NULL)";
constexpr char kLiveTicks[] =
    "SELECT CAST(COALESCE(SUM(end_tick - start_tick), 0) AS SIGNED)"
    " FROM booking WHERE state IN (1, 2, 3)";
constexpr char kClaims[] = "SELECT COUNT(*) FROM claim";
constexpr char kStrayClaims[] =
    "SELECT COUNT(*) FROM claim c LEFT JOIN booking b"
    " ON b.brand_id = c.brand_id AND b.booking_id = c.booking_id"
    " WHERE b.booking_id IS NULL OR b.state NOT IN (1, 2, 3)"
    " OR c.resource_id <> b.associate_id"
    " OR c.tick < b.start_tick OR c.tick >= b.end_tick";

int64_t Number(db::Connection& connection, const char* sql) {
  int64_t number = -1;
  const absl::Status status =
      connection.Query(sql, {}, [&](const db::Row& row) {
        number = row.Int64(0);
        return absl::OkStatus();
      });
  EXPECT_TRUE(status.ok()) << status;
  return number;
}

}  // namespace

Books ReadBooks(const db::DatabaseUrl& url) {
  Books books;
  absl::StatusOr<std::unique_ptr<db::Connection>> connection =
      db::Connection::Open(url);
  EXPECT_TRUE(connection.ok()) << connection.status();
  if (!connection.ok()) return books;
  books.overlaps = Number(**connection, kOverlaps);
  books.live_ticks = Number(**connection, kLiveTicks);
  books.claims = Number(**connection, kClaims);
  books.stray_claims = Number(**connection, kStrayClaims);
  const absl::Status status =
      (*connection)
          ->Query("SELECT booking_id, state FROM booking", {},
                  [&](const db::Row& row) {
                    const auto id = booking::BookingId::FromBytes(row.Bytes(0));
                    books.states[id.ToString()] =
                        static_cast<int>(row.Int64(1));
                    return absl::OkStatus();
                  });
  EXPECT_TRUE(status.ok()) << status;
  return books;
}

}  // namespace rapport::test
