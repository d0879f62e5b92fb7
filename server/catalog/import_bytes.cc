#include "server/catalog/import_bytes.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/vocabulary/error.h"

namespace rapport::catalog {
namespace {

constexpr size_t kMarkLengthMax = 4;  // of a byte order mark, UTF-32's
constexpr absl::string_view kUtf8Mark = "\xEF\xBB\xBF";

// UTF-16 and UTF-32 begin with a mark or, as the first character is an ASCII
// one, have a zero byte there.
bool IsWideEncoding(absl::string_view head) {
  return absl::StartsWith(head, "\xFE\xFF") ||
         absl::StartsWith(head, "\xFF\xFE") ||
         absl::StrContains(head.substr(0, kMarkLengthMax), '\0');
}

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
  if (begun_) return bytes;
  head_.append(bytes.data(), bytes.size());
  if (head_.size() < kMarkLengthMax) return absl::string_view();
  return Begin();
}

absl::StatusOr<absl::string_view> ImportBytes::Finish() {
  if (begun_) return absl::string_view();
  absl::StatusOr<absl::string_view> rest = Begin();
  if (rest.ok() && rest->empty()) {
    return UnreadableFile("file is empty; it must have rows");
  }
  return rest;
}

absl::StatusOr<absl::string_view> ImportBytes::Begin() {
  if (IsWideEncoding(head_)) {
    return UnreadableFile(
        "file is UTF-16 or UTF-32 at byte 1; it must be UTF-8");
  }
  absl::string_view text = head_;
  absl::ConsumePrefix(&text, kUtf8Mark);
  text = absl::StripLeadingAsciiWhitespace(text);
  if (text.empty()) {
    head_.clear();
  } else {
    begun_ = true;
  }
  return text;
}

absl::Status CheckRowLimit(int64_t position) {
  if (position <= kImportRowsMax) return absl::OkStatus();
  return UnreadableFile(absl::StrCat("file has over ", kImportRowsMax,
                                     " rows, which is the most"));
}

}  // namespace rapport::catalog
