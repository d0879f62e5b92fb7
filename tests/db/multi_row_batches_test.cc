// How many rows go out together.

#include <gtest/gtest.h>

#include <vector>

#include "db/multi_row.h"

namespace rapport::db {
namespace {

// The batches in which `rows` rows go out.
std::vector<int> Batches(const MultiRow& rows, int count) {
  std::vector<int> batches;
  while (count > 0) {
    batches.push_back(rows.NextBatch(count));
    count -= batches.back();
  }
  return batches;
}

TEST(MultiRow, WritesAStatementForABatch) {
  const MultiRow rows("INSERT INTO t (a, b) VALUES", 2);
  EXPECT_EQ(rows.Statement(1), "INSERT INTO t (a, b) VALUES (?,?)");
  EXPECT_EQ(rows.Statement(2), "INSERT INTO t (a, b) VALUES (?,?), (?,?)");
}

TEST(MultiRow, PutsTheTailAfterTheRows) {
  const MultiRow rows("INSERT INTO t (a) VALUES", 1,
                      "ON DUPLICATE KEY UPDATE a = VALUES(a)");
  EXPECT_EQ(rows.Statement(1),
            "INSERT INTO t (a) VALUES (?) ON DUPLICATE KEY UPDATE a = "
            "VALUES(a)");
}

TEST(MultiRow, SplitsIntoFewBatchesOfFewSizes) {
  const MultiRow rows("", 3);
  EXPECT_EQ(Batches(rows, 1), (std::vector<int>{1}));
  EXPECT_EQ(Batches(rows, 11), (std::vector<int>{10, 1}));
  EXPECT_EQ(Batches(rows, 63), (std::vector<int>{56, 7}));
  EXPECT_EQ(Batches(rows, 255), (std::vector<int>{224, 28, 3}));
  EXPECT_EQ(Batches(rows, kBatchRowsMax), (std::vector<int>{kBatchRowsMax}));
  EXPECT_EQ(Batches(rows, 2 * kBatchRowsMax + 5),
            (std::vector<int>{kBatchRowsMax, kBatchRowsMax, 5}));
}

TEST(MultiRow, KeepsWithinThePlaceholders) {
  const int columns = kBatchPlaceholdersMax / 4;
  EXPECT_EQ(MultiRow("", columns).NextBatch(100), 4);
  EXPECT_EQ(MultiRow("", columns + 1).NextBatch(100), 3);
  EXPECT_EQ(MultiRow("", kBatchPlaceholdersMax).NextBatch(100), 1);
}

TEST(MultiRowDeathTest, RefusesARowOfAnotherWidth) {
  MultiRow rows("", 2);
  EXPECT_DEATH(rows.Add({1}), "a value for each column");
}

}  // namespace
}  // namespace rapport::db
