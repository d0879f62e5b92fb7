#include "geo/data_dir.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rapport::geo {
namespace {

namespace fs = std::filesystem;
using ::testing::EndsWith;
using ::testing::HasSubstr;

// A fresh folder with one file, and the environment variable as it was after.
class DataDir : public ::testing::Test {
 protected:
  void SetUp() override {
    unsetenv(kDataDirVariable);
    fs::create_directories(folder_);
    std::ofstream(folder_ / "table.bin") << "x";
  }

  void TearDown() override {
    unsetenv(kDataDirVariable);
    fs::remove_all(folder_);
  }

  const fs::path folder_ =
      fs::path(::testing::TempDir()) / "rapport_data_dir_test";
};

TEST_F(DataDir, IsShareRapportBesideTheProgramsFolder) {
  const auto found = FindDataDir();
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_THAT(*found, EndsWith("/share/rapport"));
  const fs::path program = fs::read_symlink("/proc/self/exe");
  EXPECT_EQ(fs::path(*found).parent_path().parent_path(),
            program.parent_path().parent_path());
}

TEST_F(DataDir, IsWhatTheEnvironmentNames) {
  setenv(kDataDirVariable, folder_.c_str(), 1);
  EXPECT_EQ(*FindDataDir(), folder_.string());
}

TEST_F(DataDir, IsNotTakenFromAnEmptyVariable) {
  setenv(kDataDirVariable, "", 1);
  EXPECT_THAT(*FindDataDir(), EndsWith("/share/rapport"));
}

TEST_F(DataDir, IsTheChosenOneBeforeTheEnvironments) {
  setenv(kDataDirVariable, "/nowhere", 1);
  EXPECT_EQ(*FindDataDir(folder_.string()), folder_.string());
}

TEST_F(DataDir, IsAnErrorWhereTheNamedOneIsAbsent) {
  EXPECT_EQ(FindDataDir("/nowhere").status().code(),
            absl::StatusCode::kNotFound);
  setenv(kDataDirVariable, "/nowhere", 1);
  const absl::Status status = FindDataDir().status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(status.message()), HasSubstr("no /nowhere;"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("RAPPORT_SHARE"));
}

TEST_F(DataDir, HasTheFilesInIt) {
  EXPECT_EQ(*FindDataFile("table.bin", folder_.string()),
            (folder_ / "table.bin").string());
  EXPECT_EQ(FindDataFile("other.bin", folder_.string()).status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(FindDataFile("table.bin", "/nowhere").status().code(),
            absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace rapport::geo
