// What goes into a database comes out of it unchanged.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <string>

#include "db/connection.h"
#include "db/errors.h"
#include "tests/support/private_database.h"

namespace rapport::db {
namespace {

constexpr char kCreate[] =
    "CREATE TABLE v (id INT NOT NULL PRIMARY KEY, i BIGINT, u BIGINT UNSIGNED,"
    " d DOUBLE, s VARCHAR(100), b BINARY(16), o LONGBLOB, t DATETIME(6))"
    " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin";

class ValuesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto connection = Connection::Open(schema_.url());
    ASSERT_TRUE(connection.ok()) << connection.status();
    connection_ = *std::move(connection);
    ASSERT_EQ(connection_->ExecuteText(kCreate), absl::OkStatus());
  }

  // Writes `value` to `column` of a new row, and hands the row that comes back
  // to `read`.
  template <typename Read>
  void RoundTrip(absl::string_view column, const Value& value,
                 const Read& read) {
    const int id = ++last_id_;
    const std::string insert =
        "INSERT INTO v (id, " + std::string(column) + ") VALUES (?, ?)";
    const absl::StatusOr<int64_t> rows =
        connection_->Execute(insert, {id, value});
    ASSERT_TRUE(rows.ok()) << rows.status();
    const std::string select =
        "SELECT " + std::string(column) + " FROM v WHERE id = ?";
    const absl::StatusOr<bool> found =
        connection_->QueryOne(select, {id}, [&](const Row& row) {
          read(row);
          return absl::OkStatus();
        });
    ASSERT_TRUE(found.ok()) << found.status();
    EXPECT_TRUE(*found);
  }

  test::TestSchema schema_;
  std::unique_ptr<Connection> connection_;
  int last_id_ = 0;
};

TEST_F(ValuesTest, KeepsIntegersToTheirLimits) {
  for (const int64_t number :
       {int64_t{0}, int64_t{-1}, std::numeric_limits<int64_t>::min(),
        std::numeric_limits<int64_t>::max()}) {
    RoundTrip("i", number,
              [&](const Row& row) { EXPECT_EQ(row.Int64(0), number); });
  }
  const uint64_t most = std::numeric_limits<uint64_t>::max();
  RoundTrip("u", most, [&](const Row& row) { EXPECT_EQ(row.Uint64(0), most); });
}

TEST_F(ValuesTest, KeepsDoublesExactly) {
  for (const double number : {0.1, -1e300, 5e-324, 48.85837009999999}) {
    RoundTrip("d", number,
              [&](const Row& row) { EXPECT_EQ(row.Double(0), number); });
  }
}

TEST_F(ValuesTest, KeepsTextOfEveryScript) {
  for (const char* text : {"", "Grüße", "ジュエリー", "💍👰🏽‍♀️",
                           "it's \\ \"quoted\" ?", " trailing ", "Ἀθῆναι"}) {
    RoundTrip("s", text,
              [&](const Row& row) { EXPECT_EQ(row.String(0), text); });
  }
}

TEST_F(ValuesTest, KeepsBytesWithZeros) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  RoundTrip("o", all, [&](const Row& row) { EXPECT_EQ(row.Bytes(0), all); });
  const std::string id(all, 0, 16);  // begins with a zero byte
  RoundTrip("b", id, [&](const Row& row) { EXPECT_EQ(row.Bytes(0), id); });
  const std::string zeros(16, '\0');
  RoundTrip("b", zeros,
            [&](const Row& row) { EXPECT_EQ(row.Bytes(0), zeros); });
}

TEST_F(ValuesTest, KeepsALargeBlob) {
  std::string large(3 << 20, 'x');
  large[1] = '\0';
  RoundTrip("o", large,
            [&](const Row& row) { EXPECT_TRUE(row.Bytes(0) == large); });
}

TEST_F(ValuesTest, KeepsTimesToTheMicrosecond) {
  const absl::TimeZone utc = absl::UTCTimeZone();
  for (const absl::Time time :
       {absl::UnixEpoch(), absl::FromUnixMicros(1774747800000001),
        absl::FromCivil(absl::CivilSecond(1899, 12, 31, 23, 59, 59), utc),
        absl::FromCivil(absl::CivilSecond(9999, 12, 31, 23, 59, 59), utc) +
            absl::Microseconds(999999)}) {
    RoundTrip("t", time, [&](const Row& row) { EXPECT_EQ(row.Time(0), time); });
  }
}

TEST_F(ValuesTest, CutsATimeToTheMicrosecondBefore) {
  RoundTrip("t", absl::FromUnixNanos(1999), [&](const Row& row) {
    EXPECT_EQ(row.Time(0), absl::FromUnixMicros(1));
  });
}

TEST_F(ValuesTest, RefusesATimeThatTheDatabaseCannotHold) {
  const absl::Status status =
      connection_
          ->Execute("INSERT INTO v (id, t) VALUES (1, ?)",
                    {absl::InfiniteFuture()})
          .status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(connection_->usable());
}

TEST_F(ValuesTest, KeepsNull) {
  RoundTrip("s", Value(), [](const Row& row) { EXPECT_TRUE(row.IsNull(0)); });
  RoundTrip("i", std::optional<int64_t>(), [](const Row& row) {
    EXPECT_EQ(row.OptionalInt64(0), std::nullopt);
  });
  RoundTrip("i", std::optional<int64_t>(7),
            [](const Row& row) { EXPECT_EQ(row.OptionalInt64(0), 7); });
  RoundTrip("t", std::nullopt, [](const Row& row) {
    EXPECT_EQ(row.OptionalTime(0), std::nullopt);
  });
}

TEST_F(ValuesTest, TakesTheSameParameterAsNullAndAsText) {
  constexpr char kInsert[] = "INSERT INTO v (id, s) VALUES (?, ?)";
  ASSERT_TRUE(connection_->Execute(kInsert, {1, std::nullopt}).ok());
  ASSERT_TRUE(connection_->Execute(kInsert, {2, "two"}).ok());
  ASSERT_TRUE(connection_->Execute(kInsert, {3, std::nullopt}).ok());
  std::vector<std::optional<std::string>> read;
  ASSERT_EQ(connection_->Query("SELECT s FROM v ORDER BY id", {},
                               [&](const Row& row) {
                                 read.push_back(row.OptionalString(0));
                                 return absl::OkStatus();
                               }),
            absl::OkStatus());
  EXPECT_THAT(read, ::testing::ElementsAre(std::nullopt, "two", std::nullopt));
}

TEST_F(ValuesTest, ComparesTextByteByByte) {
  ASSERT_TRUE(
      connection_->Execute("INSERT INTO v (id, s) VALUES (1, ?)", {"Zoë"})
          .ok());
  const auto found = [&](const char* text) {
    return connection_
        ->QueryOne("SELECT 1 FROM v WHERE s = ?", {text},
                   [](const Row&) { return absl::OkStatus(); })
        .value();
  };
  EXPECT_TRUE(found("Zoë"));
  EXPECT_FALSE(found("zoë"));
  EXPECT_FALSE(found("Zoe"));
}

TEST_F(ValuesTest, RefusesWhatDoesNotFitItsColumn) {
  const absl::Status status =
      connection_
          ->Execute("INSERT INTO v (id, s) VALUES (1, ?)",
                    {std::string(101, 'x')})
          .status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_EQ(ErrorNumberOf(status), 1406);
}

TEST_F(ValuesTest, SaysWhenARowWasMisread) {
  ASSERT_TRUE(
      connection_->Execute("INSERT INTO v (id, s) VALUES (1, 'x')").ok());
  const auto misread = [&](const auto& read) {
    return connection_->Query("SELECT id, i, s FROM v", {},
                              [&](const Row& row) {
                                read(row);
                                return absl::OkStatus();
                              });
  };
  const absl::Status null =
      misread([](const Row& row) { EXPECT_EQ(row.Int64(1), 0); });
  EXPECT_EQ(null.code(), absl::StatusCode::kInternal);
  EXPECT_EQ(null.message(), "misread row: column 1: is NULL");
  EXPECT_EQ(misread([](const Row& row) { EXPECT_EQ(row.Int64(3), 0); }).code(),
            absl::StatusCode::kInternal);
  EXPECT_EQ(misread([](const Row& row) {
              EXPECT_EQ(row.Time(2), absl::UnixEpoch());
            }).code(),
            absl::StatusCode::kInternal);
  EXPECT_TRUE(connection_->usable());
}

}  // namespace
}  // namespace rapport::db
