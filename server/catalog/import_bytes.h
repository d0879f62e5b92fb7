// The bytes of an imported file as they come in: how many there may be, and
// whether they can be text at all.
#ifndef RAPPORT_SERVER_CATALOG_IMPORT_BYTES_H_
#define RAPPORT_SERVER_CATALOG_IMPORT_BYTES_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/catalog/import_encoding.h"

namespace rapport::catalog {

// What rapport.v1.ImportHeader allows.
inline constexpr int64_t kImportBytesMax = int64_t{1} << 30;
// More rows than any brand has stores; bounds the table of identities.
inline constexpr int64_t kImportRowsMax = 5'000'000;
// Of one row; bounds what is held while a row comes in.
inline constexpr size_t kImportRowBytesMax = size_t{1} << 20;

// INVALID_ARGUMENT, reason UNREADABLE_FILE: the file as a whole can't be read.
absl::Status UnreadableFile(absl::string_view message);

// In which encodings a kind of file may be.
enum class ImportEncodings : uint8_t {
  kUtf8Only,
  kAny,  // of those in import_encoding.h
};

// Hands on the bytes of a file as UTF-8, without a byte-order mark and without
// the white space it begins with. Where any encoding may come, the first
// kEncodingPrefixBytes of a file without a mark are held back until they are
// there. Not thread-safe.
class ImportBytes {
 public:
  explicit ImportBytes(ImportEncodings allowed = ImportEncodings::kUtf8Only)
      : allowed_(allowed) {}

  // Takes the next bytes and returns those that can be read now, which live
  // as long as `bytes` and until the next call. Returns INVALID_ARGUMENT if the
  // file is over kImportBytesMax, or in an encoding that is not read.
  absl::StatusOr<absl::string_view> Feed(absl::string_view bytes);

  // The bytes that were still held back at the end. Returns INVALID_ARGUMENT
  // if the file has nothing but white space, or as Feed.
  absl::StatusOr<absl::string_view> Finish();

  // How many were taken, the mark and white space included.
  int64_t received() const { return received_; }

  // Known once bytes were handed on.
  ImportEncoding encoding() const { return encoding_; }

 private:
  absl::Status Decide(bool whole);
  absl::string_view Read(absl::string_view bytes, bool whole);

  const ImportEncodings allowed_;
  ImportEncoding encoding_ = ImportEncoding::kUtf8;
  int64_t received_ = 0;
  bool decided_ = false;
  bool begun_ = false;  // something but white space was handed on
  std::string head_;    // until it is decided
  std::optional<ToUtf8> to_utf8_;
  std::string text_;  // as UTF-8, until the next call
};

// Returns INVALID_ARGUMENT if `position`, which counts from 1, is beyond
// kImportRowsMax.
absl::Status CheckRowLimit(int64_t position);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_IMPORT_BYTES_H_
