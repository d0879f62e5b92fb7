#include "clients/cli/whole_input.h"

#include <filesystem>
#include <istream>
#include <system_error>

#include "absl/strings/str_cat.h"

namespace rapport::cli {

absl::Status OpenFile(const std::string& path, std::ifstream& file) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, " is a folder; a file is read"));
  }
  file.open(path, std::ios::binary);
  if (file.is_open()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("can't open ", path));
}

absl::StatusOr<std::string> ReadWhole(const Session& session,
                                      const std::string& path) {
  std::ifstream file;
  if (path != "-") {
    absl::Status opened = OpenFile(path, file);
    if (!opened.ok()) return opened;
  }
  std::istream& in = path == "-" ? session.in() : file;
  std::string text(kWholeInputBytesMax + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad()) {
    return absl::DataLossError(absl::StrCat("reading ", path, " failed"));
  }
  text.resize(static_cast<size_t>(in.gcount()));
  if (text.size() > kWholeInputBytesMax) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, " has more than ", kWholeInputBytesMax, " bytes"));
  }
  return text;
}

}  // namespace rapport::cli
