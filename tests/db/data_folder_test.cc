// The folder of a private database is its owner's alone, and one program's.

#include "db/embedded/data_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "db/database_url.h"
#include "tests/support/private_database.h"

namespace rapport::db {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

std::optional<DataFolder> Claimed(const std::string& data_dir) {
  absl::StatusOr<DataFolder> folder = DataFolder::Claim(data_dir);
  EXPECT_TRUE(folder.ok()) << folder.status();
  if (!folder.ok()) return std::nullopt;
  return *std::move(folder);
}

TEST(DataFolder, IsMadeWhereItIsAbsent) {
  const test::TempDir dir;
  const auto folder = Claimed(dir.path() + "/a/b");
  ASSERT_TRUE(folder.has_value());
  EXPECT_EQ(folder->path(), dir.path() + "/a/b/database");
  struct stat info;
  ASSERT_EQ(::stat(folder->path().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700u);
}

TEST(DataFolder, IsOneProgramsAtATime) {
  const test::TempDir dir;
  auto first = Claimed(dir.path());
  const absl::Status status = DataFolder::Claim(dir.path()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()),
              HasSubstr(absl::StrCat("in use by process ", ::getpid())));
  first.reset();
  EXPECT_TRUE(Claimed(dir.path()).has_value());
}

TEST(DataFolder, IsHeldUnderItsOtherNamesToo) {
  const test::TempDir dir;
  const auto first = Claimed(dir.path());
  const std::string link = dir.path() + "/link";
  std::filesystem::create_directory_symlink(dir.path(), link);
  EXPECT_FALSE(DataFolder::Claim(link).ok());
}

TEST(DataFolder, KeepsItsLockWhenMoved) {
  const test::TempDir dir;
  auto first = Claimed(dir.path());
  {
    const DataFolder second = *std::move(first);
    first.reset();  // NOLINT(bugprone-use-after-move): that is the question
    EXPECT_FALSE(DataFolder::Claim(dir.path()).ok());
  }
  EXPECT_TRUE(Claimed(dir.path()).has_value());
}

TEST(DataFolder, IsRefusedWhenOthersCanReadIt) {
  const test::TempDir dir;
  const std::string path = dir.path() + "/database";
  std::filesystem::create_directory(path);
  std::filesystem::permissions(path, std::filesystem::perms::group_read,
                               std::filesystem::perm_options::add);
  EXPECT_EQ(DataFolder::Claim(dir.path()).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST(DataFolder, IsRefusedWhenItIsALinkOrAFile) {
  const test::TempDir dir;
  const std::string elsewhere = dir.path() + "/elsewhere";
  std::filesystem::create_directory(elsewhere);
  std::filesystem::create_directory_symlink(elsewhere,
                                            dir.path() + "/database");
  EXPECT_EQ(DataFolder::Claim(dir.path()).status().code(),
            absl::StatusCode::kFailedPrecondition);
  std::ofstream(dir.path() + "/file") << "no folder";
  EXPECT_EQ(DataFolder::Claim(dir.path() + "/file").status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST(DataFolder, HasAShortSocketUnderALongName) {
  const test::TempDir dir;
  const auto shallow = Claimed(dir.path());
  EXPECT_THAT(shallow->socket(), StartsWith(shallow->path()));
  const std::string deep = dir.path() + "/" + std::string(120, 'd');
  std::string socket;
  {
    const auto first = Claimed(deep);
    socket = first->socket();
    EXPECT_LE(socket.size(), static_cast<size_t>(kSocketPathLengthMax));
  }
  EXPECT_EQ(Claimed(deep)->socket(), socket);  // the same each time
  EXPECT_NE(Claimed(deep + "e")->socket(), socket);
}

TEST(DataFolder, CitesTheLastLinesOfItsLog) {
  const test::TempDir dir;
  const auto folder = Claimed(dir.path());
  EXPECT_EQ(folder->LogTail(), "(its log is empty)");
  {
    std::ofstream log(folder->log());
    for (int line = 0; line < 5000; ++line) log << "line " << line << "\n";
  }
  const std::string tail = folder->LogTail();
  EXPECT_THAT(std::vector<std::string>(absl::StrSplit(tail, '\n')), SizeIs(12));
  EXPECT_THAT(tail, ::testing::EndsWith("line 4999"));
}

TEST(DataFolder, MovesALargeLogAside) {
  const test::TempDir dir;
  const auto folder = Claimed(dir.path());
  const std::string old = folder->log() + ".old";
  std::ofstream(folder->log()) << "small";
  folder->RotateLog();
  EXPECT_FALSE(std::filesystem::exists(old));
  std::filesystem::resize_file(folder->log(), (16 << 20) + 1);
  folder->RotateLog();
  EXPECT_TRUE(std::filesystem::exists(old));
  EXPECT_FALSE(std::filesystem::exists(folder->log()));
}

TEST(WriteWholeFile, ReplacesWhatWasThere) {
  const test::TempDir dir;
  const std::string path = dir.path() + "/file";
  EXPECT_EQ(ReadWholeFile(path).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(WriteWholeFile(path, "first, and longer"), absl::OkStatus());
  EXPECT_EQ(WriteWholeFile(path, "second"), absl::OkStatus());
  EXPECT_EQ(ReadWholeFile(path).value(), "second");
  EXPECT_EQ(WriteWholeFile("/nonexistent/file", "x").code(),
            absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace rapport::db
