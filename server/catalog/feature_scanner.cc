#include "server/catalog/feature_scanner.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "server/catalog/import_bytes.h"

namespace rapport::catalog {

static_assert(kFeatureDepthMax <= 64, "JsonNesting has a bit for each depth");

bool JsonNesting::Step(char c) {
  if (in_string_) {
    in_string_ = escaped_ || c != '"';
    escaped_ = !escaped_ && c == '\\';
    return true;
  }
  switch (c) {
    case '"':
      in_string_ = true;
      return true;
    case '{':
    case '[':
      if (depth_ < 64) {
        const uint64_t bit = uint64_t{1} << depth_;
        objects_ = c == '{' ? objects_ | bit : objects_ & ~bit;
      }
      ++depth_;
      return true;
    case '}':
    case ']':
      return Close(c == '}');
    default:
      return true;
  }
}

bool JsonNesting::Close(bool is_object) {
  if (depth_ == 0) return false;
  --depth_;
  if (depth_ >= 64) return true;
  return is_object == ((objects_ >> depth_ & 1) != 0);
}

absl::Status FeatureScanner::Feed(absl::string_view bytes) {
  for (char c : bytes) {
    if (!status_.ok()) break;
    status_ = in_features_ ? StepFeature(c) : StepEnvelope(c);
  }
  return status_;
}

absl::Status FeatureScanner::StepEnvelope(char c) {
  if (envelope_.empty() && c != '{') {
    return Wrong("file does not begin with {");
  }
  if (envelope_.size() == kEnvelopeBytesMax) {
    return Wrong(
        absl::StrCat("over ", kEnvelopeBytesMax, " bytes outside of features"));
  }
  const bool was_in_string = envelope_nesting_.in_string();
  if (!envelope_nesting_.Step(c)) return Wrong("a bracket closes nothing");
  envelope_.push_back(c);
  NoteKey(c, was_in_string);
  if (c == '[' && !was_in_string && envelope_nesting_.depth() == 2 &&
      key_ == "features") {
    if (features_seen_) return Wrong("file has a second features");
    features_seen_ = in_features_ = true;
  }
  return absl::OkStatus();
}

void FeatureScanner::NoteKey(char c, bool was_in_string) {
  if (envelope_nesting_.depth() != 1) return;
  if (!was_in_string && envelope_nesting_.in_string()) {
    string_begin_ = envelope_.size();
  } else if (was_in_string && !envelope_nesting_.in_string()) {
    string_end_ = envelope_.size() - 1;
  } else if (!was_in_string && c == ':') {
    key_ = envelope_.substr(string_begin_, string_end_ - string_begin_);
  } else if (!was_in_string && c == ',') {
    key_.clear();
  }
}

absl::Status FeatureScanner::StepFeature(char c) {
  if (nesting_.depth() == 0 && !nesting_.in_string()) {
    if (c == ',' || c == ']') return EndFeature(c);
    if (feature_.empty() && absl::ascii_isspace(c)) return absl::OkStatus();
  }
  if (!nesting_.Step(c)) return Wrong("a bracket closes nothing");
  too_deep_ = too_deep_ || nesting_.depth() > kFeatureDepthMax;
  if (feature_.size() == kImportRowBytesMax) too_long_ = true;
  if (!too_long_) feature_.push_back(c);
  return absl::OkStatus();
}

absl::Status FeatureScanner::EndFeature(char c) {
  const bool none = feature_.empty();
  if (none && (c == ',' || position_ > 1)) return Wrong("a row is missing");
  if (!none) {
    const absl::Status sent =
        sink_({position_, too_long_ ? "" : absl::string_view(feature_),
               too_long_, too_deep_});
    if (!sent.ok()) return sent;
    ++position_;
    feature_.clear();
    too_long_ = too_deep_ = false;
  }
  if (c == ']') {
    in_features_ = false;
    envelope_nesting_.Step(c);
    envelope_.push_back(c);
  }
  return absl::OkStatus();
}

absl::Status FeatureScanner::Finish() {
  if (!status_.ok()) return status_;
  if (in_features_) return status_ = Wrong("file ends there");
  if (envelope_nesting_.depth() != 0) return status_ = Wrong("file ends early");
  if (!features_seen_) return status_ = Wrong("file has no features array");
  const nlohmann::json envelope = nlohmann::json::parse(
      envelope_, /*cb=*/nullptr, /*allow_exceptions=*/false);
  if (envelope.is_discarded()) {
    return status_ = Wrong("file is not JSON outside of features");
  }
  if (envelope.value("type", nlohmann::json("FeatureCollection")) !=
      "FeatureCollection") {
    return status_ = Wrong("type is not FeatureCollection");
  }
  return absl::OkStatus();
}

absl::Status FeatureScanner::Wrong(absl::string_view what) const {
  const std::string where =
      !feature_.empty() ? absl::StrCat("in row ", position_)
      : position_ > 1   ? absl::StrCat("after row ", position_ - 1)
                        : std::string("before the first row");
  return UnreadableFile(absl::StrCat(
      where, ": ", what, "; a GeoJSON FeatureCollection is expected"));
}

}  // namespace rapport::catalog
