// Where the files are that come with the programs: share/rapport beside the
// folder of the running program, both in a build and installed.

#ifndef RAPPORT_GEO_DATA_DIR_H_
#define RAPPORT_GEO_DATA_DIR_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rapport::geo {

// Names another folder, for programs that have no flag for it.
inline constexpr char kDataDirVariable[] = "RAPPORT_SHARE";

// The data folder: `chosen` (a flag's value) unless empty, else what the
// environment's RAPPORT_SHARE names, else ../share/rapport from the running
// program. A folder that is named but absent is an error, not a reason to try
// the next. Returns NOT_FOUND with the path tried and how to name another.
absl::StatusOr<std::string> FindDataDir(absl::string_view chosen = "");

// The path of a file in the data folder. Returns NOT_FOUND as FindDataDir does,
// or if the folder has no such file.
absl::StatusOr<std::string> FindDataFile(absl::string_view name,
                                         absl::string_view chosen = "");

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_DATA_DIR_H_
