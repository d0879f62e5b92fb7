#include "clients/cli/whole_output.h"

#include <unistd.h>

#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"

namespace rapport::cli {

namespace fs = std::filesystem;

WholeOutput::~WholeOutput() {
  if (written_.empty()) return;
  file_.close();
  std::error_code ignored;
  fs::remove(written_, ignored);
}

absl::Status WholeOutput::Open(const std::string& path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, " is a folder; a file is written"));
  }
  // A link stays one, and what it leads to is replaced.
  const fs::path target = fs::canonical(path, ignored);
  path_ = ignored ? path : target.string();
  const bool is_special =
      fs::exists(path_, ignored) && !fs::is_regular_file(path_, ignored);
  if (!is_special) written_ = absl::StrCat(path_, ".", getpid(), ".part");
  file_.open(is_special ? path_ : written_, std::ios::binary);
  if (file_.is_open()) return absl::OkStatus();
  written_.clear();
  return absl::InvalidArgumentError(absl::StrCat("can't write to ", path));
}

absl::Status WholeOutput::Keep() {
  file_.close();
  std::error_code error;
  if (file_.good() && !written_.empty()) fs::rename(written_, path_, error);
  if (!file_.good() || error) {
    return absl::DataLossError(absl::StrCat("writing ", path_, " failed"));
  }
  written_.clear();
  return absl::OkStatus();
}

}  // namespace rapport::cli
