#include "geo/whole_file.h"

#include <fstream>
#include <sstream>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace rapport::geo {

absl::StatusOr<std::string> ReadWholeFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot open ", path));
  std::ostringstream bytes;
  // An empty file has nothing to write, which counts as failing to.
  if (file.peek() != std::ifstream::traits_type::eof()) bytes << file.rdbuf();
  if (file.bad() || !bytes) {
    return absl::DataLossError(absl::StrCat("cannot read ", path));
  }
  return std::move(bytes).str();
}

}  // namespace rapport::geo
