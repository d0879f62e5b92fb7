#include "server/catalog/import_encoding.h"

#include <string>

#include "gtest/gtest.h"
#include "server/catalog/import_bytes.h"

namespace rapport::catalog {
namespace {

std::string Decoded(ImportEncoding encoding, absl::string_view bytes,
                    size_t piece = 1000) {
  ToUtf8 to_utf8(encoding);
  std::string out;
  for (size_t at = 0; at < bytes.size(); at += piece) {
    to_utf8.Append(bytes.substr(at, piece), out);
  }
  to_utf8.Finish(out);
  return out;
}

TEST(EncodingOfMark, KnowsTheMarks) {
  using enum ImportEncoding;
  EXPECT_EQ(EncodingOfMark("\xEF\xBB\xBFname"), kUtf8);
  EXPECT_EQ(EncodingOfMark("\xFF\xFEn"), kUtf16Le);
  EXPECT_EQ(EncodingOfMark("\xFE\xFFn"), kUtf16Be);
  EXPECT_EQ(EncodingOfMark(absl::string_view("\xFF\xFE\0\0", 4)), kRefused);
  EXPECT_EQ(EncodingOfMark(absl::string_view("n\0a\0", 4)), kRefused);
  EXPECT_EQ(EncodingOfMark("name"), kWindows1252);  // none
}

TEST(EncodingOfContent, IsUtf8UnlessMoreIsNot) {
  using enum ImportEncoding;
  EXPECT_EQ(EncodingOfContent("", true), kUtf8);
  EXPECT_EQ(EncodingOfContent("plain", true), kUtf8);
  EXPECT_EQ(EncodingOfContent("Zürich 銀座 🏬", true), kUtf8);
  EXPECT_EQ(EncodingOfContent("Z\xFCrich", true), kWindows1252);
  EXPECT_EQ(EncodingOfContent("Zürich, Z\xFCrich", true), kUtf8);
  EXPECT_EQ(EncodingOfContent("Zürich, Z\xFCrich, Gen\xE8ve", true),
            kWindows1252);
  // Overlong forms, surrogates and what is beyond Unicode are none.
  for (absl::string_view bad : {"\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80",
                                "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80"}) {
    EXPECT_EQ(EncodingOfContent(bad, true), kWindows1252);
  }
}

TEST(EncodingOfContent, CountsNoCharacterThatIsCutOff) {
  for (absl::string_view cut : {"a\xE9", "a\xF0\x9F\x8F"}) {
    EXPECT_EQ(EncodingOfContent(cut, false), ImportEncoding::kUtf8);
    EXPECT_EQ(EncodingOfContent(cut, true), ImportEncoding::kWindows1252);
  }
}

TEST(ToUtf8, ReadsWindows1252InWhichEveryByteMeansSomething) {
  EXPECT_EQ(
      Decoded(ImportEncoding::kWindows1252, "caf\xE9 \x80 \x93x\x94 \x99 \x81"),
      "café € “x” ™ \xC2\x81");
}

TEST(ToUtf8, ReadsUtf16InBothOrdersHoweverItIsCut) {
  const std::string be("\0A\x00\xE9\x52\x40\xD8\x3C\xDF\xEC", 10);
  std::string le = be;
  for (size_t i = 0; i < le.size(); i += 2) std::swap(le[i], le[i + 1]);
  for (size_t piece : {1, 2, 3, 100}) {
    EXPECT_EQ(Decoded(ImportEncoding::kUtf16Be, be, piece), "Aé剀🏬");
    EXPECT_EQ(Decoded(ImportEncoding::kUtf16Le, le, piece), "Aé剀🏬");
  }
}

TEST(ToUtf8, ReplacesHalfCharacters) {
  const auto be = [](absl::string_view bytes) {
    return Decoded(ImportEncoding::kUtf16Be, bytes);
  };
  EXPECT_EQ(be(absl::string_view("\xD8\x3C\0A", 4)), "\uFFFDA");
  EXPECT_EQ(be("\xDF\xEC"), "\uFFFD");
  EXPECT_EQ(be("\xD8\x3C"), "\uFFFD");
  EXPECT_EQ(be(absl::string_view("\0A\0", 3)), "A\uFFFD");
}

// What comes out of a file of any encoding, and what it was taken for.
std::string Through(absl::string_view file, size_t piece) {
  ImportBytes bytes(ImportEncodings::kAny);
  std::string out;
  for (size_t at = 0; at < file.size(); at += piece) {
    const auto readable = bytes.Feed(file.substr(at, piece));
    if (!readable.ok()) return std::string(readable.status().message());
    out.append(readable->data(), readable->size());
  }
  const auto rest = bytes.Finish();
  if (!rest.ok()) return std::string(rest.status().message());
  out.append(rest->data(), rest->size());
  return out + " " + std::string(EncodingName(bytes.encoding()));
}

TEST(ImportBytes, TellsTheEncodingHoweverTheBytesCome) {
  for (size_t piece : {1, 3, 4, 5, 1000}) {
    EXPECT_EQ(Through("\xEF\xBB\xBF é", piece), "é UTF-8");
    EXPECT_EQ(Through("  café", piece), "café UTF-8");
    EXPECT_EQ(Through("  caf\xE9", piece), "café windows-1252");
    EXPECT_EQ(Through(absl::string_view("\xFF\xFE\n\0a\0", 6), piece),
              "a UTF-16LE");
    EXPECT_EQ(Through(absl::string_view("\xFE\xFF\0\n\0a", 6), piece),
              "a UTF-16BE");
    EXPECT_EQ(Through("\xEF\xBB\xBF \n", piece),
              "file is empty; it must have rows");
  }
}

TEST(ImportBytes, RefusesWhatHasNoMarkAndIsWide) {
  EXPECT_EQ(Through(absl::string_view("n\0a\0m\0", 6), 2),
            "file is UTF-32, or UTF-16 without a byte-order mark, at byte 1; "
            "it must be UTF-8, UTF-16 with a mark, or windows-1252");
}

TEST(ImportBytes, DecidesOnAPrefixAndHandsOnLaterBytesAsTheyAre) {
  const std::string ascii(kEncodingPrefixBytes, 'x');
  EXPECT_EQ(Through(ascii + "\xE9", 4096), ascii + "\xE9 UTF-8");
  EXPECT_EQ(Through(ascii.substr(1) + "\xE9\xE9", 4096),
            ascii.substr(1) + "\xE9\xE9 UTF-8");
  EXPECT_EQ(Through(ascii.substr(2) + "\xE9x\xE9", 4096),
            ascii.substr(2) + "éxé windows-1252");
}

}  // namespace
}  // namespace rapport::catalog
