#include "server/catalog/feature_scanner.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "server/catalog/import_bytes.h"

namespace rapport::catalog {

static_assert(kFeatureDepthMax <= 64, "JsonNesting has a bit for each depth");

RowListRules FeatureCollectionRules() {
  RowListRules rules;
  rules.choose = [](const std::string* member, absl::string_view) {
    return member != nullptr && *member == "features" ? ListChoice::kYes
                                                      : ListChoice::kNo;
  };
  rules.check = [](const nlohmann::json& envelope) -> absl::string_view {
    const bool is_collection =
        envelope.value("type", nlohmann::json("FeatureCollection")) ==
        "FeatureCollection";
    return is_collection ? "" : "type is not FeatureCollection";
  };
  rules.expected = "a GeoJSON FeatureCollection";
  return rules;
}

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
    status_ = Step(c);
  }
  return status_;
}

absl::Status FeatureScanner::Step(char c) {
  if (in_features_) return StepFeature(c);
  return peeking_ ? Peek(c) : StepEnvelope(c);
}

absl::Status FeatureScanner::StepEnvelope(char c) {
  if (envelope_.empty() && c != '{' && c != '[') {
    return Wrong("file does not begin with {");
  }
  if (envelope_.size() == kEnvelopeBytesMax) {
    return Wrong(
        absl::StrCat("over ", kEnvelopeBytesMax, " bytes outside of the rows"));
  }
  const bool was_in_string = envelope_nesting_.in_string();
  if (!envelope_nesting_.Step(c)) return Wrong("a bracket closes nothing");
  envelope_.push_back(c);
  NoteKey(c, was_in_string);
  const bool is_list = c == '[' && !was_in_string;
  return is_list ? BeginList() : absl::OkStatus();
}

absl::Status FeatureScanner::BeginList() {
  const bool is_file = envelope_nesting_.depth() == 1;
  const bool is_member = envelope_nesting_.depth() == 2 && envelope_[0] == '{';
  if (!is_file && !is_member) return absl::OkStatus();
  switch (rules_.choose(is_file ? nullptr : &key_, envelope_)) {
    case ListChoice::kNo:
      if (is_file) return Wrong("file begins with [");
      return absl::OkStatus();
    case ListChoice::kIfOfObjects:
      peeking_ = !features_seen_;
      return absl::OkStatus();
    case ListChoice::kYes:
      break;
  }
  if (features_seen_) return Wrong("file has a second list of rows");
  features_seen_ = in_features_ = true;
  return absl::OkStatus();
}

absl::Status FeatureScanner::Peek(char c) {
  if (absl::ascii_isspace(c)) return absl::OkStatus();
  peeking_ = false;
  const bool empty_file = c == ']' && envelope_nesting_.depth() == 1;
  if (c != '{' && !empty_file) return StepEnvelope(c);
  features_seen_ = in_features_ = true;
  return StepFeature(c);
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
  if (!features_seen_ && !rules_.may_lack_list) {
    return status_ = Wrong("file has no list of rows");
  }
  const nlohmann::json envelope = nlohmann::json::parse(
      envelope_, /*cb=*/nullptr, /*allow_exceptions=*/false);
  if (envelope.is_discarded()) {
    return status_ = Wrong("file is not JSON outside of the rows");
  }
  const absl::string_view wrong =
      rules_.check == nullptr ? "" : rules_.check(envelope);
  if (!wrong.empty()) return status_ = Wrong(wrong);
  return absl::OkStatus();
}

absl::Status FeatureScanner::Wrong(absl::string_view what) const {
  const std::string where =
      !feature_.empty() ? absl::StrCat("in row ", position_)
      : position_ > 1   ? absl::StrCat("after row ", position_ - 1)
                        : std::string("before the first row");
  return UnreadableFile(
      absl::StrCat(where, ": ", what, "; ", rules_.expected, " is expected"));
}

}  // namespace rapport::catalog
