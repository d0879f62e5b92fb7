#include "server/catalog/import_bytes.h"

#include <string>

#include "gtest/gtest.h"
#include "server/vocabulary/error.h"

namespace rapport::catalog {
namespace {

// What comes out when `file` is fed in pieces of that size.
std::string Through(absl::string_view file, size_t piece) {
  ImportBytes bytes;
  std::string out;
  for (size_t at = 0; at < file.size(); at += piece) {
    const auto readable = bytes.Feed(file.substr(at, piece));
    if (!readable.ok()) return std::string(readable.status().message());
    out.append(readable->data(), readable->size());
  }
  const auto rest = bytes.Finish();
  if (!rest.ok()) return std::string(rest.status().message());
  out.append(rest->data(), rest->size());
  return out;
}

TEST(ImportBytes, PassesOnWhatFollowsTheMarkAndTheWhiteSpace) {
  for (size_t piece : {1, 2, 3, 4, 5, 100}) {
    EXPECT_EQ(Through("abc", piece), "abc");
    EXPECT_EQ(Through("a", piece), "a");
    EXPECT_EQ(Through("\xEF\xBB\xBF{ }\n", piece), "{ }\n");
    EXPECT_EQ(Through(" \r\n\t   \n  name,lat \n", piece), "name,lat \n");
    EXPECT_EQ(Through("\xEF\xBB\xBF   \n   x", piece), "x");
  }
}

TEST(ImportBytes, RefusesAFileOfNothing) {
  for (absl::string_view file :
       {"", " ", "\n\n\n\n\n\n", "\xEF\xBB\xBF", "\xEF\xBB\xBF \n\t   "}) {
    for (size_t piece : {1, 100}) {
      EXPECT_EQ(Through(file, piece), "file is empty; it must have rows");
    }
  }
}

TEST(ImportBytes, RefusesWideEncodings) {
  for (absl::string_view file : {absl::string_view("\xFF\xFEn\0a\0m\0", 8),
                                 absl::string_view("\xFE\xFF\0n\0a\0m", 8),
                                 absl::string_view("n\0a\0m\0e\0", 8),
                                 absl::string_view("\0n\0a\0m\0e", 8),
                                 absl::string_view("\0\0\xFE\xFF\0\0\0n", 8)}) {
    for (size_t piece : {1, 3, 100}) {
      EXPECT_EQ(Through(file, piece),
                "file is UTF-16 or UTF-32 at byte 1; it must be UTF-8");
    }
  }
}

TEST(ImportBytes, SaysTheReasonOfAnUnreadableFile) {
  ImportBytes bytes;
  const absl::Status status = bytes.Finish().status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(status), "UNREADABLE_FILE");
}

TEST(ImportBytes, TakesAGibibyteAndNotAByteMore) {
  const std::string piece(size_t{1} << 20, 'x');
  ImportBytes bytes;
  for (int i = 0; i < 1024; ++i) ASSERT_TRUE(bytes.Feed(piece).ok());
  EXPECT_EQ(bytes.received(), kImportBytesMax);
  EXPECT_EQ(bytes.Feed("x").status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(CheckRowLimit, TakesFiveMillionRowsAndNotOneMore) {
  EXPECT_TRUE(CheckRowLimit(5'000'000).ok());
  EXPECT_EQ(CheckRowLimit(5'000'001).code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace rapport::catalog
