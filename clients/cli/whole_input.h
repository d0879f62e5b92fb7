// Files that a command reads.

#ifndef RAPPORT_CLIENTS_CLI_WHOLE_INPUT_H_
#define RAPPORT_CLIENTS_CLI_WHOLE_INPUT_H_

#include <fstream>
#include <string>

#include "absl/status/statusor.h"
#include "clients/cli/session.h"

namespace rapport::cli {

// A schedule, a brand or its services are some kilobytes.
inline constexpr size_t kWholeInputBytesMax = 16 << 20;

// Opens a file for reading its bytes. Returns INVALID_ARGUMENT if there is
// none that can be read, or it is a folder.
absl::Status OpenFile(const std::string& path, std::ifstream& file);

// All of the file at `path`; `-` is the program's input. Returns
// INVALID_ARGUMENT if the file can't be opened or is larger than
// kWholeInputBytesMax, DATA_LOSS if reading it fails.
absl::StatusOr<std::string> ReadWhole(const Session& session,
                                      const std::string& path);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_WHOLE_INPUT_H_
