// What a store on the database needs to live: a schema of its own, sessions,
// and a change log.
#ifndef RAPPORT_TESTS_CONTRACT_MYSQL_WORLD_H_
#define RAPPORT_TESTS_CONTRACT_MYSQL_WORLD_H_

#include <gtest/gtest.h>

#include <memory>

#include "absl/status/status.h"
#include "db/change_log.h"
#include "db/migrations.h"
#include "db/pool.h"
#include "tests/support/private_database.h"

namespace rapport::test {

struct MysqlWorld {
  TestSchema schema{db::ProgramMigrations()};
  db::Pool pool{schema.url()};
  db::ChangeLog log{pool};
};

// A world whose log has started.
inline std::shared_ptr<MysqlWorld> MakeMysqlWorld() {
  auto world = std::make_shared<MysqlWorld>();
  const absl::Status started = world->log.Start();
  EXPECT_TRUE(started.ok()) << started;
  return world;
}

}  // namespace rapport::test

#endif  // RAPPORT_TESTS_CONTRACT_MYSQL_WORLD_H_
