// A file as a string, for the tables this room reads at start.

#ifndef RAPPORT_GEO_WHOLE_FILE_H_
#define RAPPORT_GEO_WHOLE_FILE_H_

#include <string>

#include "absl/status/statusor.h"

namespace rapport::geo {

// Returns NOT_FOUND if the file cannot be opened, DATA_LOSS if reading it
// fails.
absl::StatusOr<std::string> ReadWholeFile(const std::string& path);

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_WHOLE_FILE_H_
