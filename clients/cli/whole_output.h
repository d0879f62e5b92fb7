// A file that is there whole or not at all.
//
//   WholeOutput output;
//   absl::Status status = output.Open(path);
//   ... write to output.stream() ...
//   status = output.Keep();
//
// The bytes go to a file beside it, which takes its name only in Keep; what
// was there before stays until then. Something that is no regular file, for
// example /dev/null or a pipe, is written to directly.

#ifndef RAPPORT_CLIENTS_CLI_WHOLE_OUTPUT_H_
#define RAPPORT_CLIENTS_CLI_WHOLE_OUTPUT_H_

#include <fstream>
#include <ostream>
#include <string>

#include "absl/status/status.h"

namespace rapport::cli {

// Not thread-safe.
class WholeOutput {
 public:
  WholeOutput() = default;
  WholeOutput(const WholeOutput&) = delete;
  WholeOutput& operator=(const WholeOutput&) = delete;
  // Removes what was written unless it was kept.
  ~WholeOutput();

  // Returns INVALID_ARGUMENT if `path` is a folder or can't be written to.
  absl::Status Open(const std::string& path);

  std::ostream& stream() { return file_; }

  // Ends the file and gives it its name. Returns DATA_LOSS if something could
  // not be written; then nothing is there, or what was there before.
  absl::Status Keep();

 private:
  std::string path_;
  std::string written_;  // where the bytes go; empty: nothing to remove
  std::ofstream file_;
};

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_WHOLE_OUTPUT_H_
