#include "geo/data_dir.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace rapport::geo {
namespace {

namespace fs = std::filesystem;

constexpr char kRunningProgram[] = "/proc/self/exe";

absl::StatusOr<std::string> Existing(const fs::path& path) {
  std::error_code error;
  if (fs::exists(path, error)) return path.string();
  return absl::NotFoundError(
      absl::StrCat("no ", path.string(), "; it comes with the programs, or ",
                   kDataDirVariable, " names the folder that has it"));
}

}  // namespace

absl::StatusOr<std::string> FindDataDir(absl::string_view chosen) {
  if (!chosen.empty()) return Existing(std::string(chosen));
  const char* named = std::getenv(kDataDirVariable);
  if (named != nullptr && *named != '\0') return Existing(named);
  std::error_code error;
  const fs::path program = fs::read_symlink(kRunningProgram, error);
  if (error) {
    return absl::NotFoundError(absl::StrCat(
        "cannot tell where the running program is: ", error.message(), "; ",
        kDataDirVariable, " may name the data folder"));
  }
  return Existing(program.parent_path().parent_path() / "share" / "rapport");
}

absl::StatusOr<std::string> FindDataFile(absl::string_view name,
                                         absl::string_view chosen) {
  const absl::StatusOr<std::string> folder = FindDataDir(chosen);
  if (!folder.ok()) return folder.status();
  return Existing(fs::path(*folder) / std::string(name));
}

}  // namespace rapport::geo
