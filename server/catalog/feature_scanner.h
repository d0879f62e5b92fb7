// Cuts JSON text into the elements of the one list that holds its rows: that of
// `features` in a GeoJSON FeatureCollection (RFC 7946), of another member of the
// object that the file is, or the list that the file is. One row is held at a
// time, however the bytes are split.
//
// Only the nesting is followed, up to where the list begins and between its
// elements; the elements are for a JSON parser. All that is not in the list is
// held (at most kEnvelopeBytesMax) and parsed at the end.
#ifndef RAPPORT_SERVER_CATALOG_FEATURE_SCANNER_H_
#define RAPPORT_SERVER_CATALOG_FEATURE_SCANNER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "nlohmann/json_fwd.hpp"

namespace rapport::catalog {

inline constexpr size_t kEnvelopeBytesMax = size_t{1} << 20;
// A GeoJSON point with flat properties needs 4.
inline constexpr int kFeatureDepthMax = 64;

// Brackets and strings of JSON text, byte by byte. A value type.
class JsonNesting {
 public:
  // Reads one more byte. False if it closes what it did not open.
  bool Step(char c);
  int depth() const { return depth_; }
  bool in_string() const { return in_string_; }

 private:
  bool Close(bool is_object);

  int depth_ = 0;
  uint64_t objects_ = 0;  // bit d: what opened at depth d is an object
  bool in_string_ = false;
  bool escaped_ = false;
};

// An element of the list.
struct ScannedFeature {
  int64_t position = 0;    // from 1
  absl::string_view text;  // empty where it is too long
  bool too_long = false;   // over kImportRowBytesMax
  bool too_deep = false;   // over kFeatureDepthMax
};

// Whether a list holds the rows.
enum class ListChoice : uint8_t { kNo, kYes, kIfOfObjects };

// What a kind of file looks like around its rows.
struct RowListRules {
  // Asked of each list under a member of the file's object, and, with no member
  // (null), of the list that the file is, until one is chosen. `before` is the
  // text before it.
  std::function<ListChoice(const std::string* member, absl::string_view before)>
      choose;
  // What is wrong with the file without its rows, or empty. May be unset.
  std::function<absl::string_view(const nlohmann::json& envelope)> check;
  // Whether a file may be an object with no such list.
  bool may_lack_list = false;
  std::string expected;  // `a GeoJSON FeatureCollection`
};

// Those of a GeoJSON FeatureCollection.
RowListRules FeatureCollectionRules();

// Not thread-safe. After an error, only that error is returned.
class FeatureScanner {
 public:
  using Sink = std::function<absl::Status(const ScannedFeature&)>;

  explicit FeatureScanner(Sink sink,
                          RowListRules rules = FeatureCollectionRules())
      : sink_(std::move(sink)), rules_(std::move(rules)) {}

  // Reads the next bytes. Returns INVALID_ARGUMENT, naming the row, if they
  // cannot be of a FeatureCollection, or what the sink returned.
  absl::Status Feed(absl::string_view bytes);

  // Returns INVALID_ARGUMENT if the file is cut off, has no list of rows where
  // it must, or is not JSON around them. Rows sent to the sink stay sent.
  absl::Status Finish();

  // Once finished: whether there was a list of rows, and the text around it.
  bool has_list() const { return features_seen_; }
  const std::string& envelope() const { return envelope_; }

 private:
  absl::Status Step(char c);
  absl::Status StepEnvelope(char c);
  absl::Status BeginList();
  absl::Status Peek(char c);
  void NoteKey(char c, bool was_in_string);
  absl::Status StepFeature(char c);
  absl::Status EndFeature(char c);
  absl::Status Wrong(absl::string_view what) const;

  Sink sink_;
  RowListRules rules_;
  absl::Status status_;
  JsonNesting envelope_nesting_;
  std::string envelope_;
  size_t string_begin_ = 0;  // of the last string of depth 1, in envelope_
  size_t string_end_ = 0;
  std::string key_;  // of the member of depth 1 that is being read
  bool in_features_ = false;
  bool peeking_ = false;  // at what a list begins with
  bool features_seen_ = false;

  int64_t position_ = 1;  // of the feature that is being read
  JsonNesting nesting_;
  std::string feature_;
  bool too_long_ = false;
  bool too_deep_ = false;
};

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_FEATURE_SCANNER_H_
