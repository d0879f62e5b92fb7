#include "server/catalog/associate_file.h"

#include <algorithm>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "server/catalog/field_checks.h"

namespace rapport::catalog {

AssociateFileReader::AssociateFileReader(AssociateFileContext context,
                                         AssociateRowSink sink)
    : context_(std::move(context)), sink_(std::move(sink)) {}

absl::Status AssociateFileReader::Feed(absl::string_view bytes) {
  if (!status_.ok()) return status_;
  const absl::StatusOr<absl::string_view> readable = bytes_.Feed(bytes);
  status_ = readable.ok() ? FeedLines(*readable) : readable.status();
  return status_;
}

absl::Status AssociateFileReader::Finish() {
  if (!status_.ok()) return status_;
  const absl::StatusOr<absl::string_view> rest = bytes_.Finish();
  status_ = rest.ok() ? FeedLines(*rest) : rest.status();
  if (!status_.ok()) return status_;
  if (!line_.empty() && !nlohmann::json::accept(line_)) {
    return status_ = UnreadableFile(absl::StrCat(
               "in row ", row_count_ + 1,
               ": file ends there; each line is a whole JSON object"));
  }
  return status_ = EndLine();
}

absl::Status AssociateFileReader::FeedLines(absl::string_view bytes) {
  if (!begun_ && !bytes.empty()) {
    begun_ = true;
    if (bytes[0] != '{') {
      return UnreadableFile(
          "before the first row: file does not begin with {; JSON lines, one "
          "object a line, are expected");
    }
  }
  while (!bytes.empty()) {
    const size_t end = bytes.find('\n');
    Append(bytes.substr(0, end));
    if (end == absl::string_view::npos) break;
    bytes.remove_prefix(end + 1);
    const absl::Status sent = EndLine();
    if (!sent.ok()) return sent;
  }
  return absl::OkStatus();
}

void AssociateFileReader::Append(absl::string_view part) {
  const size_t room = kImportRowBytesMax - line_.size();
  too_long_ = too_long_ || part.size() > room;
  line_.append(part.data(), std::min(part.size(), room));
}

absl::Status AssociateFileReader::EndLine() {
  const std::string line = std::exchange(line_, std::string());
  const bool too_long = std::exchange(too_long_, false);
  if (absl::StripAsciiWhitespace(line).empty()) return absl::OkStatus();
  const absl::Status within = CheckRowLimit(++row_count_);
  if (!within.ok()) return within;
  if (!too_long) {
    return sink_({row_count_, ParseAssociateLine(context_, line)});
  }
  return sink_(
      {row_count_,
       FieldProblem{"", std::string(reason::kTooLong),
                    absl::StrCat("over ", kImportRowBytesMax,
                                 " bytes, which is the most of a row")}});
}

}  // namespace rapport::catalog
