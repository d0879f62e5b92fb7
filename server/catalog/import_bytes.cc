#include "server/catalog/import_bytes.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/vocabulary/error.h"

namespace rapport::catalog {
namespace {

constexpr size_t kMarkLengthMax = 4;  // of a byte order mark, UTF-32's

}  // namespace

absl::Status UnreadableFile(absl::string_view message) {
  return Error(absl::StatusCode::kInvalidArgument, "UNREADABLE_FILE", message);
}

absl::StatusOr<absl::string_view> ImportBytes::Feed(absl::string_view bytes) {
  received_ += static_cast<int64_t>(bytes.size());
  if (received_ > kImportBytesMax) {
    return UnreadableFile(absl::StrCat("file has over ", kImportBytesMax,
                                       " bytes, which is the most"));
  }
  if (decided_) return Read(bytes, /*whole=*/false);
  head_.append(bytes.data(), bytes.size());
  const absl::Status decided = Decide(/*whole=*/false);
  if (!decided.ok()) return decided;
  if (!decided_) return absl::string_view();
  return Read(std::exchange(head_, ""), /*whole=*/false);
}

absl::StatusOr<absl::string_view> ImportBytes::Finish() {
  const absl::Status decided = Decide(/*whole=*/true);
  if (!decided.ok()) return decided;
  const absl::string_view rest = Read(std::exchange(head_, ""), /*whole=*/true);
  if (begun_) return rest;
  return UnreadableFile("file is empty; it must have rows");
}

absl::Status ImportBytes::Decide(bool whole) {
  if (decided_ || (!whole && head_.size() < kMarkLengthMax)) {
    return absl::OkStatus();
  }
  encoding_ = EncodingOfMark(head_);
  const bool marked = encoding_ != ImportEncoding::kWindows1252;
  const bool any = allowed_ == ImportEncodings::kAny;
  if (marked && encoding_ != ImportEncoding::kUtf8 &&
      (!any || encoding_ == ImportEncoding::kRefused)) {
    return UnreadableFile(
        any ? "file is UTF-32, or UTF-16 without a byte-order mark, at byte 1; "
              "it must be UTF-8, UTF-16 with a mark, or windows-1252"
            : "file is UTF-16 or UTF-32 at byte 1; it must be UTF-8");
  }
  if (!marked) {
    if (any && !whole && head_.size() < kEncodingPrefixBytes) {
      return absl::OkStatus();
    }
    encoding_ = any ? EncodingOfContent(head_, whole) : ImportEncoding::kUtf8;
  }
  decided_ = true;
  to_utf8_.emplace(encoding_);
  head_.erase(0, MarkLength(encoding_, head_));
  return absl::OkStatus();
}

absl::string_view ImportBytes::Read(absl::string_view bytes, bool whole) {
  text_.clear();
  to_utf8_->Append(bytes, text_);
  if (whole) to_utf8_->Finish(text_);
  if (begun_) return text_;
  const absl::string_view text = absl::StripLeadingAsciiWhitespace(text_);
  begun_ = !text.empty();
  return text;
}

absl::Status CheckRowLimit(int64_t position) {
  if (position <= kImportRowsMax) return absl::OkStatus();
  return UnreadableFile(absl::StrCat("file has over ", kImportRowsMax,
                                     " rows, which is the most"));
}

}  // namespace rapport::catalog
