#include "server/vocabulary/text.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>

#include "absl/functional/function_ref.h"

namespace rapport {
namespace {

// Calls `each` with every code point and the bytes of it; false at the first
// that is not UTF-8.
bool ForEachCodePoint(
    absl::string_view text,
    absl::FunctionRef<void(UChar32, absl::string_view)> each) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  size_t at = 0;
  while (at < text.size()) {
    const size_t begin = at;
    UChar32 code_point;
    U8_NEXT(bytes, at, text.size(), code_point);
    if (code_point < 0) return false;
    each(code_point, text.substr(begin, at - begin));
  }
  return true;
}

}  // namespace

std::optional<size_t> CountCodePoints(absl::string_view text) {
  size_t count = 0;
  const bool ok =
      ForEachCodePoint(text, [&](UChar32, absl::string_view) { ++count; });
  if (!ok) return std::nullopt;
  return count;
}

bool HasControl(absl::string_view text) {
  bool found = false;
  ForEachCodePoint(text, [&](UChar32 code_point, absl::string_view) {
    found = found || u_charType(code_point) == U_CONTROL_CHAR;
  });
  return found;
}

std::string CollapseSpaces(absl::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  bool space_before = false;
  ForEachCodePoint(text, [&](UChar32 code_point, absl::string_view bytes) {
    if (u_isUWhiteSpace(code_point)) {
      space_before = !clean.empty();
      return;
    }
    if (space_before) clean.push_back(' ');
    space_before = false;
    clean.append(bytes.data(), bytes.size());
  });
  return clean;
}

std::string FoldText(absl::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* folding =
      icu::Normalizer2::getNFKCCasefoldInstance(error);
  std::string folded;
  icu::StringByteSink<std::string> sink(&folded);
  if (U_SUCCESS(error)) {
    folding->normalizeUTF8(
        0, icu::StringPiece(text.data(), static_cast<int32_t>(text.size())),
        sink, nullptr, error);
  }
  // ICU's own data is built in; without it texts compare as they are.
  return CollapseSpaces(U_SUCCESS(error) ? absl::string_view(folded) : text);
}

}  // namespace rapport
