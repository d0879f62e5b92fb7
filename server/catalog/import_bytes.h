// The bytes of an imported file as they come in: how many there may be, and
// whether they can be text at all.
#ifndef RAPPORT_SERVER_CATALOG_IMPORT_BYTES_H_
#define RAPPORT_SERVER_CATALOG_IMPORT_BYTES_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rapport::catalog {

// What rapport.v1.ImportHeader allows.
inline constexpr int64_t kImportBytesMax = int64_t{1} << 30;
// More rows than any brand has stores; bounds the table of identities.
inline constexpr int64_t kImportRowsMax = 5'000'000;
// Of one row; bounds what is held while a row comes in.
inline constexpr size_t kImportRowBytesMax = size_t{1} << 20;

// INVALID_ARGUMENT, reason UNREADABLE_FILE: the file as a whole can't be read.
absl::Status UnreadableFile(absl::string_view message);

// Hands on the bytes of a file without a UTF-8 byte order mark and without the
// white space it begins with. Not thread-safe.
class ImportBytes {
 public:
  // Takes the next bytes and returns those that can be read now, which live
  // as long as `bytes` and until the next call. Returns INVALID_ARGUMENT if the
  // file is over kImportBytesMax, or is UTF-16 or UTF-32.
  absl::StatusOr<absl::string_view> Feed(absl::string_view bytes);

  // The bytes that were still held back at the end. Returns INVALID_ARGUMENT
  // if the file has nothing but white space, or as Feed.
  absl::StatusOr<absl::string_view> Finish();

  // How many were taken, the mark and white space included.
  int64_t received() const { return received_; }

 private:
  absl::StatusOr<absl::string_view> Begin();

  int64_t received_ = 0;
  bool begun_ = false;
  std::string head_;
};

// Returns INVALID_ARGUMENT if `position`, which counts from 1, is beyond
// kImportRowsMax.
absl::Status CheckRowLimit(int64_t position);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_IMPORT_BYTES_H_
