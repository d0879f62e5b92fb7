#include "clients/cli/whole_output.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

class WholeOutputTest : public CliTest {
 protected:
  std::string Path(const std::string& name) const {
    return (std::filesystem::path(folder()) / name).string();
  }

  static std::string ContentOf(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
  }
};

TEST_F(WholeOutputTest, IsThereOnlyOnceItIsKept) {
  const std::string path = Path("file");
  WholeOutput output;
  ASSERT_TRUE(output.Open(path).ok());
  output.stream() << "content";
  output.stream().flush();
  EXPECT_FALSE(std::filesystem::exists(path));
  ASSERT_TRUE(output.Keep().ok());
  EXPECT_EQ(ContentOf(path), "content");
}

TEST_F(WholeOutputTest, LeavesNothingWhereItIsNotKept) {
  {
    WholeOutput output;
    ASSERT_TRUE(output.Open(Path("file")).ok());
    output.stream() << "content";
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder()));
}

TEST_F(WholeOutputTest, LeavesTheOldFileWhereNotAllWasWritten) {
  const std::string path = File("file", "old");
  {
    WholeOutput output;
    ASSERT_TRUE(output.Open(path).ok());
    output.stream().setstate(std::ios::badbit);
    EXPECT_EQ(output.Keep().code(), absl::StatusCode::kDataLoss);
  }
  EXPECT_EQ(ContentOf(path), "old");
}

TEST_F(WholeOutputTest, ReplacesWhatALinkLeadsTo) {
  const std::string path = File("file", "old");
  std::filesystem::create_symlink(path, Path("link"));
  WholeOutput output;
  ASSERT_TRUE(output.Open(Path("link")).ok());
  output.stream() << "new";
  ASSERT_TRUE(output.Keep().ok());
  EXPECT_TRUE(std::filesystem::is_symlink(Path("link")));
  EXPECT_EQ(ContentOf(path), "new");
}

TEST_F(WholeOutputTest, WritesToADeviceDirectly) {
  WholeOutput output;
  ASSERT_TRUE(output.Open("/dev/null").ok());
  output.stream() << "content";
  EXPECT_TRUE(output.Keep().ok());
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
}

TEST_F(WholeOutputTest, IsDataLossOnAFullDisk) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP();
  WholeOutput output;
  ASSERT_TRUE(output.Open("/dev/full").ok());
  output.stream() << "content";
  EXPECT_EQ(output.Keep().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace rapport::cli
