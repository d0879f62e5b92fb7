#include "tests/e2e/books.h"

#include <gtest/gtest.h>

#include <memory>

#include "absl/status/statusor.h"
#include "db/connection.h"
#include "server/booking/booking.h"

namespace rapport::test {
namespace {

// A seat says where its session is, and takes nothing: the session does.
#define RAPPORT_IS_SEAT(booking) \
  "(JSON_VALUE(NULLIF(" booking ".content, ''), '$.session') IS NOT NULL)"

constexpr char kOverlaps[] =
    "SELECT COUNT(*) FROM booking a JOIN booking b"
    " ON a.brand_id = b.brand_id AND a.associate_id = b.associate_id"
    " AND a.booking_id < b.booking_id"
    " AND a.start_tick < b.end_tick AND b.start_tick < a.end_tick"
    " WHERE a.state IN (1, 2, 3) AND b.state IN (1, 2, 3)"
    " AND NOT " RAPPORT_IS_SEAT("a") " AND NOT " RAPPORT_IS_SEAT("b")
    // Whoever says nothing of a load takes all of the associate.
    " AND (JSON_VALUE(NULLIF(a.content, ''), '$.load') IS NULL"
    " OR JSON_VALUE(NULLIF(b.content, ''), '$.load') IS NULL)";
constexpr char kLiveTicks[] =
    "SELECT CAST(COALESCE(SUM(end_tick - start_tick), 0) AS SIGNED)"
    " FROM booking b WHERE state IN (1, 2, 3)"
    " AND NOT " RAPPORT_IS_SEAT("b");
constexpr char kClaims[] = "SELECT COUNT(*) FROM claim";
constexpr char kStrayClaims[] =
    "SELECT COUNT(*) FROM claim c LEFT JOIN booking b"
    " ON b.brand_id = c.brand_id AND b.booking_id = c.booking_id"
    " WHERE b.booking_id IS NULL OR b.state NOT IN (1, 2, 3)"
    " OR " RAPPORT_IS_SEAT("b")
    " OR c.resource_id <> b.associate_id"
    " OR c.tick < b.start_tick OR c.tick >= b.end_tick";
// Seats of who is there, or has been, or may yet confirm.
constexpr char kOverfull[] =
    "SELECT COUNT(*) FROM (SELECT s.booking_id,"
    " CAST(JSON_VALUE(s.content, '$.seats') AS SIGNED) AS seats,"
    " SUM(CAST(COALESCE(JSON_VALUE(b.content, '$.party_size'), 1) AS SIGNED))"
    " AS taken FROM booking b JOIN booking_seat k"
    " ON k.brand_id = b.brand_id AND k.booking_id = b.booking_id"
    " JOIN booking s"
    " ON s.brand_id = k.brand_id AND s.booking_id = k.session_id"
    " WHERE b.state IN (1, 2, 3, 4) GROUP BY s.booking_id, seats) counted"
    " WHERE seats IS NULL OR taken > seats";
constexpr char kStraySeats[] =
    "SELECT COUNT(*) FROM booking b LEFT JOIN booking_seat k"
    " ON k.brand_id = b.brand_id AND k.booking_id = b.booking_id"
    " LEFT JOIN booking s"
    " ON s.brand_id = k.brand_id AND s.booking_id = k.session_id"
    " WHERE " RAPPORT_IS_SEAT("b") " AND b.state IN (1, 2, 3)"
    " AND (s.booking_id IS NULL OR s.state NOT IN (1, 2, 3)"
    " OR s.associate_id <> b.associate_id OR s.start_tick <> b.start_tick"
    " OR s.end_tick <> b.end_tick)";
#undef RAPPORT_IS_SEAT

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
  books.overfull_sessions = Number(**connection, kOverfull);
  books.stray_seats = Number(**connection, kStraySeats);
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
