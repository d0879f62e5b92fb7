#ifndef RAPPORT_TESTS_DB_EMBEDDED_FIXTURE_H_
#define RAPPORT_TESTS_DB_EMBEDDED_FIXTURE_H_

// What the tests of the private database share.

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "db/connection.h"
#include "db/embedded/embedded_database.h"

namespace rapport::db {

inline EmbeddedDatabaseOptions OptionsFor(const std::string& data_dir) {
  return {.data_dir = data_dir,
          .buffer_pool_bytes = int64_t{64} << 20,
          .log_file_bytes = int64_t{64} << 20,
          .durable = false};
}

inline std::unique_ptr<EmbeddedDatabase> StartIn(const std::string& data_dir) {
  auto database = EmbeddedDatabase::Start(OptionsFor(data_dir));
  EXPECT_TRUE(database.ok()) << database.status();
  return database.ok() ? *std::move(database) : nullptr;
}

// Runs `sql` in a schema that is made first.
inline absl::Status RunSql(const EmbeddedDatabase& database,
                           absl::string_view sql) {
  auto connection = Connection::Open(database.url(""));
  if (!connection.ok()) return connection.status();
  absl::Status status =
      (*connection)->ExecuteText("CREATE DATABASE IF NOT EXISTS kept");
  if (status.ok()) status = (*connection)->ExecuteText("USE kept");
  if (status.ok()) status = (*connection)->ExecuteText(sql);
  return status;
}

// The rows of the table `t` in the schema of RunSql.
inline int64_t CountKept(const EmbeddedDatabase& database) {
  auto connection = Connection::Open(database.url("kept"));
  EXPECT_TRUE(connection.ok()) << connection.status();
  int64_t count = -1;
  EXPECT_EQ((*connection)
                ->Query("SELECT COUNT(*) FROM t", {},
                        [&](const Row& row) {
                          count = row.Int64(0);
                          return absl::OkStatus();
                        }),
            absl::OkStatus());
  return count;
}

}  // namespace rapport::db

#endif  // RAPPORT_TESTS_DB_EMBEDDED_FIXTURE_H_
