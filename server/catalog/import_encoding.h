// In which encoding an imported file is, and its bytes as UTF-8.
//
//   a byte-order mark  says it: UTF-8, UTF-16LE or UTF-16BE
//   a zero byte        among the first four, without a mark, is UTF-16 or
//                      UTF-32, which are refused
//   else               UTF-8, unless the first kEncodingPrefixBytes have more
//                      bytes that can't be UTF-8 than characters beyond ASCII
//                      that are: then windows-1252 (WHATWG's table, in which
//                      every byte means something)
//
// Bytes of a UTF-8 file that are not UTF-8 are handed on as they are: the row
// that has them is rejected. Text that was spoilt before it was written, such
// as `cafÃ©`, is valid and stays.
#ifndef RAPPORT_SERVER_CATALOG_IMPORT_ENCODING_H_
#define RAPPORT_SERVER_CATALOG_IMPORT_ENCODING_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace rapport::catalog {

enum class ImportEncoding : uint8_t {
  kUtf8,
  kUtf16Le,
  kUtf16Be,
  kWindows1252,
  kRefused,  // UTF-32, or UTF-16 without a mark
};

// So much of a file without a mark is looked at, and so held back: as much as
// one row may have.
inline constexpr size_t kEncodingPrefixBytes = size_t{1} << 20;

// As rapport.v1.ImportMapping names it.
absl::string_view EncodingName(ImportEncoding encoding);

// What a byte-order mark at the start of `head` says; kWindows1252 stands for
// no mark. `head` is at least 4 bytes, or the whole file.
ImportEncoding EncodingOfMark(absl::string_view head);

// How many bytes the mark of `encoding` at the start of `head` has.
size_t MarkLength(ImportEncoding encoding, absl::string_view head);

// UTF-8 or windows-1252, by the rule above. A character that is cut off at the
// end counts for neither, unless `prefix` is the whole file.
ImportEncoding EncodingOfContent(absl::string_view prefix, bool whole);

// Turns pieces of a file into UTF-8. Unpaired surrogates become U+FFFD. Not
// thread-safe.
class ToUtf8 {
 public:
  explicit ToUtf8(ImportEncoding encoding) : encoding_(encoding) {}

  // Appends what `bytes` mean; half a character is kept for the next call.
  void Append(absl::string_view bytes, std::string& out);
  // Appends U+FFFD if half a character is left.
  void Finish(std::string& out);

 private:
  void AppendUnit(uint32_t unit, std::string& out);

  ImportEncoding encoding_;
  int first_byte_ = -1;          // of a UTF-16 unit, or -1
  uint32_t high_surrogate_ = 0;  // or 0
};

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_IMPORT_ENCODING_H_
