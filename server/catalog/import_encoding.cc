#include "server/catalog/import_encoding.h"

#include "absl/strings/match.h"

namespace rapport::catalog {
namespace {

constexpr uint32_t kReplacement = 0xFFFD;
constexpr absl::string_view kUtf8Mark = "\xEF\xBB\xBF";

// Bytes 0x80 to 0x9F of windows-1252 (WHATWG Encoding Standard, index
// windows-1252); the others are those of ISO 8859-1.
constexpr uint16_t kWindows1252[32] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
    0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

void AppendUtf8(uint32_t c, std::string& out) {
  const auto trail = [&](int shift) {
    out.push_back(static_cast<char>(0x80 | (c >> shift & 0x3F)));
  };
  if (c < 0x80) {
    out.push_back(static_cast<char>(c));
  } else if (c < 0x800) {
    out.push_back(static_cast<char>(0xC0 | c >> 6));
    trail(0);
  } else if (c < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | c >> 12));
    trail(6);
    trail(0);
  } else {
    out.push_back(static_cast<char>(0xF0 | c >> 18));
    trail(12);
    trail(6);
    trail(0);
  }
}

// The bytes of the character beyond ASCII that `text` begins with (RFC 3629);
// 0 if it is none, -1 if it is cut off.
int CharacterLength(absl::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  const uint8_t lead = byte(0);
  const int length = lead >= 0xC2 && lead <= 0xDF   ? 2
                     : lead >= 0xE0 && lead <= 0xEF ? 3
                     : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                    : 0;
  for (int i = 1; i < length; ++i) {
    if (static_cast<size_t>(i) == text.size()) return -1;
    uint8_t least = 0x80;
    uint8_t most = 0xBF;
    if (i == 1 && lead == 0xE0) least = 0xA0;
    if (i == 1 && lead == 0xED) most = 0x9F;
    if (i == 1 && lead == 0xF0) least = 0x90;
    if (i == 1 && lead == 0xF4) most = 0x8F;
    if (byte(i) < least || byte(i) > most) return 0;
  }
  return length;
}

}  // namespace

absl::string_view EncodingName(ImportEncoding encoding) {
  switch (encoding) {
    case ImportEncoding::kUtf16Le:
      return "UTF-16LE";
    case ImportEncoding::kUtf16Be:
      return "UTF-16BE";
    case ImportEncoding::kWindows1252:
      return "windows-1252";
    case ImportEncoding::kUtf8:
    case ImportEncoding::kRefused:
      break;
  }
  return "UTF-8";
}

ImportEncoding EncodingOfMark(absl::string_view head) {
  const absl::string_view first = head.substr(0, 4);
  if (absl::StartsWith(first, kUtf8Mark)) return ImportEncoding::kUtf8;
  if (first == absl::string_view("\xFF\xFE\0\0", 4)) {
    return ImportEncoding::kRefused;
  }
  if (absl::StartsWith(first, "\xFF\xFE")) return ImportEncoding::kUtf16Le;
  if (absl::StartsWith(first, "\xFE\xFF")) return ImportEncoding::kUtf16Be;
  if (absl::StrContains(first, '\0')) return ImportEncoding::kRefused;
  return ImportEncoding::kWindows1252;
}

size_t MarkLength(ImportEncoding encoding, absl::string_view head) {
  switch (encoding) {
    case ImportEncoding::kUtf8:
      return absl::StartsWith(head, kUtf8Mark) ? kUtf8Mark.size() : 0;
    case ImportEncoding::kUtf16Le:
    case ImportEncoding::kUtf16Be:
      return 2;
    case ImportEncoding::kWindows1252:
    case ImportEncoding::kRefused:
      break;
  }
  return 0;
}

ImportEncoding EncodingOfContent(absl::string_view prefix, bool whole) {
  size_t characters = 0;
  size_t broken = 0;
  while (!prefix.empty()) {
    if (static_cast<uint8_t>(prefix[0]) < 0x80) {
      prefix.remove_prefix(1);
      continue;
    }
    const int length = CharacterLength(prefix);
    if (length < 0 && !whole) break;
    ++(length > 0 ? characters : broken);
    prefix.remove_prefix(length > 0 ? length : 1);
  }
  return broken > characters ? ImportEncoding::kWindows1252
                             : ImportEncoding::kUtf8;
}

void ToUtf8::Append(absl::string_view bytes, std::string& out) {
  if (encoding_ == ImportEncoding::kUtf8) {
    out.append(bytes.data(), bytes.size());
    return;
  }
  for (char c : bytes) {
    const uint8_t byte = static_cast<uint8_t>(c);
    if (encoding_ == ImportEncoding::kWindows1252) {
      AppendUtf8(
          byte >= 0x80 && byte <= 0x9F ? kWindows1252[byte - 0x80] : byte, out);
    } else if (first_byte_ < 0) {
      first_byte_ = byte;
    } else {
      const uint32_t first = static_cast<uint32_t>(first_byte_);
      first_byte_ = -1;
      AppendUnit(encoding_ == ImportEncoding::kUtf16Be ? first << 8 | byte
                                                       : byte << 8 | first,
                 out);
    }
  }
}

void ToUtf8::AppendUnit(uint32_t unit, std::string& out) {
  const bool is_low = unit >= 0xDC00 && unit <= 0xDFFF;
  if (high_surrogate_ != 0) {
    const uint32_t high = high_surrogate_;
    high_surrogate_ = 0;
    if (is_low) {
      AppendUtf8(0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00), out);
      return;
    }
    AppendUtf8(kReplacement, out);
  }
  if (unit >= 0xD800 && unit <= 0xDBFF) {
    high_surrogate_ = unit;
  } else {
    AppendUtf8(is_low ? kReplacement : unit, out);
  }
}

void ToUtf8::Finish(std::string& out) {
  if (first_byte_ >= 0 || high_surrogate_ != 0) AppendUtf8(kReplacement, out);
  first_byte_ = -1;
  high_surrogate_ = 0;
}

}  // namespace rapport::catalog
