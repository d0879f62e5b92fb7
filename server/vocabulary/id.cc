#include "server/vocabulary/id.h"

#include <openssl/sha.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace rapport {
namespace {

constexpr absl::string_view kAlphabet = "0123456789abcdefghijklmnopqrstuv";
constexpr size_t kTextLength = 26;  // 128 bits, five a character.

}  // namespace

std::string EncodeId(const IdBytes& bytes) {
  std::string text;
  text.reserve(kTextLength);
  uint32_t bits = 0;
  int count = 0;
  for (uint8_t byte : bytes) {
    bits = (bits << 8) | byte;
    for (count += 8; count >= 5; count -= 5) {
      text.push_back(kAlphabet[(bits >> (count - 5)) & 31]);
    }
  }
  text.push_back(kAlphabet[(bits << (5 - count)) & 31]);
  return text;
}

absl::StatusOr<IdBytes> DecodeId(absl::string_view text) {
  const absl::Status error = absl::InvalidArgumentError(
      absl::StrCat("an id is ", kTextLength, " characters of 0-9 and a-v"));
  if (text.size() != kTextLength) return error;
  IdBytes bytes;
  size_t filled = 0;
  uint32_t bits = 0;
  int count = 0;
  for (char c : text) {
    const size_t value = kAlphabet.find(c);
    if (value == absl::string_view::npos) return error;
    bits = (bits << 5) | static_cast<uint32_t>(value);
    count += 5;
    if (count >= 8) {
      count -= 8;
      bytes[filled++] = static_cast<uint8_t>(bits >> count);
    }
  }
  // The last character carries three bits; the other two must be zero, so
  // that an id has one text only.
  if ((bits & 3) != 0) return error;
  return bytes;
}

IdBytes DeriveId(absl::string_view kind, absl::string_view source,
                 absl::string_view source_id) {
  std::string text;
  for (absl::string_view part : {kind, source, source_id}) {
    absl::StrAppend(&text, part.size(), ":", part);
  }
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         digest);
  IdBytes bytes;
  for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = digest[i];
  return bytes;
}

IdBytes TimeOrderedId(int64_t unix_millis, uint64_t random_high,
                      uint16_t random_low) {
  IdBytes bytes;
  for (int i = 0; i < 6; ++i) {
    bytes[i] = static_cast<uint8_t>(unix_millis >> (8 * (5 - i)));
  }
  for (int i = 0; i < 8; ++i) {
    bytes[6 + i] = static_cast<uint8_t>(random_high >> (8 * (7 - i)));
  }
  bytes[14] = static_cast<uint8_t>(random_low >> 8);
  bytes[15] = static_cast<uint8_t>(random_low);
  return bytes;
}

absl::Status CheckSlug(absl::string_view text, size_t length_max) {
  bool ok = !text.empty() && text.size() <= length_max &&
            absl::ascii_islower(text.front());
  for (char c : text) {
    ok = ok && (absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-');
  }
  if (ok) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("must be 1 to ", length_max,
                   " of a-z, 0-9 and -, starting with a letter"));
}

}  // namespace rapport
