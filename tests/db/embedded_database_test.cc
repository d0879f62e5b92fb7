// The private database begins, serves and ends as its header says.

#include "db/embedded/embedded_database.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "db/connection.h"
#include "db/database_url.h"
#include "tests/db/embedded_fixture.h"
#include "tests/support/private_database.h"

namespace rapport::db {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(EmbeddedDatabase, AnswersOnceStarted) {
  const test::TempDir dir;
  const auto database = StartIn(dir.path());
  ASSERT_NE(database, nullptr);
  EXPECT_TRUE(database->running());
  auto connection = Connection::Open(database->url(""));
  ASSERT_TRUE(connection.ok()) << connection.status();
  EXPECT_EQ((*connection)->server_kind(), ServerKind::kMariaDb);
  EXPECT_EQ(database->Stop(), absl::OkStatus());
  EXPECT_FALSE(database->running());
  EXPECT_EQ(database->Stop(), absl::OkStatus());
}

TEST(EmbeddedDatabase, MakesItsFolderItsOwners) {
  const test::TempDir dir;
  const std::string data_dir = dir.path() + "/not/yet/there";
  const auto database = StartIn(data_dir);
  ASSERT_NE(database, nullptr);
  struct stat info;
  ASSERT_EQ(::stat((data_dir + "/database").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700u);
}

TEST(EmbeddedDatabase, ListensOnNoNetwork) {
  const test::TempDir dir;
  const auto database = StartIn(dir.path());
  ASSERT_NE(database, nullptr);
  auto connection = Connection::Open(database->url(""));
  ASSERT_TRUE(connection.ok()) << connection.status();
  EXPECT_EQ((*connection)
                ->Query("SELECT @@skip_networking", {},
                        [](const Row& row) {
                          EXPECT_EQ(row.Int64(0), 1);
                          return absl::OkStatus();
                        }),
            absl::OkStatus());
}

TEST(EmbeddedDatabase, KeepsItsDataAcrossARestart) {
  const test::TempDir dir;
  auto database = StartIn(dir.path());
  ASSERT_NE(database, nullptr);
  ASSERT_EQ(RunSql(*database, "CREATE TABLE t AS SELECT 1 AS x"),
            absl::OkStatus());
  database.reset();
  database = StartIn(dir.path());
  ASSERT_NE(database, nullptr);
  EXPECT_EQ(CountKept(*database), 1);
}

TEST(EmbeddedDatabase, RefusesASecondProgram) {
  const test::TempDir dir;
  const auto database = StartIn(dir.path());
  ASSERT_NE(database, nullptr);
  const absl::Status status =
      EmbeddedDatabase::Start(OptionsFor(dir.path())).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()),
              AllOf(HasSubstr("in use by process"),
                    HasSubstr(absl::StrCat(::getpid()))));
  EXPECT_TRUE(database->running());
}

TEST(EmbeddedDatabase, BeginsAnewAfterAnInitialisationThatWasCutShort) {
  const test::TempDir dir;
  const std::string half = dir.path() + "/database/data.new";
  std::filesystem::create_directories(half);
  std::filesystem::permissions(dir.path() + "/database",
                               std::filesystem::perms::owner_all);
  std::ofstream(half + "/ibdata1") << "half";
  EXPECT_NE(StartIn(dir.path()), nullptr);
  EXPECT_FALSE(std::filesystem::exists(half));
}

TEST(EmbeddedDatabase, ServesAFolderWhoseNameIsTooLongForASocket) {
  const test::TempDir dir;
  const std::string data_dir =
      absl::StrCat(dir.path(), "/", std::string(kSocketPathLengthMax, 'd'));
  auto database = StartIn(data_dir);
  ASSERT_NE(database, nullptr);
  const std::filesystem::path socket = database->url("").socket_path;
  EXPECT_THAT(socket.string(), HasSubstr("/tmp/rapport-"));
  EXPECT_EQ(RunSql(*database, "CREATE TABLE t AS SELECT 1 AS x"),
            absl::OkStatus());
  database.reset();
  EXPECT_FALSE(std::filesystem::exists(socket.parent_path()));
}

TEST(EmbeddedDatabase, CitesItsLogWhenItDoesNotStart) {
  const test::TempDir dir;
  StartIn(dir.path()).reset();
  std::filesystem::resize_file(dir.path() + "/database/data/ibdata1", 1000);
  const absl::Status status =
      EmbeddedDatabase::Start(OptionsFor(dir.path())).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_THAT(std::string(status.message()),
              AllOf(HasSubstr("its log ends:"), HasSubstr("InnoDB")));
}

TEST(EmbeddedDatabase, SaysWhatIsNotInstalled) {
  const test::TempDir dir;
  EmbeddedDatabaseOptions options = OptionsFor(dir.path());
  options.program = "/nonexistent/mariadbd";
  const absl::Status status = EmbeddedDatabase::Start(options).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("is not installed"));
}

TEST(EmbeddedDatabase, NeedsAFolderOfItsOwn) {
  EXPECT_EQ(EmbeddedDatabase::Start(OptionsFor("")).status().code(),
            absl::StatusCode::kInvalidArgument);
  const test::TempDir dir;
  std::filesystem::create_directory(dir.path() + "/database");
  std::filesystem::permissions(dir.path() + "/database",
                               std::filesystem::perms::all);
  const absl::Status status =
      EmbeddedDatabase::Start(OptionsFor(dir.path())).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("(0700)"));
}

}  // namespace
}  // namespace rapport::db
