#include "geo/whole_file.h"

#include <fstream>
#include <iterator>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace rapport::geo {

absl::StatusOr<std::string> ReadWholeFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot open ", path));
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (file.bad())
    return absl::DataLossError(absl::StrCat("cannot read ", path));
  return bytes;
}

}  // namespace rapport::geo
